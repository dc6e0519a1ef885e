"""Reading in PostgreSQL what concerns one tester."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from psycopg.rows import DictRow

from domain.commitments import Promised
from domain.instant import Instant
from domain.names import Party, Programme, Slug
from domain.promises import Promise
from service.storage.postgres.lookups import PostgresReading

HAS_TESTER: Final = """
SELECT 1 FROM deeds WHERE programme = %(programme)s AND tester = %(tester)s LIMIT 1
"""
PROMISED_TO: Final = """
SELECT * FROM promised
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
SETTLEMENTS_OF: Final = """
SELECT * FROM promises
WHERE programme = %(programme)s AND slug = ANY(%(slugs)s)
  AND type IN ('commitment-kept', 'commitment-broken')
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""


class PostgresTesters(PostgresReading):
    """Whether a tester is known, and what was promised to it."""

    def has_tester(self, programme: Programme, tester: Party) -> bool:
        asked = {"programme": programme, "tester": tester}
        return bool(self.ask(HAS_TESTER, asked))

    def promised_to(
        self, programme: Programme, parties: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Promised]:
        asked = {
            "programme": programme,
            "parties": list(parties),
            "as_of": as_of,
            "at": at,
        }
        return [_promised(each) for each in self.ask(PROMISED_TO, asked)]

    def settlements_of(
        self, programme: Programme, slugs: Collection[Slug], as_of: Instant, at: int
    ) -> Sequence[Promise]:
        asked = {
            "programme": programme,
            "slugs": list(slugs),
            "as_of": as_of,
            "at": at,
        }
        return [_promise(each) for each in self.ask(SETTLEMENTS_OF, asked)]


def _promised(row: DictRow) -> Promised:
    return Promised(
        party=row["party"],
        slug=row["slug"],
        due_at=row["due_at"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
    )


def _promise(row: DictRow) -> Promise:
    return Promise(
        type=row["type"],
        slug=row["slug"],
        due_at=row["due_at"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
    )
