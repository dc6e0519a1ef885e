"""Views rebuilt in a file beside the ledger: compared with the live ones, or put in their place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from service.projections.kept import KEPT
from service.storage.opened import Difference
from service.storage.sqlite.connections import LedgerDatastore, transaction
from service.storage.sqlite.kept_rows import SQLiteKeptViews, checkpoints_of

MISSING: Final[Mapping[str, str]] = {
    "readings": "SELECT * FROM rebuilt.readings EXCEPT SELECT * FROM main.readings",
    "learnings": "SELECT * FROM rebuilt.learnings EXCEPT SELECT * FROM main.learnings",
    "requests": "SELECT * FROM rebuilt.requests EXCEPT SELECT * FROM main.requests",
    "moves": "SELECT * FROM rebuilt.moves EXCEPT SELECT * FROM main.moves",
    "deeds": "SELECT * FROM rebuilt.deeds EXCEPT SELECT * FROM main.deeds",
    "mentions": "SELECT * FROM rebuilt.mentions EXCEPT SELECT * FROM main.mentions",
}
"""Rows that the events give, and that the live view does not have."""

SURPLUS: Final[Mapping[str, str]] = {
    "readings": "SELECT * FROM main.readings EXCEPT SELECT * FROM rebuilt.readings",
    "learnings": "SELECT * FROM main.learnings EXCEPT SELECT * FROM rebuilt.learnings",
    "requests": "SELECT * FROM main.requests EXCEPT SELECT * FROM rebuilt.requests",
    "moves": "SELECT * FROM main.moves EXCEPT SELECT * FROM rebuilt.moves",
    "deeds": "SELECT * FROM main.deeds EXCEPT SELECT * FROM rebuilt.deeds",
    "mentions": "SELECT * FROM main.mentions EXCEPT SELECT * FROM rebuilt.mentions",
}
"""Rows that the live view has, and that no event gives."""

COUNTS: Final[Mapping[str, str]] = {
    "readings": """
        SELECT (SELECT count(*) FROM main.readings), (SELECT count(*) FROM rebuilt.readings)
    """,
    "learnings": """
        SELECT (SELECT count(*) FROM main.learnings), (SELECT count(*) FROM rebuilt.learnings)
    """,
    "requests": """
        SELECT (SELECT count(*) FROM main.requests), (SELECT count(*) FROM rebuilt.requests)
    """,
    "moves": """
        SELECT (SELECT count(*) FROM main.moves), (SELECT count(*) FROM rebuilt.moves)
    """,
    "deeds": """
        SELECT (SELECT count(*) FROM main.deeds), (SELECT count(*) FROM rebuilt.deeds)
    """,
    "mentions": """
        SELECT (SELECT count(*) FROM main.mentions), (SELECT count(*) FROM rebuilt.mentions)
    """,
}

SWAP: Final[Mapping[str, tuple[str, str]]] = {
    "readings": (
        "DELETE FROM main.readings",
        "INSERT INTO main.readings SELECT * FROM rebuilt.readings ORDER BY rowid",
    ),
    "learnings": (
        "DELETE FROM main.learnings",
        "INSERT INTO main.learnings SELECT * FROM rebuilt.learnings ORDER BY rowid",
    ),
    "requests": (
        "DELETE FROM main.requests",
        "INSERT INTO main.requests SELECT * FROM rebuilt.requests ORDER BY rowid",
    ),
    "moves": (
        "DELETE FROM main.moves",
        "INSERT INTO main.moves SELECT * FROM rebuilt.moves ORDER BY rowid",
    ),
    "deeds": (
        "DELETE FROM main.deeds",
        "INSERT INTO main.deeds SELECT * FROM rebuilt.deeds ORDER BY rowid",
    ),
    "mentions": (
        "DELETE FROM main.mentions",
        "INSERT INTO main.mentions SELECT * FROM rebuilt.mentions ORDER BY rowid",
    ),
}
SWAP_CHECKPOINT: Final = """
INSERT INTO main.checkpoint (name, position)
SELECT name, position FROM rebuilt.checkpoint WHERE name = ?
ON CONFLICT (name) DO UPDATE SET position = excluded.position
"""
CHECKPOINTS: Final = """
SELECT name, position FROM main.checkpoint
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
        missing = self._connection.execute(MISSING[name]).fetchall()
        surplus = self._connection.execute(SURPLUS[name]).fetchall()
        live, rebuilt = self._connection.execute(COUNTS[name]).fetchone()
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
                    for statement in SWAP[name]:
                        cursor.execute(statement)
                    cursor.execute(SWAP_CHECKPOINT, (name,))
        finally:
            connection.execute("DETACH rebuilt")
