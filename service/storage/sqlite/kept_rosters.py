"""Keeping arrivals and tallies in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from domain.instant import Instant
from domain.tallies import Sums
from service.projections.arrivals import Whose
from service.projections.kept.arrivals import ArrivalRow
from service.projections.kept.tallies import TallyRow
from service.projections.tallies import Said
from service.storage.sqlite.kept import TABLES
from service.storage.sqlite.kept_named import SQLiteNamed

STILL: Final = 2**63 - 1
"""The `r_to` of a row that still holds."""

EARLIEST_OF: Final = """
SELECT earliest FROM deeds
WHERE programme = ? AND tester = ? AND r_to = 9223372036854775807
ORDER BY earliest LIMIT ?
"""
LATEST_OF: Final = """
SELECT latest FROM deeds
WHERE programme = ? AND tester = ? AND slug = ? AND type = ? AND r_to = 9223372036854775807
ORDER BY latest LIMIT ?
"""
LAST_STEP: Final = """
SELECT max(block) + 1 FROM tallies WHERE programme = ? AND tester = ? AND level = 0
"""
STEPS: Final = """
SELECT since, feedback_given, feedback_acknowledged, feedback_answered, feedback_open,
       concerns_open, rewards_agreed, rewards_paid
FROM tallies
WHERE programme = ? AND tester = ? AND level = 0 AND block BETWEEN ? - 1 AND ? - 1
"""


class SQLiteRosters(SQLiteNamed):
    """Arrivals and tallies, in an open transaction. See `ArrivalTables` and `TallyTables`."""

    def earliest_of(self, wanted: Mapping[Whose, int]) -> Iterator[tuple[Whose, int]]:
        statement = self._meant(EARLIEST_OF, "deeds")
        for whose, many in wanted.items():
            for (earliest,) in self._cursor.execute(statement, (*whose, many)).fetchall():
                yield whose, earliest

    def latest_of(self, wanted: Mapping[Said, int]) -> Iterator[tuple[Said, int]]:
        statement = self._meant(LATEST_OF, "deeds")
        for said, many in wanted.items():
            for (latest,) in self._cursor.execute(statement, (*said, many)).fetchall():
                yield said, latest

    def last_steps(self, of: Collection[Whose]) -> Iterator[tuple[Whose, int]]:
        statement = self._meant(LAST_STEP, "tallies")
        for whose in of:
            (number,) = self._cursor.execute(statement, whose).fetchone()
            if number is not None:
                yield whose, number

    def steps(self, of: Whose, first: int, last: int) -> Iterator[Sums]:
        statement = self._meant(STEPS, "tallies")
        for since, *counts in self._cursor.execute(statement, (*of, first, last)).fetchall():
            yield Sums(Instant(since), tuple(counts))

    def begin_arrivals(self, begun: Iterable[tuple[ArrivalRow, int, int | None]]) -> None:
        rows = [(*row, r_from, STILL if r_to is None else r_to) for row, r_from, r_to in begun]
        self._cursor.executemany(self._meant(TABLES["arrivals"].insert, "arrivals"), rows)

    def end_arrivals(self, ended: Iterable[tuple[Whose, int]]) -> None:
        rows = [(position, *whose) for whose, position in ended]
        self._cursor.executemany(self._meant(TABLES["arrivals"].close, "arrivals"), rows)

    def add_tallies(self, added: Iterable[tuple[TallyRow, int]]) -> None:
        rows = [(*row, position, STILL) for row, position in added]
        self._cursor.executemany(self._meant(TABLES["tallies"].insert, "tallies"), rows)
