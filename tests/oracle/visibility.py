"""Section 5, "Visible at `as_recorded` r": which events, and with which content."""

from typing import Any

from .times import Occurrence, read_occurrence

Event = dict[str, Any]
Record = tuple[Event, int]  # an event and its position

LEDGER = ("event-retracted", "event-corrected", "event-disputed", "dispute-settled")


def lower_ids_of_data(data: dict[str, Any]) -> dict[str, Any]:
    """The same data, its UUIDs lower-cased."""
    # > "`event`, `leak` and `about[]` bare UUIDs; `item`, `items`, `reveals` and `about` (of
    # feedback) hold items with their kind. UUIDs are lower-cased wherever they stand." (Whatever
    # else stands in these fields is a slug, which has no upper case.)
    lowered: dict[str, Any] = {}
    for field, value in data.items():
        if field in ("event", "leak", "about", "item", "items", "reveals"):
            if isinstance(value, list):
                lowered[field] = [each.lower() for each in value]
            else:
                lowered[field] = value.lower()
        elif field == "data":  # the whole new data of a correction
            lowered[field] = lower_ids_of_data(value)
        else:
            lowered[field] = value
    return lowered


def lower_ids(event: Event) -> Event:
    """A copy with every UUID in lower case."""
    return {**event, "id": event["id"].lower(), "data": lower_ids_of_data(event["data"])}


def recorded(history: list[Event], programme: str, as_recorded: int) -> list[Record]:
    """The programme's events with position <= as_recorded, visible or not, as they were posted."""
    return [
        (lower_ids(event), index + 1)
        for index, event in enumerate(history)
        if event["programme"] == programme and index + 1 <= as_recorded
    ]


def about(records: list[Record], kind: str, event_id: str) -> list[Record]:
    """Those of the records that are Ledger events of this type about this event."""
    return [
        (event, position)
        for event, position in records
        if event["type"] == kind and event["data"]["event"] == event_id
    ]


def closing_settlement(seen: list[Record], dispute: Record) -> Event | None:
    """What closed a visible dispute; None: it is open."""
    # > "A visible dispute is closed by the first visible settlement of the same event after it,
    # and upheld if that one says so; one settlement closes all disputes then open."
    for settlement, position in about(seen, "dispute-settled", dispute[0]["data"]["event"]):
        if position > dispute[1]:
            return settlement
    return None


def has_open_dispute(seen: list[Record], event_id: str) -> bool:
    """Is a dispute of the event visible and not closed?"""
    disputes = about(seen, "event-disputed", event_id)
    return any(closing_settlement(seen, dispute) is None for dispute in disputes)


def has_upheld_dispute(seen: list[Record], event_id: str) -> bool:
    """Is a dispute of the event visible, closed, and upheld?"""
    for dispute in about(seen, "event-disputed", event_id):
        settlement = closing_settlement(seen, dispute)
        if settlement is not None and settlement["data"]["outcome"] == "upheld":
            return True
    return False


def seen_as_posted(records: list[Record]) -> list[Record]:
    """The visible ones of the records, by position, before corrections."""
    # > "Visible at `as_recorded` r are the events with position `<= r`, but those with a visible
    # retraction, and those with a dispute that is upheld. … Retracting the dispute or the
    # settlement undoes it; retracting a retraction restores."
    # A Ledger event stands after the event that it is about: backwards, each is decided in time.
    seen: list[Record] = []
    for event, position in reversed(records):
        if about(seen, "event-retracted", event["id"]):
            continue
        if has_upheld_dispute(seen, event["id"]):
            continue
        seen.insert(0, (event, position))
    return seen


def with_corrections(event: Event, seen: list[Record]) -> Event:
    """A visible event with its effective content."""
    # > "A visible event's content is its own with its visible corrections applied in order of
    # position, each replacing only the fields that it names"
    effective = {"grade": "reported", **event}
    for correction, _ in about(seen, "event-corrected", event["id"]):
        for field in ("occurred_at", "zone", "data", "source", "grade", "asserted_by"):
            if field in correction["data"]:
                effective[field] = correction["data"][field]
    # > "null removes `source`, `asserted_by` or `zone`"
    for field in ("source", "asserted_by", "zone"):
        if effective.get(field) is None:
            effective.pop(field, None)
    return effective


def visible(history: list[Event], programme: str, as_recorded: int) -> list[Record]:
    """The visible events with their effective content, by position."""
    seen = seen_as_posted(recorded(history, programme, as_recorded))
    return [(with_corrections(event, seen), position) for event, position in seen]


def occurrence(effective: Event) -> Occurrence:
    """When an event happened, by its effective content."""
    # > "(a corrected `occurred_at` is read in the event's own, perhaps corrected, `zone`)"
    return read_occurrence(effective["occurred_at"], effective.get("zone"))
