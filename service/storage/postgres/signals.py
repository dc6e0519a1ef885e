"""What the signals are made of, in PostgreSQL: rows in the order of an index, some at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from psycopg.rows import DictRow

from domain.instant import Instant
from domain.names import Programme
from domain.signals.contacts import ContactFact, MoveFact
from domain.signals.promises import PromiseFact
from domain.signals.testers import DeedFact, TermsFact
from service.storage.postgres.connections import as_unavailable
from service.storage.postgres.lookups import PostgresReading
from service.views.signals import Window

AT_A_TIME: Final = 2_000
"""How many rows are fetched at once."""

POSITIONS: Final = """
SELECT coalesce((
    SELECT position FROM event WHERE recorded_at <= asked.instant
    ORDER BY recorded_at DESC LIMIT 1
), 0) AS position
FROM unnest(%(instants)s::bigint[]) WITH ORDINALITY AS asked (instant, place)
ORDER BY asked.place
"""
TESTERS: Final = """
SELECT tester, type, slug, latest, r_from, r_to FROM deeds
WHERE programme = %(programme)s AND tester IS NOT NULL
  AND type IN (
      'feedback-given', 'feedback-answered', 'concern-raised', 'concern-answered',
      'reward-agreed', 'reward-paid', 'nda-signed'
  )
  AND latest <= %(until)s AND r_from <= %(at)s AND r_to > %(held_after)s
ORDER BY tester
"""
PROMISES: Final = """
SELECT slug, type, due_at, latest, r_from, r_to FROM promises
WHERE programme = %(programme)s
  AND latest <= %(until)s AND r_from <= %(at)s AND r_to > %(held_after)s
ORDER BY slug
"""
TERMS: Final = """
SELECT replaces, latest, r_from, r_to FROM terms
WHERE programme = %(programme)s AND replaces IS NOT NULL
  AND latest <= %(until)s AND r_from <= %(at)s AND r_to > %(held_after)s
"""
CONTACTS: Final = """
SELECT parties, latest, r_from, r_to FROM contacts
WHERE programme = %(programme)s AND earliest <= %(until)s
  AND latest > %(recent)s AND latest <= %(until)s AND r_from <= %(at)s AND r_to > %(held_after)s
"""
MOVES: Final = """
SELECT company, party, joined, earliest, latest, r_from, r_to FROM moves
WHERE programme = %(programme)s
  AND starts_with(company, 'group:') AND starts_with(party, 'tester:')
  AND earliest <= %(until)s AND r_from <= %(at)s AND r_to > %(held_after)s
ORDER BY company, party
"""


class PostgresSignals(PostgresReading):
    """The facts of the signals. See `SignalRows`."""

    def positions_at(self, instants: Sequence[Instant]) -> Sequence[int]:
        asked = {"instants": list(instants)}
        return [each["position"] for each in self.ask(POSITIONS, asked)]

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

    def _streamed(self, statement: str, programme: Programme, window: Window) -> Iterator[DictRow]:
        """The rows of a statement, through a cursor of the server, as they are looked at."""
        asked = {"programme": programme, **window._asdict()}
        with as_unavailable(), self.cursor.connection.cursor("signals") as cursor:
            cursor.itersize = AT_A_TIME
            yield from cursor.execute(statement, asked)


def _held(row: DictRow) -> Mapping[str, Any]:
    return {"latest": row["latest"], "since": row["r_from"], "until": row["r_to"]}
