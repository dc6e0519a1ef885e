"""Where instants stand along a picture, and which of them are written under it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from typing import Final, NamedTuple, Protocol

from domain.instant import BEGINNING, DAY, END, SECOND, Instant, datetime_from
from domain.occurrence import LAST

_LEAST: Final = 20.0
"""So far apart, in pixels, two instants are drawn at least."""
_EACH_TENFOLD: Final = 9.0
"""So much farther for each tenfold of the seconds between them."""
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


class Tick(NamedTuple):
    """A place along the picture, and what is written there."""

    x: float
    text: str


class Scale(Protocol):
    """Where instants stand, in pixels from the left; what lies beyond is drawn at the ends."""

    @property
    def width(self) -> float: ...

    def x(self, instant: Instant) -> float: ...

    def ticks(self, apart: float) -> Sequence[Tick]:
        """What to write, no two nearer than `apart`."""
        ...


@dataclass(frozen=True)
class Even:
    """Time as it passes, from `start` to `end`."""

    start: Instant
    end: Instant
    width: float

    def x(self, instant: Instant) -> float:
        """As `Scale.x`."""
        length = max(1, self.end - self.start)
        return self.width * min(1.0, max(0.0, (instant - self.start) / length))

    def ticks(self, apart: float) -> Sequence[Tick]:
        """As `Scale.ticks`: as many as there is room for."""
        number = max(1, int(self.width // apart))
        instants = [
            Instant(self.start + (self.end - self.start) * each // number)
            for each in range(number + 1)
        ]
        return _ticks([(self.x(each), each) for each in instants], 0)


class Stretched:
    """Time by what happened: an hour full of events takes more room than a quiet month.

    The order is true, distances are not: they grow with the logarithm of the time between.
    """

    def __init__(self, instants: Iterable[Instant]) -> None:
        """`instants`: the bounds of all that is drawn; what is unbounded does not count."""
        bounded = {each for each in instants if each not in (BEGINNING, END)}
        self._instants: list[Instant] = sorted(bounded)
        self._places = [0.0]
        for one, other in pairwise(self._instants):
            gap = _LEAST + _EACH_TENFOLD * log10(1 + (other - one) / SECOND)
            self._places.append(self._places[-1] + gap)

    @property
    def width(self) -> float:
        """As `Scale.width`."""
        return self._places[-1]

    def x(self, instant: Instant) -> float:
        """As `Scale.x`."""
        place = bisect_right(self._instants, instant) - 1
        if place < 0:
            return 0.0
        if place + 1 >= len(self._instants):
            return self._places[-1]
        one, other = self._instants[place], self._instants[place + 1]
        share = (instant - one) / (other - one)
        return self._places[place] + share * (self._places[place + 1] - self._places[place])

    def ticks(self, apart: float) -> Sequence[Tick]:
        """As `Scale.ticks`: instants of events, from the first."""
        return _ticks(list(zip(self._places, self._instants, strict=False)), apart)


def _ticks(places: Sequence[tuple[float, Instant]], apart: float) -> list[Tick]:
    """What to write at some of these: the day, and the year only where it is another."""
    found: list[Tick] = []
    year: int | None = None
    for x, instant in places:
        if found and x - found[-1].x < apart:
            continue
        rounded = _up(instant)
        moment = datetime_from(rounded)
        shown = f"{moment.day} {_MONTHS[moment.month - 1]}"
        if moment.year != year:
            shown, year = f"{shown} {moment.year}", moment.year
        if rounded % DAY:
            shown = f"{shown} {moment:%H:%M}"
        found.append(Tick(x, shown))
    return found


def _up(instant: Instant) -> Instant:
    """The end of what lasts to its last microsecond, as people say it: `00:00`, not `23:59`."""
    return instant if (instant + 1) % SECOND or instant >= LAST else Instant(instant + 1)
