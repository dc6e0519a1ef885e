"""Tokens in PostgreSQL, hashed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access import Caller
from service.storage.postgres.connections import LedgerDatastore

BEGIN_FIRST: Final = """
BEGIN;
SELECT pg_advisory_xact_lock(1952805748, 4)
"""
SELECT_ANY: Final = """
SELECT 1 FROM token LIMIT 1
"""
SELECT_TOKEN: Final = """
SELECT principal, name, role FROM token WHERE digest = %s
"""
INSERT_TOKEN: Final = """
INSERT INTO token (digest, principal, name, role, created_at) VALUES (%s, %s, %s, %s, %s)
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

    def find(self, digest: str) -> Caller | None:
        for found in self._datastore.ask(SELECT_TOKEN, (digest,)):
            by = Principal(name=found["name"], principal=found["principal"])
            return Caller(by, found["role"])
        return None

    def add(self, digest: str, caller: Caller, created_at: Instant) -> None:
        by = caller.principal
        row = (digest, by.principal, by.name, caller.role, created_at)
        with self._datastore.writing() as cursor:
            cursor.execute(INSERT_TOKEN, row)
