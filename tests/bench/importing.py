"""An NDJSON import through a running service, beside the library's own batch insert.

The same stored bytes: what the service has stored is read page by page and inserted by the
recorder of the library `eventsourcing` into its own table of a database of its own; only the
inserting is counted. What the service does beside it, bringing its views up meanwhile, is its own
affair, and is counted. Its memory is looked at all the while.
"""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple

from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from psycopg.conninfo import conninfo_to_dict

from service.bootstrap import open_service
from service.config import sqlite_path
from service.content import content_of
from tests.bench.big import Big
from tests.bench.figures import Figure
from tests.bench.posts import NAMES
from tests.bench.room import Room
from tests.bench.servers import Server, cpu_seconds, megabytes, testigo
from tests.bench.settings import Settings
from tests.served import TOKEN

GOAL: Final = 0.3
FLAT: Final = 1.1
"""What the second half of an import may take of memory at most, by the most of the first half."""
BATCH: Final = 1000
LOOK_SECONDS: Final = 0.2
SHOWN: Final = 50
"""So many looks of either half of an import stand in the JSON at most."""


class Taken(NamedTuple):
    """What something took."""

    seconds: float
    cpu: float


def measured(room: Room, settings: Settings) -> Iterator[Figure]:
    """Import, and insert the same; in turns."""
    lines = room.folder() / "lines.ndjson"
    write_lines(settings.lines, lines)
    for kind in settings.kinds:
        ours: list[Taken] = []
        theirs: list[Taken] = []
        memory: list[Memory] = []
        for _ in range(max(1, settings.rounds // 2)):
            database = room.database(kind)
            with testigo(room.folder(), database, kind) as server, Memory(server.pid) as held:
                before = cpu_seconds(server.pid, *room.pids(kind))
                took = imported(server, lines, settings.lines)
                server.get("/v1/programmes")  # its views are up to it then
                used = cpu_seconds(server.pid, *room.pids(kind)) - before
            ours.append(Taken(took, used))
            memory.append(held)
            theirs.append(inserted(room, kind, database))
        yield _figure(kind, settings.lines, ours, theirs)
        yield memory[-1].figure(f"{NAMES[kind]}, memory over the import")


def write_lines(number: int, file: Path) -> None:
    """Events as a client would post them."""
    with file.open("w") as out:
        for told in Big("one", number, "sqlite").events():
            event = {"type": told.event.type, **content_of(told.event)}
            event.pop("corrected_type", None)
            out.write(json.dumps(event) + "\n")


def imported(server: Server, file: Path, number: int) -> float:
    """How many seconds it took until the answer's end; every line must have been recorded."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=3600)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/x-ndjson"}
    began = time.monotonic()
    with closing(connection), file.open("rb") as lines:
        connection.request("POST", "/v1/events", body=lines, headers=headers)
        answer = connection.getresponse().read().decode().splitlines()
    seconds = time.monotonic() - began
    tally = json.loads(answer[-1])
    if tally.get("recorded") != number:
        raise RuntimeError(f"of {number} lines not all were recorded: {answer[:3]}, {tally}")
    return seconds


def inserted(room: Room, kind: str, database: str) -> Taken:
    """What the library's own recorder takes to insert what a ledger of ours holds."""
    recorder = _recorder(room, kind)
    seconds = cpu = 0.0
    with open_service(database, writable=False) as service, service.storage.store.reading() as of:
        reached = 0
        while rows := of.stored_after(reached, BATCH):
            stored = [row.stored for row in rows]
            before, start = _cpu(room, kind), time.perf_counter()
            recorder.insert_events(stored)
            seconds += time.perf_counter() - start
            cpu += _cpu(room, kind) - before
            reached = rows[-1].declared.position
    recorder.datastore.close()  # type: ignore[attr-defined]
    return Taken(seconds, cpu)


def _cpu(room: Room, kind: str) -> float:
    """Of this process, and of the database's."""
    return time.process_time() + cpu_seconds(*room.pids(kind))


def _recorder(room: Room, kind: str) -> ApplicationRecorder:
    """The library's, over a new table of its own in a new database, as it sets both up."""
    database = room.database(kind, migrated=False)
    if kind == "sqlite":
        of_file = SQLiteDatastore(str(sqlite_path(database)), originator_id_type="text")
        sqlite = SQLiteApplicationRecorder(of_file)
        sqlite.create_table()
        return sqlite
    at = conninfo_to_dict(database)
    server: Any = PostgresDatastore(
        dbname=at["dbname"],
        host=at["host"],
        port=at.get("port", "5432"),
        user=at["user"],
        password=at.get("password", ""),
        originator_id_type="text",
    )
    postgres = PostgresApplicationRecorder(server)
    postgres.create_table()
    return postgres


def _figure(kind: str, lines: int, ours: Sequence[Taken], theirs: Sequence[Taken]) -> Figure:
    pairs = list(zip(ours, theirs, strict=True))
    return Figure(
        what=f"{NAMES[kind]}, {lines:,} lines of NDJSON, beside the recorder's batch insert",
        ours=statistics.median(lines / each.seconds for each in ours),
        unit="/s",
        beside=statistics.median(lines / each.seconds for each in theirs),
        ratio=statistics.median(its.seconds / mine.seconds for mine, its in pairs),
        goal=GOAL,
        cpu=statistics.median(mine.cpu / its.cpu for mine, its in pairs),
        more={
            "ours": [each._asdict() for each in ours],
            "beside": [each._asdict() for each in theirs],
        },
    )


class Memory:
    """What a server and its workers have in memory, looked at until the block ends."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.megabytes: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self.megabytes.append(megabytes(self.pid))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self.megabytes.append(megabytes(self.pid))

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.megabytes.append(megabytes(self.pid))

    def figure(self, what: str) -> Figure:
        """The most of its second half beside the most of its first."""
        half = (len(self.megabytes) + 1) // 2
        early, late = max(self.megabytes[:half]), max(self.megabytes[half:])
        more = {"at_rest": self.megabytes[0], "megabytes": self.megabytes}
        named = f"{what}: the most of its second half, beside the most of its first"
        return Figure(named, late, "MB", beside=early, better="less", goal=FLAT, more=more)
