"""Who asked who knew."""

from __future__ import annotations

from typing import Final

from service.api.answers.listing import listing
from service.api.answers.words import INSTANT, INSTANT_OR_NULL, NUMBER, TEXT, Schema, object_, ref

COMPONENTS: Final[dict[str, Schema]] = {
    "Read": object_(
        number=NUMBER,
        at=INSTANT,
        caller=ref("Principal"),
        question=TEXT,
        parameters={"type": "object", "additionalProperties": TEXT},
        as_of=INSTANT,
        as_recorded=object_(position=NUMBER, recorded_at=INSTANT_OR_NULL),
    )
}

ACCESS_LOG: Final = listing("reads", ref("Read"), bounds=None)
