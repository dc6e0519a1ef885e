"""Reading in SQLite what rosters are made of: arrivals, decisive deeds, tallies.

Deeds of one facet are few, so that their blocks are of 2^20 positions.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from domain.instant import Instant
from domain.names import Party, Programme
from domain.standing import Deed
from domain.tallies import Counts, blocks_upto, counts_of
from service.storage.sqlite.events import SQLiteReading
from service.storage.sqlite.found import deed

TESTERS: Final = """
SELECT tester FROM arrivals
WHERE programme = :programme AND r_from <= :at AND r_to > :at AND earliest <= :as_of
ORDER BY tester LIMIT :limit OFFSET :offset
"""
COUNT_TESTERS: Final = """
SELECT count(*) FROM arrivals
WHERE programme = :programme AND r_from <= :at AND r_to > :at AND earliest <= :as_of
"""
CERTAIN: Final = """
SELECT deeds.* FROM json_each(:testers) AS whose
CROSS JOIN json_each(:facets) AS what CROSS JOIN json_each(:blocks) AS block
CROSS JOIN deeds ON deeds.rowid = (
    SELECT rowid FROM deeds INDEXED BY deeds_by_facet
    WHERE programme = :programme AND tester IS whose.value AND facet = what.value
      AND (r_from >> 20) = block.value AND latest <= :as_of AND r_from <= :at AND r_to > :at
    ORDER BY latest DESC, earliest DESC, position DESC LIMIT 1
)
"""
POSSIBLE: Final = """
SELECT deeds.* FROM json_each(:testers) AS whose
CROSS JOIN json_each(:facets) AS what CROSS JOIN json_each(:blocks) AS block
CROSS JOIN deeds ON deeds.rowid = (
    SELECT rowid FROM deeds INDEXED BY deeds_uncertain_by_facet
    WHERE programme = :programme AND tester IS whose.value AND facet = what.value
      AND (r_from >> 20) = block.value AND latest > :as_of AND earliest <= :as_of
      AND latest > earliest AND r_from <= :at AND r_to > :at
    ORDER BY latest DESC, earliest DESC, position DESC LIMIT 1
)
"""
STEPS_BY: Final = """
SELECT value AS tester, (
    SELECT block + 1 FROM tallies INDEXED BY tallies_by_record
    WHERE programme = :programme AND tester = value AND level = 0 AND r_from <= :at
    ORDER BY r_from DESC, level DESC, block DESC LIMIT 1
) AS number
FROM json_each(:testers)
"""
SUMS: Final = """
WITH part (tester, level, block) AS MATERIALIZED (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each(:blocks)
)
SELECT part.tester, feedback_given, feedback_acknowledged, feedback_answered, feedback_open,
       concerns_open, rewards_agreed, rewards_paid
FROM part CROSS JOIN tallies ON tallies.rowid = (
    SELECT rowid FROM tallies AS upto INDEXED BY tallies_by_block
    WHERE upto.programme = :programme AND upto.tester = part.tester
      AND upto.level = part.level AND upto.block = part.block AND since <= :as_of
    ORDER BY since DESC LIMIT 1
)
"""

BLOCK: Final = 20
OF_A_TESTER: Final = ("membership", "nda", "access")


class SQLiteRosters(SQLiteReading):
    """Where testers stood."""

    def testers(
        self, programme: Programme, as_of: Instant, at: int, offset: int, limit: int
    ) -> Sequence[Party]:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        page = {"offset": offset, "limit": limit}
        return [each["tester"] for each in self.cursor.execute(TESTERS, asked | page)]

    def count_testers(self, programme: Programme, as_of: Instant, at: int) -> int:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        return int(self.cursor.execute(COUNT_TESTERS, asked).fetchone()[0])

    def decisive(
        self, programme: Programme, testers: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Deed]:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        return self._decisive(asked, sorted(testers), OF_A_TESTER)

    def suspensions(self, programme: Programme, as_of: Instant, at: int) -> Sequence[Deed]:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        return self._decisive(asked, [None], ("suspension",))

    def _decisive(
        self, asked: Mapping[str, Any], whose: Sequence[Party | None], facets: Sequence[str]
    ) -> Sequence[Deed]:
        """Of every facet the last deed that is certain, and the last that is only possible."""
        given = {
            **asked,
            "testers": json.dumps(whose),
            "facets": json.dumps(facets),
            "blocks": json.dumps(list(range((asked["at"] >> BLOCK) + 1))),
        }
        certain = _last(self.cursor.execute(CERTAIN, given))
        possible = _last(self.cursor.execute(POSSIBLE, given))
        return [deed(each) for each in (*certain, *possible)]

    def counts(
        self, programme: Programme, testers: Collection[Party], as_of: Instant, at: int
    ) -> Mapping[Party, Counts]:
        asked = {"programme": programme, "as_of": as_of, "at": at}
        names = {"testers": json.dumps(sorted(testers))}
        parts = [
            (tester, *block)
            for tester, number in self.cursor.execute(STEPS_BY, asked | names).fetchall()
            for block in blocks_upto(number or 0)
        ]
        sums: dict[Party, list[Sequence[int]]] = defaultdict(list)
        for tester, *grown in self.cursor.execute(SUMS, asked | {"blocks": json.dumps(parts)}):
            sums[tester].append(grown)
        return {tester: counts_of(sums[tester]) for tester in testers}


def _last(found: Iterable[sqlite3.Row]) -> Iterable[sqlite3.Row]:
    """Of the deeds of each tester and facet, from several blocks, the last one."""
    last: dict[tuple[str | None, str], sqlite3.Row] = {}
    for row in found:
        before = last.setdefault((row["tester"], row["facet"]), row)
        if _in_order(row) > _in_order(before):
            last[row["tester"], row["facet"]] = row
    return last.values()


def _in_order(row: sqlite3.Row) -> tuple[int, int, int]:
    return row["latest"], row["earliest"], row["position"]
