"""Writing the kept views in PostgreSQL: rows and checkpoints of one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from psycopg.rows import DictRow

from service.projections import kept
from service.projections.kept import KEPT, Row, outdated
from service.projections.kept.fronts import FrontKey, FrontRow
from service.storage.postgres.connections import BEGIN_PROJECTING, Cursor, LedgerDatastore
from service.storage.postgres.kept import TABLES
from service.storage.postgres.kept_fronts import STILL, PostgresFronts
from service.storage.postgres.kept_rosters import PostgresRosters
from service.storage.postgres.kept_writing import columns_of

CREATE_CHECKPOINT: Final = """
CREATE TABLE checkpoint (
    name     TEXT COLLATE "C" PRIMARY KEY,
    version  INTEGER          NOT NULL,
    position BIGINT           NOT NULL
)
"""
"""For every kept view the version of its table, and the last position that it reflects."""

SELECT_CHECKPOINTS: Final = """
SELECT name, version, position FROM checkpoint
"""
BEGIN_ANEW: Final = """
INSERT INTO checkpoint (name, version, position) VALUES (%s, %s, 0)
ON CONFLICT (name) DO UPDATE SET version = excluded.version, position = 0
"""
ADVANCE: Final = """
UPDATE checkpoint SET position = %s WHERE name = ANY(%s)
"""


class PostgresTables(PostgresFronts, PostgresRosters):
    """An open transaction on the tables of the kept views, wherever they stand."""

    def __init__(self, cursor: Cursor, reached: Mapping[str, int]) -> None:
        """`reached`: the checkpoints that it begins with."""
        super().__init__(cursor)
        self._reached = reached
        self._opened: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def checkpoints(self) -> Mapping[str, int]:
        return self._reached

    def close(self, name: str, via: str, own: int, position: int) -> None:
        self._flush(name)
        table = TABLES[name]
        self._cursor.execute(table.close, (position, own if table.closed_by_position else via))

    def open(self, name: str, given: Iterable[Row], position: int) -> None:
        self._opened[name] += [(*row, position, STILL) for row in given]

    def next_in_front(self, key: FrontKey, since: int, most: int) -> FrontRow | None:
        self._flush("learnings")
        self._flush("requests")
        return super().next_in_front(key, since, most)

    def advance(self, names: Collection[str], position: int) -> None:
        with self._cursor.connection.pipeline():  # one round trip for all that is written
            for name in TABLES:
                self._flush(name)
            self._write_all()
            if names:
                self._cursor.execute(ADVANCE, (position, list(names)))

    def _flush(self, name: str) -> None:
        rows = self._opened.pop(name, ())
        if rows:
            self._cursor.execute(TABLES[name].insert, columns_of(rows))


class PostgresKeptViews:
    """The live views. One process at a time projects them; another takes over when it dies."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._datastore.ask(SELECT_CHECKPOINTS))

    @contextmanager
    def projecting(self) -> Iterator[PostgresTables]:
        with self._datastore.writing(BEGIN_PROJECTING) as cursor:
            yield PostgresTables(cursor, checkpoints_of(cursor.fetchall()))


class PostgresViewsBeside:
    """Views in tables that only one transaction sees, until it swaps them in or drops them."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._cursor.execute(SELECT_CHECKPOINTS))

    @contextmanager
    def projecting(self) -> Iterator[PostgresTables]:
        """All batches are of one transaction: what ends with an exception ends all of them."""
        yield PostgresTables(self._cursor, self.checkpoints())


def checkpoints_of(found: Iterable[DictRow]) -> Mapping[str, int]:
    """As `kept.checkpoints_of`, of rows of the table `checkpoint`."""
    return kept.checkpoints_of((row["name"], row["version"], row["position"]) for row in found)


def make(cursor: Cursor, names: Collection[str]) -> None:
    """Make these tables, and their checkpoints, where none of them are: they fill by themselves."""
    for name in names:
        for statement in TABLES[name].statements:
            cursor.execute(statement)
        cursor.execute(BEGIN_ANEW, (name, KEPT[name].version))


def renew(cursor: Cursor) -> None:
    """Make those tables anew that are not there, or not as they are now.

    Raises `WrongSchema` if a newer Testigo made one of them.
    """
    names = outdated_in(cursor)
    for name in names:
        cursor.execute(TABLES[name].drop)
    make(cursor, names)


def outdated_in(cursor: Cursor) -> list[str]:
    """As `kept.outdated`, of the database."""
    found = cursor.execute(SELECT_CHECKPOINTS).fetchall()
    return outdated({each["name"]: each["version"] for each in found})
