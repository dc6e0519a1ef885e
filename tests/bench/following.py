"""How long after its 201 an event is told to who follows, at a steady rate of posts.

    .venv/bin/python -m tests.bench.following [--kind sqlite|postgres] [--rate 100] [--seconds 10]
        [--followers 8]

Prints, over all followers, how much later than its 201 each event came (negative: before it).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

import requests

from tests.builders import a_minimal_event
from tests.databases import KINDS, a_database
from tests.following import Following
from tests.served import TOKEN, Served

POSTERS = 4


def post(served: Served, seconds: float, rate: float, answered: dict[int, float]) -> None:
    """Post at a rate, and note when each was answered."""
    event = a_minimal_event("item-disclosed")
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        start = time.monotonic()
        for number in range(int(seconds * rate)):
            time.sleep(max(0.0, start + number / rate - time.monotonic()))
            answer = session.post(f"{served.url}/v1/events", json=event, timeout=20)
            answered[answer.json()["position"]] = time.monotonic()


def listen(served: Served, number: int, told: dict[int, float]) -> None:
    """Note when each event comes."""
    with Following(served.port) as following:
        for frame in following.frames():
            if frame.data is not None and frame.id is not None and frame.event != "caught-up":
                told[frame.id] = time.monotonic()
                if frame.id == number:
                    return


def measured(served: Served, rate: float, seconds: float, followers: int) -> list[float]:
    """How many milliseconds each event took to each follower."""
    number = int(seconds * rate / POSTERS) * POSTERS
    answered: dict[int, float] = {}
    told: list[dict[int, float]] = [{} for _ in range(followers)]
    listening = [threading.Thread(target=listen, args=(served, number, each)) for each in told]
    posting = [
        threading.Thread(target=post, args=(served, seconds, rate / POSTERS, answered))
        for _ in range(POSTERS)
    ]
    for thread in listening:
        thread.start()
    time.sleep(1)
    for thread in posting:
        thread.start()
    for thread in (*posting, *listening):
        thread.join()
    return sorted(
        (at - answered[position]) * 1000 for each in told for position, at in each.items()
    )


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kind", choices=KINDS, default="sqlite")
    asked.add_argument("--rate", type=float, default=100)
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--followers", type=int, default=8)
    given = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as room,
        a_database(given.kind, Path(room)) as database,
        Served(Path(room), options=("--database", database.url)) as served,
    ):
        late = measured(served, given.rate, given.seconds, given.followers)
    centiles = statistics.quantiles(late, n=1000)
    shown = {"p50": centiles[499], "p99": centiles[989], "p99.9": centiles[998], "most": late[-1]}
    print(f"{len(late)} told:", ", ".join(f"{name} {at:.1f} ms" for name, at in shown.items()))  # noqa: T201


if __name__ == "__main__":
    main()
