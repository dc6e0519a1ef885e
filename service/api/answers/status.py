"""The service itself."""

from __future__ import annotations

from typing import Final

from service.api.answers.words import (
    INSTANT,
    NUMBER,
    TEXT,
    both,
    list_of,
    object_,
    one_of,
    optional,
    or_null,
)

STATUS: Final = both(
    object_(status=one_of("ok", "ready")),
    optional(
        database=TEXT,
        head=NUMBER,
        projections={"type": "object", "additionalProperties": NUMBER},
        versions={"type": "object", "additionalProperties": TEXT},
    ),
)


PROJECTIONS: Final = object_(
    head=NUMBER,
    projections=list_of(object_(name=TEXT, position=NUMBER, behind=NUMBER)),
    replay=or_null(
        object_(
            id=TEXT,
            projections=list_of(TEXT),
            outcome=one_of("running", "done", "cancelled", "failed"),
            reason=or_null(TEXT),
            started_at=INSTANT,
            ended_at=or_null(INSTANT),
            done=NUMBER,
            of=NUMBER,
            events_per_second={"type": "number", "minimum": 0},
            seconds_left={"type": ["number", "null"], "minimum": 0},
        )
    ),
)
