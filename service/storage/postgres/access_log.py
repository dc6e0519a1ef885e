"""Reads in PostgreSQL: a table that no append locks or waits for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from psycopg.rows import DictRow

from domain.events.envelope import Principal
from domain.instant import Instant
from service.access_log import Noted, Read, Span
from service.storage.postgres.connections import LedgerDatastore

BEGIN_NOTING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = '10s';
SET LOCAL synchronous_commit = off
"""
INSERT: Final = """
INSERT INTO access_read
    (at, principal, name, question, parameters, as_of, position, recorded_at)
SELECT * FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[],
    %s::bigint[]
)
"""
SELECT_LATEST: Final = """
SELECT * FROM access_read
WHERE at >= %(since)s AND at < %(until)s AND (at, number) < (%(at)s, %(number)s)
    AND (%(caller)s::text IS NULL OR %(caller)s IN (principal, name))
ORDER BY at DESC, number DESC LIMIT %(limit)s
"""
FORGET: Final = """
DELETE FROM access_read WHERE number IN (
    SELECT number FROM access_read WHERE at < %s ORDER BY at, number LIMIT %s
    FOR UPDATE SKIP LOCKED
)
"""
LAST: Final = 2**63 - 1


class PostgresAccessStore:
    """The table of reads, which every process shares."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def add(self, reads: Sequence[Read]) -> None:
        columns = zip(*map(_row, reads), strict=True)
        with self._datastore.writing(BEGIN_NOTING) as cursor:
            cursor.execute(INSERT, [list(each) for each in columns])

    def listed(self, span: Span, after: tuple[int, int] | None, limit: int) -> Sequence[Noted]:
        at, number = after or (LAST, LAST)
        asked = {**span._asdict(), "at": at, "number": number, "limit": limit}
        return [_noted(each) for each in self._datastore.ask(SELECT_LATEST, asked)]

    def forget(self, before: Instant, most: int) -> int:
        with self._datastore.writing(BEGIN_NOTING) as cursor:
            return cursor.execute(FORGET, (before, most)).rowcount


def _row(read: Read) -> tuple[Any, ...]:
    by, parameters = read.caller, json.dumps(read.parameters, sort_keys=True)
    asked = (read.at, by.principal, by.name, read.question, parameters)
    return (*asked, read.as_of, read.position, read.recorded_at)


def _noted(found: DictRow) -> Noted:
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
