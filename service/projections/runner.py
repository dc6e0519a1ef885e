"""Keeps the views up to the ledger: each event once, in order, rows and checkpoint together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Final, Protocol

from domain.events.envelope import Recorded
from domain.history import Change, Reading
from domain.names import EventId
from service.cases import Cases
from service.event_store import EventStore, History
from service.projections.arrivals import Arrivals, ArrivalTables
from service.projections.fronts import CONTENDING, Fronts, FrontTables
from service.projections.kept import KEPT, Row, rows
from service.projections.shifts import Follower, Shift
from service.projections.tallies import Tallies, TallyTables

BATCH: Final = 500
"""How many events are projected in one transaction."""

_NONE: Final = frozenset[Row]()

Progress = Callable[[int, int], None]
"""Told how many events are done, and of how many."""


class Tables(ArrivalTables, FrontTables, TallyTables, Protocol):
    """An open transaction on the tables of the kept views."""

    def checkpoints(self) -> Mapping[str, int]:
        """The last position that each view reflects; 0 for one that was never projected."""

    def close(self, name: str, via: str, own: int, position: int) -> None:
        """End the rows that the event `via`, at its `own` position, gives to a view.

        They hold before `position` only.
        """

    def open(self, name: str, given: Iterable[Row], position: int) -> None:
        """Begin rows at `position`."""

    def advance(self, names: Collection[str], position: int) -> None:
        """Set the checkpoints of these views."""


class KeptViews(Protocol):
    """Where the kept views live."""

    def checkpoints(self) -> Mapping[str, int]:
        """As `Tables.checkpoints`, of what is committed."""

    def projecting(self) -> AbstractContextManager[Tables]:
        """Open a transaction; all or nothing of it is kept."""


FOLLOWERS: Final[Mapping[Callable[[Tables, Collection[Shift]], Follower], Collection[str]]] = {
    Fronts: CONTENDING,
    Arrivals: ("deeds",),
    Tallies: ("deeds",),
}
"""What keeps the views that are made of the rows of others, and of which others."""


def changes(record: Recorded, root: EventId, history: History, cases: Cases) -> list[Change]:
    """How events stood before `record` and how they stand with it, where that differs.

    `root` heads its case; `cases` is how far cases were read before.
    """
    if record.event.about is None:
        return [(None, Reading(record, record.event))]
    upto = record.position - 1
    return cases.brought_up(root, upto, lambda after: history.case(root, after, upto)).add(record)


class Runner:
    """Projects what is recorded. Any thread may ask it to catch up; one at a time does."""

    def __init__(self, store: EventStore, views: KeptViews) -> None:
        self._store = store
        self._views = views
        self._lock = threading.Lock()
        self._cases = Cases()

    def catch_up(self, to: int, progress: Progress | None = None) -> None:
        """Project at least the events up to position `to`, which must be recorded.

        What the views reflect is asked each time: another process may have projected, and after a
        crash the database may have forgotten the last that was.
        """
        if self._reached() >= to:
            return
        with self._lock:
            reached = self._reached()
            while reached < to:
                reached = self._project_batch(to, progress)

    def _reached(self) -> int:
        return min(self._views.checkpoints().values())

    def _project_batch(self, to: int, progress: Progress | None) -> int:
        with self._store.reading() as history, self._views.projecting() as tables:
            checkpoints = dict(tables.checkpoints())
            start = min(checkpoints.values())
            batch = history.after(start, max(0, min(BATCH, to - start)))
            _project(batch, history, tables, checkpoints, self._cases)
            reached = batch[-1][0].position if batch else start
            tables.advance([n for n in KEPT if checkpoints[n] < reached], reached)
        if progress is not None:
            progress(min(reached, to), to)
        return reached if batch else max(start, to)


def _project(
    batch: Sequence[tuple[Recorded, EventId]],
    history: History,
    tables: Tables,
    checkpoints: Mapping[str, int],
    cases: Cases,
) -> None:
    shifted = {
        each.position: list(_shifts(each, changes(each, root, history, cases), checkpoints))
        for each, root in batch
    }
    every = list(chain.from_iterable(shifted.values()))
    followers = [
        (views, follower(tables, [each for each in every if each.view in views]))
        for follower, views in FOLLOWERS.items()
    ]
    for position, shifts in shifted.items():
        for each in shifts:
            if each.gave:
                tables.close(each.view, each.via, each.position, position)
            tables.open(each.view, each.gives, position)
        for views, following in followers:
            if followed := [each for each in shifts if each.view in views]:
                following.follow(followed, position)
    for _, following in followers:
        following.write()


def _shifts(
    record: Recorded, changed: Iterable[Change], checkpoints: Mapping[str, int]
) -> Iterator[Shift]:
    """What an event changes in the views that do not reflect it yet."""
    behind = {name for name in KEPT if checkpoints[name] < record.position}
    for before, after in changed:
        gave = {} if before is None else rows(before, behind)
        gives = rows(after, behind)
        via, position = after.record.event.id, after.record.position
        for name in gave | gives:
            was, now = gave.get(name, _NONE), gives.get(name, _NONE)
            if was != now:
                yield Shift(name, via, position, was, now)
