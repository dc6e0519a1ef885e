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
from service.storage.postgres.kept_rows import PostgresViewsBeside, checkpoints_of

BEGIN_COMPARING: Final = """
BEGIN ISOLATION LEVEL REPEATABLE READ;
SET LOCAL idle_in_transaction_session_timeout = 0;
LOCK TABLE testigo.checkpoint IN ACCESS SHARE MODE;
SELECT name, position FROM testigo.checkpoint
"""
MAKE_ROOM: Final = """
CREATE TEMPORARY TABLE checkpoint (LIKE testigo.checkpoint INCLUDING INDEXES) ON COMMIT DROP;
CREATE TEMPORARY TABLE readings (LIKE testigo.readings INCLUDING INDEXES) ON COMMIT DROP;
CREATE TEMPORARY TABLE learnings (LIKE testigo.learnings INCLUDING INDEXES) ON COMMIT DROP;
CREATE TEMPORARY TABLE requests (LIKE testigo.requests INCLUDING INDEXES) ON COMMIT DROP;
CREATE TEMPORARY TABLE moves (LIKE testigo.moves INCLUDING INDEXES) ON COMMIT DROP;
CREATE TEMPORARY TABLE deeds (LIKE testigo.deeds INCLUDING INDEXES) ON COMMIT DROP;
CREATE TEMPORARY TABLE mentions (LIKE testigo.mentions INCLUDING INDEXES) ON COMMIT DROP
"""
MISSING: Final[Mapping[str, str]] = {
    "readings": "SELECT * FROM pg_temp.readings EXCEPT SELECT * FROM testigo.readings",
    "learnings": "SELECT * FROM pg_temp.learnings EXCEPT SELECT * FROM testigo.learnings",
    "requests": "SELECT * FROM pg_temp.requests EXCEPT SELECT * FROM testigo.requests",
    "moves": "SELECT * FROM pg_temp.moves EXCEPT SELECT * FROM testigo.moves",
    "deeds": "SELECT * FROM pg_temp.deeds EXCEPT SELECT * FROM testigo.deeds",
    "mentions": "SELECT * FROM pg_temp.mentions EXCEPT SELECT * FROM testigo.mentions",
}
"""Rows that the events give, and that the live view does not have."""

SURPLUS: Final[Mapping[str, str]] = {
    "readings": "SELECT * FROM testigo.readings EXCEPT SELECT * FROM pg_temp.readings",
    "learnings": "SELECT * FROM testigo.learnings EXCEPT SELECT * FROM pg_temp.learnings",
    "requests": "SELECT * FROM testigo.requests EXCEPT SELECT * FROM pg_temp.requests",
    "moves": "SELECT * FROM testigo.moves EXCEPT SELECT * FROM pg_temp.moves",
    "deeds": "SELECT * FROM testigo.deeds EXCEPT SELECT * FROM pg_temp.deeds",
    "mentions": "SELECT * FROM testigo.mentions EXCEPT SELECT * FROM pg_temp.mentions",
}
"""Rows that the live view has, and that no event gives."""

COUNTS: Final[Mapping[str, str]] = {
    "readings": """
        SELECT (SELECT count(*) FROM testigo.readings) AS live,
               (SELECT count(*) FROM pg_temp.readings) AS rebuilt
    """,
    "learnings": """
        SELECT (SELECT count(*) FROM testigo.learnings) AS live,
               (SELECT count(*) FROM pg_temp.learnings) AS rebuilt
    """,
    "requests": """
        SELECT (SELECT count(*) FROM testigo.requests) AS live,
               (SELECT count(*) FROM pg_temp.requests) AS rebuilt
    """,
    "moves": """
        SELECT (SELECT count(*) FROM testigo.moves) AS live,
               (SELECT count(*) FROM pg_temp.moves) AS rebuilt
    """,
    "deeds": """
        SELECT (SELECT count(*) FROM testigo.deeds) AS live,
               (SELECT count(*) FROM pg_temp.deeds) AS rebuilt
    """,
    "mentions": """
        SELECT (SELECT count(*) FROM testigo.mentions) AS live,
               (SELECT count(*) FROM pg_temp.mentions) AS rebuilt
    """,
}

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
        missing = self._cursor.execute(MISSING[name]).fetchall()
        surplus = self._cursor.execute(SURPLUS[name]).fetchall()
        count = self._cursor.execute(COUNTS[name]).fetchall()[0]
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
        execute_all(cursor, BEGIN_COMPARING)
        comparison = PostgresComparison(cursor)
        execute_all(cursor, MAKE_ROOM)
        yield comparison
        connection.rollback()
