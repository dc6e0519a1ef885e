"""Appending in PostgreSQL: decided event by event under the lock, written at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from eventsourcing.persistence import StoredEvent

from domain.names import EventId
from service.event_store import Declared, Head, Row
from service.storage.postgres.connections import Cursor, as_unavailable
from service.storage.postgres.lookups import PostgresReading, head_from, row_from

SELECT_BY_IDS: Final = """
SELECT * FROM event WHERE event_id = ANY(%s)
"""
SELECT_VERSIONS: Final = """
SELECT stream, (
    SELECT max(originator_version) FROM event WHERE originator_id = stream
) AS version
FROM unnest(%s::text[]) AS stream
"""
INSERT_EVENT: Final = """
INSERT INTO event (
    position, originator_id, originator_version, topic, state, event_id, programme, root,
    recorded_at, recorder_name, recorder_principal,
    restored_at, restorer_name, restorer_principal
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
"""An array is slow to write: fourteen for one event cost more than the event."""
INSERT_EVENTS: Final = """
INSERT INTO event (
    position, originator_id, originator_version, topic, state, event_id, programme, root,
    recorded_at, recorder_name, recorder_principal,
    restored_at, restorer_name, restorer_principal
)
SELECT * FROM unnest(
    %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::bytea[], %s::text[], %s::text[],
    %s::text[], %s::bigint[], %s::text[], %s::text[],
    %s::bigint[], %s::text[], %s::text[]
)
"""

SELECT_SYNCED_WITH: Final = """
SELECT pg_logical_emit_message(true, 'testigo', '')
"""
"""Makes the commit of a transaction that wrote nothing wait as the others' do: for the disk, and
for a synchronous standby."""

WRITTEN_AT_ONCE: Final = 1000
"""How many events wait at most outside of a savepoint."""


class PostgresAppending(PostgresReading):
    """An open append, in a transaction that holds the lock.

    What is inserted waits here until `write`, so that a group of requests is one statement and a
    savepoint costs nothing; it is found, and counted, as if it were written. (`head_at`, `head_of`
    and `after` do not look at it: no decision asks them.)
    """

    def __init__(self, cursor: Cursor) -> None:
        """The cursor stands at the head, as it was found under the lock."""
        super().__init__(cursor)
        self._head = head_from(cursor.fetchall())
        self._waiting: dict[EventId, Row] = {}
        self._foreseen: dict[EventId, Row | None] = {}
        self._versions: dict[str, int] = {}
        self._savepoints = 0
        self._found = self._wrote = False

    def head(self) -> Head:
        return self._head

    def foresee(self, event_ids: Collection[EventId], streams: Collection[str]) -> None:
        """Look these up now, so that later it costs no round trip."""
        self._foreseen = dict.fromkeys(event_ids)
        for each in self.ask(SELECT_BY_IDS, (list(event_ids),)):
            self._foreseen[each["event_id"]] = row_from(each)
        for each in self.ask(SELECT_VERSIONS, (list(streams),)):
            self._versions[each["stream"]] = each["version"] or 0

    def find(self, event_id: EventId) -> Row | None:
        if event_id in self._waiting:
            return self._waiting[event_id]
        found = self._foreseen[event_id] if event_id in self._foreseen else super().find(event_id)
        self._found = self._found or found is not None
        return found

    def case(self, root: EventId, after: int, upto: int) -> Sequence[Row]:
        waiting = [
            each
            for each in self._waiting.values()
            if each.declared.root == root and after < each.declared.position <= upto
        ]
        return [*super().case(root, after, upto), *waiting]

    def version(self, stream: str) -> int:
        if stream not in self._versions:
            self._versions[stream] = super().version(stream)
        return self._versions[stream]

    def insert(self, stored: StoredEvent, declared: Declared) -> None:
        self._waiting[declared.event_id] = Row(stored, declared)
        self._versions[str(stored.originator_id)] = stored.originator_version
        self._head = Head(declared.position, declared.recorded_at)
        if not self._savepoints and len(self._waiting) >= WRITTEN_AT_ONCE:
            self.write()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        kept = (self._head, dict(self._waiting), dict(self._versions))
        self._savepoints += 1
        try:
            yield
        except BaseException:
            self._head, self._waiting, self._versions = kept
            raise
        finally:
            self._savepoints -= 1

    def write(self) -> None:
        """Write what waits. `psycopg.IntegrityError`: somebody appended without the lock."""
        if self._waiting:
            one, *more = (_parameters(each) for each in self._waiting.values())
            with as_unavailable():
                if more:
                    columns = zip(one, *more, strict=True)
                    self.cursor.execute(INSERT_EVENTS, [list(each) for each in columns])
                else:
                    self.cursor.execute(INSERT_EVENT, one)
            self._waiting = {}
            self._foreseen = {}
            self._wrote = True

    def end(self) -> None:
        """Write what waits. What was only found may be answered as recorded: be as sure of it.

        An event whose commit was cut off from its standby is there, and perhaps only here.
        """
        self.write()
        if self._found and not self._wrote:
            self.ask(SELECT_SYNCED_WITH)


def _parameters(row: Row) -> tuple[Any, ...]:
    stored, declared = row
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
