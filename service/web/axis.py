"""Time along a slider: where its stops stand, and how dense events are there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from math import sqrt
from typing import Final

from markupsafe import Markup

from domain.instant import Instant
from service.pictures.svg import add, unlabelled, written

LENGTH: Final = 2_000
"""Of how many parts the length of a slider is."""
WIDTH: Final = 600.0
HEIGHT: Final = 30.0
BARS: Final = 120


class Axis:
    """The stops of a slider, in order of time, and how many events are at each.

    Half of its length is time as it passes; the other half the stops share evenly, so that a day
    on which everything happened has room beside quiet months.
    """

    def __init__(
        self, stops: Sequence[Instant], counts: Sequence[int], *, ends: bool = False
    ) -> None:
        """`ends`: at the last stop nothing is, but all is by then. However late that is, it stands
        where a twentieth of the time before it would have passed."""
        self.stops = stops
        self.counts = counts
        self._last = stops[-1] if stops else Instant(0)
        if ends and len(stops) > 1:
            before = stops[-2]
            self._last = min(self._last, Instant(before + (before - stops[0]) // 20))

    def __len__(self) -> int:
        return len(self.stops)

    def of_stop(self, stop: int) -> float:
        """How far along a stop stands, from 0 to 1."""
        share = stop / max(1, len(self.stops) - 1)
        start = self.stops[0]
        length = self._last - start
        passed = min(self.stops[stop], self._last) - start
        return (share + passed / length) / 2 if length else share

    def of_instant(self, instant: Instant) -> float:
        """How far along an instant stands; what lies beyond, at the ends."""
        after = bisect_right(self.stops, instant)
        if not 0 < after < len(self.stops):
            return float(after > 0)
        one, other = self.stops[after - 1], self.stops[after]
        start, end = self.of_stop(after - 1), self.of_stop(after)
        return start + (end - start) * (instant - one) / (other - one)

    def instant(self, along: float) -> Instant:
        """What stands so far along."""
        after = bisect_right(range(len(self.stops)), along, key=self.of_stop)
        if not 0 < after < len(self.stops):
            return self.stops[-1 if after else 0]
        one, other = self.stops[after - 1], self.stops[after]
        start, end = self.of_stop(after - 1), self.of_stop(after)
        return Instant(one + round((other - one) * (along - start) / (end - start)))

    def nearest(self, along: float) -> int:
        """The stop that stands nearest; 0 if there is none."""
        after = bisect_left(range(len(self.stops)), along, key=self.of_stop)
        near = [each for each in (after - 1, after) if 0 <= each < len(self.stops)]
        return min(near, key=lambda each: abs(self.of_stop(each) - along), default=0)

    def strip(self, name: str, start: float, end: float) -> Markup:
        """How dense events are: a strip of bars as long as the axis, marked between two places.

        The height is the root of the number, so that single events can be seen beside busy days.
        """
        drawn = unlabelled(WIDTH, HEIGHT)
        drawn.set("class", "density")
        drawn.set("preserveAspectRatio", "none")
        add(drawn, "path", id=f"{name}-bars", d=self._bars)
        left, right = ((round(each * BARS) - 0.5) * WIDTH / BARS for each in (start, end))
        right += WIDTH / BARS
        marked = add(drawn, "svg", class_="marked", x=left, width=right - left, height=HEIGHT)
        marked.set("viewBox", f"{left:g} 0 {right - left:g} {HEIGHT:g}")
        marked.set("preserveAspectRatio", "none")
        add(marked, "use", href=f"#{name}-bars")
        return Markup(written(drawn))

    @cached_property
    def _bars(self) -> str:
        """The outline of the bars, each about the place that it tells of."""
        counts = [0] * (BARS + 1)
        for stop, count in enumerate(self.counts):
            counts[round(self.of_stop(stop) * BARS)] += count
        most, width = sqrt(max(counts)), WIDTH / BARS
        return "".join(
            f"M{place * width - width / 2 + 0.5:g} {HEIGHT:g}"
            f"v{-max(2.0, HEIGHT * sqrt(count) / most):.1f}h{width - 1:g}V{HEIGHT:g}z"
            for place, count in enumerate(counts)
            if count
        )
