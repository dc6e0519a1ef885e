"""Reading in PostgreSQL when anything happened and was recorded, and which items there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.instant import END, Instant
from domain.names import Item, Programme
from service.storage.postgres.lookups import PostgresReading
from service.views.marks import Recording

HAPPENED: Final = """
SELECT CASE WHEN latest < %(end)s THEN latest ELSE earliest END AS instant FROM readings
WHERE programme = %(programme)s AND r_from <= %(at)s AND r_to > %(at)s
"""
RECORDED: Final = """
SELECT position, recorded_at FROM event
WHERE programme = %(programme)s AND position <= %(at)s
ORDER BY position
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

    def recordings(self, programme: Programme, at: int) -> Sequence[Recording]:
        asked = {"programme": programme, "at": at}
        return [
            Recording(each["position"], each["recorded_at"]) for each in self.ask(RECORDED, asked)
        ]

    def items_of_kind(self, programme: Programme, kind: str, limit: int) -> Sequence[Item]:
        asked = {"programme": programme, "kind": kind, "limit": limit}
        return [each["name"] for each in self.ask(ITEMS_OF_KIND, asked)]
