"""Writing the kept views in SQLite: rows and checkpoints of one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from service.projections.kept import KEPT, Row, checkpoints_of, outdated
from service.projections.kept.fronts import FrontKey, FrontRow
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.kept import TABLES
from service.storage.sqlite.kept_fronts import STILL, SQLiteFronts
from service.storage.sqlite.kept_rosters import SQLiteRosters

CREATE_CHECKPOINT: Final = """
CREATE TABLE IF NOT EXISTS checkpoint (
    name     TEXT PRIMARY KEY,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
"""For every kept view the version of its table, and the last position that it reflects."""

SELECT_CHECKPOINTS: Final = """
SELECT name, version, position FROM checkpoint
"""
BEGIN_ANEW: Final = """
INSERT INTO checkpoint (name, version, position) VALUES (?, ?, 0)
ON CONFLICT (name) DO UPDATE SET version = excluded.version, position = 0
"""
ADVANCE: Final = """
UPDATE checkpoint SET position = ? WHERE name IN (SELECT value FROM json_each(?))
"""


class SQLiteTables(SQLiteFronts, SQLiteRosters):
    """An open transaction on the tables of the kept views."""

    def __init__(self, cursor: sqlite3.Cursor, names: Mapping[str, str] | None = None) -> None:
        super().__init__(cursor, names)
        self._opened: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._cursor.execute(SELECT_CHECKPOINTS))

    def close(self, name: str, via: str, own: int, position: int) -> None:
        self._flush(name)
        table = TABLES[name]
        given = (position, own if table.closed_by_position else via)
        self._cursor.execute(self._meant(table.close, name), given)

    def open(self, name: str, given: Iterable[Row], position: int) -> None:
        self._opened[name] += [(*row, position, STILL) for row in given]

    def next_in_front(self, key: FrontKey, since: int, most: int) -> FrontRow | None:
        self._flush("learnings")
        self._flush("requests")
        return super().next_in_front(key, since, most)

    def advance(self, names: Collection[str], position: int) -> None:
        for name in TABLES:
            self._flush(name)
        if names:
            self._cursor.execute(ADVANCE, (position, json.dumps(list(names))))

    def _flush(self, name: str) -> None:
        rows = self._opened.pop(name, ())
        if rows:
            self._cursor.executemany(self._meant(TABLES[name].insert, name), rows)


class SQLiteKeptViews:
    """The kept views in a SQLite file: the ledger's own, or one to rebuild them in."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def create_tables(self, *, asked: bool = True) -> None:
        """Make those tables that are not there, or not as they are now: they fill by themselves.

        Those that are not `asked` lack the indexes that only questions go by. Raises `WrongSchema`
        if a newer Testigo made one of them.
        """
        with self._datastore.writing() as cursor:
            cursor.execute(CREATE_CHECKPOINT)
            found = {name: version for name, version, _ in cursor.execute(SELECT_CHECKPOINTS)}
            for name in outdated(found):
                table = TABLES[name]
                cursor.execute(table.drop)
                for statement in table.statements if asked else (table.create, *table.kept_by):
                    cursor.execute(statement)
                cursor.execute(BEGIN_ANEW, (name, KEPT[name].version))

    def checkpoints(self) -> Mapping[str, int]:
        with self._datastore.reading() as cursor:
            return checkpoints_of(cursor.execute(SELECT_CHECKPOINTS))

    @contextmanager
    def projecting(self) -> Iterator[SQLiteTables]:
        self._datastore.shorten_log()  # the history of this batch is not read yet
        with self._datastore.writing(synchronous=False) as cursor:
            yield SQLiteTables(cursor)
