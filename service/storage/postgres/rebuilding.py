"""Views rebuilt beside the live ones and put in their place, all in one transaction.

Nobody sees the new tables before they are the live ones; whatever interrupts the replay undoes all
of it, the lock that makes it the only one included. They stand in the same schema, so that a role
needs to own no more than that; temporary views hide the live tables by name, so that the same
statements fill them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg.sql import SQL, Identifier

from service.errors import ReplayRunning
from service.projections.replay import Replay
from service.storage.postgres.connections import Cursor, LedgerDatastore, commit, execute_all
from service.storage.postgres.kept import TABLES
from service.storage.postgres.kept.table import beside
from service.storage.postgres.kept_rows import PostgresViewsBeside, checkpoints_of
from service.storage.postgres.replay_log import end

BEGIN_REBUILDING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL synchronous_commit = off;
SET LOCAL plan_cache_mode = force_generic_plan;
SELECT pg_try_advisory_xact_lock(1952805748, 3) AS alone
"""
MAKE_ROOM: Final = """
CREATE TEMPORARY TABLE checkpoint (LIKE testigo.checkpoint INCLUDING INDEXES) ON COMMIT DROP
"""
BEGIN_ANEW: Final = """
INSERT INTO pg_temp.checkpoint (name, version, position)
SELECT name, version, CASE WHEN name = ANY(%s) THEN 0 ELSE 9223372036854775807 END
FROM testigo.checkpoint
"""
"""A view that is not rebuilt is never behind."""
MAKE_TABLE: Final = SQL("""
CREATE TABLE testigo.{beside} (LIKE testigo.{live});
CREATE TEMPORARY VIEW {live} AS SELECT * FROM testigo.{beside}
""")
ANALYZE: Final = SQL("""
ANALYZE testigo.{beside}
""")
TRADE: Final = SQL("""
DROP VIEW pg_temp.{live};
DROP TABLE testigo.{live};
ALTER TABLE testigo.{beside} RENAME TO {live}
""")
LIVE_CHECKPOINTS: Final = """
SELECT name, version, position FROM testigo.checkpoint
"""
BEGIN_SWAP: Final = """
SAVEPOINT swap;
SET LOCAL lock_timeout = '2s';
SELECT pg_try_advisory_xact_lock(1952805748, 6) AS uncompared
"""
"""A comparison reads for minutes: readings do not wait behind a swap that waits for it."""
HOLD_PROJECTING: Final = """
SELECT pg_advisory_xact_lock(1952805748, 2)
"""
SET_PATIENCE: Final = """
SELECT set_config('lock_timeout', %s, true)
"""
HOLD_READERS: Final = """
LOCK TABLE testigo.checkpoint IN ACCESS EXCLUSIVE MODE
"""
LET_GO: Final = """
ROLLBACK TO swap
"""
SWAP_CHECKPOINTS: Final = """
UPDATE testigo.checkpoint AS live SET position = beside.position
FROM pg_temp.checkpoint AS beside
WHERE beside.name = live.name AND live.name = ANY(%s)
"""
IS_REBUILDING: Final = """
SELECT 1 FROM pg_locks
WHERE locktype = 'advisory' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND classid = 1952805748 AND objid = 3 AND objsubid = 2
"""

AGAIN_SECONDS: Final = 1.0
"""How long a swap that had to give way to a long reading waits before it tries again."""
PATIENCE_MS: Final = 100
"""How long it first keeps new readings waiting for those that are open; then longer and longer."""
PATIENCE_MOST_MS: Final = 3000
"""What an autovacuum of a table gives way to: it is sent off after a second or so."""


class PostgresBeside:
    """Views in a transaction of their own, to be put in the place of the live ones."""

    def __init__(self, cursor: Cursor, names: Collection[str]) -> None:
        self._cursor = cursor
        self._names = list(names)
        self.kept = PostgresViewsBeside(cursor)

    def make(self) -> None:
        self._cursor.execute(MAKE_ROOM)
        self._cursor.execute(BEGIN_ANEW, (self._names,))
        self._for_each(MAKE_TABLE)
        for name in self._names:
            self._index(name, TABLES[name].kept_by)

    def swap_in(
        self,
        catch_up: Callable[[int], None],
        wait: Callable[[float], None],
        done: Callable[[], Replay],
    ) -> None:
        for name in self._names:
            wait(0)
            self._index(
                name, TABLES[name].asked_by
            )  # of all rows at once it is a fifth of the work
        self._for_each(ANALYZE)
        patience = PATIENCE_MS
        wait(0)
        while not self._swap(catch_up, done, patience):
            wait(AGAIN_SECONDS)
            patience = min(2 * patience, PATIENCE_MOST_MS)

    def _swap(
        self, catch_up: Callable[[int], None], done: Callable[[], Replay], patience: int
    ) -> bool:
        """Whether it could be done without keeping readings waiting for longer than `patience`."""
        catch_up(self._live_position())
        execute_all(self._cursor, BEGIN_SWAP)
        if not self._cursor.fetchall()[0]["uncompared"]:
            self._cursor.execute(LET_GO)
            return False
        try:
            self._cursor.execute(HOLD_PROJECTING)
            catch_up(self._live_position())
            self._cursor.execute(SET_PATIENCE, (f"{patience}ms",))
            self._cursor.execute(HOLD_READERS)
            self._for_each(TRADE)
        except psycopg.errors.LockNotAvailable:
            self._cursor.execute(LET_GO)
            return False
        self._cursor.execute(SWAP_CHECKPOINTS, (self._names,))
        end(self._cursor, done())
        commit(self._cursor)
        return True

    def _live_position(self) -> int:
        return max(checkpoints_of(self._cursor.execute(LIVE_CHECKPOINTS)).values())

    def _index(self, name: str, indexes: Collection[str]) -> None:
        for index in indexes:
            self._cursor.execute(beside(index, name))

    def _for_each(self, statements: SQL) -> None:
        """Run them for the tables of all views that are rebuilt, in one round trip."""
        each = [
            statements.format(live=Identifier(name), beside=Identifier(f"{name}_beside"))
            for name in self._names
        ]
        execute_all(self._cursor, SQL(";").join(each))


@contextmanager
def rebuilding(live: LedgerDatastore, names: Collection[str]) -> Iterator[PostgresBeside]:
    """Open views beside. Raises `ReplayRunning` if anybody has done so."""
    with live.alone() as connection, connection.cursor() as cursor:
        execute_all(cursor, BEGIN_REBUILDING)
        if not cursor.fetchall()[0]["alone"]:
            raise ReplayRunning("A replay of this ledger is running already.")
        yield PostgresBeside(cursor, names)


def is_rebuilding(live: LedgerDatastore) -> bool:
    """Whether anybody has views beside open, in whichever process."""
    return bool(live.ask(IS_REBUILDING))
