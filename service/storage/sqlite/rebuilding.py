"""Views rebuilt in a file beside the ledger: compared with the live ones, or put in their place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from service.projections.kept import KEPT, checkpoints_of
from service.storage.opened import Difference
from service.storage.sqlite.connections import LedgerDatastore, transaction
from service.storage.sqlite.kept import TABLES
from service.storage.sqlite.kept_rows import SQLiteKeptViews

SWAP_CHECKPOINT: Final = """
INSERT INTO main.checkpoint (name, version, position)
SELECT name, version, position FROM rebuilt.checkpoint WHERE name = ?
ON CONFLICT (name) DO UPDATE SET position = excluded.position
"""
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
def comparing(live: Path, beside: Path, kept: SQLiteKeptViews) -> Iterator[SQLiteComparison]:
    """Open a comparison; the file `beside` holds `kept`, which may be filled while it is open."""
    address = f"file:{quote(os.fspath(live))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS rebuilt", (str(beside),))
        connection.execute("BEGIN")
        try:
            yield SQLiteComparison(connection, kept)
        finally:
            connection.execute("ROLLBACK")


def swap_in(
    live: LedgerDatastore,
    beside: Path,
    names: Collection[str],
    catch_up: Callable[[int], None],
) -> None:
    """Put the views in the file `beside` in the place of the live ones, in one transaction.

    Nobody writes meanwhile, so that what `catch_up` brings them to is what the live ones reflect.
    """
    with live.alone() as connection:
        catch_up(max(checkpoints_of(connection.execute(CHECKPOINTS)).values()))
        connection.execute("ATTACH ? AS rebuilt", (os.fspath(beside),))
        try:
            with transaction(connection) as cursor:
                for name in names:
                    for statement in TABLES[name].swap:
                        cursor.execute(statement)
                    cursor.execute(SWAP_CHECKPOINT, (name,))
        finally:
            connection.execute("DETACH rebuilt")
