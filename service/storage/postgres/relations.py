"""Reading in PostgreSQL who belonged to which organisation, and who was identified as whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from psycopg.rows import DictRow

from domain.identities import Identity
from domain.instant import Instant
from domain.learnings import Learning
from domain.names import Party, Programme
from service.storage.postgres.found import learning, move, occurrence
from service.storage.postgres.lookups import PostgresReading
from service.views.imputation import Owned
from service.views.rows import Move

AFFILIATIONS_OF: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND company >= 'org:' AND company < 'org;'
  AND r_from <= %(at)s AND r_to > %(at)s
"""
MOVES_OF_PARTIES: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND company >= 'group:' AND company < 'group;'
  AND r_from <= %(at)s AND r_to > %(at)s
"""
FIRSTS_OWNED: Final = """
SELECT found.*, sought.number
FROM unnest(
    %(parties)s::text[], %(items)s::text[], %(extents)s::smallint[], %(lanes)s::smallint[],
    %(earliest_from)s::bigint[], %(earliest_to)s::bigint[], %(latest_from)s::bigint[],
    %(latest_to)s::bigint[]
) WITH ORDINALITY AS sought (
    party, item, extent, lane, earliest_from, earliest_to, latest_from, latest_to, number
)
CROSS JOIN LATERAL (
    SELECT * FROM learnings
    WHERE programme = %(programme)s AND party = sought.party AND item = sought.item
      AND extent = sought.extent AND lane = sought.lane
      AND earliest BETWEEN earliest_from AND earliest_to
      AND latest BETWEEN latest_from AND latest_to
      AND r_from <= %(at)s AND r_to > %(at)s
    ORDER BY latest, earliest, position LIMIT 1
) AS found
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

    def moves_of_parties(
        self, programme: Programme, parties: Collection[Party], at: int
    ) -> Sequence[Move]:
        asked = {"programme": programme, "parties": list(parties), "at": at}
        return [move(each) for each in self.ask(MOVES_OF_PARTIES, asked)]

    def firsts_owned(
        self, programme: Programme, sought: Sequence[Owned], at: int
    ) -> Sequence[Learning | None]:
        asked = {
            "programme": programme,
            "at": at,
            "parties": [each.party for each in sought],
            "items": [each.item for each in sought],
            "extents": [int(each.extent) for each in sought],
            "lanes": [int(each.lane) for each in sought],
            "earliest_from": [each.earliest_from for each in sought],
            "earliest_to": [each.earliest_to for each in sought],
            "latest_from": [each.latest_from for each in sought],
            "latest_to": [each.latest_to for each in sought],
        }
        found = {each["number"]: learning(each) for each in self.ask(FIRSTS_OWNED, asked)}
        return [found.get(number) for number in range(1, len(sought) + 1)]

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
