"""Keeping the fronts in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from domain.fronts import Lane
from service.projections.fronts import Known
from service.projections.kept.fronts import FrontKey, FrontRow
from service.storage.postgres.kept import TABLES
from service.storage.postgres.kept_writing import PostgresWriting, columns_of

STILL: Final = 2**63 - 1
"""The `r_to` of a row that still holds."""

SELECT_FRONTS: Final = """
SELECT fronts.programme, via, position, fronts.party, fronts.item, extent, lane, tellers, basis,
       source, channel, earliest, latest
FROM unnest(%s::text[], %s::text[], %s::text[]) AS known (programme, party, item)
JOIN fronts ON fronts.programme = known.programme AND fronts.party = known.party
           AND fronts.item = known.item
WHERE r_to = 9223372036854775807
"""
NEXT_LEARNING: Final = """
SELECT via, position, basis, source, channel, earliest, latest FROM learnings
WHERE programme = %(programme)s AND party = %(party)s AND item = %(item)s
  AND extent = %(extent)s AND lane = %(lane)s
  AND earliest BETWEEN %(since)s AND %(most)s AND latest <= %(most)s
  AND r_to = 9223372036854775807
ORDER BY earliest, latest, position, basis, coalesce(source, ''), coalesce(channel, '')
LIMIT 1
"""
NEXT_HEARD: Final = """
SELECT via, position, basis, source, channel, earliest, latest FROM learnings
WHERE programme = %(programme)s AND party = %(party)s AND item = %(item)s
  AND extent = %(extent)s AND lane = 0 AND tellers = %(tellers)s
  AND earliest BETWEEN %(since)s AND %(most)s AND latest <= %(most)s
  AND r_to = 9223372036854775807
ORDER BY earliest, latest, position, basis, coalesce(source, ''), coalesce(channel, '')
LIMIT 1
"""
NEXT_ASKED: Final = """
SELECT via, position, 0 AS basis, NULL AS source, NULL AS channel, earliest, latest FROM requests
WHERE programme = %(programme)s AND party = %(party)s AND item = %(item)s
  AND earliest BETWEEN %(since)s AND %(most)s AND latest <= %(most)s
  AND r_to = 9223372036854775807
ORDER BY earliest, latest, position
LIMIT 1
"""
NEXT: Final = {Lane.ASKED: NEXT_ASKED, Lane.HEARD: NEXT_HEARD}


class PostgresFronts(PostgresWriting):
    """The fronts, in an open transaction. See `FrontTables` for what each part promises."""

    def fronts(self, of: Collection[Known]) -> Iterator[FrontRow]:
        found = self._cursor.execute(SELECT_FRONTS, columns_of(of))
        return (FrontRow(**each) for each in found.fetchall())

    def next_in_front(self, key: FrontKey, since: int, most: int) -> FrontRow | None:
        statement = NEXT.get(Lane(key.lane), NEXT_LEARNING)
        asked = {**key._asdict(), "since": since, "most": most}
        for found in self._cursor.execute(statement, asked).fetchall():
            return FrontRow(**key._asdict(), **found)
        return None

    def begin_fronts(self, begun: Iterable[tuple[FrontRow, int, int | None]]) -> None:
        rows = ((*row, r_from, STILL if r_to is None else r_to) for row, r_from, r_to in begun)
        self._write(TABLES["fronts"].insert, rows)

    def end_fronts(self, ended: Iterable[tuple[FrontRow, int]]) -> None:
        rows = ((r_to, *row.key, row.earliest, row.via) for row, r_to in ended)
        self._write(TABLES["fronts"].close, rows)
