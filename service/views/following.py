"""Events as they were recorded, for whoever follows: read without the views, so never behind."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple, Protocol

from domain.events.envelope import Recorded
from domain.instant import Instant
from domain.names import Programme
from service.views.bounds import Bounds
from service.views.rows import EventFilter
from service.views.wording import event_answer, untouched


class Mark(Protocol):
    """A position, and when it was recorded."""

    @property
    def position(self) -> int: ...
    @property
    def recorded_at(self) -> Instant | None: ...


class FollowedRows(Protocol):
    """What following asks of a reading."""

    def head(self) -> Mark:
        """The end of the ledger, however far the views are."""

    def events(
        self, wanted: EventFilter, after: int, at: int, limit: int
    ) -> Sequence[Recorded]: ...


class Wanted(NamedTuple):
    """Which events are followed; None: whichever."""

    programmes: frozenset[str] | None = None
    type: str | None = None

    def has(self, programme: str, type: str) -> bool:  # noqa: A002 (the contract's word)
        """Whether an event is one of them."""
        return (self.programmes is None or programme in self.programmes) and (
            self.type is None or type == self.type
        )


class Page(NamedTuple):
    """Some recorded events, by position."""

    records: Sequence[Recorded]
    scanned: int
    """Up to here nothing that is wanted comes any more."""
    head: int
    """The end of the ledger in the same reading."""


def page(rows: FollowedRows, wanted: Wanted, after: int, limit: int) -> Page:
    """The next recorded events after a position."""
    head = rows.head().position
    lists = [rows.events(each, after, head, limit) for each in _filters(wanted)]
    found = list(islice(merge(*lists, key=lambda record: record.position), limit))
    scanned = found[-1].position if len(found) == limit else max(after, head)
    return Page(found, scanned, head)


def told(record: Recorded) -> dict[str, Any]:
    """An event as it stood when it was recorded: nothing had been said about it yet."""
    bounds = Bounds(record.recorded_at, record.position, record.recorded_at)
    return {**bounds.recorded(), **event_answer(untouched(record))}


def _filters(wanted: Wanted) -> list[EventFilter]:
    if wanted.programmes is None:
        return [EventFilter(type=wanted.type)]
    return [
        EventFilter(programme=Programme(each), type=wanted.type)
        for each in sorted(wanted.programmes)
    ]
