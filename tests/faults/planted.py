"""`testigo serve` with something planted into it: a bug, or a clock that the harness sets.

    python -m tests.faults.planted BUG… --bind 127.0.0.1:8080 --database sqlite:///FILE

Nothing of this is in the product: names are replaced in the served process before it starts.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

CLOCK_FILE = "clock.offset"
"""Seconds that `a-set-clock` adds to the time, in the folder where the service is started."""

SOON_SECONDS = 0.2


def append_without_the_lock() -> None:
    """Every request decides by the head it saw before its turn came, and alone."""
    from service.event_store import EventStore
    from service.group_commit import GroupCommit

    appending = EventStore.appending

    @contextmanager
    def unlocked(store: EventStore) -> Iterator[Any]:
        with store.reading() as history:
            head = history.head()
        time.sleep(SOON_SECONDS / 40)
        with appending(store) as append:
            append.head = head
            yield append

    def run(commits: Any, work: Callable[[Any], Any], _foreseen: Any = ()) -> Any:
        with commits._store.appending() as append, append.savepoint():
            return work(append)

    EventStore.appending = unlocked  # type: ignore[method-assign]
    GroupCommit.run = run  # type: ignore[method-assign]


def no_unique_positions() -> None:
    """The tables of SQLite without the constraints that stand behind the lock."""
    from service.storage.sqlite import events

    events.CREATE_EVENT = (  # type: ignore[misc]
        events.CREATE_EVENT.replace("INTEGER PRIMARY KEY", "INTEGER NOT NULL")
        .replace("INTEGER NOT NULL UNIQUE", "INTEGER NOT NULL")
        .replace(",\n    UNIQUE (originator_id, originator_version)", "")
    )


def checkpoint_before_rows() -> None:
    """The projection says how far it is before it is: in a transaction of its own."""
    from service.projections import runner

    project = runner.Runner._project_batch

    class Late:
        """Tables whose checkpoints were advanced already."""

        def __init__(self, tables: Any, checkpoints: Mapping[str, int]) -> None:
            self._tables = tables
            self._checkpoints = checkpoints

        def __getattr__(self, name: str) -> Any:
            return getattr(self._tables, name)

        def checkpoints(self) -> Mapping[str, int]:
            return self._checkpoints

    class Views:
        def __init__(self, views: Any, to: int) -> None:
            self._views = views
            self._to = to

        def checkpoints(self) -> Mapping[str, int]:
            found: Mapping[str, int] = self._views.checkpoints()
            return found

        @contextmanager
        def projecting(self) -> Iterator[Any]:
            with self._views.projecting() as tables:
                checkpoints = dict(tables.checkpoints())
                to = min(self._to, min(checkpoints.values()) + runner.BATCH)
                tables.advance([name for name in checkpoints if checkpoints[name] < to], to)
            time.sleep(SOON_SECONDS)
            with self._views.projecting() as tables:
                yield Late(tables, checkpoints)

    def project_batch(self: Any, to: int, *rest: Any) -> Any:
        views, self._views = self._views, Views(self._views, to)
        try:
            return project(self, to, *rest)
        finally:
            self._views = views

    runner.Runner._project_batch = project_batch  # type: ignore[method-assign]


def answer_before_commit() -> None:
    """What a request came to is answered while its commit is still to come."""
    from service.group_commit import GroupCommit

    turns: dict[int, threading.Lock] = {}

    def run(commits: Any, work: Callable[[Any], Any], _foreseen: Any = ()) -> Any:
        turn = turns.setdefault(id(commits), threading.Lock())
        outcome: list[Any] = []
        decided = threading.Event()

        def commit() -> None:
            with ExitStack() as stack:
                stack.callback(decided.set)
                stack.enter_context(turn)
                append = stack.enter_context(commits._store.appending())
                try:
                    with append.savepoint():
                        outcome.append(work(append))
                except Exception as error:  # noqa: BLE001 (told to whoever asked)
                    outcome.append(error)
                decided.set()
                time.sleep(SOON_SECONDS)

        threading.Thread(target=commit).start()
        decided.wait()
        (found,) = outcome
        if isinstance(found, Exception):
            raise found
        return found

    GroupCommit.run = run  # type: ignore[method-assign]


def commit_without_sync() -> None:
    """SQLite is told not to sync, once the product has seen that it would."""
    from service.storage.sqlite import connections

    class Forgetful(sqlite3.Connection):
        forgets = False

        def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
            if self.forgets and sql.startswith("PRAGMA synchronous ="):
                sql = "PRAGMA synchronous = OFF"
            return super().execute(sql, *more)

    connect, open_writer = sqlite3.connect, connections._open_writer

    def opened(path: Path) -> sqlite3.Connection:
        sqlite3.connect = partial(connect, factory=Forgetful)
        try:
            writer = open_writer(path)
        finally:
            sqlite3.connect = connect
        assert isinstance(writer, Forgetful)
        writer.forgets = True
        writer.execute("PRAGMA synchronous = FULL")
        return writer

    connections._open_writer = opened


def a_set_clock() -> None:
    """The system's clock, and what the file says beside it."""
    from domain.instant import SECOND, Instant
    from service import bootstrap
    from service.clock import system_clock

    open_service = bootstrap.open_service
    beside = Path(CLOCK_FILE).resolve()

    def clock() -> Instant:
        return Instant(system_clock() + round(float(beside.read_text()) * SECOND))

    def opened(database: str, **named: Any) -> Any:
        return open_service(database, **{**named, "clock": clock})

    bootstrap.open_service = opened  # type: ignore[assignment]


PLANTS: Mapping[str, Callable[[], None]] = {
    "append-without-the-lock": append_without_the_lock,
    "no-unique-positions": no_unique_positions,
    "checkpoint-before-rows": checkpoint_before_rows,
    "answer-before-commit": answer_before_commit,
    "commit-without-sync": commit_without_sync,
    "a-set-clock": a_set_clock,
}


def main(arguments: list[str]) -> None:
    """Plant, and serve."""
    from service.cli.main import main as testigo

    planted = [each for each in arguments if each in PLANTS]
    for each in planted:
        PLANTS[each]()
    sys.argv = ["testigo", "serve", *(each for each in arguments if each not in PLANTS)]
    os.environ.pop("PYTHONPATH", None)
    testigo()


if __name__ == "__main__":
    main(sys.argv[1:])
