"""How a made programme goes: how long it lasts, how much care is taken, and how it ends."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from domain.instant import DAY, Instant, parse_instant

ENDS: Final = parse_instant("2025-06-30T00:00:00Z")
"""When every made programme ends, so that all of it is recorded by now."""
MONTH: Final = 365 * DAY // 12


class Course(StrEnum):
    """What becomes of it."""

    LETTER = "letter"
    """Care wears off, until testers publish an open letter and leak a build."""
    SILENCE = "silence"
    """Care wears off just so, and nothing follows."""
    CALM = "calm"
    """Care is taken to the end."""


@dataclass(frozen=True)
class Plan:
    """What is to be made."""

    seed: int = 1
    testers: int = 300
    months: float = 9
    course: Course = Course.LETTER
    programme: str = "made"

    @cached_property
    def start(self) -> Instant:
        """The midnight at which it begins."""
        return Instant((ENDS - int(self.months * MONTH)) // DAY * DAY)

    @property
    def days(self) -> int:
        """How long it lasts."""
        return (ENDS - self.start) // DAY

    def at(self, share: float) -> Instant:
        """The instant after that share of it."""
        return Instant(self.start + int(share * (ENDS - self.start)))

    def share(self, at: Instant) -> float:
        """How much of it is over."""
        return (at - self.start) / (ENDS - self.start)

    @property
    def letter(self) -> Instant | None:
        """When the letter is published; None where there is none."""
        return self.at(0.92) if self.course is Course.LETTER else None

    @cached_property
    def _crunches(self) -> Sequence[tuple[float, float]]:
        """Two stretches in which the staff has other things to do, whatever the course."""
        chance = random.Random(f"crunches {self.seed}")
        starts = chance.uniform(0.15, 0.4), chance.uniform(0.5, 0.8)
        return [(start, start + chance.uniform(0.04, 0.08)) for start in starts]

    def care(self, at: Instant) -> float:
        """How well testers are looked after at an instant: 1 well, 0 not at all."""
        share = self.share(at)
        care = 0.95
        if self.course is not Course.CALM:
            care -= 0.85 * min(1.0, max(0.0, (share - 0.35) / 0.5))
        if any(start <= share < end for start, end in self._crunches):
            care *= 0.5
        return max(0.08, care)
