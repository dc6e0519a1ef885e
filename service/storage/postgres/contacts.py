"""What reach asks of PostgreSQL: who learned it first, and the contacts as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from psycopg.rows import DictRow

from domain.contacts import Contact
from domain.instant import BEGINNING, Instant
from domain.names import Item, Party, Programme
from service.storage.postgres.found import move
from service.storage.postgres.lookups import PostgresReading
from service.views.reach import Told
from service.views.rows import Move

LEARNED_FIRST: Final = """
SELECT party, min(earliest) AS earliest FROM learnings
WHERE programme = %(programme)s AND item = %(item)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
GROUP BY party
"""
TOLD_GROUPS: Final = """
SELECT DISTINCT party, earliest, latest FROM learnings
WHERE programme = %(programme)s AND item = %(item)s AND shared = 1
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
MOVES_IN_GROUPS: Final = """
SELECT company, party, joined, occurred, earliest, latest FROM moves
WHERE programme = %(programme)s AND company >= 'group:' AND company < 'group;'
  AND r_from <= %(at)s AND r_to > %(at)s
"""
CONTACTS: Final = """
SELECT parties, via, position, earliest, latest FROM contacts
WHERE programme = %(programme)s AND earliest <= %(as_of)s AND latest >= %(since)s
  AND (earliest, position) > (%(after_earliest)s, %(after_position)s)
  AND r_from <= %(at)s AND r_to > %(at)s
ORDER BY earliest, position
LIMIT %(batch)s
"""
BATCH: Final = 10_000
"""How many contacts are in memory at once."""


class PostgresContacts(PostgresReading):
    """The rows that reach reads."""

    def learned_first(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Mapping[Party, Instant]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        return {each["party"]: each["earliest"] for each in self.ask(LEARNED_FIRST, asked)}

    def told_groups(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[Told]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        found = self.ask(TOLD_GROUPS, asked)
        return [Told(each["party"], each["earliest"], each["latest"]) for each in found]

    def moves_in_groups(self, programme: Programme, at: int) -> Sequence[Move]:
        asked = {"programme": programme, "at": at}
        return [move(each) for each in self.ask(MOVES_IN_GROUPS, asked)]

    def contacts(
        self, programme: Programme, since: Instant, as_of: Instant, at: int
    ) -> Iterator[Contact]:
        asked = {"programme": programme, "since": since, "as_of": as_of, "at": at, "batch": BATCH}
        place = {"after_earliest": BEGINNING, "after_position": 0}
        found = self.ask(CONTACTS, {**asked, **place})
        while found:
            yield from map(_contact, found)
            last = found[-1]
            if len(found) < BATCH:
                return
            place = {"after_earliest": last["earliest"], "after_position": last["position"]}
            found = self.ask(CONTACTS, {**asked, **place})


def _contact(row: DictRow) -> Contact:
    return Contact(
        tuple(json.loads(row["parties"])),
        row["via"],
        row["position"],
        row["earliest"],
        row["latest"],
    )
