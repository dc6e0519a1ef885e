"""Views rebuilt beside the live ones and put in their place, all in one transaction.

Nobody sees the new tables before they are the live ones; whatever interrupts the replay undoes all
of it, the lock that makes it the only one included.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from domain.instant import Instant
from service.errors import ReplayRunning
from service.projections.kept import KEPT
from service.projections.replaying import Replay
from service.storage.postgres.connections import Cursor, LedgerDatastore, commit, execute_all
from service.storage.postgres.kept import TABLES
from service.storage.postgres.kept_rows import (
    CREATE_CHECKPOINT,
    PostgresViewsBeside,
    checkpoints_of,
    make,
)

BEGIN_REBUILDING: Final = """
BEGIN;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL synchronous_commit = off;
SELECT pg_try_advisory_xact_lock(1952805748, 3) AS alone
"""
MAKE_ROOM: Final = """
CREATE SCHEMA testigo_beside;
SET LOCAL search_path = testigo_beside
"""
HOLD_PROJECTING: Final = """
SAVEPOINT swap;
SELECT pg_advisory_xact_lock(1952805748, 2);
SELECT name, version, position FROM testigo.checkpoint
"""
HOLD_READERS: Final = """
SET LOCAL lock_timeout = '1s';
LOCK TABLE testigo.checkpoint IN ACCESS EXCLUSIVE MODE
"""
LET_GO: Final = """
ROLLBACK TO swap
"""
SWAP_CHECKPOINTS: Final = """
UPDATE testigo.checkpoint AS live SET position = beside.position
FROM testigo_beside.checkpoint AS beside
WHERE beside.name = live.name AND live.name = ANY(%s)
"""
CLEAR_ROOM: Final = """
DROP SCHEMA testigo_beside CASCADE
"""

FORGET: Final = """
DELETE FROM replay
"""
REPORT: Final = """
INSERT INTO replay (started_at, done, of) VALUES (%s, %s, %s)
ON CONFLICT (only_one) DO UPDATE
SET started_at = excluded.started_at, done = excluded.done, of = excluded.of
"""
SELECT_REPLAY: Final = """
SELECT started_at, done, of FROM replay
WHERE EXISTS (
    SELECT 1 FROM pg_locks
    WHERE locktype = 'advisory' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid = 1952805748 AND objid = 3 AND objsubid = 2
)
"""

AGAIN_SECONDS: Final = 1.0
"""How long a swap that had to give way to a long reading waits before it tries again."""


class PostgresBeside:
    """Views in a transaction of their own, to be put in the place of the live ones."""

    def __init__(self, live: LedgerDatastore, cursor: Cursor) -> None:
        self._live = live
        self._cursor = cursor
        self.kept = PostgresViewsBeside(cursor)

    def report(self, replay: Replay) -> None:
        with self._live.writing() as cursor:
            cursor.execute(REPORT, (replay.started_at, replay.done, replay.of))

    def swap_in(self, names: Collection[str], catch_up: Callable[[int], None]) -> None:
        for table in TABLES.values():
            self._cursor.execute(table.analyze)
        while not self._swap(names, catch_up):
            time.sleep(AGAIN_SECONDS)

    def _swap(self, names: Collection[str], catch_up: Callable[[int], None]) -> bool:
        """Whether it could be done without keeping readers waiting behind a long reading."""
        execute_all(self._cursor, HOLD_PROJECTING)
        catch_up(max(checkpoints_of(self._cursor).values()))
        try:
            execute_all(self._cursor, HOLD_READERS)
            for name in names:
                execute_all(self._cursor, TABLES[name].swap)
        except psycopg.errors.LockNotAvailable:
            self._cursor.execute(LET_GO)
            return False
        self._cursor.execute(SWAP_CHECKPOINTS, (list(names),))
        self._cursor.execute(CLEAR_ROOM)
        commit(self._cursor)
        return True


@contextmanager
def rebuilding(live: LedgerDatastore) -> Iterator[PostgresBeside]:
    """Open views beside. Raises `ReplayRunning` if anybody has done so."""
    with live.alone() as connection, connection.cursor() as cursor:
        execute_all(cursor, BEGIN_REBUILDING)
        if not cursor.fetchall()[0]["alone"]:
            raise ReplayRunning("A replay of this ledger is running already.")
        with live.writing() as other:
            other.execute(FORGET)
        execute_all(cursor, MAKE_ROOM)
        cursor.execute(CREATE_CHECKPOINT)
        make(cursor, KEPT)
        yield PostgresBeside(live, cursor)


def running(live: LedgerDatastore) -> Replay | None:
    """The replay that runs, in whichever process; None: there is none, or it has just begun."""
    for found in live.ask(SELECT_REPLAY):
        return Replay(Instant(found["started_at"]), found["done"], found["of"])
    return None
