"""What could have been seen coming."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from domain.signals.series import SIGNALS as SERIES, definition
from service.api.answers.listing import Answer, Listing
from service.api.answers.words import FLAG, INSTANT, list_of, object_, one_of, page

_PAGE: Final = page(
    "Bounds",
    step=one_of("day", "hour"),
    hindsight=FLAG,
    points=list_of(INSTANT),
    signals={
        **object_(
            **{
                name: {
                    **list_of({"type": ["number", "null"], "minimum": 0}),
                    "description": definition(name),
                }
                for name in SERIES
            }
        ),
        "description": "For each signal its value at every point of the page.",
    },
)


def _points(answer: Answer) -> Iterator[dict[str, Any]]:
    for number, at in enumerate(answer["points"]):
        yield {"at": at, **{name: answer["signals"][name][number] for name in SERIES}}


_POINT: Final = object_(
    at=INSTANT, **{name: {"type": ["number", "null"], "minimum": 0} for name in SERIES}
)
SIGNALS: Final = Listing(_PAGE, _POINT, "points", ("points", "signals"), _points)
