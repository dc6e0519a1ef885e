"""Connections to one SQLite file: one that writes and checkpoints, others that only read.

SQLite before 3.51.3 can corrupt a WAL file when two connections checkpoint at once
(sqlite.org/wal.html), so one connection of one process owns all writes. The process that owns
them holds a lock on the file `<database>-lock` beside the database.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from service.errors import LedgerHeld, StoreUnavailable

READERS: Final = 64
"""How many readings may be open at once."""
BUSY_SECONDS: Final = 5.0
LONG_LOG: Final = 64 * 2**20
"""From how many bytes on the WAL file is worth being emptied."""

BE_BRIEF: Final = """
PRAGMA busy_timeout = 100
"""
EMPTY_LOG: Final = """
PRAGMA wal_checkpoint(TRUNCATE)
"""
BE_PATIENT: Final = """
PRAGMA busy_timeout = 5000
"""


class Ownership:
    """The right to write to a database file; one process at a time has it."""

    def __init__(self, path: Path) -> None:
        """Take it, or raise `LedgerHeld` if a running service has it."""
        # By its real name: a symbolic link must not let a second process in.
        self._file = Path(f"{path.resolve()}-lock").open("a", encoding="ascii")  # noqa: SIM115 (kept open)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise LedgerHeld(
                f"{path} is held by a running service. Ask it with --url, or stop it first."
            ) from error

    def release(self) -> None:
        """Give it back. The lock file stays: removing it would let two processes own two files."""
        self._file.close()


class _ReadingPool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        connection = sqlite3.connect(
            self.db_name,
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            timeout=BUSY_SECONDS,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = ON")
        return SQLiteConnection(connection, max_age=self.max_age)


class LedgerDatastore(SQLiteDatastore):
    """The connections of one database file. Without `writable` it is read as others write it."""

    def __init__(self, path: Path, *, writable: bool = True) -> None:
        self.path = path
        self._log = Path(f"{path.resolve()}-wal")
        self.single_row_tracking = True
        self.originator_id_type = "text"
        mode = "rw" if writable else "ro"
        self.pool = _ReadingPool(
            db_name=f"file:{quote(os.fspath(path))}?mode={mode}",
            pool_size=READERS,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
        )
        self._lock = threading.Lock()
        self._owner: Ownership | None = None
        self._writer: sqlite3.Connection | None = None
        if writable:
            self._owner = Ownership(path)
            self._writer = _open_writer(path)

    @contextmanager
    def writing(self, *, synchronous: bool = True) -> Iterator[sqlite3.Cursor]:
        """A transaction of the one connection that writes; one at a time.

        Durable when it ends without an exception, kept in nothing when it ends with one. Without
        `synchronous` a power cut may undo it (never half of it): enough for what can be rebuilt.
        """
        with self.alone() as connection:
            if not synchronous:
                connection.execute("PRAGMA synchronous = NORMAL")
            try:
                with transaction(connection) as cursor:
                    yield cursor
            finally:
                if not synchronous:
                    connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """The one connection that writes, outside of a transaction; nobody else writes now."""
        if self._writer is None:
            raise LedgerHeld(f"{self.path} is open for reading only.")
        with self._lock, as_unavailable():
            yield self._writer

    def shorten_log(self) -> None:
        """Empty the WAL file if it is long, unless a reading goes on for more than milliseconds.

        SQLite begins it anew only if nobody reads when somebody writes: where reading never stops,
        what writes much must see to it. Not for whoever has a reading open that has begun.
        """
        if not self._log.exists() or self._log.stat().st_size < LONG_LOG:
            return
        with self.alone() as connection:
            connection.execute(BE_BRIEF)
            try:
                connection.execute(EMPTY_LOG).fetchone()
            finally:
                connection.execute(BE_PATIENT)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """A consistent reading of what is committed."""
        with as_unavailable():
            connection = self.pool.get_connection(is_writer=False)
            try:
                with connection.transaction(commit=False) as cursor:
                    yield cursor.sqlite_cursor
            finally:
                self.pool.put_connection(connection)

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """A transaction as the library asks for one."""
        with self.writing() if commit else self.reading() as cursor:
            yield SQLiteCursor(cursor)

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self.pool.closed

    def close(self) -> None:
        """Close the readers, then the writer, so that the last checkpoint is the writer's."""
        if self.closed:
            return
        self.pool.close()
        if self._writer is not None:
            self._writer.close()
        if self._owner is not None:
            self._owner.release()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Cursor]:
    """A transaction that writes: kept whole, or not at all if it ends with an exception."""
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        yield cursor
        cursor.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            cursor.execute("ROLLBACK")
        raise
    finally:
        cursor.close()


@contextmanager
def as_unavailable() -> Iterator[None]:
    """What SQLite reports of disk, lock or file; a broken constraint is a fault of ours."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except (sqlite3.Error, PersistenceError) as error:
        raise StoreUnavailable(f"The database does not answer: {error}.") from error


def _open_writer(path: Path) -> sqlite3.Connection:
    with as_unavailable():
        connection = sqlite3.connect(
            path, check_same_thread=False, isolation_level=None, timeout=BUSY_SECONDS
        )
    connection.row_factory = sqlite3.Row
    with as_unavailable():
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -262144")  # KiB: the views have many indexes
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    if (mode, synchronous) != ("wal", 2):
        connection.close()
        raise StoreUnavailable(
            f"{path} cannot be written durably: journal_mode {mode}, synchronous {synchronous};"
            " wal and 2 (FULL) are needed."
        )
    return connection
