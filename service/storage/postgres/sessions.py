"""Sessions in PostgreSQL, hashed."""

from __future__ import annotations

from typing import Final

from psycopg.rows import DictRow

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access import Caller
from service.sessions import Session
from service.storage.postgres.connections import LedgerDatastore

BEGIN_SIGNING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = '10s';
SET LOCAL synchronous_commit = on
"""
"""Who has signed out stays so, whatever the server's defaults are."""
SELECT_BY_DIGEST: Final = """
SELECT principal, name, role, programmes, by_token, expires_at FROM session WHERE digest = %s
"""
INSERT: Final = """
INSERT INTO session (digest, principal, name, role, programmes, by_token, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
FORGET: Final = """
DELETE FROM session WHERE expires_at <= %s
"""
END: Final = """
DELETE FROM session WHERE digest = %s
"""


class PostgresSessionStore:
    """The table of sessions."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def begin(self, digest: str, session: Session, now: Instant) -> None:
        caller, by = session.caller, session.caller.principal
        programmes = None if caller.programmes is None else ",".join(sorted(caller.programmes))
        row = (digest, by.principal, by.name, caller.role, programmes)
        with self._datastore.writing(BEGIN_SIGNING) as cursor:
            cursor.execute(FORGET, (now,))
            cursor.execute(INSERT, (*row, session.by_token, session.until))

    def find(self, digest: str) -> Session | None:
        for found in self._datastore.ask(SELECT_BY_DIGEST, (digest,)):
            return _session(found)
        return None

    def end(self, digest: str) -> None:
        with self._datastore.writing(BEGIN_SIGNING) as cursor:
            cursor.execute(END, (digest,))


def _session(found: DictRow) -> Session:
    bound, until = found["programmes"], Instant(found["expires_at"])
    caller = Caller(
        Principal(name=found["name"], principal=found["principal"]),
        found["role"],
        None if bound is None else frozenset(bound.split(",")),
        until,
    )
    return Session(caller, found["by_token"], until)
