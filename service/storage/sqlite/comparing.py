"""Views rebuilt in a file beside the ledger, and compared with the live ones."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from service.projections.kept import KEPT, checkpoints_of
from service.storage.opened import Difference
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.kept import TABLES
from service.storage.sqlite.kept_rows import SQLiteKeptViews
from service.storage.sqlite.rooms import room

CHECKPOINTS: Final = """
SELECT name, version, position FROM main.checkpoint
"""

EXAMPLES: Final = 3


class SQLiteComparison:
    """A reading of the live views that stays as it was opened, and views in an attached file."""

    def __init__(self, connection: sqlite3.Connection, kept: SQLiteKeptViews) -> None:
        self._connection = connection
        self.kept = kept
        self.checkpoints = checkpoints_of(connection.execute(CHECKPOINTS))

    def differences(self) -> list[Difference]:
        return [found for name in KEPT if (found := self._difference(name)) is not None]

    def _difference(self, name: str) -> Difference | None:
        missing = self._connection.execute(TABLES[name].missing).fetchall()
        surplus = self._connection.execute(TABLES[name].surplus).fetchall()
        live, rebuilt = self._connection.execute(TABLES[name].counts).fetchone()
        doubled = live - len(surplus) - (rebuilt - len(missing))
        if not missing and not surplus and not doubled:
            return None
        examples = [f"missing: {_shown(row)}" for row in missing[:EXAMPLES]]
        examples += [f"surplus: {_shown(row)}" for row in surplus[:EXAMPLES]]
        return Difference(name, len(missing), len(surplus), doubled, tuple(examples))


def _shown(row: tuple[object, ...]) -> str:
    return ", ".join("-" if each is None else str(each) for each in row)


@contextmanager
def comparing(live: Path) -> Iterator[SQLiteComparison]:
    """Open a comparison. Rooms that others left abandoned are removed."""
    with room(live) as path, _views_in(path) as kept:
        address = f"file:{quote(os.fspath(live))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.execute("ATTACH ? AS rebuilt", (str(path),))
            connection.execute("BEGIN")
            try:
                yield SQLiteComparison(connection, kept)
            finally:
                connection.execute("ROLLBACK")


@contextmanager
def _views_in(path: Path) -> Iterator[SQLiteKeptViews]:
    """Empty views in a new file."""
    datastore = LedgerDatastore(path)
    try:
        kept = SQLiteKeptViews(datastore)
        kept.create_tables(asked=False)
        yield kept
    finally:
        datastore.close()
