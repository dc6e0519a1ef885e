"""Other event stores on this machine, through their Python clients: UmaDB and message-db.

`make bench` installs both from their locks, if it can; here it is only looked whether they are
there. message-db is PL/pgSQL: its package holds statements, which are run in a database of our
server, and psycopg calls its function `write_message`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psycopg

from tests.bench.figures import centile
from tests.bench.loading import EVENT, Load
from tests.bench.room import Room
from tests.bench.servers import BIN, PATIENCE_SECONDS
from tests.served import a_free_port

MESSAGE_DB: Final = Path(sys.prefix) / "neighbours/node_modules/@eventide/message-db/database"
STATEMENTS: Final = (
    "schema/*.sql",
    "tables/*.sql",
    "types/*.sql",
    *(
        f"functions/{name}.sql"
        for name in (
            *("message-store-version", "hash-64", "acquire-lock", "category", "is-category"),
            *("id", "cardinal-id", "stream-version", "write-message"),
        )
    ),
    "indexes/*.sql",
)
"""In the order of its own installer, as far as writing goes. (Its extension, pgcrypto, gave what
PostgreSQL has had by itself since version 13.)"""
WRITE: Final = """
SELECT write_message(%s, %s, %s, %s)
"""

Loading = Callable[[int, int], Load]
"""So many clients, for so many seconds."""


class NotInstalled(Exception):
    """It is not on this machine."""


@contextmanager
def umadb(room: Room) -> Iterator[tuple[Loading, Sequence[int]]]:
    """Its server from its package: how it is loaded, and its process."""
    if find_spec("umadb") is None:
        raise NotInstalled("the package umadb (deploy/requirements-bench.txt) is not installed")
    from umadb import Client, Event

    folder, port = room.folder(), a_free_port()
    command = [BIN / "umadb", "--listen", f"127.0.0.1:{port}", "--db-path", folder / "uma.db"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    body = json.dumps(EVENT).encode()
    tags = [EVENT["programme"]]

    def writer() -> Callable[[], object]:
        client = Client(f"http://127.0.0.1:{port}")
        return lambda: client.append([Event(EVENT["type"], body, tags=tags, uuid=_an_id())])

    try:
        _wait_for(port)
        yield (
            lambda clients, seconds: _loaded([writer() for _ in range(clients)], seconds),
            [process.pid],
        )
    finally:
        process.kill()
        process.wait()


@contextmanager
def message_db(room: Room) -> Iterator[tuple[Loading, Sequence[int]]]:
    """Its statements in a database of the room's server: how it is loaded, and the server."""
    if not MESSAGE_DB.is_dir():
        raise NotInstalled("its npm package (tests/bench/package-lock.json) is not installed")
    url = room.database("postgres", migrated=False)
    options = "-c search_path=message_store,public -c client_min_messages=warning"
    with psycopg.connect(url, autocommit=True, options=options) as connection:
        for pattern in STATEMENTS:
            for file in sorted(MESSAGE_DB.glob(pattern)):
                connection.execute(file.read_text())
    data = json.dumps(EVENT["data"])
    connections: list[psycopg.Connection] = []

    def writer() -> Callable[[], object]:
        connection = psycopg.connect(url, autocommit=True, options=options)
        connections.append(connection)
        given = (f"{EVENT['programme']}-ana", EVENT["type"], data)
        return lambda: connection.execute(WRITE, (str(_an_id()), *given))

    def load(clients: int, seconds: int) -> Load:
        try:
            return _loaded([writer() for _ in range(clients)], seconds)
        finally:
            while connections:
                connections.pop().close()

    yield load, room.pids("postgres")


def _an_id() -> uuid.UUID:
    """One of chance, as clients make them."""
    return uuid.UUID(bytes=os.urandom(16), version=4)


def _loaded(writers: Sequence[Callable[[], object]], seconds: int) -> Load:
    """Each in a thread of its own, one event after the other."""
    took: list[list[float]] = [[] for _ in writers]
    failed: list[Exception] = []
    end = time.perf_counter() + seconds

    def write(writer: Callable[[], object], mine: list[float]) -> None:
        try:
            while (start := time.perf_counter()) < end:
                writer()
                mine.append((time.perf_counter() - start) * 1000)
        except Exception as error:  # noqa: BLE001 (raised by who waits for it)
            failed.append(error)

    threads = [
        threading.Thread(target=write, args=each, daemon=True)
        for each in zip(writers, took, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    all_took = [each for mine in took for each in mine]
    rate = len(all_took) / seconds
    return Load(rate, len(all_took), centile(all_took, 0.5), centile(all_took, 0.99))


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
