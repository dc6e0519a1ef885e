"""Reading in PostgreSQL when anything happened and was recorded, and which items there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.instant import END, Instant
from domain.names import Item, Programme
from service.storage.postgres.lookups import PostgresReading
from service.views.marks import Added, Recording, Shift

HAPPENED: Final = """
SELECT CASE WHEN latest < %(end)s THEN latest ELSE earliest END AS instant FROM readings
WHERE programme = %(programme)s AND r_from <= %(at)s AND r_to > %(at)s
"""
HAPPENED_SINCE: Final = """
SELECT
    CASE WHEN latest < %(end)s THEN latest ELSE earliest END AS instant,
    CASE WHEN r_from > %(since)s THEN 1 ELSE -1 END AS number
FROM readings
WHERE via IN (
    SELECT event_id FROM event WHERE root IN (
        SELECT root FROM event
        WHERE programme = %(programme)s AND position > %(since)s AND position <= %(at)s
    )
)
  AND (
    r_from <= %(since)s AND r_to > %(since)s AND r_to <= %(at)s
    OR r_from > %(since)s AND r_from <= %(at)s AND r_to > %(at)s
  )
"""
RECORDED: Final = """
SELECT position, recorded_at FROM event
WHERE programme = %(programme)s AND position > %(since)s AND position <= %(at)s
ORDER BY position
"""
ADDED: Final = """
SELECT
    first.type AS type,
    count(*) AS number,
    count(CASE WHEN coalesce(now.earliest, first.earliest) <= %(as_of)s THEN 1 END) AS happened
FROM event
JOIN readings AS first ON first.via = event.event_id AND first.r_from = event.position
LEFT JOIN readings AS now
    ON now.via = event.event_id AND now.r_from <= %(at)s AND now.r_to > %(at)s
WHERE event.programme = %(programme)s AND event.position > %(since)s AND event.position <= %(at)s
GROUP BY first.type
"""
ITEMS_OF_KIND: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(item) FROM learnings
    WHERE programme = %(programme)s
      AND item > %(kind)s::text || ':' AND item < %(kind)s::text || ';'
    UNION ALL
    SELECT (
        SELECT min(item) FROM learnings
        WHERE programme = %(programme)s AND item > name AND item < %(kind)s::text || ';'
    )
    FROM known WHERE name IS NOT NULL
)
SELECT name FROM known WHERE name IS NOT NULL LIMIT %(limit)s
"""


class PostgresMarks(PostgresReading):
    """See `MarkRows` for what each part promises."""

    def happened(self, programme: Programme, at: int) -> Sequence[Instant]:
        asked = {"programme": programme, "at": at, "end": END}
        return [each["instant"] for each in self.ask(HAPPENED, asked)]

    def happened_since(self, programme: Programme, since: int, at: int) -> Sequence[Shift]:
        asked = {"programme": programme, "since": since, "at": at, "end": END}
        return [Shift(each["instant"], each["number"]) for each in self.ask(HAPPENED_SINCE, asked)]

    def recordings(self, programme: Programme, since: int, at: int) -> Sequence[Recording]:
        asked = {"programme": programme, "since": since, "at": at}
        return [
            Recording(each["position"], each["recorded_at"]) for each in self.ask(RECORDED, asked)
        ]

    def added(self, programme: Programme, since: int, at: int, as_of: Instant) -> Sequence[Added]:
        asked = {"programme": programme, "since": since, "at": at, "as_of": as_of}
        return [
            Added(each["type"], each["number"], each["happened"]) for each in self.ask(ADDED, asked)
        ]

    def items_of_kind(self, programme: Programme, kind: str, limit: int) -> Sequence[Item]:
        asked = {"programme": programme, "kind": kind, "limit": limit}
        return [each["name"] for each in self.ask(ITEMS_OF_KIND, asked)]
