"""What is answered, as JSON Schemas for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from domain.irregularities.codes import Code
from domain.irregularities.definitions import meaning
from domain.signals.series import SIGNALS as SERIES, definition
from service.access import ROLES

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
FLAG: Final[Schema] = {"type": "boolean"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
INSTANT_OR_NULL: Final[Schema] = {"type": ["string", "null"], "format": "date-time"}
EVENT_ID: Final[Schema] = {"type": "string", "format": "uuid"}


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _optional(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


def _both(*schemas: Schema) -> Schema:
    return {"allOf": list(schemas)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


def _one_of(*words: str | None) -> Schema:
    return {"enum": list(words)}


def _facet(*states: str | None) -> Schema:
    return _object(
        state=_one_of(*states),
        since=_or_null(ref("Occurrence")),
        via=_or_null(EVENT_ID),
        certainty=_one_of("certain", None),
        possibly=_one_of(*dict.fromkeys((*states, None))),
    )


_EXTENTS: Final = ("full", "partial", "existence", "rumour", "access")
_BASIS: Final = _one_of(
    "took-part", "telling", "told", "member", "leak", "public", "access", "imputed"
)
_CERTAINTY: Final = _one_of("certain", "possible")
_EVENT_IDS: Final = _list(EVENT_ID)
_CONTENT: Final = _both(
    _object(occurred_at=ref("Occurrence"), grade=TEXT, data={"type": "object"}),
    _optional(
        zone=TEXT,
        source=TEXT,
        asserted_by=TEXT,
        reported_at=ref("Occurrence"),
        evidence=_list(ref("Evidence")),
    ),
)
_STANDS: Final = _object(state=TEXT_OR_NULL, possibly=TEXT_OR_NULL)
_MARK: Final = _or_null(_object(id=EVENT_ID, position=NUMBER, recorded_at=INSTANT))

COMPONENTS: Final[dict[str, Schema]] = {
    "Occurrence": {
        **_object(text=TEXT, earliest=INSTANT_OR_NULL, latest=INSTANT_OR_NULL),
        "description": "When something happened: as given, and its bounds; null is unbounded.",
        "examples": [
            {
                "text": "2024-11-26",
                "earliest": "2024-11-26T00:00:00Z",
                "latest": "2024-11-26T23:59:59.999999Z",
            }
        ],
    },
    "Recorded": _object(
        as_recorded=_object(position=NUMBER, recorded_at=INSTANT_OR_NULL), rules=NUMBER
    ),
    "Bounds": _both(_object(as_of=INSTANT), ref("Recorded")),
    "Principal": _object(name=TEXT, principal=TEXT),
    "Content": _CONTENT,
    "RecordedEvent": _both(
        _object(
            position=NUMBER,
            id=EVENT_ID,
            type=TEXT,
            type_version=NUMBER,
            programme=TEXT,
            stream=TEXT,
            version=NUMBER,
            recorded_at=INSTANT,
            recorded_by=ref("Principal"),
            effective=_or_null(ref("Content")),
            corrected_by=_EVENT_IDS,
            retracted_by=_EVENT_IDS,
            disputed_by=_EVENT_IDS,
        ),
        _optional(restored=_object(at=INSTANT, by=ref("Principal"))),
        ref("Content"),
    ),
    "Receipt": {
        **_object(id=EVENT_ID, position=NUMBER, stream=TEXT, version=NUMBER, recorded_at=INSTANT),
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
    "Knower": _object(
        party=TEXT,
        item=TEXT,
        state=_one_of(*_EXTENTS, "asked-not-told"),
        certainty=_CERTAINTY,
        possibly=_one_of(*_EXTENTS, None),
        learned_at=_or_null(ref("Occurrence")),
        full_at=_or_null(ref("Occurrence")),
        **{"from": TEXT_OR_NULL},
        channel=TEXT_OR_NULL,
        basis=_or_null(_BASIS),
        via=EVENT_ID,
        grade=TEXT,
        asserted_by=TEXT_OR_NULL,
        disputed=FLAG,
    ),
    "Learning": _object(
        party=TEXT,
        item=TEXT,
        extent=_one_of(*_EXTENTS),
        basis=_BASIS,
        **{"from": TEXT_OR_NULL},
        channel=TEXT_OR_NULL,
        via=EVENT_ID,
        grade=TEXT,
        certainty=_CERTAINTY,
        learned_at=ref("Occurrence"),
    ),
    "Change": {
        **_object(
            party=TEXT,
            item=TEXT,
            before=_or_null(ref("Knower")),
            after=_or_null(ref("Knower")),
            fields=_list(TEXT),
            because=_EVENT_IDS,
        ),
        "description": "An answer that is not what it was; null where there was, or is, none."
        " `fields`: which members of a changed answer differ. `because`: the events with which it"
        " changed, in the order in which they were recorded, since it was last as it had been.",
    },
    "Identity": {
        **_object(
            party=TEXT, same_as=TEXT, via=EVENT_ID, certainty=_CERTAINTY, since=ref("Occurrence")
        ),
        "description": "That two names are said to be of the same party. It is shown, and nothing"
        " is merged: whoever asks decides whether to ask about the other name too.",
    },
    "Reached": {
        **_object(
            party=TEXT,
            at=INSTANT_OR_NULL,
            path=_list(
                _object(
                    **{"from": TEXT},
                    to=TEXT,
                    at=INSTANT_OR_NULL,
                    through=_one_of("contact", "group"),
                    via=_or_null(EVENT_ID),
                    group=TEXT_OR_NULL,
                )
            ),
        ),
        "description": "A party that could have come to know, at the earliest `at` (null:"
        " unbounded); not one that knew. `path`: a way from one who knew, no hop before the last:"
        " through the `contact-observed` that is `via`, or in a common `group`. Of the ways that"
        " arrive first, one with few hops; always the same.",
    },
    "Programme": _object(
        programme=TEXT,
        events=NUMBER,
        visible=NUMBER,
        testers=NUMBER,
        first=_MARK,
        last=_MARK,
        suspended=FLAG,
    ),
    "Entry": _both(
        _object(
            id=EVENT_ID,
            type=TEXT,
            position=NUMBER,
            recorded_at=INSTANT,
            certainty=_CERTAINTY,
            corrected_by=_EVENT_IDS,
            disputed_by=_EVENT_IDS,
            disputed=FLAG,
        ),
        ref("Content"),
    ),
    "Standing": _object(
        tester=TEXT,
        membership=_facet(None, "invited", "accepted", "declined", "left"),
        nda=_both(_facet("none", "signed", "released"), _object(terms=TEXT_OR_NULL)),
        access=_both(
            _facet("none", "granted", "cut"),
            _object(items={"type": ["array", "null"], "items": TEXT}),
        ),
        counts={"type": "object", "additionalProperties": NUMBER},
    ),
    "Commitment": {
        **_object(
            commitment=TEXT,
            by=TEXT,
            to=_list(TEXT),
            text=TEXT,
            due_at=INSTANT_OR_NULL,
            made=ref("Occurrence"),
            via=EVENT_ID,
            certainty=_CERTAINTY,
            basis=_one_of("told", "member", "public"),
            state=_one_of("open", "overdue", "kept", "broken"),
            settled=_or_null(EVENT_ID),
        ),
        "description": "A commitment that was made to a tester: by name, as a member of a group,"
        " or to all. `certainty`: of its having been made to it in that way. `state`: what became"
        " of it by `as_of`, as certainly recorded, and `settled` the event that says so; a deadline"
        " that has passed leaves it `overdue`.",
    },
    "Irregularity": {
        **_both(
            _object(
                code=_one_of(*Code),
                events=_EVENT_IDS,
                detail=TEXT,
                since=ref("Occurrence"),
                certainty=_CERTAINTY,
            ),
            _optional(tester=TEXT),
        ),
        "description": "What broke a rule: the events that show it, and a sentence that tells of"
        " it. It is `certain` if its showing event certainly happened, and no order of the times"
        " within their bounds would excuse it; `possible` if some order would make it one.\n\n"
        + "\n".join(f"- `{code}`: {meaning(code)}" for code in Code),
    },
    "Step": {
        **_object(
            event=ref("RecordedEvent"),
            at=_object(as_of=INSTANT, as_recorded=NUMBER),
            changed=_object(
                knowledge=_list(
                    _object(
                        party=TEXT,
                        item=TEXT,
                        before=_or_null(ref("Knower")),
                        after=_or_null(ref("Knower")),
                    )
                ),
                standing=_list(
                    _object(
                        tester=TEXT,
                        facet=_one_of("membership", "nda", "access"),
                        before=_STANDS,
                        after=_STANDS,
                    )
                ),
                irregularities=_object(
                    appeared=_list(ref("Irregularity")), gone=_list(ref("Irregularity"))
                ),
            ),
        ),
        "description": "One event and what it changed, `at` these bounds: in the answers of `who`"
        " (but for `event:` items), in the facets of the roster, and in the irregularities,"
        " whatever their details.",
    },
    "Token": {
        **_object(
            id=EVENT_ID,
            name=TEXT,
            role=_one_of(*ROLES),
            programmes={"type": ["array", "null"], "items": TEXT},
            created_at=INSTANT,
            expires_at=INSTANT_OR_NULL,
            revoked_at=INSTANT_OR_NULL,
        ),
        "description": "What is kept of a token. `id` is the principal that it stands for, which"
        " is never given to another. `programmes`: those that it is bound to; null: it sees all.",
    },
    "Problem": {
        **_object(type=TEXT, title=TEXT, status=NUMBER, detail=TEXT, code=TEXT),
        "description": "A problem document (RFC 9457). `type` is `/problems/` and the code. With"
        " 422, `errors` says where: a JSON pointer into the body, or a parameter. `index`: which"
        " event of a batch.",
    },
}
COMPONENTS["Problem"]["properties"] |= {
    "index": NUMBER,
    "errors": _list(
        _both(_object(detail=TEXT), {"anyOf": [_object(pointer=TEXT), _object(parameter=TEXT)]})
    ),
}

RECORDED: Final[Schema] = {
    "oneOf": [ref("Receipt"), _object(events=_list(ref("Receipt")))],
    "description": "A receipt; for a batch one for each event, in their order.",
}
IMPORTED: Final[Schema] = {
    "description": "A line of JSON for each line that is refused (with `answers=all` for each"
    " line), and at last the tally. Where that is missing, the import was cut off.",
    "oneOf": [
        _both(_object(line=NUMBER), ref("Problem")),
        _both(_object(line=NUMBER, status=NUMBER), ref("Receipt")),
        _object(
            done={"const": True}, lines=NUMBER, recorded=NUMBER, already=NUMBER, refused=NUMBER
        ),
    ],
}
_NEXT: Final = _object(next=TEXT_OR_NULL)


def _page(bounds: str, **members: Schema) -> Schema:
    return _both(ref(bounds), _object(**members), _NEXT)


EVENTS: Final = _page("Recorded", events=_list(ref("RecordedEvent")))
ONE_EVENT: Final = _both(ref("Recorded"), ref("RecordedEvent"))
PROGRAMMES: Final = _page("Bounds", programmes=_list(ref("Programme")))
ONE_PROGRAMME: Final = _both(ref("Bounds"), ref("Programme"))
REPLAY: Final = _page("Bounds", by=_one_of("recorded", "occurred"), steps=_list(ref("Step")))
IRREGULARITIES: Final = _page("Bounds", irregularities=_list(ref("Irregularity")))
TIMELINE: Final = _page("Bounds", events=_list(ref("Entry")))
ROSTER: Final = _page("Bounds", testers=_list(ref("Standing")))
ONE_TESTER: Final = _both(
    _page("Bounds", commitments=_list(ref("Commitment")), events=_list(ref("Entry"))),
    ref("Standing"),
)
_SAME_AS: Final = _list(ref("Identity"))
WHO: Final = _page("Bounds", item=TEXT, knowers=_list(ref("Knower")), same_as=_SAME_AS)
WHAT: Final = _page("Bounds", party=TEXT, items=_list(ref("Knower")), same_as=_SAME_AS)
HOW: Final = _page(
    "Bounds",
    party=TEXT,
    item=TEXT,
    complete=FLAG,
    stopped=_one_of("unknown-source", "unrecorded", "cycle", None),
    path=_list(ref("Learning")),
    same_as=_SAME_AS,
)
SIGNALS: Final = _page(
    "Bounds",
    step=_one_of("day", "hour"),
    hindsight=FLAG,
    points=_list(INSTANT),
    signals={
        **_object(
            **{
                name: {
                    **_list({"type": ["number", "null"], "minimum": 0}),
                    "description": definition(name),
                }
                for name in SERIES
            }
        ),
        "description": "For each signal its value at every point of the page.",
    },
)
REACH: Final = _page(
    "Bounds",
    item=TEXT,
    sources=_list(_object(party=TEXT, at=INSTANT_OR_NULL)),
    reached=_list(ref("Reached")),
)
MATRIX: Final = _page(
    "Bounds",
    parties=_list(TEXT),
    items=_list(TEXT),
    cells=_list(ref("Knower")),
    same_as=_SAME_AS,
)
DIFF: Final = _both(
    _page(
        "Bounds",
        then=_object(position=NUMBER, recorded_at=INSTANT_OR_NULL),
        added=_list(ref("Change")),
        removed=_list(ref("Change")),
        changed=_list(ref("Change")),
    ),
    {"oneOf": [_object(item=TEXT), _object(party=TEXT)]},
)
STATUS: Final = _both(
    _object(status=_one_of("ok", "ready")),
    _optional(
        database=TEXT,
        head=NUMBER,
        projections={"type": "object", "additionalProperties": NUMBER},
        versions={"type": "object", "additionalProperties": TEXT},
    ),
)

EVENT_STREAM: Final[Schema] = {
    "type": "string",
    "description": "Server-sent events (WHATWG HTML, 9.2), in UTF-8, without an end.",
    "examples": [
        'id: 57\nevent: item-disclosed\ndata: {"as_recorded":{"position":57,…},…}\n\n'
        'id: 57\nevent: caught-up\ndata: {"position":57}\n\n: position 57\nid: 57\n\n'
    ],
}

PROJECTIONS: Final = _object(
    head=NUMBER,
    projections=_list(_object(name=TEXT, position=NUMBER, behind=NUMBER)),
    replay=_or_null(
        _object(
            id=TEXT,
            projections=_list(TEXT),
            outcome=_one_of("running", "done", "cancelled", "failed"),
            reason=_or_null(TEXT),
            started_at=INSTANT,
            ended_at=_or_null(INSTANT),
            done=NUMBER,
            of=NUMBER,
            events_per_second={"type": "number", "minimum": 0},
            seconds_left={"type": ["number", "null"], "minimum": 0},
        )
    ),
)

TOKEN: Final = ref("Token")
MADE_TOKEN: Final = _both(ref("Token"), _object(token=TEXT))
TOKENS: Final = _both(_object(tokens=_list(ref("Token"))), _NEXT)

HEADERS: Final[dict[str, Schema]] = {
    "ETag": {"description": "Strong; where the bounds were given.", "schema": TEXT}
}
LIST_HEADERS: Final[dict[str, Schema]] = {
    "Link": {"description": 'The next page, with `rel="next"`.', "schema": TEXT},
}
PAGE_HEADERS: Final[dict[str, Schema]] = {**HEADERS, **LIST_HEADERS}
