"""An NDJSON import through a running service, beside the library's own batch insert.

The same stored bytes: what the service has stored is read page by page and inserted by the
recorder of the library `eventsourcing` into its own table of a database of its own; only the
inserting is counted. What the service does beside it, bringing its views up meanwhile, is its own
affair, and is counted. Its memory is looked at all the while.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from psycopg.conninfo import conninfo_to_dict

from service.bootstrap import open_service
from service.config import sqlite_path
from service.content import content_of
from tests.bench.big import Big
from tests.bench.figures import Figure
from tests.bench.memory import Memory
from tests.bench.pairs import Taken, figure
from tests.bench.room import Room
from tests.bench.servers import Server, cpu_seconds, testigo
from tests.bench.settings import NAMES, Settings
from tests.served import TOKEN

GOAL: Final = 0.3
BATCH: Final = 1000


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
                server.settle()
                used = cpu_seconds(server.pid, *room.pids(kind)) - before
            ours.append(Taken(took, used))
            memory.append(held)
            theirs.append(inserted(room, kind, database))
        what = (
            f"{NAMES[kind]}, {settings.lines:,} lines of NDJSON, beside the recorder's batch insert"
        )
        yield figure(what, settings.lines, ours, theirs, GOAL)
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
