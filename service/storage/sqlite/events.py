"""The recorded events in SQLite: the library's recorder over a table with declared columns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from eventsourcing import sqlite as library  # it looks for one factory among a module's names
from eventsourcing.persistence import InfrastructureFactory, Notification, StoredEvent
from eventsourcing.utils import Environment, EnvType

from domain.events.envelope import Principal, Restored
from domain.instant import Instant
from domain.names import EventId
from service.event_store import Declared, Head, LedgerRecorder, Row
from service.storage.sqlite.connections import LedgerDatastore, as_unavailable

CREATE_EVENT: Final = """
CREATE TABLE IF NOT EXISTS event (
    position           INTEGER PRIMARY KEY,
    originator_id      TEXT    NOT NULL,
    originator_version INTEGER NOT NULL,
    topic              TEXT    NOT NULL,
    state              BLOB    NOT NULL,
    event_id           TEXT    NOT NULL UNIQUE,
    programme          TEXT    NOT NULL,
    root               TEXT    NOT NULL,
    recorded_at        INTEGER NOT NULL UNIQUE,
    recorder_name      TEXT    NOT NULL,
    recorder_principal TEXT    NOT NULL,
    restored_at        INTEGER,
    restorer_name      TEXT,
    restorer_principal TEXT,
    UNIQUE (originator_id, originator_version)
) STRICT
"""
CREATE_EVENT_BY_ROOT: Final = """
CREATE INDEX IF NOT EXISTS event_by_root ON event (root, position)
"""
CREATE_EVENT_BY_PROGRAMME: Final = """
CREATE INDEX IF NOT EXISTS event_by_programme ON event (programme, position)
"""
CREATE_EVENT_BY_STREAM: Final = """
CREATE INDEX IF NOT EXISTS event_by_stream ON event (originator_id, position)
"""
CREATE_EVENT_BY_TYPE: Final = """
CREATE INDEX IF NOT EXISTS event_by_type
ON event (substr(topic, 1, instr(topic, '.v') - 1), position)
"""
CREATE_EVENT_BY_PROGRAMME_AND_TYPE: Final = """
CREATE INDEX IF NOT EXISTS event_by_programme_and_type
ON event (programme, substr(topic, 1, instr(topic, '.v') - 1), position)
"""
CREATE_EVENT_BY_STREAM_AND_TYPE: Final = """
CREATE INDEX IF NOT EXISTS event_by_stream_and_type
ON event (originator_id, substr(topic, 1, instr(topic, '.v') - 1), position)
"""
INSERT_EVENT: Final = """
INSERT INTO event (
    position, originator_id, originator_version, topic, state, event_id, programme, root,
    recorded_at, recorder_name, recorder_principal,
    restored_at, restorer_name, restorer_principal
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
SELECT_HEAD: Final = """
SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1
"""
SELECT_HEAD_AT: Final = """
SELECT position, recorded_at FROM event WHERE recorded_at <= ?
ORDER BY recorded_at DESC LIMIT 1
"""
SELECT_HEAD_OF: Final = """
SELECT position, recorded_at FROM event WHERE position = ?
"""
SELECT_VERSION: Final = """
SELECT max(originator_version) FROM event WHERE originator_id = ?
"""
SELECT_BY_ID: Final = """
SELECT * FROM event WHERE event_id = ?
"""
SELECT_CASE: Final = """
SELECT * FROM event WHERE root = ? AND position > ? AND position <= ?
ORDER BY position
"""
SELECT_AFTER: Final = """
SELECT * FROM event WHERE position > ? ORDER BY position LIMIT ?
"""
SELECT_STREAM: Final = """
SELECT * FROM event
WHERE originator_id = :stream AND originator_version > :gt AND originator_version <= :lte
ORDER BY originator_version * :direction LIMIT :limit
"""
SELECT_NOTIFICATIONS: Final = """
SELECT * FROM event
WHERE position >= :start AND position <= :stop
  AND (:topics = '[]' OR topic IN (SELECT value FROM json_each(:topics)))
ORDER BY position LIMIT :limit
"""

_EVERY: Final = 2**63 - 1


class SQLiteReading:
    """What can be looked up among the recorded events, over one connection."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.cursor = cursor

    def head(self) -> Head:
        return self._head(SELECT_HEAD, ())

    def head_at(self, recorded_by: Instant) -> Head:
        return self._head(SELECT_HEAD_AT, (recorded_by,))

    def head_of(self, position: int) -> Head:
        return self._head(SELECT_HEAD_OF, (position,))

    def _head(self, statement: str, parameters: tuple[int, ...]) -> Head:
        found = self.cursor.execute(statement, parameters).fetchone()
        return Head(0, None) if found is None else Head(found[0], found[1])

    def find(self, event_id: EventId) -> Row | None:
        found = self.cursor.execute(SELECT_BY_ID, (event_id,)).fetchone()
        return None if found is None else row_from(found)

    def case(self, root: EventId, after: int, upto: int) -> Sequence[Row]:
        found = self.cursor.execute(SELECT_CASE, (root, after, upto))
        return [row_from(each) for each in found]

    def after(self, position: int, limit: int) -> Sequence[Row]:
        return [row_from(each) for each in self.cursor.execute(SELECT_AFTER, (position, limit))]

    def version(self, stream: str) -> int:
        return int(self.cursor.execute(SELECT_VERSION, (stream,)).fetchone()[0] or 0)


class SQLiteAppending(SQLiteReading):
    """An open append, over the one connection that writes, inside `BEGIN IMMEDIATE`."""

    def foresee(self, event_ids: Collection[EventId], streams: Collection[str]) -> None:
        """One by one is no slower here."""

    def insert(self, stored: StoredEvent, declared: Declared) -> None:
        self.cursor.execute(INSERT_EVENT, _parameters(stored, declared))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with as_unavailable():
            self.cursor.execute("SAVEPOINT request")
            try:
                yield
            except BaseException:
                # A full disk or a failing one has undone the whole transaction already.
                if self.cursor.connection.in_transaction:
                    self.cursor.execute("ROLLBACK TO request")
                    self.cursor.execute("RELEASE request")
                raise
            self.cursor.execute("RELEASE request")


def _parameters(stored: StoredEvent, declared: Declared) -> tuple[Any, ...]:
    by, restored = declared.recorded_by, declared.restored
    return (
        declared.position,
        stored.originator_id,
        stored.originator_version,
        stored.topic,
        stored.state,
        declared.event_id,
        declared.programme,
        declared.root,
        declared.recorded_at,
        by.name,
        by.principal,
        restored and restored.at,
        restored and restored.by.name,
        restored and restored.by.principal,
    )


def row_from(found: sqlite3.Row) -> Row:
    """A row of the table `event`."""
    restored = None
    if found["restored_at"] is not None:
        by = Principal(name=found["restorer_name"], principal=found["restorer_principal"])
        restored = Restored(at=found["restored_at"], by=by)
    declared = Declared(
        position=found["position"],
        event_id=found["event_id"],
        programme=found["programme"],
        root=found["root"],
        recorded_at=found["recorded_at"],
        recorded_by=Principal(name=found["recorder_name"], principal=found["recorder_principal"]),
        restored=restored,
    )
    return Row(_stored(found), declared)


def _stored(found: sqlite3.Row) -> StoredEvent:
    return StoredEvent(
        originator_id=found["originator_id"],
        originator_version=found["originator_version"],
        topic=found["topic"],
        state=found["state"],
    )


class SQLiteLedgerRecorder(library.SQLiteApplicationRecorder, LedgerRecorder):
    """The library's recorder for SQLite, with our table and an append that decides under lock."""

    datastore: LedgerDatastore

    def construct_create_table_statements(self) -> list[str]:
        return [
            CREATE_EVENT,
            CREATE_EVENT_BY_ROOT,
            CREATE_EVENT_BY_PROGRAMME,
            CREATE_EVENT_BY_STREAM,
            CREATE_EVENT_BY_TYPE,
            CREATE_EVENT_BY_PROGRAMME_AND_TYPE,
            CREATE_EVENT_BY_STREAM_AND_TYPE,
        ]

    @contextmanager
    def appending(self) -> Iterator[SQLiteAppending]:
        with self.datastore.writing() as cursor:
            yield SQLiteAppending(cursor)

    @contextmanager
    def reading(self) -> Iterator[SQLiteReading]:
        with self.datastore.reading() as cursor:
            yield SQLiteReading(cursor)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Insert stored events with what the ledger `declared` beside each."""
        declared: Sequence[Declared] = kwargs["declared"]
        with self.appending() as rows:
            for stored, beside in zip(stored_events, declared, strict=True):
                rows.insert(stored, beside)
        return [beside.position for beside in declared]

    def select_events(
        self,
        originator_id: Any,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        parameters = {
            "stream": str(originator_id),
            "gt": gt or 0,
            "lte": _EVERY if lte is None else lte,
            "direction": -1 if desc else 1,
            "limit": -1 if limit is None else limit,
        }
        with self.datastore.reading() as cursor:
            return [_stored(each) for each in cursor.execute(SELECT_STREAM, parameters)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        first = (start or 0) + (0 if inclusive_of_start else 1)
        parameters = {
            "start": first,
            "stop": _EVERY if stop is None else stop,
            "topics": json.dumps(list(topics)),
            "limit": limit,
        }
        with self.datastore.reading() as cursor:
            return [
                Notification(
                    id=each["position"],
                    originator_id=each["originator_id"],
                    originator_version=each["originator_version"],
                    topic=each["topic"],
                    state=each["state"],
                )
                for each in cursor.execute(SELECT_NOTIFICATIONS, parameters)
            ]

    def max_notification_id(self) -> int:
        with self.reading() as rows:
            return rows.head().position


class Factory(library.SQLiteFactory):
    """What the library makes for the persistence module `service.storage.sqlite.events`."""

    application_recorder_class = SQLiteLedgerRecorder

    def __init__(self, env: Environment | EnvType | None) -> None:
        # Not SQLiteFactory's own: it would open connections that may write beside ours.
        InfrastructureFactory.__init__(self, env)
        path = Path(self.env["SQLITE_DBNAME"])
        self.datastore = LedgerDatastore(path, writable=self.env["WRITABLE"] == "y")

    def env_create_table(self) -> bool:
        """Only its owner makes the tables."""
        return self.env["WRITABLE"] == "y"
