"""Sessions in SQLite, hashed."""

from __future__ import annotations

import sqlite3
from typing import Final

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access import Caller
from service.sessions import Session
from service.storage.sqlite.connections import LedgerDatastore

CREATE_SESSION: Final = """
CREATE TABLE IF NOT EXISTS session (
    digest     TEXT PRIMARY KEY,
    principal  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    programmes TEXT,
    by_token   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
CREATE_INDEX: Final = """
CREATE INDEX IF NOT EXISTS session_by_end ON session (expires_at)
"""
SELECT_BY_DIGEST: Final = """
SELECT principal, name, role, programmes, by_token, expires_at FROM session WHERE digest = ?
"""
INSERT: Final = """
INSERT INTO session (digest, principal, name, role, programmes, by_token, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
FORGET: Final = """
DELETE FROM session WHERE expires_at <= ?
"""
END: Final = """
DELETE FROM session WHERE digest = ?
"""


class SQLiteSessionStore:
    """The table of sessions."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def create_tables(self) -> None:
        """Make the table if it is not there yet."""
        with self._datastore.writing() as cursor:
            cursor.execute(CREATE_SESSION)
            cursor.execute(CREATE_INDEX)

    def begin(self, digest: str, session: Session, now: Instant) -> None:
        caller, by = session.caller, session.caller.principal
        programmes = None if caller.programmes is None else ",".join(sorted(caller.programmes))
        row = (digest, by.principal, by.name, caller.role, programmes)
        with self._datastore.writing() as cursor:
            cursor.execute(FORGET, (now,))
            cursor.execute(INSERT, (*row, session.by_token, session.until))

    def find(self, digest: str) -> Session | None:
        with self._datastore.reading() as cursor:
            found = cursor.execute(SELECT_BY_DIGEST, (digest,)).fetchone()
        return None if found is None else _session(found)

    def end(self, digest: str) -> None:
        with self._datastore.writing() as cursor:
            cursor.execute(END, (digest,))


def _session(found: sqlite3.Row) -> Session:
    bound, until = found["programmes"], Instant(found["expires_at"])
    caller = Caller(
        Principal(name=found["name"], principal=found["principal"]),
        found["role"],
        None if bound is None else frozenset(bound.split(",")),
        until,
    )
    return Session(caller, bool(found["by_token"]), until)
