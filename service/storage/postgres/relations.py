"""Reading in PostgreSQL who belonged to which organisation, and who was identified as whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from psycopg.rows import DictRow

from domain.identities import Identity
from domain.instant import Instant
from domain.names import Party, Programme
from service.storage.postgres.found import move, occurrence
from service.storage.postgres.lookups import PostgresReading
from service.views.rows import Move

AFFILIATIONS_OF: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND company >= 'org:' AND company < 'org;'
  AND r_from <= %(at)s AND r_to > %(at)s
"""
AFFILIATIONS_WITH: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND company = %(org)s AND r_from <= %(at)s AND r_to > %(at)s
"""
IDENTITIES_OF: Final = """
SELECT * FROM identities
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
UNION
SELECT * FROM identities
WHERE programme = %(programme)s AND same_as = ANY(%(parties)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""


class PostgresRelations(PostgresReading):
    """What is said of parties and of how they belong together."""

    def affiliations_of(
        self, programme: Programme, parties: Collection[Party], at: int
    ) -> Sequence[Move]:
        asked = {"programme": programme, "parties": list(parties), "at": at}
        return [move(each) for each in self.ask(AFFILIATIONS_OF, asked)]

    def affiliations_with(self, programme: Programme, org: Party, at: int) -> Sequence[Move]:
        asked = {"programme": programme, "org": org, "at": at}
        return [move(each) for each in self.ask(AFFILIATIONS_WITH, asked)]

    def identities_of(
        self, programme: Programme, parties: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Identity]:
        asked = {"programme": programme, "parties": list(parties), "as_of": as_of, "at": at}
        return [_identity(each) for each in self.ask(IDENTITIES_OF, asked)]


def _identity(row: DictRow) -> Identity:
    return Identity(
        party=row["party"],
        same_as=row["same_as"],
        via=row["via"],
        position=row["position"],
        occurred=occurrence(row),
    )
