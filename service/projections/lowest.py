"""The least of many numbers as numbers come and go, of which only the lowest ones were read."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")


class Lowest(Generic[K]):
    """For each key the lowest of its numbers: at least one more than will ever go."""

    def __init__(self, wanted: Mapping[K, int], found: Iterable[tuple[K, int]]) -> None:
        """`found` are the lowest numbers of each key, as many as `wanted`; fewer are all."""
        self._known: dict[K, list[int]] = defaultdict(list)
        for key, number in found:
            insort(self._known[key], number)
        self._whole = {key for key, many in wanted.items() if len(self._known[key]) < many}

    def least(self, key: K) -> int | None:
        """The lowest number of a key; None if it has none."""
        known = self._known[key]
        return known[0] if known else None

    def add(self, key: K, number: int) -> None:
        """A number comes. Beyond the lowest ones that are known it does not matter."""
        known = self._known[key]
        if key in self._whole or number <= known[-1]:
            insort(known, number)

    def remove(self, key: K, number: int) -> None:
        """A number goes."""
        known = self._known[key]
        index = bisect_left(known, number)
        if index < len(known) and known[index] == number:
            del known[index]
