"""Reading in PostgreSQL who may know anything, and where what was known may have changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from domain.names import EventId, Item, Party, Programme
from service.storage.postgres.found import learning
from service.storage.postgres.lookups import PostgresReading
from service.views.histories import Ended

PARTIES_AFTER: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(party) FROM learnings WHERE programme = %(programme)s AND party > %(after)s
    UNION ALL
    SELECT (SELECT min(party) FROM learnings WHERE programme = %(programme)s AND party > name)
    FROM known WHERE name IS NOT NULL
)
SELECT name FROM known WHERE name IS NOT NULL LIMIT %(limit)s
"""
ENDINGS: Final = """
SELECT * FROM learnings
WHERE programme = %(programme)s AND party = %(party)s AND item = %(item)s
  AND r_to > %(start)s AND r_to <= %(end)s
"""
REQUESTS_ENDED: Final = """
SELECT r_to FROM requests
WHERE programme = %(programme)s AND party = %(party)s AND item = %(item)s
  AND r_to > %(start)s AND r_to <= %(end)s
"""
GROUPS_EVER: Final = """
SELECT DISTINCT company FROM moves
WHERE programme = %(programme)s AND party = %(party)s
  AND company >= 'group:' AND company < 'group;'
"""
MOVES_CHANGED: Final = """
SELECT r_from AS position FROM moves
WHERE programme = %(programme)s AND party = %(party)s
  AND company >= 'group:' AND company < 'group;' AND r_from > %(start)s AND r_from <= %(end)s
UNION
SELECT r_to FROM moves
WHERE programme = %(programme)s AND party = %(party)s
  AND company >= 'group:' AND company < 'group;' AND r_to > %(start)s AND r_to <= %(end)s
ORDER BY position
"""
BEGUN: Final = """
SELECT via, max(r_from) AS position FROM (
    SELECT via, r_from FROM learnings
    WHERE via = ANY(%(vias)s) AND r_from <= %(at)s AND r_to > %(at)s
    UNION ALL
    SELECT via, r_from FROM requests
    WHERE via = ANY(%(vias)s) AND r_from <= %(at)s AND r_to > %(at)s
) AS begun
GROUP BY via
"""
IDS_AT: Final = """
SELECT position, event_id FROM event
WHERE position = ANY(%(positions)s)
"""


class PostgresChanges(PostgresReading):
    """Where what was known may have changed. See `DiffRows` and `MatrixRows`."""

    def parties_after(self, programme: Programme, after: str, limit: int) -> Sequence[Party]:
        asked = {"programme": programme, "after": after, "limit": limit}
        return [each["name"] for each in self.ask(PARTIES_AFTER, asked)]

    def endings(
        self, programme: Programme, party: Party, item: Item, start: int, end: int
    ) -> Sequence[Ended]:
        asked = {
            "programme": programme,
            "party": party,
            "item": item,
            "start": start,
            "end": end,
        }
        found = [Ended(each["r_to"], learning(each)) for each in self.ask(ENDINGS, asked)]
        requests = self.ask(REQUESTS_ENDED, asked)
        found += [Ended(each["r_to"], None) for each in requests]
        return sorted(found, key=lambda each: each.position)

    def groups_ever(self, programme: Programme, party: Party) -> Sequence[Party]:
        asked = {"programme": programme, "party": party}
        return [each["company"] for each in self.ask(GROUPS_EVER, asked)]

    def moves_changed(
        self, programme: Programme, party: Party, start: int, end: int
    ) -> Sequence[int]:
        asked = {"programme": programme, "party": party, "start": start, "end": end}
        return [each["position"] for each in self.ask(MOVES_CHANGED, asked)]

    def begun(self, vias: Collection[EventId], at: int) -> Mapping[EventId, int]:
        asked = {"vias": list(vias), "at": at}
        return {each["via"]: each["position"] for each in self.ask(BEGUN, asked)}

    def ids_at(self, positions: Collection[int]) -> Mapping[int, EventId]:
        asked = {"positions": list(positions)}
        found = self.ask(IDS_AT, asked)
        return {each["position"]: each["event_id"] for each in found}
