"""A ledger in one PostgreSQL database."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

from service.event_store import EventStore, LedgerMapper
from service.storage.postgres.access_log import PostgresAccessStore
from service.storage.postgres.asking import PostgresRowSource
from service.storage.postgres.comparing import PostgresComparison, comparing
from service.storage.postgres.connections import LedgerDatastore
from service.storage.postgres.events import PostgresLedgerRecorder
from service.storage.postgres.kept_rows import PostgresKeptViews
from service.storage.postgres.listening import Listener
from service.storage.postgres.migrating import refuse_unfit
from service.storage.postgres.rebuilding import PostgresBeside, is_rebuilding, rebuilding
from service.storage.postgres.replay_log import PostgresReplayLog
from service.storage.postgres.sessions import PostgresSessionStore
from service.storage.postgres.tokens import PostgresTokenStore


class PostgresStorage:
    """The events, kept views and tokens of one database, which any number of processes share.

    See `Storage` for what each part promises.
    """

    writable = True
    is_replica = False
    token_file = Path("testigo.token")

    def __init__(self, address: str) -> None:
        """Open it, after the fork of a server that forks.

        Raises `StoreUnavailable`; `WrongSchema` if it is not as `testigo migrate` makes it.
        """
        refuse_unfit(address)
        settings = {"POSTGRES_ADDRESS": address}
        self.store = EventStore("service.storage.postgres.events", settings)
        recorder = cast(PostgresLedgerRecorder, self.store.recorder)
        self._datastore: LedgerDatastore = recorder.datastore
        self.kept = PostgresKeptViews(self._datastore)
        self.rows = PostgresRowSource(self._datastore, cast(LedgerMapper, self.store.mapper))
        self.tokens = PostgresTokenStore(self._datastore)
        self.sessions = PostgresSessionStore(self._datastore)
        self.access = PostgresAccessStore(self._datastore)
        self.replay_log = PostgresReplayLog(self._datastore)
        self._listener = Listener(self._datastore.address)

    def rebuilding(self, names: Collection[str]) -> AbstractContextManager[PostgresBeside]:
        return rebuilding(self._datastore, names)

    def is_rebuilding(self) -> bool:
        return is_rebuilding(self._datastore)

    def tidy(self) -> bool:
        """Nothing is cast off: what a replay made and did not use vanishes with its transaction."""
        return False

    def tidy_up(self) -> None:
        """Nothing is."""

    def comparing(self) -> AbstractContextManager[PostgresComparison]:
        return comparing(self._datastore)

    def behind(self) -> float | None:
        return 0.0

    def announce(self) -> None:
        self._listener.wake()

    def wait_for_append(self, seconds: float) -> None:
        self._listener.wait(seconds)

    def close(self) -> None:
        self._listener.wake()
        self.store.close()
        self._listener.close()
