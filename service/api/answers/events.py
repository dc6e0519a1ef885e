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
    means,
    object_,
    optional,
    or_null,
    ref,
)

UP_TO: Final = object_(
    position=means("The last position of them; 0: none.", NUMBER),
    recorded_at=means("When that was recorded; null at 0.", INSTANT_OR_NULL),
)
"""Up to where what was recorded counts."""
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
        **object_(
            text=means("As it was given.", TEXT),
            earliest=means("Not before; null: unbounded.", INSTANT_OR_NULL),
            latest=means("Not after; null: unbounded.", INSTANT_OR_NULL),
        ),
        "description": "When something happened: as given, and its bounds; null is unbounded.",
        "examples": [
            {
                "text": "2024-11-26",
                "earliest": "2024-11-26T00:00:00Z",
                "latest": "2024-11-26T23:59:59.999999Z",
            }
        ],
    },
    "Recorded": object_(as_recorded=UP_TO, rules=NUMBER),
    "Bounds": both(object_(as_of=INSTANT), ref("Recorded")),
    "Principal": object_(
        name=means("What it is called.", TEXT),
        principal=means("What it is known by: never given to another.", TEXT),
    ),
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
        optional(
            restored=object_(
                at=means("When it was restored.", INSTANT),
                by=means("Who restored it.", ref("Principal")),
            )
        ),
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
    "oneOf": [
        ref("Receipt"),
        object_(events=means("In the order of the batch.", list_of(ref("Receipt")))),
    ],
    "description": "A receipt; for a batch one for each event, in their order.",
}
_LINE: Final = means("Which line of the body, from 1 on.", NUMBER)
IMPORTED: Final[Schema] = {
    "description": "A line of JSON for each line that is refused (with `answers=all` for each"
    " line), and at last the tally. Where that is missing, the import was cut off.",
    "oneOf": [
        both(object_(line=_LINE), ref("Problem")),
        both(
            object_(line=_LINE, status=means("201; 200: it was recorded already.", NUMBER)),
            ref("Receipt"),
        ),
        both(
            object_(
                done={"const": True},
                lines=means("How many lines there were.", NUMBER),
                recorded=means("How many events were recorded.", NUMBER),
                already=means("How many had been recorded already.", NUMBER),
                refused=means("How many lines were refused.", NUMBER),
            ),
            optional(
                dry_run=means("Nothing was recorded: this is what would be.", {"const": True})
            ),
        ),
    ],
}

EVENTS: Final = listing("events", ref("RecordedEvent"), "By position.", bounds="Recorded")
ONE_EVENT: Final = both(ref("Recorded"), ref("RecordedEvent"))

EVENT_STREAM: Final[Schema] = {
    **object_(
        id=means("The position up to which all was told: for `Last-Event-ID`.", TEXT),
        event=means("The event's type, or `caught-up`.", TEXT),
        data=TEXT,
    ),
    "description": "Server-sent events (WHATWG HTML, 9.2), in UTF-8, without an end; here one of"
    " them. `data`: the event as JSON; with `caught-up` the position up to which all was told.",
    "examples": [
        {"id": "57", "event": "caught-up", "data": '{"position":57}'},
    ],
}
