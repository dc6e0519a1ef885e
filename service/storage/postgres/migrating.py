"""Our tables in PostgreSQL from version to version, and what a database must be to be opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from service.errors import StoreUnavailable, WrongSchema
from service.storage.postgres.connections import (
    Cursor,
    as_unavailable,
    commit,
    complete,
    connected,
    execute_all,
)
from service.storage.postgres.kept_rows import CREATE_CHECKPOINT, outdated_in, renew
from service.storage.postgres.schema import (
    CREATE_ACCESS_READ,
    CREATE_LEDGER,
    CREATE_LISTINGS,
    CREATE_REPLAY,
    CREATE_SCHEMA,
    CREATE_SCHEMA_VERSION,
    CREATE_SESSION,
    EXTEND_TOKEN,
)

MIGRATIONS: Final[Mapping[int, tuple[str, ...]]] = {
    1: CREATE_LEDGER,
    2: ("DROP TABLE IF EXISTS checkpoint", CREATE_CHECKPOINT),
    3: CREATE_LISTINGS,
    4: ("DROP TABLE replay", CREATE_REPLAY),
    5: EXTEND_TOKEN,
    6: CREATE_ACCESS_READ,
    7: CREATE_SESSION,
}
"""What leads to each version from the one before it. What was recorded is never rewritten. The
kept views have versions of their own, which `checkpoint` holds."""
LATEST: Final = max(MIGRATIONS)

BEGIN_MIGRATING: Final = """
BEGIN;
SELECT pg_advisory_xact_lock(1952805748, 5);
SELECT pg_advisory_xact_lock(1952805748, 2)
"""
HOLD_READERS: Final = """
LOCK TABLE checkpoint IN ACCESS EXCLUSIVE MODE
"""
HAS_SCHEMA: Final = """
SELECT to_regnamespace('testigo') IS NOT NULL AS there
"""
IS_THERE: Final = """
SELECT to_regclass('testigo.schema_version') IS NOT NULL AS there
"""
SELECT_VERSION: Final = """
SELECT coalesce(max(version), 0) AS version FROM testigo.schema_version
"""
INSERT_VERSION: Final = """
INSERT INTO testigo.schema_version (version) VALUES (%s)
"""
SETTINGS: Final = """
SELECT
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS full_page_writes,
    current_setting('server_encoding') AS server_encoding
"""


def migrate(address: str) -> tuple[int, int]:
    """Make our tables, or bring them to the latest version: the version before, and after.

    All in one transaction. Raises `WrongSchema` if a newer Testigo made them.
    """
    with (
        as_unavailable(),
        connected(complete(address)) as connection,
        connection.cursor() as cursor,
    ):
        execute_all(cursor, BEGIN_MIGRATING)
        before = _version(cursor)
        _refuse_newer(before)
        if before == 0:
            _make_schema(cursor)
        for version in range(before + 1, LATEST + 1):
            for statement in MIGRATIONS[version]:
                cursor.execute(statement)
            cursor.execute(INSERT_VERSION, (version,))
        if outdated_in(cursor):
            cursor.execute(HOLD_READERS)
            renew(cursor)
        commit(cursor)
    return before, LATEST


def refuse_unfit(address: str) -> None:
    """Raise `StoreUnavailable` unless the database answers, keeps what it commits, and has our
    tables as they are now (`WrongSchema`)."""
    with (
        as_unavailable(),
        connected(complete(address)) as connection,
        connection.cursor() as cursor,
    ):
        _refuse_forgetful(cursor)
        version = _version(cursor)
        _refuse_newer(version)
        _refuse_older(version)
        if views := outdated_in(cursor):
            raise WrongSchema(
                f"The kept views {', '.join(views)} are of an older Testigo. Run: testigo migrate"
            )


def _make_schema(cursor: Cursor) -> None:
    """Make the schema only if it is not there: that takes a right that its owner need not have."""
    if not cursor.execute(HAS_SCHEMA).fetchall()[0]["there"]:
        cursor.execute(CREATE_SCHEMA)
    cursor.execute(CREATE_SCHEMA_VERSION)


def _version(cursor: Cursor) -> int:
    there = cursor.execute(IS_THERE).fetchall()[0]["there"]
    return int(cursor.execute(SELECT_VERSION).fetchall()[0]["version"]) if there else 0


def _refuse_newer(version: int) -> None:
    if version > LATEST:
        raise WrongSchema(
            f"The database is of schema {version}, made by a newer Testigo; this one knows"
            f" {LATEST}."
        )


def _refuse_older(version: int) -> None:
    if version < LATEST:
        found = f"is of schema {version}, and {LATEST} is needed" if version else "has no tables"
        raise WrongSchema(f"The database {found}. Run: testigo migrate")


def _refuse_forgetful(cursor: Cursor) -> None:
    found = cursor.execute(SETTINGS).fetchall()[0]
    if found["server_encoding"] != "UTF8":
        raise StoreUnavailable(f"The database is in {found['server_encoding']}; UTF8 is needed.")
    off = [name for name, value in found.items() if value == "off"]
    if off:
        raise StoreUnavailable(
            f"The server would lose what it commits: {', '.join(off)} is off, and must be on."
        )
