"""What reach asks of SQLite: who learned it first, and the contacts as a stream."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.contacts import Contact
from domain.instant import Instant
from domain.names import Item, Party, Programme
from domain.occurrence import Occurrence
from service.storage.sqlite.events import SQLiteReading
from service.views.reach import Told
from service.views.rows import Move

LEARNED_FIRST: Final = """
SELECT party, min(earliest) AS earliest FROM learnings
WHERE programme = :programme AND item = :item
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
GROUP BY party
"""
TOLD_GROUPS: Final = """
SELECT DISTINCT party, earliest, latest FROM learnings
WHERE programme = :programme AND item = :item AND shared = 1
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""
MOVES_IN_GROUPS: Final = """
SELECT company, party, joined, occurred, earliest, latest FROM moves
WHERE programme = :programme AND company >= 'group:' AND company < 'group;'
  AND r_from <= :at AND r_to > :at
"""
CONTACTS: Final = """
SELECT parties, via, position, earliest, latest FROM contacts
WHERE programme = :programme AND earliest <= :as_of AND latest >= :since
  AND r_from <= :at AND r_to > :at
ORDER BY earliest, position
"""


class SQLiteContacts(SQLiteReading):
    """The rows that reach reads."""

    def learned_first(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Mapping[Party, Instant]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        found = self.cursor.execute(LEARNED_FIRST, asked)
        return {each["party"]: each["earliest"] for each in found}

    def told_groups(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[Told]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        return [Told(*each) for each in self.cursor.execute(TOLD_GROUPS, asked)]

    def moves_in_groups(self, programme: Programme, at: int) -> Sequence[Move]:
        asked = {"programme": programme, "at": at}
        return [_move(each) for each in self.cursor.execute(MOVES_IN_GROUPS, asked)]

    def contacts(
        self, programme: Programme, since: Instant, as_of: Instant, at: int
    ) -> Iterator[Contact]:
        asked = {"programme": programme, "since": since, "as_of": as_of, "at": at}
        # A cursor of its own: what else is asked meanwhile does not end the stream.
        return map(_contact, self.cursor.connection.execute(CONTACTS, asked))


def _move(row: sqlite3.Row) -> Move:
    company, party, joined, *occurred = row
    return Move(company, party, bool(joined), Occurrence(*occurred))


def _contact(row: sqlite3.Row) -> Contact:
    parties, via, position, earliest, latest = row
    return Contact(tuple(json.loads(parties)), via, position, earliest, latest)
