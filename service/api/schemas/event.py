"""An event as it is posted: from a JSON document to a draft, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields
from marshmallow.exceptions import SCHEMA

from domain.errors import Fault, Invalid, LedgerEventsAreRetracted
from domain.events.catalogue import CATALOGUE, LEDGER_TYPES, Fact
from domain.events.encoding import fact_of
from domain.events.envelope import Event, Evidence
from domain.events.fields import SIZE_LIMIT, Grade, ShortText
from domain.names import EventId, Party, Programme, id_in_source
from service.api.schemas.catalogue import UNKNOWN_FIELD, Strict, data_schema, schema_of
from service.api.schemas.fields import (
    OCCURRENCE,
    AnyObject,
    Choice,
    ListOf,
    Occurred,
    Whole,
    field_for,
    instant_field,
    zone_field,
)
from service.drafts import Draft
from service.rendering import printable

EVIDENCE_LIMIT: Final = 50
FAULT_LIMIT: Final = 1_000
"""How many faults are told of one event; some bodies could have millions."""

NewId = Callable[[], EventId]
TypeOf = Callable[[EventId, Programme], str | None]
Faults = list[Fault]

EVIDENCE_SCHEMA: Final = schema_of(Evidence, "Evidence", needs_one_of=("url", "sha256", "note"))


class EventSchema(Strict):
    """An event as it is posted. Its `data` is read by the schema of its type."""

    id = field_for(EventId, metadata={"description": "The idempotency key; made if not given."})
    type = Choice(
        tuple(CATALOGUE), required=True, metadata={"description": "What happened: it says `data`."}
    )
    programme = field_for(Programme, required=True)
    occurred_at = Occurred(
        required=True,
        metadata={
            **OCCURRENCE,
            "description": f"When it happened. {OCCURRENCE['description']} It may not begin more"
            " than five minutes in the future.",
        },
    )
    zone = zone_field()
    source = field_for(ShortText)
    source_id = field_for(
        ShortText,
        metadata={
            "description": "The id that it has in its `source`, where that is no UUID. Without an"
            " `id` it makes one: the UUIDv5 of it in the namespace that is the UUIDv5 of `source`"
            " in that of URLs.",
            "examples": ["order-17"],
        },
    )
    asserted_by = field_for(
        Party, metadata={"description": "The party on whose word it is recorded."}
    )
    reported_at = Occurred(
        metadata={
            **OCCURRENCE,
            "description": f"When that account became public. {OCCURRENCE['description']}",
        }
    )
    grade = field_for(
        Grade, metadata={"default": "reported", "description": "How good the account is."}
    )
    evidence = ListOf(
        fields.Nested(EVIDENCE_SCHEMA),
        at_most=EVIDENCE_LIMIT,
        metadata={"description": "What shows it."},
    )
    expected_version = Whole(
        0,
        SIZE_LIMIT,
        metadata={"description": "The stream's version before this event; 0: a new stream."},
    )
    recorded_at = instant_field(
        description="Only from an archivist, who restores history: when it was recorded then; after"
        " whatever is recorded already, and not in the future. From others it is refused."
    )
    data = AnyObject(
        required=True, metadata={"description": "What it says, in the fields of its type."}
    )


_ENVELOPE: Final = EventSchema()


def read_event(
    document: object,
    *,
    new_id: NewId,
    type_of: TypeOf,
    pointer: str = "",
    may_restore: bool = False,
) -> Draft:
    """Read a posted event; `pointer` is where it stands in the body.

    `type_of` tells the type of an event of a programme, None where there is no such event.
    Raises `Invalid` with everything that is wrong, or else `LedgerEventsAreRetracted`.
    """
    said, faults = read_as(_ENVELOPE, document, pointer)
    if "recorded_at" in said and not may_restore:
        faults.append(Fault(f"{pointer}/recorded_at", "only an archivist may give it"))
    if "source_id" in said and "source" not in said:
        faults.append(Fault(f"{pointer}/source_id", "needs the `source` whose id it is"))
    data, target, more = _read_data(said, type_of, f"{pointer}/data")
    faults += more
    if faults:
        raise Invalid(*sorted(faults, key=lambda each: each.pointer)[:FAULT_LIMIT])
    if target in LEDGER_TYPES:
        raise LedgerEventsAreRetracted(
            f"The event {data['event']} is itself about another event: retract it instead."
        )
    fact = fact_of(said["type"], data, corrected=target if "data" in data else None)
    return Draft(
        event=_event(said, fact, new_id),
        expected_version=said.get("expected_version"),
        recorded_at=said.get("recorded_at"),
    )


def _event(said: Mapping[str, Any], fact: Fact, new_id: NewId) -> Event:
    return Event(
        id=said.get("id") or _id_in_source(said) or new_id(),
        programme=said["programme"],
        occurred=said["occurred_at"],
        fact=fact,
        zone=said.get("zone"),
        source=said.get("source"),
        source_id=said.get("source_id"),
        asserted_by=said.get("asserted_by"),
        reported=said.get("reported_at"),
        grade=said.get("grade", "reported"),
        evidence=tuple(Evidence(**each) for each in said.get("evidence", ())),
    )


def _id_in_source(said: Mapping[str, Any]) -> EventId | None:
    return id_in_source(said["source"], said["source_id"]) if "source_id" in said else None


def _read_data(
    said: Mapping[str, Any], type_of: TypeOf, pointer: str
) -> tuple[dict[str, Any], str | None, Faults]:
    """The `data` by its type; of a correction also the type of its target, where that is known."""
    if not {"type", "data"} <= said.keys():
        return {}, None, []
    data, faults = read_as(data_schema(said["type"]), said["data"], pointer)
    if said["type"] != "event-corrected" or "event" not in data or "programme" not in said:
        return data, None, faults
    target = type_of(data["event"], said["programme"])
    if target is None:
        faults.append(Fault(f"{pointer}/event", "no such event in this programme"))
    elif "data" in data and target not in LEDGER_TYPES:
        data["data"], more = read_as(data_schema(target), data["data"], f"{pointer}/data")
        faults += more
    return data, target, faults


def read_as(schema: Strict, document: Any, pointer: str) -> tuple[dict[str, Any], Faults]:
    """What can be read of a document, and what is wrong with the rest."""
    try:
        return schema.load(document), []
    except ValidationError as refused:
        read: Any = refused.valid_data
        return read, list(_faults(refused.messages, pointer))


def _faults(messages: Any, pointer: str) -> Iterator[Fault]:
    """Marshmallow's nested messages as faults, each with its JSON pointer (RFC 6901)."""
    if isinstance(messages, list):
        yield from (Fault(pointer, printable(each)) for each in messages)
        return
    for name, inner in messages.items():
        if name == SCHEMA and inner != [UNKNOWN_FIELD]:  # of the object itself, no field's
            yield from _faults(inner, pointer)
        else:
            token = printable(str(name)).replace("~", "~0").replace("/", "~1")
            yield from _faults(inner, f"{pointer}/{token}")
