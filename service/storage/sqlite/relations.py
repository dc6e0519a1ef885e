"""Reading in SQLite who belonged to which organisation, and who was identified as whom."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Final

from domain.identities import Identity
from domain.instant import Instant
from domain.names import Party, Programme
from domain.occurrence import Occurrence
from service.storage.sqlite.events import SQLiteReading
from service.views.rows import Move

AFFILIATIONS_OF: Final = """
SELECT * FROM moves
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND company >= 'org:' AND company < 'org;'
  AND r_from <= :at AND r_to > :at
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
        return [_affiliation(each) for each in self.cursor.execute(AFFILIATIONS_OF, asked)]

    def affiliations_with(self, programme: Programme, org: Party, at: int) -> Sequence[Move]:
        asked = {"programme": programme, "org": org, "at": at}
        return [_affiliation(each) for each in self.cursor.execute(AFFILIATIONS_WITH, asked)]

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


def _occurrence(row: sqlite3.Row) -> Occurrence:
    return Occurrence(row["occurred"], row["earliest"], row["latest"])


def _affiliation(row: sqlite3.Row) -> Move:
    return Move(row["company"], row["party"], bool(row["joined"]), _occurrence(row))


def _identity(row: sqlite3.Row) -> Identity:
    return Identity(
        party=row["party"],
        same_as=row["same_as"],
        via=row["via"],
        position=row["position"],
        occurred=_occurrence(row),
    )
