"""Which of two uncertain events came before the other: certainly, possibly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from domain.instant import Instant
from domain.names import EventId
from domain.occurrence import Certainty


class Timed(Protocol):
    """Something that happened through an event, within bounds."""

    @property
    def via(self) -> EventId: ...
    @property
    def position(self) -> int: ...
    @property
    def earliest(self) -> Instant: ...
    @property
    def latest(self) -> Instant: ...


T = TypeVar("T", bound=Timed)


def happened(each: Timed, as_of: Instant) -> Certainty | None:
    """Whether it had certainly or possibly happened by `as_of`; None: not yet."""
    if each.latest <= as_of:
        return Certainty.CERTAIN
    return Certainty.POSSIBLE if each.earliest <= as_of else None


def surely_before(one: Timed, other: Timed) -> bool:
    """Whether `one` came before `other` (or with it), whatever their exact times."""
    return one.latest <= other.earliest


def maybe_before(one: Timed, other: Timed) -> bool:
    """Whether `one` may have come before `other` (or with it)."""
    return one.earliest <= other.latest


def in_order(each: Timed) -> tuple[int, int, int]:
    """The order of first and last among events."""
    return each.latest, each.earliest, each.position


def first(found: Iterable[T]) -> T | None:
    """The first of these events, None of none."""
    return min(found, key=in_order, default=None)


def last(found: Iterable[T]) -> T | None:
    """The last of these events, None of none."""
    return max(found, key=in_order, default=None)
