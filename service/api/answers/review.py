"""Incidents, and the review of one."""

from __future__ import annotations

from typing import Final

from domain.commitments import Fate
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

_SLUG: Final = means("The slug of the incident.", TEXT)
_PARTIES: Final = list_of(TEXT)
_RESTS: Final = means("The events that it rests on.", EVENT_IDS)
_AFTER: Final = {"type": ["integer", "null"]}
_SECONDS: Final = or_null(
    object_(
        least=means("At least; null: unbounded.", _AFTER),
        most=means("At most; null: unbounded.", _AFTER),
    )
)


def _mark(what: str) -> Schema:
    at = object_(at=means("When.", ref("Occurrence")), via=EVENT_ID, certainty=CERTAINTY)
    return means(f"When it was first {what}; null: not.", or_null(at))


_INCIDENT: Final = object_(
    incident=_SLUG,
    title=means("What it is called; null: it was not opened.", TEXT_OR_NULL),
    opened=_mark("opened"),
    detected=_mark("detected as a leak"),
    contained=_mark("contained"),
    closed=_mark("closed"),
    findings=means("How many findings are recorded.", NUMBER),
    actions=means("How many actions were agreed.", NUMBER),
)
_KNOWN: Final = list_of(
    object_(
        item=TEXT,
        state=means("How much was known, as in `Knower`.", TEXT),
        certainty=means(
            "`certain`: before it may have been decided, whatever the exact times.", CERTAINTY
        ),
        grade=means("How good the accounts of it are.", TEXT),
        disputed=means("Whether they are disputed; as of when it is told.", FLAG),
        parties=means("Who knew so much.", _PARTIES),
        events=_RESTS,
        because=means(
            "The events recorded after the decision because of which that is known, of the first"
            " 12 parties; none where it was on record by then.",
            EVENT_IDS,
        ),
    )
)
_DECISION: Final = object_(
    events=means("In which it was decided; of several alike the first gives the time.", EVENT_IDS),
    as_of=means("When it was decided, at the latest.", INSTANT),
    on_record_by=means(
        "What the ledger held by then.",
        object_(
            position=NUMBER,
            recorded_at=means("When that was recorded; null: nothing.", INSTANT_OR_NULL),
        ),
    ),
    on_record=means("Who knew what, by what was on record by then.", _KNOWN),
    only_later=means("Who knew otherwise, by what was recorded only later: hindsight.", _KNOWN),
    withdrawn=means("Who was on record as knowing then, and is no longer.", _KNOWN),
)
_CITED: Final = {
    "type": "object",
    "properties": object_(
        id=EVENT_ID,
        position=NUMBER,
        type=TEXT,
        recorded_at=INSTANT,
        visible=means("False: it is retracted, or successfully disputed.", FLAG),
        certainty=one_of("certain", "possible", None),
        occurred_at=ref("Occurrence"),
        data={"type": "object"},
    )["properties"],
    "required": ["id", "position", "type", "recorded_at", "visible", "occurred_at", "data"],
    "description": "An event that a review rests on, as it stood.",
}
_SCOPE: Final = object_(
    since=means("When it began, at the earliest; null: nothing of it is dated.", INSTANT_OR_NULL),
    until=means("Up to when it is told: its end, or `as_of`.", INSTANT_OR_NULL),
    leaked=means("The items that leaked.", list_of(TEXT)),
    revealed=means("The letters, and what they reveal.", list_of(TEXT)),
    behind=means("Who leaked, published or signed; of groups the members, too.", _PARTIES),
)
_SUMMARY: Final = object_(
    events=means("How many events the programme has.", NUMBER),
    visible=means("How many of them stand.", NUMBER),
    testers=means("How many testers it has.", NUMBER),
    chronology=means("How many events are of the incident.", NUMBER),
    recorded_late=means("How many of those were recorded over a day after they happened.", NUMBER),
    steps=means(
        "The first of each step, by time.",
        list_of(
            object_(
                step=means("Which step.", TEXT),
                event=means("The event.", EVENT_ID),
                seconds=means("How long after the first step; null: it is the first.", _SECONDS),
            )
        ),
    ),
    signatories=means(
        "Who signed letters.",
        object_(parties=means("Who they are.", _PARTIES), events=_RESTS),
    ),
)
_MATRIX: Final = object_(
    parties=means("The rows: who is no tester first, then who is behind it.", _PARTIES),
    items=means("The columns: what leaked or was revealed.", list_of(TEXT)),
    cells=means("Who knew what.", list_of(ref("Knower"))),
    left_out=means("How many parties more knew of any of it.", NUMBER),
)
_PATH: Final = object_(
    party=TEXT,
    item=TEXT,
    path=means("Hop by hop, the origin first.", list_of(ref("Learning"))),
    complete=means("Whether it leads to one who took part.", FLAG),
    stopped=means("Why it does not, as of `how`; null: it does.", TEXT_OR_NULL),
)
_ARRIVAL: Final = object_(
    item=TEXT,
    knew=means("How many parties knew of it.", NUMBER),
    told=means("To how many it came from another since the incident began.", NUMBER),
    paths=means("How it came to the first of these, and to the public.", list_of(_PATH)),
)
_WAITED: Final = or_null(
    object_(
        tester=means("Who raised it.", TEXT_OR_NULL),
        concern=means("The slug of the concern.", TEXT_OR_NULL),
        warning=means("The event in which it was raised.", EVENT_ID),
        answer=means("That of its first answer; null: none.", or_null(EVENT_ID)),
        seconds=means("How long it waited: for its answer, or until `as_of`.", _SECONDS),
    )
)
_ANSWERING: Final = object_(
    anybody=means("The first concern that anybody raised; null: none.", _WAITED),
    behind=means("The first of who is behind the incident; null: none.", _WAITED),
    first_answer=means("The first answer that any concern had; null: none.", or_null(EVENT_ID)),
    counts_of_behind=means(
        "How much those had said, and how much of that was answered.",
        {"type": "object", "additionalProperties": NUMBER},
    ),
)
_PROMISE: Final = object_(
    commitment=means("Its slug.", TEXT),
    state=means("What became of it.", one_of(*Fate)),
    by=means("Who made it.", TEXT),
    to=means("To whom.", _PARTIES),
    text=means("What was promised.", TEXT),
    due_at=means("By when; null: that was not said.", INSTANT_OR_NULL),
    events=means("That made it, and that says what became of it.", EVENT_IDS),
    changed=means("Whether it was made again, or corrected.", FLAG),
)
_PROMISES: Final = object_(
    made=means("How many were made.", NUMBER),
    open=means("How many are neither kept, broken nor overdue.", NUMBER),
    overdue=means("How many are overdue.", NUMBER),
    kept=means("How many were kept.", NUMBER),
    broken=means("How many were broken.", NUMBER),
    told=means("One by one: broken, overdue, open, kept; of each up to 100.", list_of(_PROMISE)),
)
_TERMS: Final = object_(
    terms=means("Their slug.", TEXT),
    kind=means("Of which kind they are.", TEXT),
    by=means("Who published them; null: not recorded.", TEXT_OR_NULL),
    replaces=means("The terms that they replace; null: none.", TEXT_OR_NULL),
    summary=means("What they say, in short; null: not recorded.", TEXT_OR_NULL),
    events=_RESTS,
)
_OF_CODE: Final = object_(
    code=means("Which rule was broken.", TEXT),
    count=means("How often, in the whole programme.", NUMBER),
    of_incident=means("How often in events of the incident.", NUMBER),
    told=means("Some of them: those of the incident first.", list_of(ref("Irregularity"))),
)
_MARK: Final = object_(
    type=TEXT,
    event=means("The event.", EVENT_ID),
    at=means("When it happened, at the latest.", INSTANT),
)
_VALUES: Final = list_of({"type": ["number", "null"]})
_SIGNALS: Final = object_(
    points=means("The instants.", list_of(INSTANT)),
    signals=means(
        "A series of values for each signal: at each point as recorded by it.",
        {"type": "object", "additionalProperties": _VALUES},
    ),
    marks=means("When letters were published, and it leaked.", list_of(_MARK)),
)
_LATER: Final = or_null(
    object_(
        event=means("The first event of the incident that was recorded.", EVENT_ID),
        recorded_at=means("When that was.", INSTANT),
        events=means("What had certainly happened by then, and was recorded after.", EVENT_IDS),
        perhaps=means("How much more perhaps had.", NUMBER),
        second_thoughts=means(
            "What was corrected after.",
            list_of(
                object_(
                    event=means("The correction.", EVENT_ID),
                    of=means("The event that it is about.", EVENT_ID),
                )
            ),
        ),
    )
)
_DISPUTE: Final = object_(
    event=means("The event that is disputed.", EVENT_ID),
    state=means("How that stands.", one_of("open", "dismissed", "upheld")),
    against=means("The disputes.", EVENT_IDS),
    settled=means("Their settlements.", EVENT_IDS),
)
_FINDING: Final = object_(
    finding=means("The event.", EVENT_ID),
    about=means("The events that it rests on.", EVENT_IDS),
    hindsight=means(
        "Whether one of those was not recorded by its own time, or not as it reads now.", FLAG
    ),
    perhaps_hindsight=means("Whether that depends on its exact time.", FLAG),
    because=means("Those of which that is so.", EVENT_IDS),
)
_WITHDRAWN: Final = object_(
    event=means("The event.", EVENT_ID),
    because=means("Its retraction, or the settlement that upheld a dispute of it.", EVENT_IDS),
)
_LEFT_OUT: Final = object_(
    decisions=means("So many more decisions there were: of the first 20 it is told.", NUMBER),
    items=means("Of so many more items it is not told who knew them: of 10 it is.", NUMBER),
    arrivals=means("Nor how so many more became known: of 12 it is told.", NUMBER),
    tellings=means("Nor was it looked up who told of so many more: of 40 it was.", NUMBER),
)
_ACTION: Final = object_(
    event=means("The event.", EVENT_ID),
    action=means("What is to be done.", TEXT),
    owner=means("Who is to do it.", TEXT),
    due_at=means("By when; null: that was not said.", INSTANT_OR_NULL),
    due=means("Whether that has passed by `as_of`.", FLAG),
)
_REVIEW: Final = object_(
    programme=TEXT,
    incident=_SLUG,
    programme_title=means("What the programme is called; null: not recorded.", TEXT_OR_NULL),
    org=means("Whose programme it is; null: not recorded.", TEXT_OR_NULL),
    title=means("What the incident is called; null: it was not opened.", TEXT_OR_NULL),
    opened=means("The event that opened it; null: none.", or_null(EVENT_ID)),
    evidence=means(
        "What it rests on.",
        object_(
            events=means("How many events the programme has up to the position.", NUMBER),
            sha256=means("The SHA-256 of the lines that an export (`jsonl`) has of them.", TEXT),
        ),
    ),
    scope=means("What the incident is about.", _SCOPE),
    summary=means("The figures.", _SUMMARY),
    chronology=means("The events of the incident, as a timeline has them.", EVENT_IDS),
    decisions=means("Who knew what at each decision, by time.", list_of(ref("Decision"))),
    matrix=means("Who knew what in the end.", _MATRIX),
    arrivals=means("How what leaked, and the letters, became known.", list_of(_ARRIVAL)),
    answering=means("How long the first warnings waited.", _ANSWERING),
    promises=means("What became of promises.", _PROMISES),
    terms=means("Every terms that were published, by time.", list_of(_TERMS)),
    irregularities=means("What broke a rule, by code.", list_of(_OF_CODE)),
    signals=means("The signals, as they were to be seen then.", _SIGNALS),
    learned_later=means("What was learned only later; null: nothing of it is recorded.", _LATER),
    withdrawn=means(
        "What was on record as of the incident, and no longer counts.", list_of(_WITHDRAWN)
    ),
    disputes=means(
        "Disputed facts.",
        object_(
            told=means("Those of the incident.", list_of(_DISPUTE)),
            elsewhere=means("How many others the programme has.", NUMBER),
        ),
    ),
    findings=means("What was found, by time.", list_of(_FINDING)),
    actions=means("What was agreed, by time.", list_of(_ACTION)),
    left_out=means("How much is not told of what there is too much of.", _LEFT_OUT),
    cited=means("Every event that any of it rests on, by position.", list_of(ref("CitedEvent"))),
)

COMPONENTS: Final[dict[str, Schema]] = {
    "Incident": means("An incident that a visible event names.", _INCIDENT),
    "Decision": means("Who knew what when something was decided.", _DECISION),
    "CitedEvent": _CITED,
    "Review": {
        **both(ref("Bounds"), _REVIEW),
        "description": "Everything about an incident. What is told of an event names it by its id;"
        " each stands once under `cited`.",
    },
}

INCIDENTS: Final = listing("incidents", ref("Incident"), "By name.")
REVIEW: Final = ref("Review")
