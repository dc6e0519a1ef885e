"""Tokens in PostgreSQL, hashed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from psycopg.rows import DictRow

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access import Caller, Token
from service.storage.postgres.connections import LedgerDatastore

BEGIN_FIRST: Final = """
BEGIN;
SELECT pg_advisory_xact_lock(1952805748, 4)
"""
BEGIN_ADMINISTERING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = '10s';
SET LOCAL synchronous_commit = on
"""
"""A revocation that was answered holds, whatever the server's defaults are."""
SELECT_ANY: Final = """
SELECT 1 FROM token LIMIT 1
"""
SELECT_BY_DIGEST: Final = """
SELECT principal, name, role, created_at, programmes, expires_at, revoked_at
FROM token WHERE digest = %s
"""
SELECT_BY_PRINCIPAL: Final = """
SELECT principal, name, role, created_at, programmes, expires_at, revoked_at
FROM token WHERE principal = %s
"""
SELECT_AFTER: Final = """
SELECT principal, name, role, created_at, programmes, expires_at, revoked_at
FROM token WHERE principal COLLATE "C" > %s ORDER BY principal COLLATE "C" LIMIT %s
"""
INSERT_TOKEN: Final = """
INSERT INTO token (digest, principal, name, role, created_at, programmes, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
REVOKE: Final = """
UPDATE token SET revoked_at = %s WHERE principal = %s AND revoked_at IS NULL
"""


class PostgresTokenStore:
    """The table of tokens."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._datastore.reading(BEGIN_FIRST):
            yield

    def any(self) -> bool:
        return bool(self._datastore.ask(SELECT_ANY))

    def find(self, digest: str) -> Token | None:
        for found in self._datastore.ask(SELECT_BY_DIGEST, (digest,)):
            return _token(found)
        return None

    def get(self, principal: str) -> Token | None:
        for found in self._datastore.ask(SELECT_BY_PRINCIPAL, (principal,)):
            return _token(found)
        return None

    def listed(self, after: str, limit: int) -> Sequence[Token]:
        return [_token(each) for each in self._datastore.ask(SELECT_AFTER, (after, limit))]

    def add(self, digest: str, token: Token) -> None:
        caller, by = token.caller, token.caller.principal
        programmes = None if caller.programmes is None else ",".join(sorted(caller.programmes))
        row = (digest, by.principal, by.name, caller.role, token.created_at, programmes)
        with self._datastore.writing(BEGIN_ADMINISTERING) as cursor:
            cursor.execute(INSERT_TOKEN, (*row, caller.until))

    def revoke(self, principal: str, at: Instant) -> None:
        with self._datastore.writing(BEGIN_ADMINISTERING) as cursor:
            cursor.execute(REVOKE, (at, principal))


def _token(found: DictRow) -> Token:
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
