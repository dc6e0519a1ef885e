"""Reading in PostgreSQL the first of many learnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from psycopg.rows import DictRow

from domain.fronts import Lane
from domain.instant import Instant
from domain.learnings import Extent, Learning
from domain.names import EventId, Item, Party, Programme
from service.storage.postgres.found import learning
from service.storage.postgres.lookups import PostgresReading
from service.views.firsts import First, Shared, Sought, blocks_up_to

FIRSTS_OF_ITEM: Final = """
SELECT DISTINCT ON (party, extent, lane) *, 0 AS shared FROM fronts
WHERE programme = %(programme)s AND item = %(item)s AND lane < 4
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
ORDER BY party, extent, lane, earliest DESC
"""
FIRSTS_OF_PARTIES: Final = """
SELECT DISTINCT ON (party, item, extent, lane) fronts.*, 0 AS shared
FROM unnest(%(parties)s::text[]) AS known (name)
CROSS JOIN unnest(%(items)s::text[]) AS asked (name)
JOIN fronts ON party = known.name AND item = asked.name
WHERE programme = %(programme)s AND lane < 4
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
ORDER BY party, item, extent, lane, earliest DESC
"""
FRONTS_OF_PARTIES: Final = """
SELECT *, 0 AS shared FROM fronts
WHERE programme = %(programme)s AND party = ANY(%(parties)s) AND item = %(item)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
FIRSTS_SHARED_NEAR: Final = """
SELECT found.*, sought.number
FROM unnest(
    %(groups)s::text[], %(items)s::text[], %(extents)s::smallint[], %(earliest_from)s::bigint[],
    %(earliest_to)s::bigint[], %(latest_from)s::bigint[], %(latest_to)s::bigint[],
    %(but_of)s::text[], %(widths)s::smallint[]
) WITH ORDINALITY AS sought (
    party, item, extent, earliest_from, earliest_to, latest_from, latest_to, but_of, width, number
)
CROSS JOIN LATERAL (
    SELECT * FROM (
        SELECT * FROM learnings
        WHERE programme = %(programme)s AND party = sought.party AND item = sought.item
          AND extent = sought.extent AND shared = 1
          AND latest BETWEEN latest_from AND latest_to
        ORDER BY latest, earliest, position LIMIT %(look)s
    ) AS near
    WHERE earliest BETWEEN earliest_from AND earliest_to AND tellers <> but_of
      AND r_from <= %(at)s AND r_to > %(at)s
    ORDER BY latest, earliest, position LIMIT 1
) AS found
"""
"""Looks no farther than `LOOK` rows each."""
MORE_SHARED: Final = """
SELECT sought.number
FROM unnest(
    %(groups)s::text[], %(items)s::text[], %(extents)s::smallint[], %(earliest_from)s::bigint[],
    %(earliest_to)s::bigint[], %(latest_from)s::bigint[], %(latest_to)s::bigint[],
    %(but_of)s::text[], %(widths)s::smallint[]
) WITH ORDINALITY AS sought (
    party, item, extent, earliest_from, earliest_to, latest_from, latest_to, but_of, width, number
)
CROSS JOIN LATERAL (
    SELECT 1 FROM learnings
    WHERE programme = %(programme)s AND party = sought.party AND item = sought.item
      AND extent = sought.extent AND shared = 1
      AND latest BETWEEN latest_from AND latest_to
    ORDER BY latest, earliest, position LIMIT 1 OFFSET %(look)s
) AS more
"""
FIRSTS_SHARED_BY_BLOCKS: Final = """
SELECT firsts.*, sought.number
FROM unnest(
    %(groups)s::text[], %(items)s::text[], %(extents)s::smallint[], %(earliest_from)s::bigint[],
    %(earliest_to)s::bigint[], %(latest_from)s::bigint[], %(latest_to)s::bigint[],
    %(but_of)s::text[], %(widths)s::smallint[]
) WITH ORDINALITY AS sought (
    party, item, extent, earliest_from, earliest_to, latest_from, latest_to, but_of, width, number
)
CROSS JOIN LATERAL (
    SELECT * FROM (
        (
            SELECT found.* FROM unnest(%(blocks_20)s::bigint[]) AS block (number)
            CROSS JOIN LATERAL (
                SELECT * FROM learnings
                WHERE programme = %(programme)s AND party = sought.party
                  AND item = sought.item AND extent = sought.extent AND shared = 1
                  AND r_from >> 20 = block.number
                  AND latest BETWEEN latest_from AND latest_to
                  AND earliest BETWEEN earliest_from AND earliest_to AND tellers <> but_of
                  AND r_from <= %(at)s AND r_to > %(at)s
                ORDER BY latest, earliest, position LIMIT 1
            ) AS found
        )
        UNION ALL
        (
            SELECT found.* FROM unnest(%(blocks_15)s::bigint[]) AS block (number)
            CROSS JOIN LATERAL (
                SELECT * FROM learnings
                WHERE programme = %(programme)s AND party = sought.party
                  AND item = sought.item AND extent = sought.extent AND shared = 1
                  AND r_from >> 15 = block.number
                  AND latest BETWEEN latest_from AND latest_to
                  AND earliest BETWEEN earliest_from AND earliest_to AND tellers <> but_of
                  AND r_from <= %(at)s AND r_to > %(at)s
                ORDER BY latest, earliest, position LIMIT 1
            ) AS found
        )
        UNION ALL
        (
            SELECT found.* FROM unnest(%(blocks_10)s::bigint[]) AS block (number)
            CROSS JOIN LATERAL (
                SELECT * FROM learnings
                WHERE programme = %(programme)s AND party = sought.party
                  AND item = sought.item AND extent = sought.extent AND shared = 1
                  AND r_from >> 10 = block.number
                  AND latest BETWEEN latest_from AND latest_to
                  AND earliest BETWEEN earliest_from AND earliest_to AND tellers <> but_of
                  AND r_from <= %(at)s AND r_to > %(at)s
                ORDER BY latest, earliest, position LIMIT 1
            ) AS found
        )
        UNION ALL
        (
            SELECT found.* FROM unnest(%(blocks_5)s::bigint[]) AS block (number)
            CROSS JOIN LATERAL (
                SELECT * FROM learnings
                WHERE programme = %(programme)s AND party = sought.party
                  AND item = sought.item AND extent = sought.extent AND shared = 1
                  AND r_from >> 5 = block.number
                  AND latest BETWEEN latest_from AND latest_to
                  AND earliest BETWEEN earliest_from AND earliest_to AND tellers <> but_of
                  AND r_from <= %(at)s AND r_to > %(at)s
                ORDER BY latest, earliest, position LIMIT 1
            ) AS found
        )
    ) AS blocks
    ORDER BY latest, earliest, position LIMIT 1
) AS firsts
"""
"""The first in each block of positions that makes up those until then, and the first of these."""
FIRSTS_SHARED_WIDE: Final = """
SELECT found.*, sought.number
FROM unnest(
    %(groups)s::text[], %(items)s::text[], %(extents)s::smallint[], %(earliest_from)s::bigint[],
    %(earliest_to)s::bigint[], %(latest_from)s::bigint[], %(latest_to)s::bigint[],
    %(but_of)s::text[], %(widths)s::smallint[]
) WITH ORDINALITY AS sought (
    party, item, extent, earliest_from, earliest_to, latest_from, latest_to, but_of, width, number
)
CROSS JOIN LATERAL (
    SELECT * FROM learnings
    WHERE programme = %(programme)s AND party = sought.party AND item = sought.item
      AND extent = sought.extent AND shared = 1 AND width <> 0 AND width = sought.width
      AND latest BETWEEN latest_from AND latest_to
      AND earliest BETWEEN earliest_from AND earliest_to AND tellers <> but_of
      AND r_from <= %(at)s AND r_to > %(at)s
    ORDER BY latest, earliest, position LIMIT 1
) AS found
"""
WIDTHS_SHARED: Final = """
WITH RECURSIVE known (party, item, extent, width) AS (
    SELECT party, item, extent, 0
    FROM unnest(%(groups)s::text[], %(items)s::text[], %(extents)s::smallint[])
        AS shared (party, item, extent)
    UNION ALL
    SELECT party, item, extent, (
        SELECT min(width) FROM learnings
        WHERE programme = %(programme)s AND party = known.party AND item = known.item
          AND extent = known.extent AND shared = 1 AND width <> 0 AND width > known.width
    )
    FROM known WHERE known.width IS NOT NULL
)
SELECT party, item, extent, width FROM known WHERE width > 0
"""
LEARNINGS_AROUND: Final = """
SELECT learnings.*
FROM unnest(%(parties)s::text[]) AS known (name)
CROSS JOIN generate_series(0, 4) AS extents (number)
CROSS JOIN generate_series(0, 2) AS lanes (number)
CROSS JOIN LATERAL (
    SELECT * FROM learnings
    WHERE programme = %(programme)s AND party = known.name AND item = %(item)s
      AND extent = extents.number AND lane = lanes.number
      AND earliest <= %(since)s AND latest > %(until)s AND r_from <= %(at)s AND r_to > %(at)s
) AS learnings
"""
TOLD_IN: Final = """
SELECT DISTINCT via FROM learnings
WHERE via = ANY(%(vias)s) AND r_to > %(at)s AND r_from <= %(at)s
  AND programme = %(programme)s AND party = %(party)s AND item = %(item)s AND lane = 1
"""
ITEMS_KNOWN: Final = """
SELECT DISTINCT item FROM fronts
WHERE programme = %(programme)s AND party = %(party)s AND item > %(after)s AND item < %(before)s
  AND lane < 4 AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
ORDER BY item LIMIT %(limit)s
"""

