"""Stretches of a series: points from one place up to another, united, cut and intersected.

A list of stretches, as given and as taken here, is in order, and they neither overlap nor touch,
unless it is said that they come as they are.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from domain.instant import Instant


class Stretch(NamedTuple):
    """The places from `begin` up to, not including, `end`, of which there is at least one.

    A tuple, because a long series makes and sorts hundreds of thousands.
    """

    begin: int
    end: int

    @staticmethod
    def of(begin: int, end: int) -> Stretch | None:
        """The stretch between two places; None where there is no place between them."""
        return Stretch(begin, end) if begin < end else None

    def common(self, other: Stretch) -> Stretch | None:
        """What two stretches have in common."""
        begin = self.begin if self.begin > other.begin else other.begin
        return Stretch.of(begin, self.end if self.end < other.end else other.end)


def united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """All places of these stretches, which come as they are."""
    coming = sorted(stretches)
    if len(coming) < 2:
        return coming
    found: list[Stretch] = []
    for each in coming:
        if found and each.begin <= found[-1].end:
            found[-1] = Stretch(found[-1].begin, max(found[-1].end, each.end))
        else:
            found.append(each)
    return found


def common(one: Sequence[Stretch], other: Sequence[Stretch]) -> Iterator[tuple[Stretch, int, int]]:
    """Where two lists overlap: each overlap, with the indices of what overlaps there.

    Those of one list may touch one another.
    """
    i = j = 0
    while i < len(one) and j < len(other):
        both = one[i].common(other[j])
        if both is not None:
            yield both, i, j
        if one[i].end <= other[j].end:
            i += 1
        else:
            j += 1


def without(one: Iterable[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """The places of the one list that are not in the other."""
    found: list[Stretch | None] = []
    index = 0
    for each in one:
        begin = each.begin
        while index < len(other) and other[index].end <= begin:
            index += 1
        ahead = index
        while ahead < len(other) and other[ahead].begin < each.end:
            found.append(Stretch.of(begin, other[ahead].begin))
            begin = other[ahead].end
            ahead += 1
        found.append(Stretch.of(begin, each.end))
    return [each for each in found if each is not None]


class Earliest(NamedTuple):
    """The least instant of those that counted at every place of a stretch."""

    stretch: Stretch
    instant: Instant


def earliest(counted: Sequence[Earliest]) -> list[Earliest]:
    """The least instant at each place at which any counts; stretches touch where it changes."""
    if len(counted) < 2:
        return list(counted)
    coming = sorted(counted)
    bounds = sorted({bound for each in coming for bound in each.stretch})
    found: list[Earliest] = []
    now: list[tuple[Instant, int]] = []
    index = 0
    for begin, end in pairwise(bounds):
        while index < len(coming) and coming[index].stretch.begin <= begin:
            heapq.heappush(now, (coming[index].instant, coming[index].stretch.end))
            index += 1
        while now and now[0][1] <= begin:
            heapq.heappop(now)
        if now:
            _append(found, Stretch(begin, end), now[0][0])
    return found


def _append(found: list[Earliest], stretch: Stretch, instant: Instant) -> None:
    last = found[-1] if found else None
    if last is not None and (last.stretch.end, last.instant) == (stretch.begin, instant):
        found[-1] = Earliest(Stretch(last.stretch.begin, stretch.end), instant)
    else:
        found.append(Earliest(stretch, instant))
