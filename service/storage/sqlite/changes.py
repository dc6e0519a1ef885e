"""Reading in SQLite who may know anything, and where what was known may have changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from domain.names import EventId, Item, Party, Programme
from service.storage.sqlite.events import SQLiteReading
from service.storage.sqlite.found import learning
from service.views.histories import Ended

PARTIES_AFTER: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(party) FROM learnings WHERE programme = :programme AND party > :after
    UNION ALL
    SELECT (SELECT min(party) FROM learnings WHERE programme = :programme AND party > name)
    FROM known WHERE name IS NOT NULL
)
SELECT name FROM known WHERE name IS NOT NULL LIMIT :limit
"""
ENDINGS: Final = """
SELECT * FROM learnings
WHERE programme = :programme AND party = :party AND item = :item
  AND r_to > :start AND r_to <= :end
"""
REQUESTS_ENDED: Final = """
SELECT r_to FROM requests
WHERE programme = :programme AND party = :party AND item = :item
  AND r_to > :start AND r_to <= :end
"""
GROUPS_EVER: Final = """
SELECT DISTINCT company FROM moves
WHERE programme = :programme AND party = :party
  AND company >= 'group:' AND company < 'group;'
"""
MOVES_CHANGED: Final = """
SELECT r_from AS position FROM moves
WHERE programme = :programme AND party = :party
  AND company >= 'group:' AND company < 'group;' AND r_from > :start AND r_from <= :end
UNION
SELECT r_to FROM moves
WHERE programme = :programme AND party = :party
  AND company >= 'group:' AND company < 'group;' AND r_to > :start AND r_to <= :end
ORDER BY position
"""
BEGUN: Final = """
SELECT via, max(r_from) AS position FROM (
    SELECT via, r_from FROM learnings
    WHERE via IN (SELECT value FROM json_each(:vias)) AND r_from <= :at AND r_to > :at
    UNION ALL
    SELECT via, r_from FROM requests
    WHERE via IN (SELECT value FROM json_each(:vias)) AND r_from <= :at AND r_to > :at
)
GROUP BY via
"""
IDS_AT: Final = """
SELECT position, event_id FROM event
WHERE position IN (SELECT value FROM json_each(:positions))
"""


class SQLiteChanges(SQLiteReading):
    """Where what was known may have changed. See `DiffRows` and `MatrixRows`."""

    def parties_after(self, programme: Programme, after: str, limit: int) -> Sequence[Party]:
        asked = {"programme": programme, "after": after, "limit": limit}
        return [each["name"] for each in self.cursor.execute(PARTIES_AFTER, asked)]

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
        learned = [
            Ended(each["r_to"], learning(each)) for each in self.cursor.execute(ENDINGS, asked)
        ]
        asked_for = [
            Ended(each["r_to"], None) for each in self.cursor.execute(REQUESTS_ENDED, asked)
        ]
        return sorted([*learned, *asked_for], key=lambda each: each.position)

    def groups_ever(self, programme: Programme, party: Party) -> Sequence[Party]:
        asked = {"programme": programme, "party": party}
        return [each["company"] for each in self.cursor.execute(GROUPS_EVER, asked)]

    def moves_changed(
        self, programme: Programme, party: Party, start: int, end: int
    ) -> Sequence[int]:
        asked = {"programme": programme, "party": party, "start": start, "end": end}
        return [each["position"] for each in self.cursor.execute(MOVES_CHANGED, asked)]

    def begun(self, vias: Collection[EventId], at: int) -> Mapping[EventId, int]:
        asked = {"vias": json.dumps(sorted(vias)), "at": at}
        return {each["via"]: each["position"] for each in self.cursor.execute(BEGUN, asked)}

    def ids_at(self, positions: Collection[int]) -> Mapping[int, EventId]:
        asked = {"positions": json.dumps(sorted(positions))}
        found = self.cursor.execute(IDS_AT, asked)
        return {each["position"]: each["event_id"] for each in found}