LOOK: int = 64
"""How many rows are looked at one by one before it is gone about by blocks."""
NOBODY: Final = "nobody"
"""No party's name."""


class PostgresFirsts(PostgresReading):
    """Firsts. See `FirstRows` for what each part promises."""

    def firsts_of_item(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[First]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        return [_first(each) for each in self.ask(FIRSTS_OF_ITEM, asked)]

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
            "parties": list(parties),
            "items": list(items),
            "as_of": as_of,
            "at": at,
        }
        return [_first(each) for each in self.ask(FIRSTS_OF_PARTIES, asked)]

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
            "parties": list(parties),
            "item": item,
            "as_of": as_of,
            "at": at,
        }
        return [_first(each) for each in self.ask(FRONTS_OF_PARTIES, asked)]

    def firsts_shared(
        self, programme: Programme, sought: Sequence[Sought], at: int
    ) -> Sequence[Learning | None]:
        wide = {n: each for n, each in enumerate(sought) if each.width is not None}
        found = self._shared(FIRSTS_SHARED_WIDE, programme, wide, at)
        near = {n: each for n, each in enumerate(sought) if n not in wide}
        found |= self._shared(FIRSTS_SHARED_NEAR, programme, near, at)
        missed = {n: each for n, each in near.items() if n not in found}
        more = self._shared(MORE_SHARED, programme, missed, at)
        far = {n: missed[n] for n in more}
        found |= self._shared(FIRSTS_SHARED_BY_BLOCKS, programme, far, at)
        return [learning(found[n]) if n in found else None for n in range(len(sought))]

    def _shared(
        self, statement: str, programme: Programme, sought: Mapping[int, Sought], at: int
    ) -> dict[int, DictRow]:
        """What a statement finds of each, by its number."""
        if not sought:
            return {}
        numbers, wanted = list(sought), list(sought.values())
        asked: dict[str, Any] = {
            "programme": programme,
            "at": at,
            "look": LOOK,
            "groups": [each.of.group for each in wanted],
            "items": [each.of.item for each in wanted],
            "extents": [int(each.of.extent) for each in wanted],
            "widths": [each.width for each in wanted],
            "earliest_from": [each.earliest_from for each in wanted],
            "earliest_to": [each.earliest_to for each in wanted],
            "latest_from": [each.latest_from for each in wanted],
            "latest_to": [each.latest_to for each in wanted],
            "but_of": [each.but_of or NOBODY for each in wanted],
            "blocks_20": [],
            "blocks_15": [],
            "blocks_10": [],
            "blocks_5": [],
        }
        for power, blocks in blocks_up_to(at):
            asked[f"blocks_{power}"] += blocks
        return {numbers[each["number"] - 1]: each for each in self.ask(statement, asked)}

    def widths_shared(
        self, programme: Programme, of: Collection[Shared]
    ) -> Mapping[Shared, Sequence[int]]:
        asked = {
            "programme": programme,
            "groups": [each.group for each in of],
            "items": [each.item for each in of],
            "extents": [int(each.extent) for each in of],
        }
        widths: dict[Shared, list[int]] = {each: [] for each in of}
        for each in self.ask(WIDTHS_SHARED, asked):
            shared = Shared(each["party"], each["item"], Extent(each["extent"]))
            widths[shared].append(each["width"])
        return widths

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
            "parties": list(parties),
            "item": item,
            "since": since,
            "until": until,
            "at": at,
        }
        return [learning(each) for each in self.ask(LEARNINGS_AROUND, asked)]

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
            "vias": list(vias),
            "at": at,
        }
        return {each["via"] for each in self.ask(TOLD_IN, asked)}

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
            found += [each["item"] for each in self.ask(ITEMS_KNOWN, asked | more)]
        return found


def _stretches(after: str, events: bool) -> Iterator[tuple[str, str]]:
    """The names after one, with or without those of events, as the names between two."""
    if events:
        yield after, "~"
        return
    if after < "event:":
        yield after, "event:"
    yield max(after, "event;"), "~"


def _first(row: DictRow) -> First:
    return First(Lane(row["lane"]), row["tellers"], learning(row))
