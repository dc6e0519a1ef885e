"""Connections to one PostgreSQL database, whose tables of ours stand in the schema `testigo`.

Every transaction begins with its locks, in one round trip. The advisory locks are pairs: 1952805748
("test" as a number) and

| 1 | appending | orders appends; held until the commit: no position appears before a lower one |
| 2 | projecting | one process at a time writes the live views |
| 3 | rebuilding | one replay at a time |
| 4 | first token | one process at a time looks whether there is a token |
| 5 | migrating | one process at a time makes tables |
| 6 | comparing | shared by comparisons with the live views, which stay where they are meanwhile |

An advisory lock orders appends, and not a lock of the table, because the latter would also wait for
vacuum, and cancel it each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict, make_conninfo, timeout_from_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg.sql import Composed

from service.errors import StoreUnavailable

SCHEMA: Final = "testigo"
CONNECTIONS: Final = 24
"""How many connections a process holds at most, besides the one that listens."""
DEFAULTS: Final = {
    "fallback_application_name": "testigo",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
"""What holds unless the address says otherwise: a server that vanished is missed in seconds.
`connect_timeout` is also how long a request waits for a connection that others hold."""
SESSION: Final = f"-c search_path={SCHEMA} -c jit=off"

BEGIN_READING: Final = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
"""
BEGIN_READING_VIEWS: Final = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
LOCK TABLE checkpoint IN ACCESS SHARE MODE;
SELECT name, version, position FROM checkpoint
"""
"""The lock keeps the views from being swapped between the snapshot and its last question: a table
that comes later than a snapshot looks empty to it."""
BEGIN_WRITING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED
"""
BEGIN_APPENDING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = '10s';
SET LOCAL idle_in_transaction_session_timeout = '10s';
SELECT set_config('synchronous_commit', 'on', true)
WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
SELECT pg_advisory_xact_lock(1952805748, 1);
SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1
"""
"""A process that hangs, or is cut off, holds the others up for so long at most. Each statement sees
what was committed before it, and the commit waits for the disk, whatever the server's defaults are
by now."""
BEGIN_PROJECTING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = '30s';
SET LOCAL idle_in_transaction_session_timeout = '60s';
SET LOCAL synchronous_commit = off;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL enable_seqscan = off;
SET LOCAL plan_cache_mode = force_generic_plan;
SELECT pg_advisory_xact_lock(1952805748, 2);
SELECT name, version, position FROM checkpoint
"""
"""A crash of the server may undo the last of these transactions (never half of one): enough for
what can be rebuilt, and the events are on disk before. All that projecting looks up it looks up by
index, also in tables that were empty when the plan was made; a plan for each batch, which has the
whole batch to look at, is only slower."""
COMMIT: Final = """
COMMIT
"""
COMMIT_APPENDED: Final = """
NOTIFY testigo_appended;
COMMIT
"""

Connection = psycopg.Connection[DictRow]
Cursor = psycopg.Cursor[DictRow]


