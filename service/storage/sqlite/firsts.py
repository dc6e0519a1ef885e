"""Reading in SQLite the first of many learnings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from domain.fronts import Lane
from domain.instant import Instant
from domain.learnings import Learning
from domain.names import EventId, Item, Party, Programme
from service.storage.sqlite.events import SQLiteReading
from service.storage.sqlite.found import learning
from service.views.firsts import First, Shared, Sought, blocks_up_to

FIRSTS_OF_ITEM: Final = """
SELECT *, max(earliest), 0 AS shared FROM fronts
WHERE programme = :programme AND item = :item AND lane < 4
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
GROUP BY party, extent, lane
"""
FIRSTS_OF_PARTIES: Final = """
SELECT fronts.*, max(earliest), 0 AS shared
FROM json_each(:parties) AS known CROSS JOIN json_each(:items) AS asked CROSS JOIN fronts
WHERE programme = :programme AND party = known.value AND item = asked.value AND lane < 4
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
GROUP BY party, item, extent, lane
"""
FRONTS_OF_PARTIES: Final = """
SELECT *, 0 AS shared FROM fronts
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND item = :item AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""
SHARED_NEAR: Final = """
SELECT * FROM learnings INDEXED BY learnings_shared
WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
  AND shared = 1 AND latest BETWEEN :latest_from AND :latest_to
ORDER BY latest, earliest, position LIMIT :look
"""
"""The next rows, also those that did not hold, up to a number."""
FIRST_SHARED_BY_BLOCKS: Final = """
SELECT * FROM learnings WHERE rowid IN (
    SELECT (
        SELECT rowid FROM learnings INDEXED BY learnings_shared_20
        WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
          AND shared = 1 AND r_from >> 20 = block.value
          AND latest BETWEEN :latest_from AND :latest_to
          AND earliest BETWEEN :earliest_from AND :earliest_to AND tellers <> :but_of
          AND r_to > :at
        ORDER BY latest, earliest, position LIMIT 1
    ) FROM json_each(:blocks_20) AS block
    UNION ALL
    SELECT (
        SELECT rowid FROM learnings INDEXED BY learnings_shared_15
        WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
          AND shared = 1 AND r_from >> 15 = block.value
          AND latest BETWEEN :latest_from AND :latest_to
          AND earliest BETWEEN :earliest_from AND :earliest_to AND tellers <> :but_of
          AND r_to > :at
        ORDER BY latest, earliest, position LIMIT 1
    ) FROM json_each(:blocks_15) AS block
    UNION ALL
    SELECT (
        SELECT rowid FROM learnings INDEXED BY learnings_shared_10
        WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
          AND shared = 1 AND r_from >> 10 = block.value
          AND latest BETWEEN :latest_from AND :latest_to
          AND earliest BETWEEN :earliest_from AND :earliest_to AND tellers <> :but_of
          AND r_to > :at
        ORDER BY latest, earliest, position LIMIT 1
    ) FROM json_each(:blocks_10) AS block
    UNION ALL
    SELECT (
        SELECT rowid FROM learnings INDEXED BY learnings_shared_5
        WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
          AND shared = 1 AND r_from >> 5 = block.value
          AND latest BETWEEN :latest_from AND :latest_to
          AND earliest BETWEEN :earliest_from AND :earliest_to AND tellers <> :but_of
          AND r_from <= :at AND r_to > :at
        ORDER BY latest, earliest, position LIMIT 1
    ) FROM json_each(:blocks_5) AS block
)
ORDER BY latest, earliest, position LIMIT 1
"""
"""The first in each block of positions that makes up those until then, and the first of these."""
FIRST_SHARED_WIDE: Final = """
SELECT * FROM learnings INDEXED BY learnings_shared_wide
WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
  AND shared = 1 AND width <> 0 AND width = :width
  AND latest BETWEEN :latest_from AND :latest_to
  AND earliest BETWEEN :earliest_from AND :earliest_to AND tellers <> :but_of
  AND r_from <= :at AND r_to > :at
ORDER BY latest, earliest, position LIMIT 1
"""
WIDTHS_SHARED: Final = """
WITH RECURSIVE known (width) AS (
    SELECT min(width) FROM learnings INDEXED BY learnings_shared_wide
    WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
      AND shared = 1 AND width <> 0
    UNION ALL
    SELECT (
        SELECT min(width) FROM learnings INDEXED BY learnings_shared_wide
        WHERE programme = :programme AND party = :group AND item = :item AND extent = :extent
          AND shared = 1 AND width <> 0 AND width > known.width
    )
    FROM known WHERE known.width IS NOT NULL
)
SELECT width FROM known WHERE width IS NOT NULL
"""
LEARNINGS_AROUND: Final = """
WITH extents (extent) AS (VALUES (0), (1), (2), (3), (4)), lanes (lane) AS (VALUES (0), (1), (2))
SELECT learnings.*
FROM json_each(:parties) AS known CROSS JOIN extents CROSS JOIN lanes CROSS JOIN learnings
WHERE learnings.programme = :programme AND learnings.party = known.value
  AND learnings.item = :item AND learnings.extent = extents.extent
  AND learnings.lane = lanes.lane
  AND earliest <= :since AND latest > :until AND r_from <= :at AND r_to > :at
"""
TOLD_IN: Final = """
SELECT DISTINCT via FROM learnings INDEXED BY learnings_by_via
WHERE via IN (SELECT value FROM json_each(:vias)) AND r_to > :at AND r_from <= :at
  AND programme = :programme AND party = :party AND item = :item AND lane = 1
"""
ITEMS_KNOWN: Final = """
SELECT DISTINCT item FROM fronts
WHERE programme = :programme AND party = :party AND item > :after AND item < :before
  AND lane < 4 AND earliest <= :as_of AND r_from <= :at AND r_to > :at
ORDER BY item LIMIT :limit
"""

