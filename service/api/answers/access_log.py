"""Who asked who knew."""

from __future__ import annotations

from typing import Final

from service.api.answers.events import UP_TO
from service.api.answers.listing import listing
from service.api.answers.words import (
    INSTANT,
    NUMBER,
    TEXT,
    Schema,
    means,
    object_,
    ref,
)

COMPONENTS: Final[dict[str, Schema]] = {
    "Read": object_(
        number=means("Its number in the access log.", NUMBER),
        at=means("When it was asked.", INSTANT),
        caller=means("Who asked.", ref("Principal")),
        question=means("The template of the route.", TEXT),
        parameters=means(
            "What was asked, but for the bounds, which stand as resolved.",
            {"type": "object", "additionalProperties": TEXT},
        ),
        as_of=INSTANT,
        as_recorded=UP_TO,
    )
}

ACCESS_LOG: Final = listing("reads", ref("Read"), "The latest first.", bounds=None)
