"""Who asked who knew."""

from __future__ import annotations

from typing import Final

from service.api.answers.words import (
    INSTANT,
    INSTANT_OR_NULL,
    NEXT,
    NUMBER,
    TEXT,
    both,
    list_of,
    object_,
    ref,
)

ACCESS_LOG: Final = both(
    object_(
        reads=list_of(
            object_(
                number=NUMBER,
                at=INSTANT,
                caller=ref("Principal"),
                question=TEXT,
                parameters={"type": "object", "additionalProperties": TEXT},
                as_of=INSTANT,
                as_recorded=object_(position=NUMBER, recorded_at=INSTANT_OR_NULL),
            )
        )
    ),
    NEXT,
)
