"""What was promised: which commitments are broken, and which are overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.instant import Instant
from domain.names import Slug
from domain.signals.counts import Tally
from domain.signals.points import Fact, Points
from domain.signals.stretches import Stretch, united, without


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFact(Fact):
    """That a commitment was made, kept or broken."""

    commitment: Slug
    type: str
    due_at: Instant | None = None


class Promises:
    """The sums over all commitments."""

    def __init__(self, points: Points) -> None:
        self._points = points
        self.broken = Tally(len(points))
        self.overdue = Tally(len(points))

    def read(self, facts: Iterable[PromiseFact]) -> None:
        """Add what was said of one commitment."""
        due: list[Stretch] = []
        settled: list[Stretch] = []
        broken: list[Stretch] = []
        for each in facts:
            if each.type == "commitment-made":
                if each.due_at is not None:
                    due += self._counting(each, each.due_at)
            elif each.type == "commitment-broken":
                broken += self._counting(each)
            else:
                settled += self._counting(each)
        self.broken.add(united(broken))
        self.overdue.add(without(united(due), united(broken + settled)))

    def _counting(self, fact: Fact, after: Instant | None = None) -> list[Stretch]:
        stretch = (
            self._points.counting(fact)
            if after is None
            else self._points.counting(fact, after=after)
        )
        return [] if stretch is None else [stretch]
