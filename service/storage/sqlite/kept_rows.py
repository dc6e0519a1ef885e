"""Writing the kept views in SQLite: rows and checkpoints of one transaction."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from service.projections.kept import KEPT, Row
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.kept_schema import CREATE

STILL: Final = 2**63 - 1
"""The `r_to` of a row that still holds."""

INSERT: Final[Mapping[str, str]] = {
    "readings": """
        INSERT INTO readings (
            programme, via, position, type, occurred, earliest, latest, grade, asserted_by,
            disputed, r_from, r_to
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    "learnings": """
        INSERT INTO learnings (
            programme, via, position, party, item, extent, basis, source, channel, earliest,
            latest, shared, r_from, r_to
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    "requests": """
        INSERT INTO requests (
            programme, via, position, party, item, earliest, latest, r_from, r_to
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    "moves": """
        INSERT INTO moves (
            programme, via, position, company, party, joined, occurred, earliest, latest,
            r_from, r_to
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    "deeds": """
        INSERT INTO deeds (
            programme, via, position, tester, type, slug, items, earliest, latest, r_from, r_to
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    "mentions": """
        INSERT INTO mentions (
            programme, via, position, name, r_from, r_to
        ) VALUES (?, ?, ?, ?, ?, ?)
    """,
}

CLOSE: Final[Mapping[str, str]] = {
    "readings": """
        UPDATE readings SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    "learnings": """
        UPDATE learnings SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    "requests": """
        UPDATE requests SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    "moves": """
        UPDATE moves SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    "deeds": """
        UPDATE deeds SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    "mentions": """
        UPDATE mentions SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
}

SELECT_CHECKPOINTS: Final = """
SELECT name, position FROM checkpoint
"""
ADVANCE: Final = """
INSERT INTO checkpoint (name, position) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET position = excluded.position
"""


class SQLiteTables:
    """An open transaction on the tables of the kept views."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self._opened: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._cursor.execute(SELECT_CHECKPOINTS))

    def close(self, name: str, via: str, position: int) -> None:
        self._flush(name)
        self._cursor.execute(CLOSE[name], (position, via))

    def open(self, name: str, given: Iterable[Row], position: int) -> None:
        self._opened[name] += [(*row, position, STILL) for row in given]

    def advance(self, names: Collection[str], position: int) -> None:
        for name in INSERT:
            self._flush(name)
        self._cursor.executemany(ADVANCE, [(name, position) for name in names])

    def _flush(self, name: str) -> None:
        self._cursor.executemany(INSERT[name], self._opened.pop(name, ()))


class SQLiteKeptViews:
    """The kept views in a SQLite file: the ledger's own, or one to rebuild them in."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def create_tables(self) -> None:
        """Make those tables that are not there yet."""
        with self._datastore.writing() as cursor:
            for statement in CREATE:
                cursor.execute(statement)

    def checkpoints(self) -> Mapping[str, int]:
        with self._datastore.reading() as cursor:
            return checkpoints_of(cursor.execute(SELECT_CHECKPOINTS))

    @contextmanager
    def projecting(self) -> Iterator[SQLiteTables]:
        with self._datastore.writing(synchronous=False) as cursor:
            yield SQLiteTables(cursor)


def checkpoints_of(found: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """The checkpoint of every view, 0 where none was found."""
    reached = dict(found)
    return {name: reached.get(name, 0) for name in KEPT}
