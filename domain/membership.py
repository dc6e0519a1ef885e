"""Who belonged to a group when: certainly, possibly, read from uncertain joins and leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.instant import END, Instant
from domain.occurrence import Certainty, Occurrence


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The instants from `start` up to, not including, `end`."""

    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class Membership:
    """The spans in which one party certainly and possibly belonged to one group.

    Each tuple is ordered and its spans neither overlap nor touch, unless it is of `both` of two.
    """

    certain: tuple[Span, ...] = ()
    possible: tuple[Span, ...] = ()

    def over(self, earliest: Instant, latest: Instant) -> Certainty | None:
        """How surely the party belonged over all the instants from `earliest` to `latest`.

        Certain: it certainly belonged at every one of them. Possible: it possibly belonged at
        some of them. None: it did not.
        """
        if any(s.start <= earliest and (latest < s.end or s.end == END) for s in self.certain):
            return Certainty.CERTAIN
        if any(s.start <= latest and earliest < s.end for s in self.possible):
            return Certainty.POSSIBLE
        return None


def membership(joins: Sequence[Occurrence], leaves: Sequence[Occurrence]) -> Membership:
    """Read the visible joins and leaves of one party and one group.

    Certain from a join's `latest` until the first `earliest` of the leaves that may have come
    after it; possible from its `earliest` until the first `latest` of the leaves that certainly
    came after it.
    """
    certain = (
        Span(
            join.latest,
            min((lv.earliest for lv in leaves if lv.latest >= join.earliest), default=END),
        )
        for join in joins
    )
    possible = (
        Span(
            join.earliest,
            min((lv.latest for lv in leaves if lv.earliest > join.latest), default=END),
        )
        for join in joins
    )
    return Membership(_united(certain), _united(possible))


def both(one: Membership, other: Membership) -> Membership:
    """How surely a party belonged to both of two, over the same bounds.

    The possible spans are then no times at which it did: one may end before it starts, and what
    lasts from before its end to after its start possibly happened while the party belonged to each.
    """
    certain = (
        Span(max(here.start, there.start), min(here.end, there.end))
        for here in one.certain
        for there in other.certain
    )
    possible = (
        Span(max(here.start, there.start), min(here.end, there.end))
        for here in one.possible
        for there in other.possible
    )
    return Membership(_united(certain), tuple(possible))


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    united: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return tuple(united)
