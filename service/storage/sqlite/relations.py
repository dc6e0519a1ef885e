"""Reading in SQLite who belonged to which organisation, and who was identified as whom."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Final

from domain.identities import Identity
from domain.instant import Instant
from domain.learnings import Learning
from domain.names import Party, Programme
from service.storage.sqlite.events import SQLiteReading
from service.storage.sqlite.found import learning, move, occurrence
from service.views.imputation import Owned
from service.views.rows import Move

AFFILIATIONS_OF: Final = """
SELECT * FROM moves
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND company >= 'org:' AND company < 'org;'
  AND r_from <= :at AND r_to > :at
"""
MOVES_OF_PARTIES: Final = """
SELECT * FROM moves
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND company >= 'group:' AND company < 'group;'
  AND r_from <= :at AND r_to > :at
"""
FIRST_OWNED: Final = """
SELECT * FROM learnings INDEXED BY learnings_by_party
WHERE programme = :programme AND party = :party AND item = :item AND extent = :extent
  AND lane = :lane AND earliest BETWEEN :earliest_from AND :earliest_to
  AND latest BETWEEN :latest_from AND :latest_to AND r_from <= :at AND r_to > :at
ORDER BY latest, earliest, position LIMIT 1
"""
AFFILIATIONS_WITH: Final = """
SELECT * FROM moves
WHERE programme = :programme AND company = :org AND r_from <= :at AND r_to > :at
"""
IDENTITIES_OF: Final = """
SELECT * FROM identities
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
UNION
SELECT * FROM identities
WHERE programme = :programme AND same_as IN (SELECT value FROM json_each(:parties))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""


class SQLiteRelations(SQLiteReading):
    """What is said of parties and of how they belong together."""

    def affiliations_of(
        self, programme: Programme, parties: Collection[Party], at: int
    ) -> Sequence[Move]:
        asked = {"programme": programme, "parties": json.dumps(sorted(parties)), "at": at}
        return [move(each) for each in self.cursor.execute(AFFILIATIONS_OF, asked)]

    def affiliations_with(self, programme: Programme, org: Party, at: int) -> Sequence[Move]:
        asked = {"programme": programme, "org": org, "at": at}
        return [move(each) for each in self.cursor.execute(AFFILIATIONS_WITH, asked)]

    def moves_of_parties(
        self, programme: Programme, parties: Collection[Party], at: int
    ) -> Sequence[Move]:
        asked = {"programme": programme, "parties": json.dumps(sorted(parties)), "at": at}
        return [move(each) for each in self.cursor.execute(MOVES_OF_PARTIES, asked)]

    def firsts_owned(
        self, programme: Programme, sought: Sequence[Owned], at: int
    ) -> Sequence[Learning | None]:
        found = (
            self.cursor.execute(
                FIRST_OWNED, {**each._asdict(), "programme": programme, "at": at}
            ).fetchone()
            for each in sought
        )
        return [None if row is None else learning(row) for row in found]

    def identities_of(
        self, programme: Programme, parties: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Identity]:
        asked = {
            "programme": programme,
            "parties": json.dumps(sorted(parties)),
            "as_of": as_of,
            "at": at,
        }
        return [_identity(each) for each in self.cursor.execute(IDENTITIES_OF, asked)]


def _identity(row: sqlite3.Row) -> Identity:
    return Identity(
        party=row["party"],
        same_as=row["same_as"],
        via=row["via"],
        position=row["position"],
        occurred=occurrence(row),
    )
