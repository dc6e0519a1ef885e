"""What is asked of a storage for the first of many learnings: by index, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from domain.fronts import Lane
from domain.instant import Instant
from domain.learnings import Extent, Learning
from domain.names import EventId, Item, Party, Programme


class First(NamedTuple):
    """A learning (in the lane `ASKED`: a request) that is, or can be, the first of its kind."""

    lane: Lane
    tellers: str
    learning: Learning


class Shared(NamedTuple):
    """What a group learned of an item to some extent, with its members."""

    group: Party
    item: Item
    extent: Extent


class Sought(NamedTuple):
    """Of what a group learned with its members the first, in the order of *first*, within bounds.

    They are inclusive. What `but_of` told itself does not count. With `width`, only what is so
    uncertain (`domain.fronts.width`).
    """

    of: Shared
    earliest_from: Instant
    earliest_to: Instant
    latest_from: Instant
    latest_to: Instant
    but_of: Party | None = None
    width: int | None = None


class FirstRows(Protocol):
    """Firsts, of rows that held at the position `at`; nothing that begins after `as_of`."""

    def firsts_of_item(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[First]:
        """Of each party, extent and lane the first at `as_of`; none of the lane `HEARD`."""
        ...

    def firsts_of_parties(
        self,
        programme: Programme,
        parties: Collection[Party],
        items: Collection[Item],
        as_of: Instant,
        at: int,
    ) -> Sequence[First]:
        """As `firsts_of_item`, of these parties and items."""
        ...

    def fronts_of_parties(
        self,
        programme: Programme,
        parties: Collection[Party],
        item: Item,
        as_of: Instant,
        at: int,
    ) -> Sequence[First]:
        """All that can be the first at any instant up to `as_of`, in every lane."""
        ...

    def firsts_shared(
        self, programme: Programme, sought: Sequence[Sought], at: int
    ) -> Sequence[Learning | None]:
        """What was sought of what members learn with their group, in that order."""
        ...

    def widths_shared(
        self, programme: Programme, of: Collection[Shared]
    ) -> Mapping[Shared, Sequence[int]]:
        """How uncertain anything of these ever was, but for what was certain."""
        ...

    def learnings_around(
        self,
        programme: Programme,
        parties: Collection[Party],
        item: Item,
        since: Instant,
        until: Instant,
        at: int,
    ) -> Sequence[Learning]:
        """The learnings with `earliest` up to `since` and `latest` after `until`."""
        ...

    def told_in(
        self,
        programme: Programme,
        party: Party,
        item: Item,
        vias: Collection[EventId],
        at: int,
    ) -> Collection[EventId]:
        """Those of the events in which the party tells of the item."""
        ...

    def items_known(
        self,
        programme: Programme,
        party: Party,
        after: Item | None,
        as_of: Instant,
        at: int,
        *,
        events: bool,
        limit: int,
    ) -> Sequence[Item]:
        """The next items, by name, that a party learned of or asked for, up to a limit."""
        ...


SPREAD: Final = (20, 15, 10, 5)
"""Blocks of positions hold 2 to the power of these."""


def blocks_up_to(at: int) -> Iterator[tuple[int, range]]:
    """Which blocks of positions are the positions from 0 up to `at`, from the largest on.

    Each with the power of two that they hold. The last of the smallest may reach beyond `at`.
    """
    done = 0
    for power in SPREAD:
        whole = (at + 1) >> power
        yield power, range(done >> power, whole)
        done = whole << power
    if done <= at:
        last = done >> SPREAD[-1]
        yield SPREAD[-1], range(last, last + 1)
