"""Events as they are posted, read and recorded without a door and a database between.

A history is a list of `Recorded`, its positions 1, 2, 3, …; the event at position n has the id
`an_id(n)`, so that a test can say `retracted(2)` for "the event at position 2 is retracted".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.events.encoding import fact_of
from domain.events.envelope import Event, Principal, Recorded
from domain.instant import Instant
from domain.names import EventId, Programme
from domain.occurrence import parse_occurrence
from tests.builders import PROGRAMME, a_minimal_event

WHO = Principal(name="rita", principal="0190c1de-0000-7000-8000-000000000001")


def an_id(position: int) -> EventId:
    """The id of the event at this position. Ids do not sort as positions do."""
    return EventId(f"{9999 - position:08d}-0000-4000-8000-{position:012d}")


def read(posted: Mapping[str, Any], corrected_type: str | None = None) -> Event:
    """The event that was posted; `corrected_type` where it corrects the data of another."""
    given = {name: posted[name] for name in ("source", "asserted_by", "grade") if name in posted}
    zone, reported_at = posted.get("zone"), posted.get("reported_at")
    return Event(
        id=EventId(posted["id"]),
        programme=Programme(posted["programme"]),
        occurred=parse_occurrence(posted["occurred_at"], zone),
        fact=fact_of(posted["type"], posted["data"], corrected_type),
        zone=zone,
        reported=None if reported_at is None else parse_occurrence(reported_at, zone),
        **given,
    )


def recorded(posted: Sequence[Mapping[str, Any]]) -> list[Recorded]:
    """These events in their places in the ledger, the first at position 1."""
    types = {each["id"]: each["type"] for each in posted}
    return [
        at_position(
            position, read(each, types[each["data"]["event"]] if "data" in each["data"] else None)
        )
        for position, each in enumerate(posted, 1)
    ]


def at_position(position: int, event: Event) -> Recorded:
    """An event in its place in the ledger."""
    return Recorded(
        event=event,
        position=position,
        recorded_at=Instant(position),
        stream=PROGRAMME,
        version=position,
        recorded_by=WHO,
    )


def history(*events: Mapping[str, Any]) -> list[Recorded]:
    """These events, numbered by their places."""
    return recorded([{**event, "id": an_id(n)} for n, event in enumerate(events, 1)])


def an_act(type_name: str, occurred_at: str = "2024-11-20", **data: Any) -> dict[str, Any]:
    """An event as posted, of which only what matters is said."""
    return a_minimal_event(type_name, occurred_at=occurred_at, data=data)


def retracted(position: int) -> dict[str, Any]:
    """The event at this position is retracted."""
    return an_act("event-retracted", event=an_id(position))


def corrected(position: int, **changes: Any) -> dict[str, Any]:
    """The event at this position is corrected, in these fields only."""
    event = an_act("event-corrected")
    event["data"] = {"event": an_id(position), "reason": "an error", **changes}
    return event


def disputed(position: int) -> dict[str, Any]:
    """The event at this position is disputed."""
    return an_act("event-disputed", event=an_id(position))


def settled(position: int, outcome: str) -> dict[str, Any]:
    """The disputes of the event at this position are settled."""
    return an_act("dispute-settled", event=an_id(position), outcome=outcome)
