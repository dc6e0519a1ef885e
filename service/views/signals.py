"""The signals: series of what could have been seen coming, with hindsight and without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from domain.instant import BEGINNING, END, Instant, format_instant
from domain.names import Programme
from domain.signals.contacts import RECENT, ContactFact, MoveFact
from domain.signals.points import Points, Step, ticks
from domain.signals.promises import PromiseFact
from domain.signals.series import SIGNALS, Series
from domain.signals.testers import DeedFact, TermsFact
from service.views.bounds import Bounds
from service.views.rows import Account, Place, TimelineFilter

_AFTER_UNBOUNDED: Final = Place(BEGINNING, END, END)
"""The place in a timeline after all that has no `earliest`."""


class Window(NamedTuple):
    """Which facts can count at any of the points of a page: those that are certain by `until`,
    and that the ledger held at any position after `held_after` and up to `at`."""

    until: Instant
    held_after: int
    at: int
    recent: Instant
    """A contact must be later than this to be recent at any of them."""


class SignalRows(Protocol):
    """What the series are made of: facts as they come from an index, never all of them at once."""

    def timeline(
        self,
        programme: Programme,
        wanted: TimelineFilter,
        as_of: Instant,
        at: int,
        after: Place | None,
        limit: int,
    ) -> Sequence[Account]: ...

    def positions_at(self, instants: Sequence[Instant]) -> Sequence[int]:
        """For each instant the last position recorded at or before it; 0 if none."""
        ...

    def facts_of_testers(self, programme: Programme, window: Window) -> Iterator[DeedFact]:
        """Tester by tester."""
        ...

    def facts_of_promises(self, programme: Programme, window: Window) -> Iterator[PromiseFact]:
        """Commitment by commitment."""
        ...

    def facts_of_terms(self, programme: Programme, window: Window) -> Iterator[TermsFact]:
        """Of terms that replace others."""
        ...

    def facts_of_contacts(self, programme: Programme, window: Window) -> Iterator[ContactFact]: ...

    def facts_of_moves(self, programme: Programme, window: Window) -> Iterator[MoveFact]:
        """Of testers into and out of groups: by group and tester. `until`: possible by then."""
        ...


class Page(NamedTuple):
    """Some points of the series, and what comes after them."""

    points: list[str]
    signals: dict[str, Sequence[int | float | None]]
    next: int | None
    """How many points there are up to here; None: there are no more."""


def signals(
    rows: SignalRows,
    programme: Programme,
    bounds: Bounds,
    step: Step,
    *,
    hindsight: bool,
    skip: int,
    limit: int,
) -> Page:
    """Up to `limit` points of the series of every signal, after the first `skip`.

    A `skip` below zero counts from the end: as many points as that are left.
    """
    start = _start(rows, programme, bounds)
    if start is None:
        return Page([], {name: [] for name in SIGNALS}, None)
    before = ticks(start, bounds.as_of, step)
    skip = skip if skip >= 0 else max(0, len(before) + 1 + skip)
    instants = [Instant(tick) for tick in before[skip : skip + limit]]
    if len(instants) < limit and skip <= len(before):
        instants.append(bounds.as_of)
    if not instants:
        return Page([], {name: [] for name in SIGNALS}, None)
    points = Points(instants, _positions(rows, instants, bounds, hindsight=hindsight))
    series = _series(rows, programme, points)
    return Page(
        points=[format_instant(each) for each in instants],
        signals={name: signal(series) for name, signal in SIGNALS.items()},
        next=skip + limit if skip + limit <= len(before) else None,
    )


def _start(rows: SignalRows, programme: Programme, bounds: Bounds) -> Instant | None:
    """The least bounded `earliest` of all that may have happened; else the least `latest`."""
    anything = TimelineFilter()
    as_of, at = bounds.as_of, bounds.position
    for first in rows.timeline(programme, anything, as_of, at, _AFTER_UNBOUNDED, 1):
        return first.occurred.earliest
    for first in rows.timeline(programme, anything, as_of, at, None, 1):
        return first.occurred.latest if first.occurred.latest < END else None
    return None


def _positions(
    rows: SignalRows, instants: Sequence[Instant], bounds: Bounds, *, hindsight: bool
) -> Sequence[int]:
    if hindsight:
        return [bounds.position] * len(instants)
    return [min(each, bounds.position) for each in rows.positions_at(instants)]


def _series(rows: SignalRows, programme: Programme, points: Points) -> Series:
    window = Window(
        until=points.instants[-1],
        held_after=points.positions[0],
        at=points.positions[-1],
        recent=Instant(points.instants[0] - RECENT),
    )
    return Series(
        points,
        terms=rows.facts_of_terms(programme, window),
        deeds=rows.facts_of_testers(programme, window),
        promises=rows.facts_of_promises(programme, window),
        contacts=rows.facts_of_contacts(programme, window),
        moves=rows.facts_of_moves(programme, window),
    )
