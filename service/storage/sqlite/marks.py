"""Reading in SQLite when anything happened and was recorded, and which items there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.instant import END, Instant
from domain.names import Item, Programme
from service.storage.sqlite.events import SQLiteReading
from service.views.marks import Added, Recording, Shift

HAPPENED: Final = """
SELECT CASE WHEN latest < :end THEN latest ELSE earliest END AS instant FROM readings
WHERE programme = :programme AND r_from <= :at AND r_to > :at
"""
HAPPENED_SINCE: Final = """
SELECT
    CASE WHEN latest < :end THEN latest ELSE earliest END AS instant,
    CASE WHEN r_from > :since THEN 1 ELSE -1 END AS number
FROM readings
WHERE via IN (
    SELECT event_id FROM event WHERE root IN (
        SELECT root FROM event
        WHERE programme = :programme AND position > :since AND position <= :at
    )
)
  AND (
    r_from <= :since AND r_to > :since AND r_to <= :at
    OR r_from > :since AND r_from <= :at AND r_to > :at
  )
"""
RECORDED: Final = """
SELECT position, recorded_at FROM event
WHERE programme = :programme AND position > :since AND position <= :at
ORDER BY position
"""
ADDED: Final = """
SELECT
    first.type AS type,
    count(*) AS number,
    count(CASE WHEN coalesce(now.earliest, first.earliest) <= :as_of THEN 1 END) AS happened
FROM event
JOIN readings AS first ON first.via = event.event_id AND first.r_from = event.position
LEFT JOIN readings AS now
    ON now.via = event.event_id AND now.r_from <= :at AND now.r_to > :at
WHERE event.programme = :programme AND event.position > :since AND event.position <= :at
GROUP BY first.type
"""
ITEMS_OF_KIND: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(item) FROM learnings
    WHERE programme = :programme AND item > :kind || ':' AND item < :kind || ';'
    UNION ALL
    SELECT (
        SELECT min(item) FROM learnings
        WHERE programme = :programme AND item > name AND item < :kind || ';'
    )
    FROM known WHERE name IS NOT NULL
)
SELECT name FROM known WHERE name IS NOT NULL LIMIT :limit
"""


class SQLiteMarks(SQLiteReading):
    """See `MarkRows` for what each part promises."""

    def happened(self, programme: Programme, at: int) -> Sequence[Instant]:
        asked = {"programme": programme, "at": at, "end": END}
        return [each["instant"] for each in self.cursor.execute(HAPPENED, asked)]

    def happened_since(self, programme: Programme, since: int, at: int) -> Sequence[Shift]:
        asked = {"programme": programme, "since": since, "at": at, "end": END}
        return [Shift(*each) for each in self.cursor.execute(HAPPENED_SINCE, asked)]

    def recordings(self, programme: Programme, since: int, at: int) -> Sequence[Recording]:
        asked = {"programme": programme, "since": since, "at": at}
        return [Recording(*each) for each in self.cursor.execute(RECORDED, asked)]

    def added(self, programme: Programme, since: int, at: int, as_of: Instant) -> Sequence[Added]:
        asked = {"programme": programme, "since": since, "at": at, "as_of": as_of}
        return [Added(*each) for each in self.cursor.execute(ADDED, asked)]

    def items_of_kind(self, programme: Programme, kind: str, limit: int) -> Sequence[Item]:
        asked = {"programme": programme, "kind": kind, "limit": limit}
        return [each["name"] for each in self.cursor.execute(ITEMS_OF_KIND, asked)]
