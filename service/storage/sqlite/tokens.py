"""Tokens in SQLite, hashed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access import Caller, Token
from service.storage.sqlite.connections import LedgerDatastore

CREATE_TOKEN: Final = """
CREATE TABLE IF NOT EXISTS token (
    digest     TEXT PRIMARY KEY,
    principal  TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    programmes TEXT,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID
"""
SELECT_COLUMNS: Final = """
SELECT name FROM pragma_table_info('token')
"""
ADDED: Final = {
    "programmes": "ALTER TABLE token ADD COLUMN programmes TEXT",
    "expires_at": "ALTER TABLE token ADD COLUMN expires_at INTEGER",
    "revoked_at": "ALTER TABLE token ADD COLUMN revoked_at INTEGER",
}
"""What tables of before version 5 lack."""
SELECT_ANY: Final = """
SELECT 1 FROM token LIMIT 1
"""
SELECT_BY_DIGEST: Final = """
SELECT principal, name, role, created_at, programmes, expires_at, revoked_at
FROM token WHERE digest = ?
"""
SELECT_BY_PRINCIPAL: Final = """
SELECT principal, name, role, created_at, programmes, expires_at, revoked_at
FROM token WHERE principal = ?
"""
SELECT_AFTER: Final = """
SELECT principal, name, role, created_at, programmes, expires_at, revoked_at
FROM token WHERE principal > ? ORDER BY principal LIMIT ?
"""
INSERT_TOKEN: Final = """
INSERT INTO token (digest, principal, name, role, created_at, programmes, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
REVOKE: Final = """
UPDATE token SET revoked_at = ? WHERE principal = ? AND revoked_at IS NULL
"""


class SQLiteTokenStore:
    """The table of tokens. Whoever may write to the file is alone with it, and remembers them."""

    def __init__(self, datastore: LedgerDatastore, *, alone: bool) -> None:
        """`alone`: nobody else writes."""
        self._datastore = datastore
        self._alone = alone
        self._known: dict[str, Token] = {}

    def create_tables(self) -> None:
        """Make the table if it is not there yet, and what an older one lacks."""
        with self._datastore.writing() as cursor:
            cursor.execute(CREATE_TOKEN)
            there = {name for (name,) in cursor.execute(SELECT_COLUMNS).fetchall()}
            for column, statement in ADDED.items():
                if column not in there:
                    cursor.execute(statement)

    def alone(self) -> AbstractContextManager[None]:
        """One process at a time writes, and it looks for a first token once."""
        return nullcontext()

    def any(self) -> bool:
        with self._datastore.reading() as cursor:
            return cursor.execute(SELECT_ANY).fetchone() is not None

    def find(self, digest: str) -> Token | None:
        known = self._known  # as it is now: what is read before a revocation is forgotten with it
        if digest in known:
            return known[digest]
        with self._datastore.reading() as cursor:
            found = cursor.execute(SELECT_BY_DIGEST, (digest,)).fetchone()
        if found is None:
            return None
        token = _token(found)
        if self._alone:
            known[digest] = token
        return token

    def get(self, principal: str) -> Token | None:
        with self._datastore.reading() as cursor:
            found = cursor.execute(SELECT_BY_PRINCIPAL, (principal,)).fetchone()
        return None if found is None else _token(found)

    def listed(self, after: str, limit: int) -> Sequence[Token]:
        with self._datastore.reading() as cursor:
            return [_token(each) for each in cursor.execute(SELECT_AFTER, (after, limit))]

    def add(self, digest: str, token: Token) -> None:
        caller, by = token.caller, token.caller.principal
        programmes = None if caller.programmes is None else ",".join(sorted(caller.programmes))
        row = (digest, by.principal, by.name, caller.role, token.created_at, programmes)
        with self._datastore.writing() as cursor:
            cursor.execute(INSERT_TOKEN, (*row, caller.until))

    def revoke(self, principal: str, at: Instant) -> None:
        with self._datastore.writing() as cursor:
            cursor.execute(REVOKE, (at, principal))
        self._known = {}


def _token(found: sqlite3.Row) -> Token:
    bound, until, revoked = found["programmes"], found["expires_at"], found["revoked_at"]
    caller = Caller(
        Principal(name=found["name"], principal=found["principal"]),
        found["role"],
        None if bound is None else frozenset(bound.split(",")),
        None if until is None else Instant(until),
    )
    return Token(
        caller, Instant(found["created_at"]), None if revoked is None else Instant(revoked)
    )
