"""Reading in PostgreSQL what rosters are made of: arrivals, decisive deeds, tallies.

Deeds of one facet are few, so that their blocks are of 2^20 positions. Bounds are compared as whole
rows, and not column by column, so that no statistics lead the planner to another index than the one
that is in this order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from domain.instant import Instant
from domain.names import Party, Programme
from domain.standing import Deed
from domain.tallies import Counts, blocks_upto, counts_of
from service.storage.postgres.found import deed
from service.storage.postgres.lookups import PostgresReading

TESTERS: Final = """
SELECT tester FROM arrivals
WHERE programme = %(programme)s AND r_from <= %(at)s AND r_to > %(at)s AND earliest <= %(as_of)s
ORDER BY tester LIMIT %(limit)s OFFSET %(offset)s
"""
COUNT_TESTERS: Final = """
SELECT count(*) AS testers FROM arrivals
WHERE programme = %(programme)s AND r_from <= %(at)s AND r_to > %(at)s AND earliest <= %(as_of)s
"""
CERTAIN: Final = """
SELECT DISTINCT ON (tester, facet) found.*
FROM unnest(%(testers)s::text[]) AS whose
CROSS JOIN unnest(ARRAY['membership', 'nda', 'access']) AS what
CROSS JOIN unnest(%(blocks)s::bigint[]) AS block
CROSS JOIN LATERAL (
    SELECT * FROM deeds
    WHERE facet IS NOT NULL
      AND (programme, tester, facet, (r_from >> 20), latest)
        <= (%(programme)s, whose, what, block, %(as_of)s)
      AND (programme, tester, facet, (r_from >> 20)) >= (%(programme)s, whose, what, block)
      AND r_from <= %(at)s AND r_to > %(at)s
    ORDER BY programme DESC, tester DESC, facet DESC, (r_from >> 20) DESC,
             latest DESC, earliest DESC, position DESC
    LIMIT 1
) AS found
ORDER BY tester, facet, latest DESC, earliest DESC, position DESC
"""
POSSIBLE: Final = """
SELECT DISTINCT ON (tester, facet) found.*
FROM unnest(%(testers)s::text[]) AS whose
CROSS JOIN unnest(ARRAY['membership', 'nda', 'access']) AS what
CROSS JOIN unnest(%(blocks)s::bigint[]) AS block
CROSS JOIN LATERAL (
    SELECT * FROM deeds
    WHERE facet IS NOT NULL AND latest > earliest
      AND (programme, tester, facet, (r_from >> 20), latest)
        > (%(programme)s, whose, what, block, %(as_of)s)
      AND (programme, tester, facet, (r_from >> 20)) <= (%(programme)s, whose, what, block)
      AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
    ORDER BY programme DESC, tester DESC, facet DESC, (r_from >> 20) DESC,
             latest DESC, earliest DESC, position DESC
    LIMIT 1
) AS found
ORDER BY tester, facet, latest DESC, earliest DESC, position DESC
"""
SUSPENDED_CERTAINLY: Final = """
SELECT found.* FROM unnest(%(blocks)s::bigint[]) AS block CROSS JOIN LATERAL (
    SELECT * FROM deeds
    WHERE facet = 'suspension' AND programme = %(programme)s AND tester IS NULL
      AND (r_from >> 20) = block AND latest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
    ORDER BY latest DESC, earliest DESC, position DESC LIMIT 1
) AS found
ORDER BY latest DESC, earliest DESC, position DESC LIMIT 1
"""
SUSPENDED_POSSIBLY: Final = """
SELECT found.* FROM unnest(%(blocks)s::bigint[]) AS block CROSS JOIN LATERAL (
    SELECT * FROM deeds
    WHERE facet = 'suspension' AND programme = %(programme)s AND tester IS NULL
      AND (r_from >> 20) = block AND latest > %(as_of)s AND earliest <= %(as_of)s
      AND latest > earliest AND r_from <= %(at)s AND r_to > %(at)s
    ORDER BY latest DESC, earliest DESC, position DESC LIMIT 1
) AS found
ORDER BY latest DESC, earliest DESC, position DESC LIMIT 1
"""
STEPS_BY: Final = """
SELECT tester, (
    SELECT block + 1 FROM tallies
    WHERE level = 0
      AND (tallies.programme, tallies.tester, r_from) <= (%(programme)s, whose.tester, %(at)s)
      AND (tallies.programme, tallies.tester) >= (%(programme)s, whose.tester)
    ORDER BY tallies.programme DESC, tallies.tester DESC, r_from DESC, block DESC LIMIT 1
) AS number
FROM unnest(%(testers)s::text[]) AS whose (tester)
"""
SUMS: Final = """
SELECT part.tester, found.* FROM
unnest(%(names)s::text[], %(levels)s::smallint[], %(blocks)s::bigint[])
    AS part (tester, level, block)
CROSS JOIN LATERAL (
    SELECT feedback_given, feedback_acknowledged, feedback_answered, feedback_open,
           concerns_open, rewards_agreed, rewards_paid
    FROM tallies
    WHERE (tallies.programme, tallies.tester, tallies.level, tallies.block, since)
        <= (%(programme)s, part.tester, part.level, part.block, %(as_of)s)
      AND (tallies.programme, tallies.tester, tallies.level, tallies.block)
        >= (%(programme)s, part.tester, part.level, part.block)
    ORDER BY tallies.programme DESC, tallies.tester DESC, tallies.level DESC,
             tallies.block DESC, since DESC
    LIMIT 1
) AS found
"""

BLOCK: Final = 20


class PostgresRosters(PostgresReading):
    """Where testers stood."""

    def testers(
        self, programme: Programme, as_of: Instant, at: int, offset: int, limit: int
    ) -> Sequence[Party]:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        page = {"offset": offset, "limit": limit}
        return [each["tester"] for each in self.ask(TESTERS, asked | page)]

    def count_testers(self, programme: Programme, as_of: Instant, at: int) -> int:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        return int(self.ask(COUNT_TESTERS, asked)[0]["testers"])

    def decisive(
        self, programme: Programme, testers: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Deed]:
        asked = _within(programme, as_of, at) | {"testers": list(testers)}
        return [deed(each) for each in (*self.ask(CERTAIN, asked), *self.ask(POSSIBLE, asked))]

    def suspensions(self, programme: Programme, as_of: Instant, at: int) -> Sequence[Deed]:
        asked = _within(programme, as_of, at)
        certain, possible = (
            self.ask(SUSPENDED_CERTAINLY, asked),
            self.ask(SUSPENDED_POSSIBLY, asked),
        )
        return [deed(each) for each in (*certain, *possible)]

    def counts(
        self, programme: Programme, testers: Collection[Party], as_of: Instant, at: int
    ) -> Mapping[Party, Counts]:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        numbers = self.ask(STEPS_BY, asked | {"testers": list(testers)})
        parts = [
            (each["tester"], *block)
            for each in numbers
            for block in blocks_upto(each["number"] or 0)
        ]
        sums: dict[Party, list[Sequence[int]]] = defaultdict(list)
        names, levels, blocks = ([part[n] for part in parts] for n in range(3))
        for found in self.ask(SUMS, asked | {"names": names, "levels": levels, "blocks": blocks}):
            sums[found.pop("tester")].append(tuple(found.values()))
        return {tester: counts_of(sums[tester]) for tester in testers}


def _within(programme: Programme, as_of: Instant, at: int) -> dict[str, Any]:
    blocks = list(range((at >> BLOCK) + 1))
    return {"programme": programme, "as_of": as_of, "at": at, "blocks": blocks}
