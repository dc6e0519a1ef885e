"""A ledger in one SQLite file."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import cast

from service.errors import ReplayRunning, StoreUnavailable
from service.event_store import EventStore, LedgerMapper
from service.storage.sqlite.access_log import SQLiteAccessStore
from service.storage.sqlite.asking import SQLiteRowSource
from service.storage.sqlite.beside import SQLiteBeside
from service.storage.sqlite.comparing import SQLiteComparison, comparing
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.events import SQLiteLedgerRecorder
from service.storage.sqlite.kept_rows import SQLiteKeptViews
from service.storage.sqlite.migrating import clear_way, refuse_unfit, set_latest
from service.storage.sqlite.numbered import tidy, tidy_up
from service.storage.sqlite.replay_log import SQLiteReplayLog
from service.storage.sqlite.rooms import remove_abandoned
from service.storage.sqlite.sessions import SQLiteSessionStore
from service.storage.sqlite.tokens import SQLiteTokenStore


class SQLiteStorage:
    """The events, kept views and tokens of one file. See `Storage` for what each part promises."""

    is_replica = False

    def __init__(self, path: Path, *, writable: bool) -> None:
        """Open it; a writable one is made if it is not there.

        Raises `LedgerHeld` if another process writes to it, `WrongSchema` if a newer Testigo did,
        or another `StoreUnavailable`.
        """
        settings = {
            "SQLITE_DBNAME": str(path),
            "WRITABLE": "y" if writable else "n",
            "ORIGINATOR_ID_TYPE": "text",
        }
        self.path = path
        self.writable = writable
        self.token_file = Path(f"{path}.token")
        self.store = EventStore("service.storage.sqlite.events", settings)
        self._datastore: LedgerDatastore = cast(SQLiteLedgerRecorder, self.store.recorder).datastore
        self.kept = SQLiteKeptViews(self._datastore)
        self.rows = SQLiteRowSource(self._datastore, cast(LedgerMapper, self.store.mapper))
        self.tokens = SQLiteTokenStore(self._datastore, alone=writable)
        self.sessions = SQLiteSessionStore(self._datastore)
        self.access = SQLiteAccessStore(path)
        self.replay_log = SQLiteReplayLog(self._datastore)
        self._appended = threading.Event()
        self._rebuilding = threading.Lock()
        self._beside: SQLiteBeside | None = None
        self.schema_before = self._made_fit()

    def _made_fit(self) -> int:
        """The version of its tables before, having made them what they are now if we may."""
        try:
            before = refuse_unfit(self._datastore, writable=self.writable)
            if self.writable:
                clear_way(self._datastore, before)
                self.kept.create_tables()
                self.tokens.create_tables()
                self.sessions.create_tables()
                self.replay_log.create_tables()
                set_latest(self._datastore)
                remove_abandoned(self.path)
        except StoreUnavailable:
            self.close()
            raise
        return before

    @contextmanager
    def rebuilding(self, names: Collection[str]) -> Iterator[SQLiteBeside]:
        if not self._rebuilding.acquire(blocking=False):
            raise ReplayRunning("A replay of this ledger is running already.")
        try:
            self._beside = SQLiteBeside(self._datastore, names)
            yield self._beside
        finally:
            self._beside = None
            self._rebuilding.release()

    def is_rebuilding(self) -> bool:
        return not self.writable or self._rebuilding.locked()

    def tidy(self) -> bool:
        return tidy(self._datastore, self._in_use)

    def tidy_up(self) -> None:
        tidy_up(self._datastore, self._in_use)

    def _in_use(self) -> Collection[str]:
        beside = self._beside
        return () if beside is None else beside.in_use

    def comparing(self) -> AbstractContextManager[SQLiteComparison]:
        return comparing(self.path)

    def behind(self) -> float | None:
        return 0.0

    def announce(self) -> None:
        self._appended.set()

    def wait_for_append(self, seconds: float) -> None:
        self._appended.wait(seconds)
        self._appended.clear()

    def close(self) -> None:
        self._appended.set()
        self.access.close()
        self.store.close()
        self._datastore.close()
