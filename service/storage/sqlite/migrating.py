"""Our tables in SQLite from version to version: the number is the file's `user_version`."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from service.errors import WrongSchema
from service.storage.sqlite.connections import LedgerDatastore

LATEST: Final = 5
SELECT_VERSION: Final = """
PRAGMA user_version
"""
DROP_UNVERSIONED_CHECKPOINT: Final = """
DROP TABLE IF EXISTS checkpoint
"""
SET_VERSION: Final = """
PRAGMA user_version = 5
"""


def refuse_unfit(datastore: LedgerDatastore, *, writable: bool) -> int:
    """The version of a file's tables, 0 if it has none or is of before they were numbered.

    Raises `WrongSchema` if a newer Testigo made them; and, of a file that is opened only to be
    read, if an older one did.
    """
    with datastore.reading() as cursor:
        version = _version(cursor)
    if version > LATEST:
        raise WrongSchema(
            f"{datastore.path} is of schema {version}, made by a newer Testigo; this one knows"
            f" {LATEST}."
        )
    if version < LATEST and not writable:
        raise WrongSchema(
            f"{datastore.path} is of schema {version}, and {LATEST} is needed. Run: testigo migrate"
        )
    return version


def clear_way(datastore: LedgerDatastore, before: int) -> None:
    """Remove those tables of an older version that are not what they were: kept views fill anew.

    What was recorded is never rewritten.
    """
    if before < 2:
        with datastore.writing() as cursor:
            cursor.execute(DROP_UNVERSIONED_CHECKPOINT)


def set_latest(datastore: LedgerDatastore) -> None:
    """Say that its tables are of the latest version."""
    with datastore.writing() as cursor:
        if _version(cursor) != LATEST:
            cursor.execute(SET_VERSION)


def migrate(path: Path) -> tuple[int, int]:
    """Make the tables of a file, or bring them to the latest version: the one before, and after.

    Opening a file to write does the same. Raises `LedgerHeld` while a service has it open.
    """
    from service.storage.sqlite.storage import SQLiteStorage

    storage = SQLiteStorage(path, writable=True)
    storage.close()
    return storage.schema_before, LATEST


def _version(cursor: sqlite3.Cursor) -> int:
    return int(cursor.execute(SELECT_VERSION).fetchone()[0])
