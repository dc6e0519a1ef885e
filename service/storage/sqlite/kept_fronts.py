"""Keeping the fronts in SQLite."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from domain.fronts import Lane
from service.projections.fronts import Known
from service.projections.kept.fronts import FrontKey, FrontRow
from service.storage.sqlite.kept import TABLES
from service.storage.sqlite.kept_named import SQLiteNamed

STILL: Final = 2**63 - 1
"""The `r_to` of a row that still holds."""

SELECT_FRONTS: Final = """
SELECT programme, via, position, party, item, extent, lane, tellers, basis, source, channel,
       earliest, latest
FROM json_each(?) AS known CROSS JOIN fronts
WHERE programme = json_extract(known.value, '$[0]')
  AND party = json_extract(known.value, '$[1]')
  AND item = json_extract(known.value, '$[2]')
  AND r_to = 9223372036854775807
"""
NEXT_LEARNING: Final = """
SELECT via, position, basis, source, channel, earliest, latest FROM learnings
WHERE programme = :programme AND party = :party AND item = :item
  AND extent = :extent AND lane = :lane
  AND earliest BETWEEN :since AND :most AND latest <= :most AND r_to = 9223372036854775807
ORDER BY earliest, latest, position, basis, coalesce(source, ''), coalesce(channel, '')
LIMIT 1
"""
NEXT_HEARD: Final = """
SELECT via, position, basis, source, channel, earliest, latest FROM learnings
WHERE programme = :programme AND party = :party AND item = :item
  AND extent = :extent AND lane = 0 AND tellers = :tellers
  AND earliest BETWEEN :since AND :most AND latest <= :most AND r_to = 9223372036854775807
ORDER BY earliest, latest, position, basis, coalesce(source, ''), coalesce(channel, '')
LIMIT 1
"""
NEXT_ASKED: Final = """
SELECT via, position, 0 AS basis, NULL AS source, NULL AS channel, earliest, latest FROM requests
WHERE programme = :programme AND party = :party AND item = :item
  AND earliest BETWEEN :since AND :most AND latest <= :most AND r_to = 9223372036854775807
ORDER BY earliest, latest, position
LIMIT 1
"""
NEXT: Final = {Lane.ASKED: NEXT_ASKED, Lane.HEARD: NEXT_HEARD}


class SQLiteFronts(SQLiteNamed):
    """The fronts, in an open transaction. See `FrontTables` for what each part promises."""

    def fronts(self, of: Collection[Known]) -> Iterator[FrontRow]:
        statement = self._meant(SELECT_FRONTS, "fronts")
        found = self._cursor.execute(statement, (json.dumps(sorted(of)),))
        return (FrontRow(*each) for each in found.fetchall())

    def next_in_front(self, key: FrontKey, since: int, most: int) -> FrontRow | None:
        statement = NEXT.get(Lane(key.lane), NEXT_LEARNING)
        statement = self._meant(self._meant(statement, "learnings"), "requests")
        asked = {**key._asdict(), "since": since, "most": most}
        for found in self._cursor.execute(statement, asked).fetchall():
            via, position, *told = found
            return FrontRow(key.programme, via, position, *key[1:], *told)
        return None

    def begin_fronts(self, begun: Iterable[tuple[FrontRow, int, int | None]]) -> None:
        rows = [(*row, r_from, STILL if r_to is None else r_to) for row, r_from, r_to in begun]
        self._cursor.executemany(self._meant(TABLES["fronts"].insert, "fronts"), rows)

    def end_fronts(self, ended: Iterable[tuple[FrontRow, int]]) -> None:
        rows = [(r_to, *row.key, row.earliest, row.via) for row, r_to in ended]
        self._cursor.executemany(self._meant(TABLES["fronts"].close, "fronts"), rows)
