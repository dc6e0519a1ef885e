"""The recorded events in PostgreSQL: the library's recorder over a table with declared columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from eventsourcing import postgres as library  # it looks for one factory among a module's names
from eventsourcing.persistence import InfrastructureFactory, Notification, StoredEvent
from eventsourcing.utils import Environment, EnvType

from service.event_store import Declared, LedgerRecorder
from service.storage.postgres.appending import PostgresAppending
from service.storage.postgres.connections import (
    BEGIN_APPENDING,
    COMMIT_APPENDED,
    LedgerDatastore,
)
from service.storage.postgres.lookups import SELECT_HEAD, PostgresReading, head_from

SELECT_STREAM: Final = """
SELECT * FROM event
WHERE originator_id = %(stream)s
  AND originator_version > %(gt)s AND originator_version <= %(lte)s
ORDER BY originator_version * %(direction)s LIMIT %(limit)s
"""
SELECT_NOTIFICATIONS: Final = """
SELECT * FROM event
WHERE position >= %(start)s AND position <= %(stop)s
  AND (cardinality(%(topics)s::text[]) = 0 OR topic = ANY(%(topics)s::text[]))
ORDER BY position LIMIT %(limit)s
"""

_EVERY: Final = 2**63 - 1


class PostgresLedgerRecorder(library.PostgresApplicationRecorder, LedgerRecorder):
    """The library's recorder for PostgreSQL, with our table and an append that decides under lock.

    Its pipelined insert, its retries and its subscription are not used.
    """

    datastore: LedgerDatastore

    @contextmanager
    def appending(self) -> Iterator[PostgresAppending]:
        with self.datastore.writing(BEGIN_APPENDING, COMMIT_APPENDED) as cursor:
            rows = PostgresAppending(cursor)
            yield rows
            rows.end()

    @contextmanager
    def reading(self) -> Iterator[PostgresReading]:
        with self.datastore.reading() as cursor:
            yield PostgresReading(cursor)

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
            "limit": limit,
        }
        return [
            StoredEvent(
                originator_id=each["originator_id"],
                originator_version=each["originator_version"],
                topic=each["topic"],
                state=each["state"],
            )
            for each in self.datastore.ask(SELECT_STREAM, parameters)
        ]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        parameters = {
            "start": (start or 0) + (0 if inclusive_of_start else 1),
            "stop": _EVERY if stop is None else stop,
            "topics": list(topics),
            "limit": limit,
        }
        return [
            Notification(
                id=each["position"],
                originator_id=each["originator_id"],
                originator_version=each["originator_version"],
                topic=each["topic"],
                state=each["state"],
            )
            for each in self.datastore.ask(SELECT_NOTIFICATIONS, parameters)
        ]

    def max_notification_id(self) -> int:
        return head_from(self.datastore.ask(SELECT_HEAD)).position


class Factory(library.PostgresFactory):
    """What the library makes for the persistence module `service.storage.postgres.events`."""

    application_recorder_class = PostgresLedgerRecorder

    def __init__(self, env: Environment | EnvType | None) -> None:
        # Not PostgresFactory's own: it takes an address apart, and loses what it does not know.
        InfrastructureFactory.__init__(self, env)
        self.datastore = LedgerDatastore(self.env["POSTGRES_ADDRESS"])

    def env_create_table(self) -> bool:
        """Tables are made by `testigo migrate`."""
        return False
