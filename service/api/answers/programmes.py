"""Programmes, and where their testers stood."""

from __future__ import annotations

from typing import Final

from service.api.answers.listing import listing
from service.api.answers.words import (
    CERTAINTY,
    EVENT_ID,
    EVENT_IDS,
    FLAG,
    INSTANT,
    INSTANT_OR_NULL,
    NUMBER,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    both,
    list_of,
    object_,
    one_of,
    or_null,
    ref,
)


def _facet(*states: str | None) -> Schema:
    return object_(
        state=one_of(*states),
        since=or_null(ref("Occurrence")),
        via=or_null(EVENT_ID),
        certainty=one_of("certain", None),
        possibly=one_of(*dict.fromkeys((*states, None))),
    )


_MARK: Final = or_null(object_(id=EVENT_ID, position=NUMBER, recorded_at=INSTANT))

COMPONENTS: Final[dict[str, Schema]] = {
    "Programme": object_(
        programme=TEXT,
        events=NUMBER,
        visible=NUMBER,
        testers=NUMBER,
        first=_MARK,
        last=_MARK,
        suspended=FLAG,
    ),
    "Entry": both(
        object_(
            id=EVENT_ID,
            type=TEXT,
            position=NUMBER,
            recorded_at=INSTANT,
            certainty=CERTAINTY,
            corrected_by=EVENT_IDS,
            disputed_by=EVENT_IDS,
            disputed=FLAG,
        ),
        ref("Content"),
    ),
    "Standing": object_(
        tester=TEXT,
        membership=_facet(None, "invited", "accepted", "declined", "left"),
        nda=both(_facet("none", "signed", "released"), object_(terms=TEXT_OR_NULL)),
        access=both(
            _facet("none", "granted", "cut"),
            object_(items={"type": ["array", "null"], "items": TEXT}),
        ),
        counts={"type": "object", "additionalProperties": NUMBER},
    ),
    "Commitment": {
        **object_(
            commitment=TEXT,
            by=TEXT,
            to=list_of(TEXT),
            text=TEXT,
            due_at=INSTANT_OR_NULL,
            made=ref("Occurrence"),
            via=EVENT_ID,
            certainty=CERTAINTY,
            basis=one_of("told", "member", "public"),
            state=one_of("open", "overdue", "kept", "broken"),
            settled=or_null(EVENT_ID),
        ),
        "description": "A commitment that was made to a tester: by name, as a member of a group,"
        " or to all. `certainty`: of its having been made to it in that way. `state`: what became"
        " of it by `as_of`, as certainly recorded, and `settled` the event that says so; a deadline"
        " that has passed leaves it `overdue`.",
    },
}

PROGRAMMES: Final = listing("programmes", ref("Programme"))
ONE_PROGRAMME: Final = both(ref("Bounds"), ref("Programme"))
TIMELINE: Final = listing("events", ref("Entry"))
ROSTER: Final = listing("testers", ref("Standing"))
ONE_TESTER: Final = listing(
    "events", ref("Entry"), ref("Standing"), commitments=list_of(ref("Commitment"))
)
