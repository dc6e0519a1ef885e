"""Two sides that did the same work in turns, as one figure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from tests.bench.figures import Figure


class Taken(NamedTuple):
    """What a piece of work took, in seconds: of the clock, and of the processors."""

    seconds: float
    cpu: float


def figure(
    what: str, events: int, ours: Sequence[Taken], beside: Sequence[Taken], goal: float
) -> Figure:
    """Events a second; the ratio is that of the turns, so that what slows one slows both."""
    pairs = list(zip(ours, beside, strict=True))
    return Figure(
        what=what,
        ours=median(events / each.seconds for each in ours),
        unit="/s",
        beside=median(events / each.seconds for each in beside),
        ratio=median(its.seconds / mine.seconds for mine, its in pairs),
        goal=goal,
        cpu=median(mine.cpu / its.cpu for mine, its in pairs),
        more={
            "ours": [each._asdict() for each in ours],
            "beside": [each._asdict() for each in beside],
        },
    )