class LedgerDatastore(PostgresDatastore):
    """The connections of one process to one database; lost ones are replaced."""

    def __init__(self, address: str) -> None:
        """`address` is what libpq takes. Nothing is connected before it is needed."""
        super().__init__("", "", "", "", "", schema=SCHEMA, originator_id_type="text")
        self.address = complete(address)
        patience = timeout_from_conninfo(conninfo_to_dict(self.address))
        self.pool = ConnectionPool(
            self.address,
            connection_class=Connection,
            kwargs={"autocommit": True, "row_factory": dict_row},
            min_size=1,
            max_size=CONNECTIONS,
            open=False,
            timeout=patience,
            reconnect_timeout=patience,
        )
        self.pool.open()

    def ask(self, statement: str, parameters: Any = None) -> list[DictRow]:
        """The rows of one statement, which is a reading of its own."""
        with self._begun(statement, parameters) as cursor:
            return cursor.fetchall()

    @contextmanager
    def reading(self, begin: str = BEGIN_READING) -> Iterator[Cursor]:
        """A consistent reading of what is committed."""
        with self._begun(begin) as cursor:
            yield cursor
            cursor.connection.rollback()

    @contextmanager
    def writing(self, begin: str = BEGIN_WRITING, end: str = COMMIT) -> Iterator[Cursor]:
        """A transaction that is kept whole, or not at all if it ends with an exception."""
        with self._begun(begin) as cursor:
            yield cursor
            commit(cursor, end)

    @contextmanager
    def _begun(self, statements: str, parameters: Any = None) -> Iterator[Cursor]:
        """A cursor that stands at the last result of these, on a connection of the pool.

        One that an exception passed through is not used again: that ends its transaction.
        """
        with as_unavailable():
            cursor = self._begin(statements, parameters)
            try:
                yield cursor
            except BaseException:
                cursor.connection.close()
                raise
            finally:
                self.pool.putconn(cursor.connection)

    def _begin(self, statements: str, parameters: Any) -> Cursor:
        """Run what may be run twice; connections that were lost while they waited are passed over.

        So a connection need not be tried first, which would cost a round trip each time.
        """
        for _ in range(CONNECTIONS + 1):
            connection = self.pool.getconn()
            try:
                cursor = connection.cursor()
                execute_all(cursor, statements, parameters)
            except BaseException as error:
                lost = connection.closed and isinstance(error, psycopg.OperationalError)
                connection.close()
                self.pool.putconn(connection)
                if not lost:
                    raise
            else:
                return cursor
        raise StoreUnavailable("The database ends every connection.")

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A connection of its own, whose statements are planned anew each time."""
        with as_unavailable(), connected(self.address) as connection:
            connection.prepare_threshold = None
            yield connection


def complete(address: str) -> str:
    """The address with our defaults. Raises `StoreUnavailable`, which does not repeat it."""
    try:
        given = conninfo_to_dict(address)
        options = f"{given.pop('options', '')} {SESSION}".strip()
        return make_conninfo("", **{**DEFAULTS, **given, "options": options})
    except psycopg.Error:
        raise StoreUnavailable("That is no address of a PostgreSQL database.") from None


def connected(address: str) -> Connection:
    """A new connection, outside of any transaction."""
    return Connection.connect(address, autocommit=True, row_factory=dict_row)


def execute_all(cursor: Cursor, statements: str | Composed, parameters: Any = None) -> None:
    """Run statements (one, if it has parameters) in one round trip, up to the last one's result.

    Each sees what was committed when it began: also those after a lock that had to wait.
    """
    cursor.execute(statements, parameters)
    while cursor.nextset():
        pass


def commit(cursor: Cursor, statements: str = COMMIT) -> None:
    """Commit, or raise `StoreUnavailable`: also if the commit is only perhaps, or not as, asked.

    A failed transaction ends with a quiet ROLLBACK, and one whose standby did not answer with a
    WARNING. A connection that breaks now leaves open what became of the commit.
    """
    warnings: list[str] = []

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            warnings.append(diagnostic.message_primary or "a warning")

    cursor.connection.add_notice_handler(note)
    try:
        execute_all(cursor, statements)
    finally:
        cursor.connection.remove_notice_handler(note)
    if cursor.statusmessage != "COMMIT" or warnings:
        said = "; ".join(warnings) or f"{cursor.statusmessage} instead of COMMIT"
        raise StoreUnavailable(f"The database did not commit as it should: {said}.")


@contextmanager
def as_unavailable() -> Iterator[None]:
    """What PostgreSQL reports as `StoreUnavailable`; a broken constraint is a fault of ours."""
    try:
        yield
    except psycopg.IntegrityError:
        raise
    except (psycopg.Error, PersistenceError) as error:
        raise StoreUnavailable(f"The database does not answer: {said_by(error)}.") from error


def said_by(error: BaseException) -> str:
    """The first line of what an error says; those after it may quote rows."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
