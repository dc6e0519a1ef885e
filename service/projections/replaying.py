"""Replaying: catches views beside the live ones up, has them swapped in, and says how it went."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Final

from domain.instant import Instant
from service.errors import NoRoom, ReplayRunning, StoreUnavailable
from service.projections.kept import KEPT, together
from service.projections.replay import (
    Beside,
    Outcome,
    Rebuildable,
    Replay,
    ReplayCancelled,
    ReplayLog,
)
from service.projections.runner import Progress, Runner

log = logging.getLogger("testigo.replay")

FEW: Final = 100
"""So many events may be left to project while projecting, or appending, is held back."""
LOOK_SECONDS: Final = 0.05
"""How often it is looked whether a replay that was asked to stop has ended."""
ENDING_LOOKS: Final = 40
"""How often it is looked whether a replay that has ended has let go."""

Clock = Callable[[], Instant]
NewId = Callable[[Instant], str]


class Course:
    """One replay while it runs."""

    def __init__(
        self,
        replay: Replay,
        told: ReplayLog,
        clock: Clock,
        closing: threading.Event,
        progress: Progress | None,
    ) -> None:
        self._replay = replay
        self._told = told
        self._clock = clock
        self._closing = closing
        self._progress = progress

    def report(self, done: int, of: int) -> None:
        """Tell how far it is. Raises `ReplayCancelled`, and what `progress` raises."""
        self._replay = replace(self._replay, done=done, of=of)
        if self._progress is not None:
            self._progress(done, of)
        self.wait(0)

    def wait(self, seconds: float) -> None:
        """Wait, unless it is to stop. Raises `ReplayCancelled` then."""
        if self._closing.wait(seconds):
            raise ReplayCancelled("The service was stopped.")
        if self._told.report(self._replay):
            raise ReplayCancelled("It was asked to stop.")

    def ended(self, outcome: Outcome, reason: str | None = None) -> Replay:
        """What became of it, now."""
        return replace(self._replay, outcome=outcome, reason=reason, ended_at=self._clock())


class Replays:
    """Starts replays, one at a time, and tells how far they are and what became of the last."""

    def __init__(self, storage: Rebuildable, clock: Clock, new_id: NewId) -> None:
        self._storage = storage
        self._clock = clock
        self._new_id = new_id
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def run(self, names: Collection[str] = (), progress: Progress | None = None) -> int:
        """Rebuild views (all, if none is named) and swap them in.

        Returns the position that they had reached before the swap. Raises `ReplayRunning` if
        somebody rebuilds already, `ReplayCancelled`, and what `progress` raises: the old views
        then serve on.
        """
        try:
            with self._begun(names, progress) as (beside, course):
                return self._rebuild(beside, course)
        finally:
            self._storage.tidy_up()

    def start(self, names: Collection[str] = ()) -> None:
        """Begin one in the background. Raises `ReplayRunning` as `run` does."""
        held = ExitStack()
        beside, course = held.enter_context(self._begun(names))
        self._thread = threading.Thread(
            target=self._rebuild_behind, args=(held, beside, course), name="replay", daemon=True
        )
        self._thread.start()

    def latest(self) -> Replay | None:
        """The last replay, in whichever process: how far it is, or what became of it."""
        found = self._storage.replay_log.latest()
        if found is None or found.outcome != "running" or self._storage.is_rebuilding():
            return found
        again = self._storage.replay_log.latest()  # it may have ended since
        if again is None or again.id != found.id or again.outcome != "running":
            return again
        return replace(again, outcome="failed", reason="The process that ran it ended.")

    def cancel(self, patience: float) -> None:
        """Ask the one that runs, wherever, to stop; wait so many seconds at most until it has."""
        self._storage.replay_log.ask_to_stop()
        pause = threading.Event()
        for _ in range(int(patience / LOOK_SECONDS)):
            latest = self.latest()
            if latest is None or latest.outcome != "running":
                return
            pause.wait(LOOK_SECONDS)

    def close(self) -> None:
        """Stop the one that was started here, and wait until it has; the old views serve on."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()

    @contextmanager
    def _begun(
        self, names: Collection[str], progress: Progress | None = None
    ) -> Iterator[tuple[Beside, Course]]:
        """A replay, open. The log has what became of it before another can begin."""
        chosen = tuple(together(names or KEPT))
        told = self._storage.replay_log
        with ExitStack() as held:
            beside = self._open(held, chosen)
            now = self._clock()
            replay = Replay(self._new_id(now), chosen, now, of=self._head())
            told.begin(replay)
            course = Course(replay, told, self._clock, self._closing, progress)
            try:
                yield beside, course
            except BaseException as error:
                self._say(course, error)
                raise

    def _open(self, held: ExitStack, names: Collection[str]) -> Beside:
        """Open views to rebuild; one that has ended, and has not let go yet, is waited for."""
        for _ in range(ENDING_LOOKS):
            try:
                return held.enter_context(self._storage.rebuilding(names))
            except ReplayRunning:
                latest = self.latest()
                if latest is None or latest.outcome == "running":
                    raise
                self._closing.wait(LOOK_SECONDS)
        return held.enter_context(self._storage.rebuilding(names))

    def _say(self, course: Course, error: BaseException) -> None:
        """Have the log say why it ended; if it cannot, it is seen that nobody runs it any more."""
        try:
            self._storage.replay_log.end(course.ended(*_what_became(error)))
        except StoreUnavailable as unavailable:
            log.warning("what became of the replay could not be kept: %s", unavailable)

    def _rebuild_behind(self, held: ExitStack, beside: Beside, course: Course) -> None:
        try:
            with held:
                self._rebuild(beside, course)
        except ReplayCancelled as cancelled:
            log.info("the replay was cancelled: %s The views are as they were.", cancelled)
        except Exception:  # it has nobody else to tell
            log.exception("the replay failed; the views are as they were")

    def _rebuild(self, beside: Beside, course: Course) -> int:
        beside.make()
        runner = Runner(self._storage.store, beside.kept)
        reached = self._approach(runner, course)
        beside.swap_in(runner.catch_up, course.wait, lambda: course.ended("done"))
        return reached

    def _approach(self, runner: Runner, course: Course) -> int:
        """Catch up, until little is left for the swap or what is left no longer grows less.

        Returns the position that it has come to.
        """
        reached = 0
        left: int | None = None
        while True:
            head = self._head()
            if left is not None and not FEW <= head - reached < left:
                return reached
            left = head - reached
            runner.catch_up(head, course.report)
            reached = head

    def _head(self) -> int:
        with self._storage.store.reading() as history:
            return history.head().position


def _what_became(error: BaseException) -> tuple[Outcome, str]:
    """The outcome, and a reason that tells nothing of the inside."""
    if isinstance(error, ReplayCancelled):
        return "cancelled", str(error)
    if isinstance(error, KeyboardInterrupt):
        return "cancelled", "It was interrupted."
    if isinstance(error, NoRoom):
        return "failed", str(error)
    what = "The store failed" if isinstance(error, StoreUnavailable) else type(error).__name__
    return "failed", f"{what}: the log of the process that ran it says more."
