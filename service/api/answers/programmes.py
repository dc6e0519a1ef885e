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
    means,
    object_,
    one_of,
    or_null,
    ref,
)


def _facet(*states: str | None) -> Schema:
    return object_(
        state=means("Where it stood by `as_of`, as is certain.", one_of(*states)),
        since=means("Since when; null: it never changed.", or_null(ref("Occurrence"))),
        via=means("The event that changed it; null: none did.", or_null(EVENT_ID)),
        certainty=means("Null: it never changed.", one_of("certain", None)),
        possibly=means(
            "What it may have become since, which is only possible; else null.",
            one_of(*dict.fromkeys((*states, None))),
        ),
    )


_MARK: Final = or_null(object_(id=EVENT_ID, position=NUMBER, recorded_at=INSTANT))

COMPONENTS: Final[dict[str, Schema]] = {
    "Programme": object_(
        programme=TEXT,
        events=means("How many were recorded.", NUMBER),
        visible=means("How many of them are visible.", NUMBER),
        testers=means("How many the roster has.", NUMBER),
        first=means("The event that was recorded first.", _MARK),
        last=means("The event that was recorded last.", _MARK),
        suspended=means("Whether it was suspended by `as_of`.", FLAG),
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
        membership=means(
            "Whether it belongs to the programme.",
            _facet(None, "invited", "accepted", "declined", "left"),
        ),
        nda=means(
            "What it signed.",
            both(
                _facet("none", "signed", "released"),
                object_(terms=means("Which terms; null: none.", TEXT_OR_NULL)),
            ),
        ),
        access=means(
            "Whether it has access; a suspended programme cuts all until it is resumed.",
            both(
                _facet("none", "granted", "cut"),
                object_(
                    items=means(
                        "The items that the change named; null: none, so all.",
                        {"type": ["array", "null"], "items": TEXT},
                    )
                ),
            ),
        ),
        counts=means(
            "Of what it gave and is due, how many: feedback, concerns, rewards.",
            {"type": "object", "additionalProperties": NUMBER},
        ),
    ),
    "Commitment": {
        **object_(
            commitment=means("Its slug.", TEXT),
            by=means("Who made it.", TEXT),
            to=means("To whom it was made.", list_of(TEXT)),
            text=means("What was promised.", TEXT),
            due_at=means("By when; null: not said.", INSTANT_OR_NULL),
            made=means("When it was made.", ref("Occurrence")),
            via=means("The event that made it.", EVENT_ID),
            certainty=CERTAINTY,
            basis=means("How it was made to this tester.", one_of("told", "member", "public")),
            state=means("What became of it.", one_of("open", "overdue", "kept", "broken")),
            settled=means("The event that says so; null: none.", or_null(EVENT_ID)),
        ),
        "description": "A commitment that was made to a tester: by name, as a member of a group,"
        " or to all. `certainty`: of its having been made to it in that way. `state`: what became"
        " of it by `as_of`, as certainly recorded, and `settled` the event that says so; a deadline"
        " that has passed leaves it `overdue`.",
    },
}

PROGRAMMES: Final = listing("programmes", ref("Programme"), "By name.")
ONE_PROGRAMME: Final = both(ref("Bounds"), ref("Programme"))
_BY_OCCURRENCE: Final = "The visible events, by when they occurred (earliest, latest, position)."
TIMELINE: Final = listing("events", ref("Entry"), _BY_OCCURRENCE)
ROSTER: Final = listing("testers", ref("Standing"), "By tester.")
ONE_TESTER: Final = listing(
    "events",
    ref("Entry"),
    _BY_OCCURRENCE,
    ref("Standing"),
    commitments=means("Those that were made to it.", list_of(ref("Commitment"))),
)
