"""Tables that bear the name of a kept view and a number: they trade names with the live ones.

Nobody reads or writes a numbered table but the replay that fills it. All others of that form were
cast off, and are removed a little at a time.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Mapping
from typing import Final

from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.kept import TABLES
from service.storage.sqlite.kept.table import about

log = logging.getLogger("testigo.replay")

SELECT_NUMBER: Final = """
PRAGMA schema_version
"""
"""A number that no table has: it grows whenever tables are made, renamed or removed."""
SELECT_NUMBERED: Final = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '*[a-z]_[0-9]*'
"""
SELECT_NAMED: Final = """
SELECT rowid, name, sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL
"""
ALLOW_RENAMING: Final = """
PRAGMA writable_schema = ON
"""
RENAME: Final = """
UPDATE sqlite_schema SET name = ?, tbl_name = ?, sql = ? WHERE rowid = ?
"""
END_RENAMING: Final = """
PRAGMA writable_schema = RESET
"""
"""Has the schema read anew: what is not well formed fails then, and is undone."""
DELETE_ALL: Final = """
DELETE FROM live
"""
COPY_ALL: Final = """
INSERT INTO live SELECT * FROM numbered ORDER BY rowid
"""
DELETE_SLICE: Final = """
DELETE FROM cast_off WHERE rowid IN (SELECT rowid FROM cast_off LIMIT ?)
"""
DROP: Final = """
DROP TABLE cast_off
"""

ROWS: Final = 500
"""How many rows are removed in one transaction: some tens of milliseconds."""


def make(cursor: sqlite3.Cursor, names: Collection[str]) -> Mapping[str, str]:
    """Make empty tables beside those of the views `names`; their names by the views'."""
    number = _number(cursor)
    made = {name: f"{name}_{number}" for name in names}
    for name, numbered in made.items():
        for statement in TABLES[name].statements:
            cursor.execute(about(statement, name, numbered))
    return made


def trade(cursor: sqlite3.Cursor, names: Mapping[str, str]) -> None:
    """Have numbered tables, and their indexes, trade names with the live ones, in no time.

    `ALTER TABLE` renames no index, and questions name the index that they go by. Where SQLite was
    built not to let anybody do this, the rows are copied, and whoever writes waits for it.
    """
    number = _number(cursor)
    named = {
        table: cursor.execute(SELECT_NAMED, (table,)).fetchall()
        for pair in names.items()
        for table in pair
    }
    cursor.execute(ALLOW_RENAMING)
    try:
        for name, numbered in names.items():
            _rename(cursor, named[name], name, f"{name}_{number}")
            _rename(cursor, named[numbered], numbered, name)
    except sqlite3.OperationalError as refused:
        log.warning("views are swapped by copying: %s", refused)
        _copy(cursor, names)
    else:
        cursor.execute(f"PRAGMA schema_version = {number + 1}")  # others read it anew
    finally:
        cursor.execute(END_RENAMING)
    cursor.execute(SELECT_NUMBERED).fetchall()


def tidy(datastore: LedgerDatastore, in_use: Callable[[], Collection[str]]) -> bool:
    """Remove a slice of a numbered table that is not in use; whether there is more."""
    with datastore.reading() as cursor:
        if not _cast_off(cursor, in_use()):
            return False
    with datastore.writing(synchronous=False) as cursor:
        for name in _cast_off(cursor, in_use())[:1]:
            cursor.execute(about(DELETE_SLICE, "cast_off", name), (ROWS,))
            if cursor.rowcount == 0:
                cursor.execute(about(DROP, "cast_off", name))
    datastore.shorten_log()
    return True


def tidy_up(datastore: LedgerDatastore, in_use: Callable[[], Collection[str]]) -> None:
    """Remove all numbered tables that are not in use."""
    with datastore.writing(synchronous=False) as cursor:
        for name in _cast_off(cursor, in_use()):
            cursor.execute(about(DROP, "cast_off", name))


def _number(cursor: sqlite3.Cursor) -> int:
    return int(cursor.execute(SELECT_NUMBER).fetchone()[0])


def _rename(cursor: sqlite3.Cursor, entries: list[sqlite3.Row], this: str, other: str) -> None:
    """Rename a table and its indexes, which begin with its name."""
    for rowid, name, sql in entries:
        renamed = other + name.removeprefix(this)
        cursor.execute(RENAME, (renamed, other, about(sql, this, other), rowid))


def _copy(cursor: sqlite3.Cursor, names: Mapping[str, str]) -> None:
    for name, numbered in names.items():
        cursor.execute(about(DELETE_ALL, "live", name))
        cursor.execute(about(about(COPY_ALL, "live", name), "numbered", numbered))


def _cast_off(cursor: sqlite3.Cursor, in_use: Collection[str]) -> list[str]:
    found = [name for (name,) in cursor.execute(SELECT_NUMBERED).fetchall() if name not in in_use]
    return [name for name in found if name.rpartition("_")[0] in TABLES]
