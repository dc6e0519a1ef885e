"""What could have been seen coming."""

from __future__ import annotations

from typing import Final

from domain.signals.series import SIGNALS as SERIES, definition
from service.api.answers.words import FLAG, INSTANT, list_of, object_, one_of, page

SIGNALS: Final = page(
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
