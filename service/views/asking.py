"""Every question in one place, asked of a consistent reading."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from domain.instant import Instant
from domain.irregularities.codes import Code
from domain.names import EventId, Item, Party, Programme, Slug
from domain.signals.points import Step
from service.views import (
    diff,
    events,
    following,
    incidents,
    knowledge,
    marks,
    matrix,
    reach,
    signals,
    standing,
    tester,
)
from service.views.bounds import Bounds
from service.views.identities import IdentityRows, same_as
from service.views.irregularities.listing import (
    IrregularityFilter,
    Placement,
    count_irregularities,
    irregularities,
)
from service.views.marks import Added
from service.views.review.review import ReviewRows, has_incident, review
from service.views.rows import EventFilter, Place, TimelineFilter
from service.views.stepping.rows import StepRows
from service.views.stepping.steps import occurred_steps, recorded_steps


class Head(Protocol):
    """The end of the ledger: the last position and when it was recorded."""

    @property
    def position(self) -> int: ...
    @property
    def recorded_at(self) -> Instant | None: ...


class AskableRows(
    ReviewRows,
    diff.DiffRows,
    IdentityRows,
    StepRows,
    marks.MarkRows,
    reach.ReachRows,
    tester.TesterRows,
    Protocol,
):
    """Rows, with the marks of the ledger that bounds are resolved by."""

    @property
    def reached(self) -> int:
        """The last position that all of the kept views reflect, in this reading."""

    def head(self) -> Head: ...
    def head_at(self, recorded_by: Instant) -> Head: ...
    def head_of(self, position: int) -> Head: ...


class RowSource(Protocol):
    """Where the kept views are read."""

    @property
    def database(self) -> str:
        """The kind of database, for people."""
        ...

    def reading(self) -> AbstractContextManager[AskableRows]:
        """Open a consistent reading of events and views."""

    def checkpoints(self) -> Mapping[str, int]:
        """The last position that each view reflects."""

    def head_position(self) -> int:
        """The last recorded position."""


class Questions:
    """The questions that can be asked of one reading. Answers are plain, ready to be written."""

    def __init__(self, rows: AskableRows) -> None:
        self._rows = rows

    def head(self) -> Head:
        """The end of the ledger, as far as the views reflect it.

        An event that was appended between the last projecting and this reading lies beyond: an
        answer that named its position would change once it is projected.
        """
        return self._rows.head_of(self._rows.reached)

    def head_at(self, recorded_by: Instant) -> Head:
        """The last position recorded at or before an instant, up to the head; 0 if none."""
        found = self._rows.head_at(recorded_by)
        return found if found.position <= self._rows.reached else self.head()

    def head_of(self, position: int) -> Head:
        """A position up to the head, with its recorded time."""
        return self._rows.head_of(position)

    def has_programme(self, programme: str) -> bool:
        """Whether anything was ever recorded of a programme."""
        return self._rows.has_programme(Programme(programme))

    def programmes(self, bounds: Bounds, seen: Callable[[str], bool]) -> list[dict[str, Any]]:
        """A summary of every programme that is seen, by name."""
        return events.programmes(self._rows, bounds, seen)

    def programme(self, programme: Programme, bounds: Bounds) -> dict[str, Any]:
        """A summary of one programme."""
        return events.programme(self._rows, programme, bounds)

    def marks(self, programme: Programme, at: int, known: marks.Marks | None = None) -> marks.Marks:
        """When anything happened and was recorded, of all that had been by a position; `known`:
        those of an earlier one, which spare reading them again."""
        return marks.marks(self._rows, programme, at, known)

    def added(self, programme: Programme, then: int, now: Bounds) -> Sequence[Added]:
        """What was recorded between two positions, counted by type."""
        return self._rows.added(programme, then, now.position, now.as_of)

    def items_of_kind(self, programme: Programme, kind: str, limit: int) -> Sequence[Item]:
        """The first items of a kind of which anybody ever learned, by name."""
        return self._rows.items_of_kind(programme, kind, limit)

    def parties_after(self, programme: Programme, after: str, limit: int) -> Sequence[Party]:
        """The next parties that ever learned anything, by name."""
        return self._rows.parties_after(programme, after, limit)

    def who(
        self, programme: Programme, item: Item, bounds: Bounds, *, imputed: bool = False
    ) -> Sequence[dict[str, Any]]:
        """Who knew an item."""
        return knowledge.who(self._rows, programme, item, bounds, imputed=imputed)

    def knowers(
        self, programme: Programme, item: Item, bounds: Bounds
    ) -> Sequence[knowledge.Knower]:
        """Who knew an item, without what `who` tells of each."""
        return knowledge.knowers(self._rows, programme, item, bounds)

    def what(
        self,
        programme: Programme,
        party: Party,
        bounds: Bounds,
        after: str | None,
        limit: int,
        *,
        events: bool = False,
        imputed: bool = False,
    ) -> tuple[list[dict[str, Any]], Item | None]:
        """What a party knew, by item, and the item to go on after."""
        return knowledge.what(
            self._rows,
            programme,
            party,
            bounds,
            None if after is None else Item(after),
            limit,
            events=events,
            imputed=imputed,
        )

    def how(
        self,
        programme: Programme,
        party: Party,
        item: Item,
        bounds: Bounds,
        *,
        imputed: bool = False,
    ) -> dict[str, Any]:
        """How an item came to a party."""
        return knowledge.how(self._rows, programme, party, item, bounds, imputed=imputed)

    def matrix(
        self,
        programme: Programme,
        wanted: matrix.Wanted,
        bounds: Bounds,
        after: matrix.Cell | None,
        limit: int,
    ) -> tuple[list[dict[str, Any]], matrix.Cell | None]:
        """Who knew what, a page of cells, and the place to go on after."""
        return matrix.matrix(self._rows, programme, wanted, bounds, after, limit)

    def diff_of_item(
        self,
        programme: Programme,
        item: Item,
        then: Bounds,
        now: Bounds,
        after: str | None,
        limit: int,
    ) -> tuple[list[dict[str, Any]], str | None]:
        """What changed in who knew an item, and the party to go on after."""
        return diff.diff_of_item(self._rows, programme, item, then, now, after, limit)

    def diff_of_party(
        self,
        programme: Programme,
        party: Party,
        then: Bounds,
        now: Bounds,
        after: str | None,
        limit: int,
        *,
        events: bool,
    ) -> tuple[list[dict[str, Any]], str | None]:
        """What changed in what a party knew, and the item to go on after."""
        return diff.diff_of_party(
            self._rows, programme, party, then, now, after, limit, events=events
        )

    def same_as(
        self, programme: Programme, parties: Collection[Party], bounds: Bounds
    ) -> list[dict[str, Any]]:
        """Who of these parties was identified as whom."""
        return same_as(self._rows, programme, parties, bounds)

    def reach(
        self, programme: Programme, item: Item, bounds: Bounds
    ) -> tuple[list[dict[str, Any]], Sequence[dict[str, Any]]]:
        """Who knew an item, and who could have come to know it from them."""
        return reach.reached(self._rows, programme, item, bounds)

    def timeline(
        self,
        programme: Programme,
        bounds: Bounds,
        *,
        start: Instant | None = None,
        end: Instant | None = None,
        type: str | None = None,  # noqa: A002 (the contract's word)
        party: str | None = None,
        after: tuple[int, int, int] | None = None,
        limit: int,
    ) -> tuple[list[dict[str, Any]], tuple[int, int, int] | None]:
        """Visible events by when they occurred, and the place to go on after."""
        return events.timeline(
            self._rows,
            programme,
            TimelineFilter(start, end, type, party),
            bounds,
            None if after is None else Place(*after),
            limit,
        )

    def irregularities(
        self,
        programme: Programme,
        bounds: Bounds,
        *,
        code: Code | None = None,
        tester: Party | None = None,
        after: tuple[int, int, int] | None = None,
        limit: int,
    ) -> tuple[list[dict[str, Any]], tuple[int, int, int] | None]:
        """What was irregular, and the place to go on after."""
        return irregularities(
            self._rows,
            programme,
            IrregularityFilter(code, tester),
            bounds,
            None if after is None else Placement(*after),
            limit,
        )

    def count_irregularities(
        self, programme: Programme, bounds: Bounds, code: Code | None, most: int
    ) -> int:
        """How many `irregularities` would tell of; it looks for `most` of them."""
        wanted = IrregularityFilter(code)
        return count_irregularities(self._rows, programme, wanted, bounds, most)

    def incidents(self, programme: Programme, bounds: Bounds) -> list[dict[str, Any]]:
        """Every incident of a programme, by name."""
        return incidents.incidents(self._rows, programme, bounds)

    def has_incident(self, programme: Programme, incident: Slug) -> bool:
        """Whether any event ever recorded names an incident."""
        return has_incident(self._rows, programme, incident, self._rows.reached)

    def review(self, programme: Programme, incident: Slug, bounds: Bounds) -> dict[str, Any]:
        """Everything about an incident."""
        return review(self._rows, programme, incident, bounds)

    def recorded_steps(
        self,
        programme: Programme,
        bounds: Bounds,
        positions: tuple[int, int],
        after: int | None,
        limit: int,
    ) -> tuple[list[dict[str, Any]], int | None]:
        """What each event changed, as they were recorded, and the place to go on after."""
        return recorded_steps(self._rows, programme, bounds, positions, after, limit)

    def occurred_steps(
        self,
        programme: Programme,
        bounds: Bounds,
        instants: tuple[Instant | None, Instant | None],
        after: tuple[int, int, int] | None,
        limit: int,
    ) -> tuple[list[dict[str, Any]], tuple[int, int, int] | None]:
        """What each event changed, as they occurred, and the place to go on after."""
        place = None if after is None else Place(*after)
        return occurred_steps(self._rows, programme, bounds, instants, place, limit)

    def roster(self, programme: Programme, bounds: Bounds) -> Sequence[dict[str, Any]]:
        """Where every tester stood."""
        return standing.roster(self._rows, programme, bounds)

    def signals(
        self,
        programme: Programme,
        bounds: Bounds,
        step: Step,
        *,
        hindsight: bool,
        skip: int,
        limit: int,
    ) -> signals.Page:
        """Points of the series of every signal."""
        return signals.signals(
            self._rows, programme, bounds, step, hindsight=hindsight, skip=skip, limit=limit
        )

    def has_tester(self, programme: Programme, name: Party) -> bool:
        """Whether anything was ever recorded of a tester."""
        return self._rows.has_tester(programme, name)

    def tester(self, programme: Programme, name: Party, bounds: Bounds) -> dict[str, Any]:
        """Where one tester stood, and what had been promised to it."""
        return tester.tester(self._rows, programme, name, bounds)

    def events(
        self,
        *,
        programme: Programme | None = None,
        stream: str | None = None,
        type: str | None = None,  # noqa: A002 (the contract's word)
        party: str | None = None,
        item: str | None = None,
        after: int,
        limit: int,
        position: int,
        within: Collection[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Recorded events after a position, as they stood at another; `within`: of these
        programmes alone."""
        wanted = EventFilter(programme, stream, type, party, item)
        return events.events(self._rows, wanted, after, position, limit, within)

    def event(self, event_id: EventId, position: int) -> dict[str, Any] | None:
        """One event as it stood at a position."""
        return events.event(self._rows, event_id, position)


