"""How long after its 201 an event is seen in `who` by another worker, at a steady rate of posts.

On PostgreSQL, with two workers: clients post to one of them, and a sample of what they posted is
asked for at the other as soon as the 201 has come, until it is there. A connection belongs to the
worker that has the other end of it open.
"""

from __future__ import annotations

import http.client
import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import psutil

from tests.bench.figures import Figure, centile
from tests.bench.loading import EVENT
from tests.bench.room import Room
from tests.bench.servers import Server, testigo
from tests.bench.settings import Settings
from tests.served import TOKEN

GOAL_MILLISECONDS: Final = 50.0
RATE: Final = 200
"""Posts a second."""
POSTERS: Final = 4
LOOKERS: Final = 4
SAMPLED: Final = 5
"""One of so many posts is looked for."""
TRIES: Final = 200
HEADERS: Final = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}

Connection = http.client.HTTPConnection


@dataclass
class Seen:
    """What the clients have seen."""

    posted: int = 0
    milliseconds: list[float] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)
    sampled: queue.Queue[tuple[str, float] | None] = field(default_factory=queue.Queue)
    """Items that were told, and when it was answered."""
    lock: threading.Lock = field(default_factory=threading.Lock)


def measured(room: Room, settings: Settings) -> Iterator[Figure | str]:
    """Its p99; and the rate, which is lower where the machine does not sustain it."""
    if "postgres" not in settings.kinds:
        yield "freshness is between workers, and SQLite has one"
        return
    with testigo(room.folder(), room.database("postgres"), "postgres") as server:
        seen = Seen()
        seconds = _followed(server, settings.freshness_seconds, seen)
    rate = seen.posted / seconds
    sustained = "" if rate > RATE * 0.98 else f", which is all that was sustained of {RATE}"
    yield Figure(
        what=f"PostgreSQL, from a 201 to `who` at the other worker, p99, {rate:.0f} posts/s"
        + sustained,
        ours=centile(seen.milliseconds, 0.99),
        unit="ms",
        better="less",
        goal=GOAL_MILLISECONDS,
        more={
            "rate": rate,
            "sampled": len(seen.milliseconds),
            "p50": centile(seen.milliseconds, 0.5),
            "most": max(seen.milliseconds),
        },
    )


def _followed(server: Server, seconds: int, seen: Seen) -> float:
    """Post and look for so long; how long it was in the end."""
    posting, looking = _connections(server)
    lookers = [
        threading.Thread(target=_guarded, args=(seen, _look, each, seen), daemon=True)
        for each in looking
    ]
    for each in lookers:
        each.start()
    began = time.monotonic()
    posters = [
        threading.Thread(
            target=_guarded, args=(seen, _post, each, number, began, seconds, seen), daemon=True
        )
        for number, each in enumerate(posting)
    ]
    for each in posters:
        each.start()
    for each in posters:
        each.join()
    lasted = time.monotonic() - began
    for _ in lookers:
        seen.sampled.put(None)
    for each in lookers:
        each.join()
    for connection in (*posting, *looking):
        connection.close()
    if seen.failed:
        raise seen.failed[0]
    return lasted


def _connections(server: Server) -> tuple[list[Connection], list[Connection]]:
    """To one worker so many as post, and to another one so many as look."""
    by_worker: dict[int, list[Connection]] = {}
    for _ in range(TRIES):
        connection = Connection("127.0.0.1", server.port, timeout=60)
        _asked(connection, "GET", "/healthz")
        by_worker.setdefault(_worker_of(connection, server), []).append(connection)
        found = list(by_worker.values())
        if len(found) > 1 and len(found[0]) >= POSTERS and len(found[1]) >= LOOKERS:
            for spare in (*found[0][POSTERS:], *found[1][LOOKERS:]):
                spare.close()
            return found[0][:POSTERS], found[1][:LOOKERS]
    shares = [len(each) for each in by_worker.values()]
    raise RuntimeError(f"of {TRIES} connections too few came to a second worker: {shares}")


def _worker_of(connection: Connection, server: Server) -> int:
    """The worker that has its other end open."""
    port = connection.sock.getsockname()[1]
    for pid in server.workers():
        with suppress(psutil.NoSuchProcess):
            for each in psutil.Process(pid).net_connections("tcp"):
                if each.raddr and each.raddr.port == port:
                    return pid
    raise RuntimeError(f"no worker has the connection from port {port} open")


def _post(connection: Connection, number: int, began: float, seconds: int, seen: Seen) -> None:
    """Every so often tell of a thing of its own."""
    turn = 0
    while (due := began + (turn + number / POSTERS) * POSTERS / RATE) < began + seconds:
        time.sleep(max(0.0, due - time.monotonic()))
        if time.monotonic() > began + seconds:
            return
        item = f"item:i{number}-{turn}"
        data = {**EVENT["data"], "items": [item]}  # type: ignore[dict-item]
        _asked(connection, "POST", "/v1/events", json.dumps({**EVENT, "data": data}))
        at = time.monotonic()
        with seen.lock:
            seen.posted += 1
        if turn % SAMPLED == 0:
            seen.sampled.put((item, at))
        turn += 1


def _look(connection: Connection, seen: Seen) -> None:
    """Ask for each until it is there. What waits while another is looked for has its time go on."""
    path = f"/v1/programmes/{EVENT['programme']}/knowledge/who?item="
    while (sample := seen.sampled.get()) is not None:
        item, at = sample
        while not json.loads(_asked(connection, "GET", f"{path}{item}"))["knowers"]:
            continue
        seen.milliseconds.append((time.monotonic() - at) * 1000)


def _asked(connection: Connection, method: str, path: str, body: str | None = None) -> bytes:
    connection.request(method, path, body, HEADERS)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status not in (200, 201):
        raise RuntimeError(f"{method} {path}: {answer.status} {said[:500]!r}")
    return said


def _guarded(seen: Seen, work: Any, *arguments: Any) -> None:
    """What goes wrong in a thread is told by who waits for it."""
    try:
        work(*arguments)
    except Exception as error:  # noqa: BLE001 (raised again)
        seen.failed.append(error)
