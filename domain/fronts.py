"""Which of many learnings can be the *first*: the others need never be looked at.

Of learnings that are otherwise alike (those of one party, item, extent and lane) one can only be
the first, within whatever `as_of`, if none that may have been earlier comes before it in the order
of *first*. These are the *front*: from the one that may have been earliest on, each may have
happened later than the one before it, and had happened certainly earlier.

Also of what had happened by then, in the order (earliest, latest, position), the front is what of
this front had happened by then.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from enum import IntEnum
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from domain.instant import BEGINNING, END, Instant
from domain.learnings import Basis, Learning
from domain.names import PUBLIC, Item, Party


class Lane(IntEnum):
    """What tells learnings apart on the way back to where they came from."""

    PLAIN = 0
    TELLING = 1
    ECHO = 2
    """By an event in which the same party tells of the item: nobody learns from what they tell."""
    ASKED = 3
    """No learning: a request."""
    HEARD = 4
    """What `public` learned, apart for each circle of those who told it: who is one of them did
    not learn it so."""


class Contender(Protocol):
    """What may come first: a learning, or a row that holds one."""

    @property
    def earliest(self) -> int: ...
    @property
    def latest(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def basis(self) -> int: ...
    @property
    def source(self) -> str | None: ...
    @property
    def channel(self) -> str | None: ...


C = TypeVar("C", bound=Contender)


def front(contenders: Iterable[C]) -> list[C]:
    """The front of learnings that are otherwise alike, by earliest."""
    found: list[C] = []
    for each in sorted(contenders, key=by_earliest):
        if not found or each.latest < found[-1].latest:
            found.append(each)
    return found


def by_earliest(each: Contender) -> tuple[Any, ...]:
    """By earliest, and then in the order of *first*."""
    return (
        each.earliest,
        each.latest,
        each.position,
        each.basis,
        each.source or "",
        each.channel or "",
    )


def first_by(found: Iterable[C], as_of: Instant) -> C | None:
    """The first of a front that had at least possibly happened by an instant."""
    return max((each for each in found if each.earliest <= as_of), key=by_earliest, default=None)


OPEN_BEGINNING: Final = 63
OPEN_END: Final = 64


def width(earliest: Instant, latest: Instant) -> int:
    """How uncertain a time is: between 2 to the power of this less one, and that of this.

    In microseconds; 0 of an instant, and a number of its own where one end is open.
    """
    if latest == END:
        return OPEN_END
    if earliest == BEGINNING:
        return OPEN_BEGINNING
    return (latest - earliest).bit_length()


class Placed(NamedTuple):
    """A learning with its lane, and those who told the item in the same event, as one name."""

    learning: Learning
    lane: Lane
    tellers: str


def placed(learned: Collection[Learning]) -> Iterator[Placed]:
    """The learnings of one event, each with its lane.

    `tellers` are named only of what others learn too: members of a group, or everybody.
    """
    telling: dict[Item, set[Party]] = defaultdict(set)
    for each in learned:
        if each.basis is Basis.TELLING:
            telling[each.item].add(each.party)
    circles = {item: circle(parties) for item, parties in telling.items()}
    for each in learned:
        lane = Lane.PLAIN
        if each.basis is Basis.TELLING:
            lane = Lane.TELLING
        elif each.party in telling.get(each.item, ()):
            lane = Lane.ECHO
        of_others = each.shared or each.party == PUBLIC
        yield Placed(each, lane, circles.get(each.item, "") if of_others else "")


def circle(tellers: Collection[Party]) -> str:
    """One name for those who tell together: the party's own if it is one."""
    if len(tellers) == 1:
        return next(iter(tellers))
    return hashlib.sha256("\n".join(sorted(tellers)).encode()).hexdigest()[:32]
