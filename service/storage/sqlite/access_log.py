"""Reads in SQLite: a file of their own beside the ledger's, so that neither waits for the other.

Whoever owns the writing of the ledger's file is the only one that writes to this one.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access_log import Noted, Read, Span
from service.storage.sqlite.connections import BUSY_SECONDS, as_unavailable, transaction

CREATE: Final = (
    """
    CREATE TABLE IF NOT EXISTS access_read (
        number      INTEGER PRIMARY KEY AUTOINCREMENT,
        at          INTEGER NOT NULL,
        principal   TEXT    NOT NULL,
        name        TEXT    NOT NULL,
        question    TEXT    NOT NULL,
        parameters  TEXT    NOT NULL,
        as_of       INTEGER NOT NULL,
        position    INTEGER NOT NULL,
        recorded_at INTEGER
    ) STRICT
    """,
    """
    CREATE INDEX IF NOT EXISTS access_read_by_at ON access_read (at, number)
    """,
)
INSERT: Final = """
INSERT INTO access_read
    (at, principal, name, question, parameters, as_of, position, recorded_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
SELECT_LATEST: Final = """
SELECT * FROM access_read
WHERE at >= :since AND at < :until AND (at, number) < (:at, :number)
    AND (:caller IS NULL OR :caller IN (principal, name))
ORDER BY at DESC, number DESC LIMIT :limit
"""
FORGET: Final = """
DELETE FROM access_read WHERE number IN (
    SELECT number FROM access_read WHERE at < ? ORDER BY at, number LIMIT ?
)
"""
LAST: Final = 2**63 - 1


class SQLiteAccessStore:
    """The file of reads, `<database>-access`; it is made when there is a first one."""

    def __init__(self, ledger: Path) -> None:
        self.path = Path(f"{ledger}-access")
        self._lock = threading.Lock()
        self._writer: sqlite3.Connection | None = None

    def add(self, reads: Sequence[Read]) -> None:
        with self._lock, as_unavailable(), transaction(self._opened()) as cursor:
            cursor.executemany(INSERT, [_row(each) for each in reads])

    def listed(self, span: Span, after: tuple[int, int] | None, limit: int) -> Sequence[Noted]:
        if not self.path.exists():
            return []
        at, number = after or (LAST, LAST)
        asked = {**span._asdict(), "at": at, "number": number, "limit": limit}
        with as_unavailable(), closing(self._reader()) as reader:
            return [_noted(each) for each in reader.execute(SELECT_LATEST, asked)]

    def forget(self, before: Instant, most: int) -> int:
        if not self.path.exists():
            return 0
        with self._lock, as_unavailable(), transaction(self._opened()) as cursor:
            return cursor.execute(FORGET, (before, most)).rowcount

    def close(self) -> None:
        """Close it. What is asked later opens it again."""
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _opened(self) -> sqlite3.Connection:
        if self._writer is None:
            writer = sqlite3.connect(
                self.path, check_same_thread=False, isolation_level=None, timeout=BUSY_SECONDS
            )
            writer.execute("PRAGMA journal_mode = WAL")
            writer.execute("PRAGMA synchronous = NORMAL")
            for statement in CREATE:
                writer.execute(statement)
            self._writer = writer
        return self._writer

    def _reader(self) -> sqlite3.Connection:
        """A connection that only reads, so that a long look holds nobody up."""
        at = f"file:{quote(os.fspath(self.path))}?mode=ro"
        reader = sqlite3.connect(at, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        reader.row_factory = sqlite3.Row
        return reader


def _row(read: Read) -> tuple[object, ...]:
    by, parameters = read.caller, json.dumps(read.parameters, sort_keys=True)
    asked = (read.at, by.principal, by.name, read.question, parameters)
    return (*asked, read.as_of, read.position, read.recorded_at)


def _noted(found: sqlite3.Row) -> Noted:
    recorded_at = found["recorded_at"]
    read = Read(
        at=Instant(found["at"]),
        caller=Principal(name=found["name"], principal=found["principal"]),
        question=found["question"],
        parameters=json.loads(found["parameters"]),
        as_of=Instant(found["as_of"]),
        position=found["position"],
        recorded_at=None if recorded_at is None else Instant(recorded_at),
    )
    return Noted(found["number"], read)
