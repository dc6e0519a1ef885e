"""Reading in SQLite what concerns one tester."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Final

from domain.commitments import Promised
from domain.instant import Instant
from domain.names import Party, Programme, Slug
from domain.promises import Promise
from service.storage.sqlite.events import SQLiteReading

HAS_TESTER: Final = """
SELECT 1 FROM deeds WHERE programme = :programme AND tester = :tester LIMIT 1
"""
PROMISED_TO: Final = """
SELECT * FROM promised
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""
SETTLEMENTS_OF: Final = """
SELECT * FROM promises
WHERE programme = :programme AND slug IN (SELECT value FROM json_each(:slugs))
  AND type IN ('commitment-kept', 'commitment-broken')
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""


class SQLiteTesters(SQLiteReading):
    """Whether a tester is known, and what was promised to it."""

    def has_tester(self, programme: Programme, tester: Party) -> bool:
        asked = {"programme": programme, "tester": tester}
        return self.cursor.execute(HAS_TESTER, asked).fetchone() is not None

    def promised_to(
        self, programme: Programme, parties: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Promised]:
        asked = {
            "programme": programme,
            "parties": json.dumps(sorted(parties)),
            "as_of": as_of,
            "at": at,
        }
        return [_promised(each) for each in self.cursor.execute(PROMISED_TO, asked)]

    def settlements_of(
        self, programme: Programme, slugs: Collection[Slug], as_of: Instant, at: int
    ) -> Sequence[Promise]:
        asked = {
            "programme": programme,
            "slugs": json.dumps(sorted(slugs)),
            "as_of": as_of,
            "at": at,
        }
        return [_promise(each) for each in self.cursor.execute(SETTLEMENTS_OF, asked)]


def _promised(row: sqlite3.Row) -> Promised:
    return Promised(
        party=row["party"],
        slug=row["slug"],
        due_at=row["due_at"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
    )


def _promise(row: sqlite3.Row) -> Promise:
    return Promise(
        type=row["type"],
        slug=row["slug"],
        due_at=row["due_at"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
    )
