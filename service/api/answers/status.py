"""The service itself."""

from __future__ import annotations

from typing import Final

from service.api.answers.words import (
    INSTANT,
    NUMBER,
    TEXT,
    both,
    list_of,
    means,
    object_,
    one_of,
    optional,
    or_null,
)

_HEAD: Final = means("The last position of the ledger; 0: it is empty.", NUMBER)

STATUS: Final = both(
    object_(status=means("That it runs; or that it can answer.", one_of("ok", "ready"))),
    optional(
        database=means("Which kind it is.", TEXT),
        head=_HEAD,
        projections=means(
            "Up to which position each view has come.",
            {"type": "object", "additionalProperties": NUMBER},
        ),
        replica=means(
            "Of a replica: how far it has come.",
            object_(
                position=means("The last position that it answers of.", NUMBER),
                seconds_behind=means(
                    "How far it is behind the primary, at most; null: that cannot be told.",
                    or_null({"type": "number"}),
                ),
            ),
        ),
        versions=means("What it is made of.", {"type": "object", "additionalProperties": TEXT}),
    ),
)


PROJECTIONS: Final = object_(
    head=_HEAD,
    projections=means(
        "The views that are kept.",
        list_of(
            object_(
                name=means("What it is called.", TEXT),
                position=means("The last position that it reflects.", NUMBER),
                behind=means("By how many positions it is behind.", NUMBER),
            )
        ),
    ),
    replay=means(
        "The replay that is running, else the last one; null: there was none.",
        or_null(
            object_(
                id=means("Which replay it is.", TEXT),
                projections=means("The views that it rebuilds.", list_of(TEXT)),
                outcome=means(
                    "What became of it.", one_of("running", "done", "cancelled", "failed")
                ),
                reason=means("Why it failed; else null.", or_null(TEXT)),
                started_at=means("When it began.", INSTANT),
                ended_at=means("When it ended; null: it is running.", or_null(INSTANT)),
                done=means("How many events it has replayed.", NUMBER),
                of=means("How many there are.", NUMBER),
                events_per_second=means("How fast it is.", {"type": "number", "minimum": 0}),
                seconds_left=means(
                    "For how long it goes on at that speed; null: not known.",
                    {"type": ["number", "null"], "minimum": 0},
                ),
            )
        ),
    ),
)
