"""Puts the service together: the one place that knows which parts there are."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import cast

from flask import Flask

from service.access import Tokens
from service.api.app import create_app
from service.clock import Clock, new_id, system_clock
from service.config import sqlite_path
from service.event_store import EventStore, LedgerMapper
from service.ledger import Ledger
from service.projections.kept import KEPT
from service.projections.runner import Progress, Runner
from service.storage.sqlite.asking import SQLiteRowSource
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.events import SQLiteLedgerRecorder
from service.storage.sqlite.kept_rows import SQLiteKeptViews
from service.storage.sqlite.rebuilding import Difference, comparing, swap_in
from service.storage.sqlite.tokens import SQLiteTokenStore
from service.views.asking import Views

log = logging.getLogger("testigo")

IDLE_SECONDS = 1.0
"""How long the projecting thread waits before it looks by itself."""


class Service:
    """A running ledger over one SQLite file: its application, and what tends it."""

    def __init__(self, path: Path, *, writable: bool, clock: Clock) -> None:
        self._clock = clock
        self._path = path
        settings = {
            "SQLITE_DBNAME": str(path),
            "WRITABLE": "y" if writable else "n",
            "ORIGINATOR_ID_TYPE": "text",
        }
        self._store = EventStore("service.storage.sqlite.events", settings)
        self._datastore: LedgerDatastore = cast(
            SQLiteLedgerRecorder, self._store.recorder
        ).datastore
        self._source = SQLiteRowSource(self._datastore, cast(LedgerMapper, self._store.mapper))
        self._kept = SQLiteKeptViews(self._datastore)
        token_store = SQLiteTokenStore(self._datastore)
        self.tokens = Tokens(token_store)
        self.runner = Runner(self._store, self._kept)
        self._appended = threading.Event()
        self._closing = threading.Event()
        self._projecting: threading.Thread | None = None
        if writable:
            self._kept.create_tables()
            token_store.create_tables()
        self.ledger = Ledger(self._store, clock, self._appended.set)
        self.views = Views(self._source, self.runner.catch_up if writable else _as_it_is)
        self.app: Flask = create_app(
            ledger=self.ledger, views=self.views, clock=clock, tokens=self.tokens
        )
        self.writable = writable

    def __enter__(self) -> Service:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start_projecting(self) -> None:
        """Project in a thread of its own as events come in; reads then rarely have to."""
        self._projecting = threading.Thread(target=self._project, name="projecting", daemon=True)
        self._projecting.start()

    def _project(self) -> None:
        while not self._closing.is_set():
            self._appended.wait(IDLE_SECONDS)
            self._appended.clear()
            try:
                self.runner.catch_up(self._source.head_position())
            except Exception:  # a thread that ends would end projecting
                log.exception("projecting failed; it is tried again")
                self._closing.wait(IDLE_SECONDS)

    def admit(self, token: str | None) -> None:
        """Take a first admin token from outside, or make one if there is none at all."""
        now = self._clock()
        if token is not None:
            self.tokens.admit(token, "admin", "admin", new_id(now), now)
        elif not self.tokens.any():
            made = Tokens.make()
            _show_once(made, Path(f"{self._path}.token"))
            self.tokens.admit(made, "admin", "admin", new_id(now), now)

    def replay(self, names: Collection[str] = (), progress: Progress | None = None) -> int:
        """Rebuild views (all, if none is named) beside the live ones and swap them in at once.

        Returns the position that they reflect.
        """
        with self._room() as path, _views_in(path) as beside:
            head = self._source.head_position()
            Runner(self._store, beside).catch_up(head, progress)
            with self.runner.replacing():
                swap_in(self._datastore, path, tuple(names) or tuple(KEPT))
        self.runner.catch_up(head)
        return head

    def verify(self, progress: Progress | None = None) -> tuple[int, list[Difference]]:
        """Rebuild the views beside the live ones and compare; the live ones are not touched.

        Returns the position that the live ones reflect, and what differs.
        """
        if self.writable:
            self.runner.catch_up(self._source.head_position())
        with (
            self._room() as path,
            _views_in(path) as beside,
            comparing(self._path, path) as comparison,
        ):
            Runner(self._store, beside).catch_up(comparison.position, progress)
            return comparison.position, comparison.differences()

    @contextmanager
    def _room(self) -> Iterator[Path]:
        """A place for rebuilt views, on the disk that has room for the live ones."""
        with tempfile.TemporaryDirectory(dir=self._path.resolve().parent) as room:
            yield Path(room) / "rebuilt.db"

    def close(self) -> None:
        """Stop projecting and close the database."""
        self._closing.set()
        self._appended.set()
        if self._projecting is not None:
            self._projecting.join()
        self._store.close()
        self._datastore.close()


def open_service(database: str, *, writable: bool = True, clock: Clock = system_clock) -> Service:
    """Open a ledger, `sqlite:///file.db`; a writable one is made if it is not there.

    Raises `BadConfig`, `LedgerHeld` (another process writes to it) or `StoreUnavailable`.
    """
    return Service(sqlite_path(database), writable=writable, clock=clock)


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


def _as_it_is(_to: int) -> None:
    """Views of a ledger that another process writes are read as that one keeps them."""


def _show_once(token: str, path: Path) -> None:
    """Show a new admin token: on a terminal, else in a file that only its owner may read."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\nThe first admin token, shown only now:\n\n    {token}\n\n")
        return
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"{token}\n")
    log.warning("The first admin token is in %s; keep it elsewhere and remove the file.", path)
