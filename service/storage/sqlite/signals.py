"""What the signals are made of, in SQLite: rows in the order of an index, one at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from domain.instant import Instant
from domain.names import Programme
from domain.signals.contacts import ContactFact, MoveFact
from domain.signals.promises import PromiseFact
from domain.signals.testers import DeedFact, TermsFact
from service.storage.sqlite.events import SQLiteReading
from service.views.signals import Window

POSITIONS: Final = """
SELECT coalesce((
    SELECT position FROM event WHERE recorded_at <= value ORDER BY recorded_at DESC LIMIT 1
), 0) AS position
FROM json_each(:instants) ORDER BY key
"""
TESTERS: Final = """
SELECT tester, type, slug, latest, r_from, r_to FROM deeds
WHERE programme = :programme AND tester IS NOT NULL
  AND type IN (
      'feedback-given', 'feedback-answered', 'concern-raised', 'concern-answered',
      'reward-agreed', 'reward-paid', 'nda-signed'
  )
  AND latest <= :until AND r_from <= :at AND r_to > :held_after
ORDER BY tester
"""
PROMISES: Final = """
SELECT slug, type, due_at, latest, r_from, r_to FROM promises
WHERE programme = :programme
  AND latest <= :until AND r_from <= :at AND r_to > :held_after
ORDER BY slug
"""
TERMS: Final = """
SELECT replaces, latest, r_from, r_to FROM terms
WHERE programme = :programme AND replaces IS NOT NULL
  AND latest <= :until AND r_from <= :at AND r_to > :held_after
"""
CONTACTS: Final = """
SELECT parties, latest, r_from, r_to FROM contacts
WHERE programme = :programme AND earliest <= :until
  AND latest > :recent AND latest <= :until AND r_from <= :at AND r_to > :held_after
"""
MOVES: Final = """
SELECT company, party, joined, earliest, latest, r_from, r_to FROM moves
WHERE programme = :programme AND company GLOB 'group:*' AND party GLOB 'tester:*'
  AND earliest <= :until AND r_from <= :at AND r_to > :held_after
ORDER BY company, party
"""


class SQLiteSignals(SQLiteReading):
    """The facts of the signals. See `SignalRows`."""

    def positions_at(self, instants: Sequence[Instant]) -> Sequence[int]:
        asked = {"instants": json.dumps(instants)}
        return [each["position"] for each in self.cursor.execute(POSITIONS, asked)]

    def facts_of_testers(self, programme: Programme, window: Window) -> Iterator[DeedFact]:
        for each in self._streamed(TESTERS, programme, window):
            yield DeedFact(
                tester=each["tester"], type=each["type"], slug=each["slug"], **_held(each)
            )

    def facts_of_promises(self, programme: Programme, window: Window) -> Iterator[PromiseFact]:
        for each in self._streamed(PROMISES, programme, window):
            yield PromiseFact(
                commitment=each["slug"], type=each["type"], due_at=each["due_at"], **_held(each)
            )

    def facts_of_terms(self, programme: Programme, window: Window) -> Iterator[TermsFact]:
        for each in self._streamed(TERMS, programme, window):
            yield TermsFact(replaced=each["replaces"], **_held(each))

    def facts_of_contacts(self, programme: Programme, window: Window) -> Iterator[ContactFact]:
        for each in self._streamed(CONTACTS, programme, window):
            yield ContactFact(parties=json.loads(each["parties"]), **_held(each))

    def facts_of_moves(self, programme: Programme, window: Window) -> Iterator[MoveFact]:
        for each in self._streamed(MOVES, programme, window):
            yield MoveFact(
                group=each["company"],
                party=each["party"],
                joined=bool(each["joined"]),
                earliest=each["earliest"],
                **_held(each),
            )

    def _streamed(
        self, statement: str, programme: Programme, window: Window
    ) -> Iterator[sqlite3.Row]:
        """The rows of a statement, through a cursor of their own, as they are looked at."""
        asked = {"programme": programme, **window._asdict()}
        yield from self.cursor.connection.execute(statement, asked)


def _held(row: sqlite3.Row) -> Mapping[str, Any]:
    return {"latest": row["latest"], "since": row["r_from"], "until": row["r_to"]}
