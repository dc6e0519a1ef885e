"""The points of a series: instants, and the position up to which the ledger is read at each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.instant import BEGINNING, DAY, END, Instant
from domain.signals.stretches import Stretch

HOUR = DAY // 24


class Step(StrEnum):
    """How far two points of a series lie apart."""

    DAY = "day"
    HOUR = "hour"


def ticks(start: Instant, as_of: Instant, step: Step) -> range:
    """Every midnight (or full hour) of UTC strictly after `start` and before `as_of`."""
    length = DAY if step is Step.DAY else HOUR
    return range((start // length + 1) * length, as_of, length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """That an event says something, of the positions `since` up to, not including, `until`.

    At an instant it counts if it is certain by then: from `latest` on.
    """

    latest: Instant
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Points:
    """Instants in order, each with a position that is not below the one before.

    With hindsight all positions are the same; without, each is the last recorded by its instant.
    """

    instants: Sequence[Instant]
    positions: Sequence[int]

    def __len__(self) -> int:
        return len(self.instants)

    def counting(
        self, fact: Fact, *, after: Instant = BEGINNING, until: Instant = END
    ) -> Stretch | None:
        """The points at which a fact counts, of those later than `after` and before `until`."""
        held = bisect_left(self.positions, fact.since)
        happened = bisect_left(self.instants, max(fact.latest, after + 1))
        not_held = bisect_left(self.positions, fact.until)
        over = len(self.instants) if until == END else bisect_left(self.instants, until)
        return Stretch.of(
            held if held > happened else happened, not_held if not_held < over else over
        )

    def holding(self, since: int, until: int) -> Stretch | None:
        """The points whose positions are at least `since` and below `until`."""
        return Stretch.of(bisect_left(self.positions, since), bisect_left(self.positions, until))

    def between(self, start: Instant, end: Instant) -> Stretch | None:
        """The points from the instant `start` up to, not including, `end`."""
        return Stretch.of(bisect_left(self.instants, start), bisect_left(self.instants, end))
