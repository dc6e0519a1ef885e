"""How much later than its 201 an event is told to those who follow, at a steady rate of posts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Final

import requests

from tests.bench.figures import Figure, centile
from tests.bench.room import Room
from tests.bench.servers import Server, testigo
from tests.bench.settings import NAMES, Settings
from tests.builders import a_minimal_event
from tests.following import Following
from tests.served import TOKEN

POSTERS: Final = 4
FOLLOWERS: Final = 8
RATE: Final = 100
"""Posts a second."""


def measured(room: Room, settings: Settings) -> Iterator[Figure]:
    """Over all followers; negative: before its 201."""
    for kind in settings.kinds:
        with testigo(room.folder(), room.database(kind), kind) as server:
            late = _lateness(server, settings.load_seconds)
        yield Figure(
            what=f"{NAMES[kind]}, from a 201 to {FOLLOWERS} followers, p99, {RATE} posts/s",
            ours=centile(late, 0.99),
            unit="ms",
            better="less",
            more={"p50": centile(late, 0.5), "p99.9": centile(late, 0.999), "most": max(late)},
        )


def _lateness(server: Server, seconds: int) -> list[float]:
    """How many milliseconds each event took to each follower."""
    number = int(seconds * RATE / POSTERS) * POSTERS
    answered: dict[int, float] = {}
    told: list[dict[int, float]] = [{} for _ in range(FOLLOWERS)]
    listening = [
        threading.Thread(target=_listen, args=(server.port, number, each), daemon=True)
        for each in told
    ]
    posting = [
        threading.Thread(target=_post, args=(server.url, number // POSTERS, answered), daemon=True)
        for _ in range(POSTERS)
    ]
    for thread in listening:
        thread.start()
    time.sleep(1)
    for thread in posting:
        thread.start()
    for thread in (*posting, *listening):
        thread.join()
    return [(at - answered[position]) * 1000 for each in told for position, at in each.items()]


def _post(url: str, number: int, answered: dict[int, float]) -> None:
    """Post so many at a rate, and note when each was answered."""
    event = a_minimal_event("item-disclosed")
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        start = time.monotonic()
        for turn in range(number):
            time.sleep(max(0.0, start + turn * POSTERS / RATE - time.monotonic()))
            answer = session.post(f"{url}/v1/events", json=event, timeout=20)
            answered[answer.json()["position"]] = time.monotonic()


def _listen(port: int, number: int, told: dict[int, float]) -> None:
    """Note when each event comes."""
    with Following(port) as following:
        for frame in following.frames():
            if frame.data is not None and frame.id is not None and frame.event != "caught-up":
                told[frame.id] = time.monotonic()
                if frame.id == number:
                    return
