"""What the views ask of a storage: rows that held at a position, by index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from domain.events.envelope import Recorded
from domain.instant import Instant
from domain.learnings import Learning, Request
from domain.names import EventId, Item, Party, Programme
from domain.occurrence import Occurrence
from domain.standing import Deed
from domain.tallies import Counts


class Account(NamedTuple):
    """The account behind an answer, as it stood: when, on whose word, how good, disputed."""

    via: EventId
    position: int
    occurred: Occurrence
    grade: str
    asserted_by: Party | None
    disputed: bool
    since: int
    """The position from which it stood so; its own if nothing was said about it by then."""


class Move(NamedTuple):
    """That a party joined (or left) a group."""

    group: Party
    party: Party
    joined: bool
    occurred: Occurrence


class Place(NamedTuple):
    """A place in a timeline, to go on after."""

    earliest: int
    latest: int
    position: int


class EventFilter(NamedTuple):
    """Which recorded events are asked for; None: whichever."""

    programme: Programme | None = None
    stream: str | None = None
    type: str | None = None
    party: str | None = None
    item: str | None = None


class TimelineFilter(NamedTuple):
    """Which part of a timeline is asked for; None: whichever."""

    start: Instant | None = None
    end: Instant | None = None
    type: str | None = None
    party: str | None = None


class Tally(NamedTuple):
    """How much of a programme was recorded by a position."""

    events: int
    visible: int
    first: Recorded
    last: Recorded


class Rows(Protocol):
    """A consistent reading of the kept views and of the events behind them.

    `at` is the position at which the rows held. `as_of` leaves out what had not even possibly
    happened by then.
    """

    def learnings_of_parties(
        self,
        programme: Programme,
        parties: Collection[Party],
        as_of: Instant,
        at: int,
        *,
        item: Item | None = None,
        events: bool = True,
    ) -> Sequence[Learning]: ...

    def requests_for_item(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[Request]: ...

    def requests_by_party(
        self, programme: Programme, party: Party, as_of: Instant, at: int
    ) -> Sequence[Request]: ...

    def moves_of_groups(
        self, programme: Programme, groups: Collection[Party], at: int
    ) -> Sequence[Move]: ...

    def moves_of_party(self, programme: Programme, party: Party, at: int) -> Sequence[Move]: ...

    def accounts(self, vias: Collection[EventId], at: int) -> Mapping[EventId, Account]: ...

    def timeline(
        self,
        programme: Programme,
        wanted: TimelineFilter,
        as_of: Instant,
        at: int,
        after: Place | None,
        limit: int,
    ) -> Sequence[Account]: ...

    def testers(
        self, programme: Programme, as_of: Instant, at: int, offset: int, limit: int
    ) -> Sequence[Party]:
        """Of the testers to whom something had at least possibly happened, by name, some."""
        ...

    def count_testers(self, programme: Programme, as_of: Instant, at: int) -> int:
        """How many these are."""
        ...

    def decisive(
        self, programme: Programme, testers: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Deed]:
        """Of each tester's facets the last deed that was certain, and that was only possible."""
        ...

    def counts(
        self, programme: Programme, testers: Collection[Party], as_of: Instant, at: int
    ) -> Mapping[Party, Counts]:
        """What had certainly happened of each of these testers, counted."""
        ...

    def suspensions(self, programme: Programme, as_of: Instant, at: int) -> Sequence[Deed]:
        """The decisive deeds that concern every tester."""
        ...

    def event(self, event_id: EventId, at: int) -> Recorded | None: ...

    def events(
        self, wanted: EventFilter, after: int, at: int, limit: int
    ) -> Sequence[Recorded]: ...

    def events_of(self, event_ids: Collection[EventId]) -> Mapping[EventId, Recorded]: ...

    def cases(self, event_ids: Collection[EventId]) -> Mapping[EventId, Sequence[Recorded]]:
        """The whole case of each of these events that has more than itself in it."""
        ...

    def has_programme(self, programme: Programme) -> bool: ...

    def programmes(self, at: int) -> Sequence[Programme]: ...

    def tally(self, programme: Programme, at: int) -> Tally | None: ...