class Views:
    """The door to all questions: a reading reflects all that was recorded before it started."""

    def __init__(self, source: RowSource, catch_up: Callable[[int], None]) -> None:
        """`catch_up` projects at least up to a recorded position."""
        self._source = source
        self._catch_up = catch_up
        self._following = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Questions]:
        """Open a consistent reading. Raises `StoreUnavailable` if the database cannot answer."""
        self._catch_up(self._source.head_position())
        with self._source.reading() as rows:
            yield Questions(rows)

    def followed(
        self, wanted: following.Wanted, after: int, limit: int, seconds: float
    ) -> following.Page | None:
        """What was recorded after a position, read without the views.

        One page is read at a time, so that many who have far to go leave room for others; None:
        it was not our turn within so many seconds.
        """
        if not self._following.acquire(timeout=seconds):
            return None
        try:
            with self._source.reading() as rows:
                return following.page(rows, wanted, after, limit)
        finally:
            self._following.release()

    def recorded_head(self) -> int:
        """The last recorded position, however far the views are."""
        return self._source.head_position()

    def lag(self) -> dict[str, Any]:
        """How far the views are behind the ledger, for `/readyz`."""
        return {
            "database": self._source.database,
            "head": self._source.head_position(),
            "projections": dict(self._source.checkpoints()),
        }
