"""A ledger in one SQLite file."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from service.errors import ReplayRunning, StoreUnavailable
from service.event_store import EventStore, LedgerMapper
from service.projections.replaying import Replay
from service.storage.sqlite.asking import SQLiteRowSource
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.events import SQLiteLedgerRecorder
from service.storage.sqlite.kept_rows import SQLiteKeptViews
from service.storage.sqlite.migrating import clear_way, refuse_unfit, set_latest
from service.storage.sqlite.rebuilding import SQLiteComparison, comparing, swap_in
from service.storage.sqlite.tokens import SQLiteTokenStore


class SQLiteStorage:
    """The events, kept views and tokens of one file. See `Storage` for what each part promises."""

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
        self.tokens = SQLiteTokenStore(self._datastore)
        self._appended = threading.Event()
        self._rebuilding = threading.Lock()
        self._replay: Replay | None = None
        self.schema_before = self._made_fit()

    def _made_fit(self) -> int:
        """The version of its tables before, having made them what they are now if we may."""
        try:
            before = refuse_unfit(self._datastore, writable=self.writable)
            if self.writable:
                clear_way(self._datastore, before)
                self.kept.create_tables()
                self.tokens.create_tables()
                set_latest(self._datastore)
        except StoreUnavailable:
            self.close()
            raise
        return before

    @contextmanager
    def rebuilding(self) -> Iterator[SQLiteBeside]:
        if not self._rebuilding.acquire(blocking=False):
            raise ReplayRunning("A replay of this ledger is running already.")
        try:
            with self._room() as path, _views_in(path) as kept:
                yield SQLiteBeside(self, self._datastore, path, kept)
        finally:
            self._replay = None
            self._rebuilding.release()

    def replay(self) -> Replay | None:
        return self._replay

    def report(self, replay: Replay) -> None:
        """Remember how far the replay is; on SQLite there is one process to see it."""
        self._replay = replay

    @contextmanager
    def comparing(self) -> Iterator[SQLiteComparison]:
        with (
            self._room() as path,
            _views_in(path) as kept,
            comparing(self.path, path, kept) as comparison,
        ):
            yield comparison

    def announce(self) -> None:
        self._appended.set()

    def wait_for_append(self, seconds: float) -> None:
        self._appended.wait(seconds)
        self._appended.clear()

    def close(self) -> None:
        self._appended.set()
        self.store.close()
        self._datastore.close()

    @contextmanager
    def _room(self) -> Iterator[Path]:
        """A place for views beside, on the disk that has room for the live ones."""
        folder = self.path.resolve().parent
        with tempfile.TemporaryDirectory(prefix=".testigo-", dir=folder) as room:
            yield Path(room) / "beside.db"


class SQLiteBeside:
    """Views in a file of their own, to be put in the place of the live ones."""

    def __init__(
        self, storage: SQLiteStorage, live: LedgerDatastore, path: Path, kept: SQLiteKeptViews
    ) -> None:
        self.report = storage.report
        self._live = live
        self._path = path
        self.kept = kept

    def swap_in(self, names: Collection[str], catch_up: Callable[[int], None]) -> None:
        swap_in(self._live, self._path, names, catch_up)


@contextmanager
def _views_in(path: Path) -> Iterator[SQLiteKeptViews]:
    """Empty views in a new file."""
    datastore = LedgerDatastore(path)
    try:
        kept = SQLiteKeptViews(datastore)
        kept.create_tables()
        yield kept
    finally:
        datastore.close()
