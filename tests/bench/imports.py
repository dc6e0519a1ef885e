"""The memory of the service while an import of any length goes through it, over a socket.

    .venv/bin/python -m tests.bench.imports [--lines 200000] [--kind sqlite]

Sends NDJSON as fast as it is taken, asks for an answer to every line, and then sends the same once
more. Prints, as lines are answered, how much memory the worker has (resident; what it shares with
others, such as the pages of files, apart) and how far the views are behind. Flat is what does not
grow with the lines: the last column says by how many bytes a line it grew since the row before.
What SQLite keeps of the views' indexes in memory fills up first, and then stays as it is.
"""

from __future__ import annotations

import argparse
import http.client
import json
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import requests

from tests.databases import KINDS, a_database
from tests.given import an_id
from tests.served import TOKEN, Served

ROWS: Final = 20
"""How many rows are printed of each import."""
AT_ONCE: Final = 500
"""How many lines are sent at once."""


def line(number: int) -> bytes:
    """An event: one of a thousand testers is told of one of two hundred items."""
    event = {
        "id": an_id(number),
        "type": "item-disclosed",
        "programme": f"programme-{number % 5}",
        "occurred_at": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "data": {
            "items": [f"item:i{number % 200}"],
            "by": f"staff:s{number % 7}",
            "to": [f"tester:t{number % 1000}"],
            "channel": "a call",
        },
    }
    return json.dumps(event).encode() + b"\n"


class Told:
    """What was answered so far."""

    def __init__(self) -> None:
        self.lines = 0
        self.last = b""

    def read(self, connection: http.client.HTTPConnection) -> None:
        """Read the answer."""
        with http.client.HTTPResponse(connection.sock) as answer:
            answer.begin()
            for each in answer:
                self.lines += 1
                self.last = each.strip()


def memory_of(served: Served) -> tuple[int, int]:
    """What its worker has for itself, and what it shares, in bytes."""
    children = Path(f"/proc/{served.pid}/task/{served.pid}/children").read_text()
    own = shared = 0
    for worker in children.split():
        said = dict(
            each.split(":", 1) for each in Path(f"/proc/{worker}/status").read_text().splitlines()
        )
        anonymous, file, shmem = (
            int(said[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile", "RssShmem")
        )
        own, shared = own + anonymous, shared + file + shmem
    return own, shared


def behind(served: Served) -> int:
    """How far the views are behind what is recorded."""
    with suppress(requests.RequestException, KeyError, ValueError):
        told = served.session.get(f"{served.url}/readyz", timeout=30).json()
        return int(told["head"]) - min(map(int, told["projections"].values()))
    return -1


def imported(served: Served, lines: int) -> None:
    """Send them, read what is answered meanwhile, and print how the memory goes."""
    told, over = Told(), threading.Event()
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=600)
    connection.connect()
    reading = threading.Thread(target=told.read, args=(connection,))
    watching = threading.Thread(target=watch, args=(served, told, lines, over))
    began = time.monotonic()
    with closing(connection):
        connection.putrequest("POST", "/v1/events?answers=all")
        connection.putheader("Authorization", f"Bearer {TOKEN}")
        connection.putheader("Content-Type", "application/x-ndjson")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        reading.start()
        watching.start()
        for start in range(0, lines, AT_ONCE):
            piece = b"".join(line(n) for n in range(start, min(start + AT_ONCE, lines)))
            connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.send(b"0\r\n\r\n")
        reading.join()
    over.set()
    watching.join()
    rate = lines / (time.monotonic() - began)
    print(f"{rate:,.0f} lines a second; the last line: {told.last.decode()}")  # noqa: T201


def watch(served: Served, told: Told, lines: int, over: threading.Event) -> None:
    """Print a row each time that so many more lines are answered."""
    before: tuple[int, int] | None = None
    due = most = 0
    print(f"{'lines':>12} {'own MB':>8} {'shared':>8} {'behind':>9} {'bytes/line':>11}")  # noqa: T201
    while not over.wait(0.2):
        own, shared = memory_of(served)
        most = max(most, own)
        if told.lines < due:
            continue
        due = told.lines + lines // ROWS
        grown = "" if before is None else (own - before[1]) // max(1, told.lines - before[0])
        before = told.lines, own
        row = f"{told.lines:>12,} {own / 1e6:>8.1f} {shared / 1e6:>8.1f} {behind(served):>9,}"
        print(f"{row} {grown:>11}", flush=True)  # noqa: T201
    print(f"most: {most / 1e6:.1f} MB")  # noqa: T201


def main() -> None:
    """Send it twice."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--lines", type=int, default=200_000)
    asked.add_argument("--kind", choices=KINDS, default="sqlite")
    given = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as room,
        a_database(given.kind, Path(room)) as database,
        Served(Path(room), options=("--database", database.url)) as served,
    ):
        for _ in range(2):
            imported(served, given.lines)


if __name__ == "__main__":
    main()
