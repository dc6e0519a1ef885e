"""Looking up recorded events in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from eventsourcing.persistence import StoredEvent
from psycopg.rows import DictRow

from domain.events.envelope import Principal, Restored
from domain.instant import Instant
from domain.names import EventId
from service.event_store import Declared, Head, Row
from service.storage.postgres.connections import Cursor, as_unavailable

SELECT_HEAD: Final = """
SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1
"""
SELECT_HEAD_AT: Final = """
SELECT position, recorded_at FROM event WHERE recorded_at <= %s
ORDER BY recorded_at DESC LIMIT 1
"""
SELECT_HEAD_OF: Final = """
SELECT position, recorded_at FROM event WHERE position = %s
"""
SELECT_BY_ID: Final = """
SELECT * FROM event WHERE event_id = %s
"""
SELECT_CASE: Final = """
SELECT * FROM event WHERE root = %s AND position > %s AND position <= %s
ORDER BY position
"""
SELECT_AFTER: Final = """
SELECT * FROM event WHERE position > %s ORDER BY position LIMIT %s
"""
SELECT_VERSION: Final = """
SELECT max(originator_version) AS version FROM event WHERE originator_id = %s
"""


class PostgresReading:
    """What can be looked up among the recorded events, over one cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def head(self) -> Head:
        return head_from(self.ask(SELECT_HEAD))

    def head_at(self, recorded_by: Instant) -> Head:
        return head_from(self.ask(SELECT_HEAD_AT, (recorded_by,)))

    def head_of(self, position: int) -> Head:
        return head_from(self.ask(SELECT_HEAD_OF, (position,)))

    def find(self, event_id: EventId) -> Row | None:
        found = self.ask(SELECT_BY_ID, (event_id,))
        return row_from(found[0]) if found else None

    def case(self, root: EventId, after: int, upto: int) -> Sequence[Row]:
        return [row_from(each) for each in self.ask(SELECT_CASE, (root, after, upto))]

    def after(self, position: int, limit: int) -> Sequence[Row]:
        return [row_from(each) for each in self.ask(SELECT_AFTER, (position, limit))]

    def version(self, stream: str) -> int:
        return int(self.ask(SELECT_VERSION, (stream,))[0]["version"] or 0)

    def ask(self, statement: str, parameters: Any = None) -> list[DictRow]:
        """The rows of one statement. Raises `StoreUnavailable` at once, also amid a group."""
        with as_unavailable():
            return self.cursor.execute(statement, parameters).fetchall()


def head_from(found: Sequence[DictRow]) -> Head:
    """The head in a result of at most one row."""
    return Head(found[0]["position"], found[0]["recorded_at"]) if found else Head(0, None)


def row_from(found: DictRow) -> Row:
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
    stored = StoredEvent(
        originator_id=found["originator_id"],
        originator_version=found["originator_version"],
        topic=found["topic"],
        state=found["state"],
    )
    return Row(stored, declared)
