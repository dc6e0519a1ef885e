"""Views rebuilt in temporary tables and compared with the live ones, in one transaction.

It sees the live views as they were when it began; the temporary tables hide them by name, so that
the same statements fill these, and vanish with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from service.projections.kept import KEPT
from service.storage.opened import Difference
from service.storage.postgres.connections import Cursor, LedgerDatastore, execute_all
from service.storage.postgres.kept import TABLES
from service.storage.postgres.kept_rows import PostgresViewsBeside, checkpoints_of

HOLD_SWAPS: Final = """
SELECT pg_advisory_lock_shared(1952805748, 6)
"""
"""Before the transaction begins, and with it what it sees."""
BEGIN_COMPARING: Final = """
BEGIN ISOLATION LEVEL REPEATABLE READ;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL plan_cache_mode = force_generic_plan;
LOCK TABLE testigo.checkpoint IN ACCESS SHARE MODE;
SELECT name, version, position FROM testigo.checkpoint
"""
MAKE_ROOM: Final = """
CREATE TEMPORARY TABLE checkpoint (LIKE testigo.checkpoint INCLUDING INDEXES) ON COMMIT DROP;
INSERT INTO pg_temp.checkpoint SELECT name, version, 0 FROM testigo.checkpoint
"""

EXAMPLES: Final = 3


class PostgresComparison:
    """A reading of the live views that stays as it was opened, and temporary ones."""

    def __init__(self, cursor: Cursor) -> None:
        """The cursor stands at the live checkpoints."""
        self._cursor = cursor
        self.checkpoints = checkpoints_of(cursor.fetchall())
        self.kept = PostgresViewsBeside(cursor)

    def differences(self) -> list[Difference]:
        return [found for name in KEPT if (found := self._difference(name)) is not None]

    def _difference(self, name: str) -> Difference | None:
        missing = self._cursor.execute(TABLES[name].missing).fetchall()
        surplus = self._cursor.execute(TABLES[name].surplus).fetchall()
        count = self._cursor.execute(TABLES[name].counts).fetchall()[0]
        doubled = count["live"] - len(surplus) - (count["rebuilt"] - len(missing))
        if not missing and not surplus and not doubled:
            return None
        examples = [f"missing: {_shown(row)}" for row in missing[:EXAMPLES]]
        examples += [f"surplus: {_shown(row)}" for row in surplus[:EXAMPLES]]
        return Difference(name, len(missing), len(surplus), doubled, tuple(examples))


def _shown(row: Mapping[str, object]) -> str:
    return ", ".join("-" if each is None else str(each) for each in row.values())


@contextmanager
def comparing(live: LedgerDatastore) -> Iterator[PostgresComparison]:
    """Open a comparison."""
    with live.alone() as connection, connection.cursor() as cursor:
        cursor.execute(HOLD_SWAPS)
        execute_all(cursor, BEGIN_COMPARING)
        comparison = PostgresComparison(cursor)
        execute_all(cursor, MAKE_ROOM)
        for table in TABLES.values():
            execute_all(cursor, ";".join((table.make_room, *table.kept_by)))
        yield comparison
        connection.rollback()
