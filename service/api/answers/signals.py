"""What could have been seen coming."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from domain.signals.series import SIGNALS as SERIES, definition
from service.api.answers.listing import Answer, Listing
from service.api.answers.words import FLAG, INSTANT, Schema, list_of, means, object_, one_of, page

_VALUE: Final[Schema] = {"type": ["number", "null"], "minimum": 0}
_PAGE: Final = page(
    "Bounds",
    step=means("How far two points lie apart.", one_of("day", "hour")),
    hindsight=means("Whether all that is recorded counts at each point.", FLAG),
    points=means("The points of this page, in their order.", list_of(INSTANT)),
    signals={
        **object_(**{name: means(definition(name), list_of(_VALUE)) for name in SERIES}),
        "description": "For each signal its value at every point of the page.",
    },
)


def _points(answer: Answer) -> Iterator[dict[str, Any]]:
    for number, at in enumerate(answer["points"]):
        yield {"at": at, **{name: answer["signals"][name][number] for name in SERIES}}


_POINT: Final = object_(
    at=means("The point.", INSTANT), **{name: means(definition(name), _VALUE) for name in SERIES}
)
SIGNALS: Final = Listing(_PAGE, _POINT, "points", ("points", "signals"), _points)
