"""Things that are given and answered: feedback, and concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.signals.counts import Least, Middle, Tally
from domain.signals.points import Fact, Points
from domain.signals.stretches import Earliest, Stretch, common, earliest, united, without


@dataclass(frozen=True, slots=True)
class Thing:
    """Where one thing counts as given, and where as both given and answered."""

    given: list[Stretch]
    answered: list[Stretch]


class Answering:
    """How many things of a kind are open, since when, and how long the answers took."""

    def __init__(self, points: Points) -> None:
        self._points = points
        self.open = Tally(len(points))
        self.oldest = Least(len(points))
        self.delays = Middle(len(points))

    def read(self, given: Iterable[Fact], answered: Iterable[Fact]) -> Thing:
        """Count one thing by all that gave it and all that answered it; the first counts."""
        first_given, first_answered = self._firsts(given), self._firsts(answered)
        both: list[Stretch] = []
        for stretch, i, j in common(
            [each.stretch for each in first_given], [each.stretch for each in first_answered]
        ):
            both.append(stretch)
            delay = first_answered[j].instant - first_given[i].instant
            self.delays.add(stretch, max(0, delay))
        for each in first_given:
            is_open = without([each.stretch], both)
            self.open.add(is_open)
            for stretch in is_open:
                self.oldest.lower(stretch, each.instant)
        return Thing(united(each.stretch for each in first_given), united(both))

    def _firsts(self, facts: Iterable[Fact]) -> list[Earliest]:
        counted = ((self._points.counting(each), each.latest) for each in facts)
        return earliest(
            [Earliest(stretch, latest) for stretch, latest in counted if stretch is not None]
        )
