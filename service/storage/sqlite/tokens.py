"""Tokens in SQLite, hashed."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Final

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access import Caller
from service.storage.sqlite.connections import LedgerDatastore

CREATE_TOKEN: Final = """
CREATE TABLE IF NOT EXISTS token (
    digest     TEXT PRIMARY KEY,
    principal  TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
SELECT_ANY: Final = """
SELECT 1 FROM token LIMIT 1
"""
SELECT_TOKEN: Final = """
SELECT principal, name, role FROM token WHERE digest = ?
"""
INSERT_TOKEN: Final = """
INSERT INTO token (digest, principal, name, role, created_at) VALUES (?, ?, ?, ?, ?)
"""


class SQLiteTokenStore:
    """The table of tokens."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def create_tables(self) -> None:
        """Make the table if it is not there yet."""
        with self._datastore.writing() as cursor:
            cursor.execute(CREATE_TOKEN)

    def alone(self) -> AbstractContextManager[None]:
        """One process at a time writes, and it looks for a first token once."""
        return nullcontext()

    def any(self) -> bool:
        with self._datastore.reading() as cursor:
            return cursor.execute(SELECT_ANY).fetchone() is not None

    def find(self, digest: str) -> Caller | None:
        with self._datastore.reading() as cursor:
            found = cursor.execute(SELECT_TOKEN, (digest,)).fetchone()
        if found is None:
            return None
        return Caller(Principal(name=found["name"], principal=found["principal"]), found["role"])

    def add(self, digest: str, caller: Caller, created_at: Instant) -> None:
        by = caller.principal
        row = (digest, by.principal, by.name, caller.role, created_at)
        with self._datastore.writing() as cursor:
            cursor.execute(INSERT_TOKEN, row)