LOOK: int = 64
"""How many rows are looked at one by one before it is gone about by blocks."""
NOBODY: Final = "nobody"
"""No party's name."""


class SQLiteFirsts(SQLiteReading):
    """Firsts. See `FirstRows` for what each part promises."""

    def firsts_of_item(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[First]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        return [_first(each) for each in self.cursor.execute(FIRSTS_OF_ITEM, asked)]

    def firsts_of_parties(
        self,
        programme: Programme,
        parties: Collection[Party],
        items: Collection[Item],
        as_of: Instant,
        at: int,
    ) -> Sequence[First]:
        asked = {
            "programme": programme,
            "parties": json.dumps(sorted(parties)),
            "items": json.dumps(sorted(items)),
            "as_of": as_of,
            "at": at,
        }
        return [_first(each) for each in self.cursor.execute(FIRSTS_OF_PARTIES, asked)]

    def fronts_of_parties(
        self,
        programme: Programme,
        parties: Collection[Party],
        item: Item,
        as_of: Instant,
        at: int,
    ) -> Sequence[First]:
        asked = {
            "programme": programme,
            "parties": json.dumps(sorted(parties)),
            "item": item,
            "as_of": as_of,
            "at": at,
        }
        return [_first(each) for each in self.cursor.execute(FRONTS_OF_PARTIES, asked)]

    def firsts_shared(
        self, programme: Programme, sought: Sequence[Sought], at: int
    ) -> Sequence[Learning | None]:
        blocks = dict.fromkeys(("blocks_20", "blocks_15", "blocks_10", "blocks_5"), "[]")
        numbers: dict[str, list[int]] = {}
        for power, found in blocks_up_to(at):
            numbers.setdefault(f"blocks_{power}", []).extend(found)
        blocks |= {name: json.dumps(each) for name, each in numbers.items()}
        return [self._first_shared(programme, each, at, blocks) for each in sought]

    def _first_shared(
        self, programme: Programme, sought: Sought, at: int, blocks: dict[str, str]
    ) -> Learning | None:
        asked: dict[str, Any] = {**sought._asdict(), **sought.of._asdict()}
        asked |= {"programme": programme, "but_of": sought.but_of or NOBODY, "at": at, "look": LOOK}
        asked.pop("of")
        if sought.width is not None:
            found = self.cursor.execute(FIRST_SHARED_WIDE, asked).fetchone()
            return None if found is None else learning(found)
        looked = 0
        for near in self.cursor.execute(SHARED_NEAR, asked):
            if _is_sought(near, sought, at):
                return learning(near)
            looked += 1
        if looked < LOOK:
            return None
        found = self.cursor.execute(FIRST_SHARED_BY_BLOCKS, asked | blocks).fetchone()
        return None if found is None else learning(found)

    def widths_shared(
        self, programme: Programme, of: Collection[Shared]
    ) -> Mapping[Shared, Sequence[int]]:
        return {
            each: [
                found["width"]
                for found in self.cursor.execute(
                    WIDTHS_SHARED, {"programme": programme, **each._asdict()}
                )
            ]
            for each in of
        }

    def learnings_around(
        self,
        programme: Programme,
        parties: Collection[Party],
        item: Item,
        since: Instant,
        until: Instant,
        at: int,
    ) -> Sequence[Learning]:
        asked = {
            "programme": programme,
            "parties": json.dumps(sorted(parties)),
            "item": item,
            "since": since,
            "until": until,
            "at": at,
        }
        return [learning(each) for each in self.cursor.execute(LEARNINGS_AROUND, asked)]

    def told_in(
        self,
        programme: Programme,
        party: Party,
        item: Item,
        vias: Collection[EventId],
        at: int,
    ) -> Collection[EventId]:
        asked = {
            "programme": programme,
            "party": party,
            "item": item,
            "vias": json.dumps(sorted(vias)),
            "at": at,
        }
        return {each["via"] for each in self.cursor.execute(TOLD_IN, asked)}

    def items_known(
        self,
        programme: Programme,
        party: Party,
        after: Item | None,
        as_of: Instant,
        at: int,
        *,
        events: bool,
        limit: int,
    ) -> Sequence[Item]:
        asked = {"programme": programme, "party": party, "as_of": as_of, "at": at}
        found: list[Item] = []
        for start, end in _stretches(after or "", events):
            more = {"after": start, "before": end, "limit": limit - len(found)}
            found += [each["item"] for each in self.cursor.execute(ITEMS_KNOWN, asked | more)]
        return found


def _is_sought(row: sqlite3.Row, sought: Sought, at: int) -> bool:
    return bool(
        row["r_from"] <= at < row["r_to"]
        and sought.earliest_from <= row["earliest"] <= sought.earliest_to
        and row["tellers"] != (sought.but_of or NOBODY)
    )


def _stretches(after: str, events: bool) -> Iterator[tuple[str, str]]:
    """The names after one, with or without those of events, as the names between two."""
    if events:
        yield after, "~"
        return
    if after < "event:":
        yield after, "event:"
    yield max(after, "event;"), "~"


def _first(row: sqlite3.Row) -> First:
    return First(Lane(row["lane"]), row["tellers"], learning(row))
