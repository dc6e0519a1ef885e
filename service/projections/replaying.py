"""Replay: the views rebuilt from the events beside the live ones, and then put in their place."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Protocol

from domain.instant import SECOND, Instant
from service.event_store import EventStore
from service.projections.kept import KEPT
from service.projections.runner import KeptViews, Progress, Runner

log = logging.getLogger("testigo.replay")

Clock = Callable[[], Instant]


@dataclass(frozen=True, slots=True)
class Replay:
    """How far a replay is: `done` of the `of` events that there were when it began."""

    started_at: Instant
    done: int
    of: int

    def rate(self, now: Instant) -> float:
        """Events a second so far."""
        return self.done * SECOND / max(now - self.started_at, 1)

    def seconds_left(self, now: Instant) -> float | None:
        """How long it will take at this rate; None while there is none."""
        rate = self.rate(now)
        return (self.of - self.done) / rate if rate else None


class Beside(Protocol):
    """Empty views beside the live ones, to be filled from the events."""

    @property
    def kept(self) -> KeptViews: ...

    def report(self, replay: Replay) -> None:
        """Let every process see how far it is."""

    def swap_in(self, names: Collection[str], catch_up: Callable[[int], None]) -> None:
        """Put these views in the place of the live ones, at once.

        While projecting is held back, `catch_up` is called with the position that the live views
        reflect; then they are replaced, all in one transaction.
        """


class Rebuildable(Protocol):
    """A storage whose views can be rebuilt."""

    @property
    def store(self) -> EventStore: ...

    def rebuilding(self) -> AbstractContextManager[Beside]:
        """Open views to rebuild; `ReplayRunning` if somebody rebuilds already."""

    def replay(self) -> Replay | None:
        """The replay that runs, in whichever process; None: there is none."""


class ReplayCancelled(Exception):
    """Somebody asked the replay to stop; the old views serve on."""


class Replays:
    """Starts replays, one at a time, and tells how far they are."""

    def __init__(self, storage: Rebuildable, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    def run(self, names: Collection[str] = (), progress: Progress | None = None) -> int:
        """Rebuild views (all, if none is named) and swap them in.

        Returns the position that they had reached before the swap. Raises `ReplayRunning` if
        somebody rebuilds already, and what `progress` raises: the old views then serve on.
        """
        with self._storage.rebuilding() as beside:
            return self._rebuild(beside, names, progress)

    def start(self, names: Collection[str] = ()) -> None:
        """Begin one in the background. Raises `ReplayRunning` as `run` does."""
        held = ExitStack()
        beside = held.enter_context(self._storage.rebuilding())
        self._cancelled.clear()
        self._thread = threading.Thread(
            target=self._rebuild_behind, args=(held, beside, names), name="replay", daemon=True
        )
        self._thread.start()

    def running(self) -> Replay | None:
        """The replay that runs, in whichever process."""
        return self._storage.replay()

    def cancel(self) -> None:
        """Stop the one that was started here, and wait until it has; the old views serve on."""
        self._cancelled.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _rebuild_behind(self, held: ExitStack, beside: Beside, names: Collection[str]) -> None:
        try:
            with held:
                self._rebuild(beside, names, self._stop_if_cancelled)
        except ReplayCancelled:
            log.info("the replay was cancelled; the views are as they were")
        except Exception:  # it has nobody else to tell
            log.exception("the replay failed; the views are as they were")

    def _stop_if_cancelled(self, _done: int, _of: int) -> None:
        if self._cancelled.is_set():
            raise ReplayCancelled

    def _rebuild(self, beside: Beside, names: Collection[str], progress: Progress | None) -> int:
        with self._storage.store.reading() as history:
            head = history.head().position
        started_at = self._clock()
        beside.report(Replay(started_at, 0, head))

        def report(done: int, of: int) -> None:
            beside.report(Replay(started_at, done, of))
            if progress is not None:
                progress(done, of)

        runner = Runner(self._storage.store, beside.kept)
        runner.catch_up(head, report)
        beside.swap_in(tuple(names) or tuple(KEPT), runner.catch_up)
        return head
