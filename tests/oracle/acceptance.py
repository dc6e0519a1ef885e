"""Sections 3 to 5: would the ledger accept an event after a history?

Only what a random history needs: times, ids, versions, and the rules of Ledger events. That an
event fits its type in the catalogue is taken for granted. The contract names the statuses, and of
the codes only `id-taken` and `version-conflict`; the others are this oracle's own words.
"""

from typing import Any

from .times import MINUTE, read_instant, read_occurrence
from .visibility import (
    LEDGER,
    Event,
    has_open_dispute,
    lower_ids,
    recorded,
    seen_as_posted,
    visible,
)

Refusal = tuple[int, str]


def event_ids_named(data: dict[str, Any]) -> list[str]:
    """Every bare event id in data."""
    # > "`event`, `leak` and `about[]` bare UUIDs; `item`, `items`, `reveals` and `about` (of
    # feedback) hold items with their kind."
    # > "Other ids (tester, item, feedback, …) need not be known yet: evidence arrives in any order"
    # An `event:<uuid>` item is an item.
    ids = [data[field] for field in ("event", "leak") if field in data]
    if isinstance(data.get("about"), list):
        ids += data["about"]
    return ids + event_ids_named(data["data"]) if "data" in data else ids


def content(event: Event) -> Event:
    """What is compared to tell whether an event is recorded already."""
    # > "same id and equal after validation and defaults (`occurred_at` as text, lists in order; not
    # `recorded_at`, `expected_version`)"
    compared = {"grade": "reported", **lower_ids(event)}
    for field in ("recorded_at", "expected_version"):
        compared.pop(field, None)
    return compared


def stream_of(history: list[Event], event: Event) -> str:
    """The stream that an event is in, by what was posted."""
    # > "`<programme>/<tester>` for events with a `tester`, else `<programme>`; a Ledger event is in
    # the stream of the event it is about."
    event = lower_ids(event)
    if event["type"] in LEDGER:
        for earlier in history:
            if earlier["id"].lower() == event["data"]["event"]:
                return stream_of(history, earlier)
    if "tester" in event["data"]:
        return f"{event['programme']}/{event['data']['tester']}"
    return str(event["programme"])


def refused_time(event: Event, now: str | None) -> Refusal | None:
    """Are `occurred_at` and `reported_at` readable, and is it not in the future?"""
    try:
        when = read_occurrence(event["occurred_at"], event.get("zone"))
        if "reported_at" in event:
            read_occurrence(event["reported_at"], event.get("zone"))
    except ValueError:
        return 422, "time-malformed"
    # > "`occurred_at` may not begin more than 5 minutes in the future"
    if now is not None and when.earliest > read_instant(now) + 5 * MINUTE:
        return 422, "in-the-future"
    return None


def refused_ledger_event(history: list[Event], event: Event, now: str | None) -> Refusal | None:
    """The rules for events about another event."""
    kind, target_id = event["type"], event["data"]["event"]
    seen = seen_as_posted(recorded(history, event["programme"], len(history)))
    targets = [each for each, _ in seen if each["id"] == target_id]
    # > "Refused with 409: retracting, correcting, disputing or settling an event that is not
    # visible at that moment;"
    if not targets:
        return 409, "not-visible"
    # > "correcting or disputing a Ledger event (retract it instead)"
    if kind in ("event-corrected", "event-disputed") and targets[0]["type"] in LEDGER:
        return 409, "ledger-event"
    # > "settling what has no open dispute;"
    if kind == "dispute-settled" and not has_open_dispute(seen, target_id):
        return 409, "no-open-dispute"
    if kind == "event-corrected":
        after = visible([*history, event], event["programme"], len(history) + 1)
        corrected = next(each for each, _ in after if each["id"] == target_id)
        return refused_time(corrected, now)
    return None


def acceptable(history: list[Event], event: Event, now: str | None = None) -> Refusal | None:
    """None, or the status and a word for why not. Without `now` nothing is in the future."""
    event = lower_ids(event)
    for earlier in history:
        if earlier["id"].lower() == event["id"]:
            # > "Same id, other content: 409 `id-taken`."
            return None if content(earlier) == content(event) else (409, "id-taken")
    refused = refused_time(event, now)
    if refused is not None:
        return refused
    # > "An event id that is not in the programme is a 422 with a pointer."
    of_programme = recorded(history, event["programme"], len(history))
    known = {earlier["id"] for earlier, _ in of_programme}
    if any(event_id not in known for event_id in event_ids_named(event["data"])):
        return 422, "unknown-event"
    # > "`expected_version` that is not the stream's: 409 `version-conflict`."
    if "expected_version" in event:
        stream = stream_of(history, event)
        version = len([each for each in history if stream_of(history, each) == stream])
        if event["expected_version"] != version:
            return 409, "version-conflict"
    if event["type"] in LEDGER:
        return refused_ledger_event(history, event, now)
    return None
