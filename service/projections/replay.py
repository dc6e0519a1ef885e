"""What a replay is to everybody: how far it is, what became of it, and what a storage does for it.

A replay rebuilds views from the events beside the live ones, and puts them in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from domain.instant import SECOND, Instant
from service.event_store import EventStore
from service.projections.runner import KeptViews

Outcome = Literal["running", "done", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay of the views `names`: `done` of the `of` events that there are to be projected.

    `reason` says why it was cancelled or failed. `ended_at` is None while it runs, and if its
    process ended before it could say anything.
    """

    id: str
    names: tuple[str, ...]
    started_at: Instant
    done: int = 0
    of: int = 0
    outcome: Outcome = "running"
    reason: str | None = None
    ended_at: Instant | None = None

    def rate(self, now: Instant) -> float:
        """Events a second, so far or in all."""
        return self.done * SECOND / max((self.ended_at or now) - self.started_at, 1)

    def seconds_left(self, now: Instant) -> float | None:
        """How long it will take at this rate; None while there is none, and when it has ended."""
        rate = self.rate(now)
        return (self.of - self.done) / rate if rate and self.outcome == "running" else None


class ReplayCancelled(Exception):
    """A replay was asked to stop; the old views serve on. Says by what."""


class ReplayLog(Protocol):
    """What is kept of the last replay, for every process of the ledger to see."""

    def begin(self, replay: Replay) -> None:
        """Keep a new one in the place of the last."""

    def report(self, replay: Replay) -> bool:
        """Keep how far it is; whether somebody asked it to stop."""

    def end(self, replay: Replay) -> None:
        """Keep what became of it, unless that is kept already."""

    def ask_to_stop(self) -> None:
        """Ask the one that runs, in whichever process; nothing if none does."""

    def latest(self) -> Replay | None:
        """The last one that was begun, as far as it is told; None: there never was any."""


class Beside(Protocol):
    """Views beside the live ones, to be filled from the events."""

    @property
    def kept(self) -> KeptViews: ...

    def make(self) -> None:
        """Make them, empty. Raises `StoreUnavailable` if there is no room for them."""

    def swap_in(
        self,
        catch_up: Callable[[int], None],
        wait: Callable[[float], None],
        done: Callable[[], Replay],
    ) -> None:
        """Put these views in the place of the live ones, at once.

        While projecting is held back, `catch_up` is called with the position that the live views
        reflect; then they are replaced, and the log has what `done` gives, all in one transaction.
        If something is in the way, what was begun is undone, and tried again after a `wait`, which
        may raise what ends it all.
        """


class Rebuildable(Protocol):
    """A storage whose views can be rebuilt."""

    @property
    def store(self) -> EventStore: ...
    @property
    def replay_log(self) -> ReplayLog: ...

    def rebuilding(self, names: Collection[str]) -> AbstractContextManager[Beside]:
        """Open views to rebuild; `ReplayRunning` if somebody rebuilds already, whichever."""

    def is_rebuilding(self) -> bool:
        """Whether somebody does, in whichever process, as far as this one can know."""

    def tidy(self) -> bool:
        """Remove some of what replays have cast off, in milliseconds; whether there is more."""

    def tidy_up(self) -> None:
        """Remove all of it now, and let others wait."""
