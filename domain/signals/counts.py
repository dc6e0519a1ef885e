"""What is counted at every point of a series, given stretch by stretch."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

from domain.instant import END, Instant
from domain.signals.stretches import Stretch


class Tally:
    """How many there are at each place."""

    def __init__(self, places: int) -> None:
        self._changes = [0] * (places + 1)

    def add(self, stretches: Iterable[Stretch], number: int = 1) -> None:
        """Count `number` more at these places."""
        for each in stretches:
            self._changes[each.begin] += number
            self._changes[each.end] -= number

    def values(self) -> list[int]:
        """The number at each place."""
        return list(accumulate(self._changes[:-1]))


class Least:
    """The least instant of those that are open at each place: a tree of least ones."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._tree: list[int] = [END] * (2 * places)

    def lower(self, stretch: Stretch, instant: Instant) -> None:
        """This one, too, is open at these places."""
        begin, end = stretch.begin + self._places, stretch.end + self._places
        while begin < end:
            if begin & 1:
                self._tree[begin] = min(self._tree[begin], instant)
                begin += 1
            if end & 1:
                end -= 1
                self._tree[end] = min(self._tree[end], instant)
            begin >>= 1
            end >>= 1

    def values(self) -> list[Instant | None]:
        """The least at each place; None where none is open."""
        return [self._at(place) for place in range(self._places)]

    def _at(self, place: int) -> Instant | None:
        node, least = place + self._places, int(END)
        while node:
            least = min(least, self._tree[node])
            node >>= 1
        return None if least == END else Instant(least)


class Middle:
    """The median of the durations that there are at each place."""

    def __init__(self, places: int) -> None:
        self._begun = [array("q") for _ in range(places)]
        self._ended = [array("q") for _ in range(places)]

    def add(self, stretch: Stretch, duration: int) -> None:
        """There is one more at these places, of at least 0."""
        self._begun[stretch.begin].append(duration)
        if stretch.end < len(self._ended):
            self._ended[stretch.end].append(duration)

    def values(self) -> list[float | None]:
        """The median at each place, the mean of the middle two of an even number; None of none."""
        ranked = _Ranked(sorted({each for begun in self._begun for each in begun}))
        medians: list[float | None] = []
        for begun, ended in zip(self._begun, self._ended, strict=True):
            for each in begun:
                ranked.change(each, 1)
            for each in ended:
                ranked.change(each, -1)
            medians.append(ranked.median())
        return medians


class _Ranked:
    """Numbers of known kinds, counted in a Fenwick tree, so that the n-th is found in a few steps.

    Source: P. M. Fenwick, A New Data Structure for Cumulative Frequency Tables (1994).
    """

    def __init__(self, kinds: Sequence[int]) -> None:
        self._kinds = kinds
        self._rank = {kind: rank for rank, kind in enumerate(kinds, 1)}
        self._sums = [0] * (len(kinds) + 1)
        self._number = 0

    def change(self, kind: int, by: int) -> None:
        """There are so many more of a kind."""
        self._number += by
        rank = self._rank[kind]
        while rank < len(self._sums):
            self._sums[rank] += by
            rank += rank & -rank

    def median(self) -> float | None:
        if not self._number:
            return None
        lower = self._at((self._number - 1) // 2)
        return (lower + self._at(self._number // 2)) / 2

    def _at(self, index: int) -> int:
        """The number at an index of all in order."""
        rank, step = 0, 1 << len(self._kinds).bit_length()
        while step:
            if rank + step < len(self._sums) and self._sums[rank + step] <= index:
                rank += step
                index -= self._sums[rank]
            step >>= 1
        return self._kinds[rank]
