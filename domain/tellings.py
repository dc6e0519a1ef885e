"""When a group was told, so that who belonged to it then may have learned it there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from domain.instant import Instant
from domain.membership import Span


class Tellings:
    """All the times at which a group was told of one item; asked once for each of its members."""

    def __init__(self, bounds: Iterable[tuple[Instant, Instant]]) -> None:
        """`bounds` are the earliest and the latest of each time."""
        by_latest = sorted((latest, earliest) for earliest, latest in bounds)
        self._latest = [latest for latest, _ in by_latest]
        backwards = accumulate((earliest for _, earliest in reversed(by_latest)), min)
        self._earliest = list(backwards)[::-1]
        """For each of `_latest` the least earliest of that time and of all that ended later."""

    def earliest_over(self, span: Span) -> Instant | None:
        """The least earliest of the times that may fall into the span; None: none may."""
        place = bisect_left(self._latest, span.start)
        if place == len(self._latest) or self._earliest[place] >= span.end:
            return None
        return self._earliest[place]
