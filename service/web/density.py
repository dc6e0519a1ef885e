"""How dense events are along an axis: a strip of bars, and a line where one looks from."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

from markupsafe import Markup

from domain.instant import Instant
from service.pictures.svg import add, unlabelled, written

WIDTH: Final = 600.0
HEIGHT: Final = 30.0
BARS: Final = 120


def density(instants: Sequence[Instant], here: Instant | None) -> Markup:
    """The strip: from the first instant to the last, as time passes; higher is more.

    The height is the root of the number, so that single events can be seen beside busy days.
    """
    drawn = unlabelled(WIDTH, HEIGHT)
    drawn.set("class", "density")
    drawn.set("preserveAspectRatio", "none")
    if not instants:
        return Markup(written(drawn))
    first, length = instants[0], max(1, instants[-1] - instants[0])
    counts = [0] * BARS
    for each in instants:
        counts[(each - first) * (BARS - 1) // length] += 1
    most = sqrt(max(counts))
    width = WIDTH / BARS
    for place, count in enumerate(counts):
        if count:
            height = max(2.0, (HEIGHT - 2) * sqrt(count) / most)
            add(drawn, "rect", x=place * width, y=HEIGHT - height, width=width - 1, height=height)
    if here is not None:
        x = min(max((here - first) / length, 0), 1) * (WIDTH - width) + width / 2
        add(drawn, "line", x1=x, x2=x, y1=0, y2=HEIGHT)
    return Markup(written(drawn))
