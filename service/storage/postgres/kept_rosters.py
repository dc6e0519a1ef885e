"""Keeping arrivals and tallies in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from domain.instant import Instant
from domain.tallies import Sums
from service.projections.arrivals import Whose
from service.projections.kept.arrivals import ArrivalRow
from service.projections.kept.tallies import TallyRow
from service.projections.tallies import Said
from service.storage.postgres.kept import TABLES
from service.storage.postgres.kept_writing import PostgresWriting, columns_of

STILL: Final = 2**63 - 1
"""The `r_to` of a row that still holds."""

EARLIEST_OF: Final = """
SELECT wanted.programme, wanted.tester, found.earliest
FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS wanted (programme, tester, many)
CROSS JOIN LATERAL (
    SELECT earliest FROM deeds
    WHERE deeds.programme = wanted.programme AND deeds.tester = wanted.tester
      AND deeds.r_to = 9223372036854775807
    ORDER BY deeds.programme, deeds.tester, earliest LIMIT wanted.many
) AS found
"""
LATEST_OF: Final = """
SELECT wanted.programme, wanted.tester, wanted.slug, wanted.type, found.latest
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
    AS wanted (programme, tester, slug, type, many)
CROSS JOIN LATERAL (
    SELECT latest FROM deeds
    WHERE deeds.programme = wanted.programme AND deeds.tester = wanted.tester
      AND deeds.type = wanted.type AND deeds.slug = wanted.slug
      AND deeds.r_to = 9223372036854775807
    ORDER BY deeds.programme, deeds.tester, deeds.type, deeds.slug, latest LIMIT wanted.many
) AS found
"""
LAST_STEPS: Final = """
SELECT wanted.programme, wanted.tester, (
    SELECT block + 1 FROM tallies
    WHERE tallies.programme = wanted.programme AND tallies.tester = wanted.tester AND level = 0
    ORDER BY block DESC LIMIT 1
) AS number
FROM unnest(%s::text[], %s::text[]) AS wanted (programme, tester)
"""
STEPS: Final = """
SELECT since, feedback_given, feedback_acknowledged, feedback_answered, feedback_open,
       concerns_open, rewards_agreed, rewards_paid
FROM tallies
WHERE programme = %s AND tester = %s AND level = 0 AND block BETWEEN %s - 1 AND %s - 1
"""


class PostgresRosters(PostgresWriting):
    """Arrivals and tallies, in an open transaction. See `ArrivalTables` and `TallyTables`."""

    def earliest_of(self, wanted: Mapping[Whose, int]) -> Iterator[tuple[Whose, int]]:
        columns = columns_of((*whose, many) for whose, many in wanted.items())
        for found in self._cursor.execute(EARLIEST_OF, columns).fetchall():
            yield Whose(found["programme"], found["tester"]), found["earliest"]

    def latest_of(self, wanted: Mapping[Said, int]) -> Iterator[tuple[Said, int]]:
        columns = columns_of((*said, many) for said, many in wanted.items())
        for found in self._cursor.execute(LATEST_OF, columns).fetchall():
            latest = found.pop("latest")
            yield Said(**found), latest

    def last_steps(self, of: Collection[Whose]) -> Iterator[tuple[Whose, int]]:
        for found in self._cursor.execute(LAST_STEPS, columns_of(of)).fetchall():
            if found["number"] is not None:
                yield Whose(found["programme"], found["tester"]), found["number"]

    def steps(self, of: Whose, first: int, last: int) -> Iterator[Sums]:
        for found in self._cursor.execute(STEPS, (*of, first, last)).fetchall():
            since = Instant(found.pop("since"))
            yield Sums(since, tuple(found.values()))

    def begin_arrivals(self, begun: Iterable[tuple[ArrivalRow, int, int | None]]) -> None:
        rows = ((*row, r_from, STILL if r_to is None else r_to) for row, r_from, r_to in begun)
        self._write(TABLES["arrivals"].insert, rows)

    def end_arrivals(self, ended: Iterable[tuple[Whose, int]]) -> None:
        rows = ((position, *whose) for whose, position in ended)
        self._write(TABLES["arrivals"].close, rows)

    def add_tallies(self, added: Iterable[tuple[TallyRow, int]]) -> None:
        rows = ((*row, position, STILL) for row, position in added)
        self._write(TABLES["tallies"].insert, rows)
