"""A series as a line of bars that are letters: where there are no pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

Value = int | float | None

BARS: Final = "▁▂▃▄▅▆▇█"


def drawn(values: Sequence[Value], width: int) -> str:
    """A line of up to so many bars, from 0 to the highest; a gap where there is no value.

    Where there are more points than bars, a bar shows the highest of its points.
    """
    highest = max((each for each in values if each is not None), default=0) or 1
    bars = min(width, len(values))
    columns = [
        values[bar * len(values) // bars : (bar + 1) * len(values) // bars] for bar in range(bars)
    ]
    return "".join(_bar(column, highest) for column in columns)


def _bar(column: Sequence[Value], highest: float) -> str:
    known = [each for each in column if each is not None]
    if not known:
        return " "
    return BARS[min(int(max(known) / highest * len(BARS)), len(BARS) - 1)]
