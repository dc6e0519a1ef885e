"""Events, their receipts, and how both are bounded."""

from __future__ import annotations

from typing import Final

from service.api.answers.listing import listing
from service.api.answers.words import (
    EVENT_ID,
    EVENT_IDS,
    INSTANT,
    INSTANT_OR_NULL,
    NUMBER,
    TEXT,
    Schema,
    both,
    list_of,
    object_,
    optional,
    or_null,
    ref,
)

_CONTENT: Final = both(
    object_(occurred_at=ref("Occurrence"), grade=TEXT, data={"type": "object"}),
    optional(
        zone=TEXT,
        source=TEXT,
        source_id=TEXT,
        asserted_by=TEXT,
        reported_at=ref("Occurrence"),
        evidence=list_of(ref("Evidence")),
    ),
)

COMPONENTS: Final[dict[str, Schema]] = {
    "Occurrence": {
        **object_(text=TEXT, earliest=INSTANT_OR_NULL, latest=INSTANT_OR_NULL),
        "description": "When something happened: as given, and its bounds; null is unbounded.",
        "examples": [
            {
                "text": "2024-11-26",
                "earliest": "2024-11-26T00:00:00Z",
                "latest": "2024-11-26T23:59:59.999999Z",
            }
        ],
    },
    "Recorded": object_(
        as_recorded=object_(position=NUMBER, recorded_at=INSTANT_OR_NULL), rules=NUMBER
    ),
    "Bounds": both(object_(as_of=INSTANT), ref("Recorded")),
    "Principal": object_(name=TEXT, principal=TEXT),
    "Content": _CONTENT,
    "RecordedEvent": both(
        object_(
            position=NUMBER,
            id=EVENT_ID,
            type=TEXT,
            type_version=NUMBER,
            programme=TEXT,
            stream=TEXT,
            version=NUMBER,
            recorded_at=INSTANT,
            recorded_by=ref("Principal"),
            effective=or_null(ref("Content")),
            corrected_by=EVENT_IDS,
            retracted_by=EVENT_IDS,
            disputed_by=EVENT_IDS,
        ),
        optional(restored=object_(at=INSTANT, by=ref("Principal"))),
        ref("Content"),
    ),
    "Receipt": {
        **object_(id=EVENT_ID, position=NUMBER, stream=TEXT, version=NUMBER, recorded_at=INSTANT),
        "examples": [
            {
                "id": "0190c1de-7b2a-7cc0-8d2e-3f4a5b6c7d8e",
                "position": 7,
                "stream": "sora-early-access/tester:ana",
                "version": 2,
                "recorded_at": "2024-11-26T17:01:00.000123Z",
            }
        ],
    },
}

RECORDED: Final[Schema] = {
    "oneOf": [ref("Receipt"), object_(events=list_of(ref("Receipt")))],
    "description": "A receipt; for a batch one for each event, in their order.",
}
IMPORTED: Final[Schema] = {
    "description": "A line of JSON for each line that is refused (with `answers=all` for each"
    " line), and at last the tally. Where that is missing, the import was cut off.",
    "oneOf": [
        both(object_(line=NUMBER), ref("Problem")),
        both(object_(line=NUMBER, status=NUMBER), ref("Receipt")),
        both(
            object_(
                done={"const": True}, lines=NUMBER, recorded=NUMBER, already=NUMBER, refused=NUMBER
            ),
            optional(dry_run={"const": True}),
        ),
    ],
}

EVENTS: Final = listing("events", ref("RecordedEvent"), bounds="Recorded")
ONE_EVENT: Final = both(ref("Recorded"), ref("RecordedEvent"))

EVENT_STREAM: Final[Schema] = {
    **object_(id=TEXT, event=TEXT, data=TEXT),
    "description": "Server-sent events (WHATWG HTML, 9.2), in UTF-8, without an end; here one of"
    " them. `data`: the event as JSON; with `caught-up` the position up to which all was told.",
    "examples": [
        {"id": "57", "event": "caught-up", "data": '{"position":57}'},
    ],
}
