"""Answers as the service gives them, for tests of how they are said."""

from __future__ import annotations

from typing import Any

A_DAY = {
    "text": "2024-11-26",
    "earliest": "2024-11-26T00:00:00Z",
    "latest": "2024-11-26T23:59:59.999999Z",
}
A_MINUTE = {
    "text": "2024-11-26T17:01:00Z",
    "earliest": "2024-11-26T17:01:00Z",
    "latest": "2024-11-26T17:01:00Z",
}
BOUNDS = {
    "as_of": "2024-11-26T17:05:00Z",
    "as_recorded": {"position": 55, "recorded_at": "2026-11-26T18:10:03.250000Z"},
    "rules": 1,
}


def a_knower(**overrides: Any) -> dict[str, Any]:
    """What a party knew of an item."""
    return {
        "party": "tester:ana",
        "item": "item:launch-date",
        "state": "full",
        "certainty": "certain",
        "possibly": None,
        "learned_at": A_MINUTE,
        "full_at": A_MINUTE,
        "from": "staff:lena",
        "channel": None,
        "basis": "told",
        "via": "00000000-0000-4000-8000-000000000001",
        "grade": "reported",
        "asserted_by": None,
        "disputed": False,
        **overrides,
    }


def an_identity(**overrides: Any) -> dict[str, Any]:
    """That two names are said to be of the same party."""
    return {
        "party": "tester:shade",
        "same_as": "tester:ana",
        "via": "00000000-0000-4000-8000-000000000009",
        "certainty": "certain",
        "since": A_DAY,
        **overrides,
    }


def who_only_asked(**overrides: Any) -> dict[str, Any]:
    """What is answered of a party that asked and was not told."""
    nothing = dict.fromkeys(("learned_at", "full_at", "from", "channel", "basis"))
    return a_knower(state="asked-not-told", **nothing, **overrides)


def a_request(**data: Any) -> dict[str, Any]:
    """What a party asked, as its event stands."""
    asked = {"item": "item:launch-date", "by": "tester:ana", "of": "staff:lena", **data}
    return {"occurred_at": A_DAY, "grade": "reported", "data": asked}


def a_recorded_event(position: int, **overrides: Any) -> dict[str, Any]:
    """An event as it was recorded and as it stands; it is visible unless `effective` is None."""
    content = {
        "occurred_at": A_DAY,
        "grade": "reported",
        "data": {"items": ["item:launch-date"], "by": "staff:lena", "to": ["tester:ana"]},
    }
    return {
        "id": f"00000000-0000-4000-8000-{position:012}",
        "position": position,
        "type": "item-disclosed",
        **content,
        "effective": content,
        **overrides,
    }


def a_timeline_entry(position: int, **overrides: Any) -> dict[str, Any]:
    """An event as a timeline shows it."""
    entry = a_recorded_event(position)
    del entry["effective"]
    more = {"certainty": "certain", "corrected_by": [], "disputed_by": [], "disputed": False}
    return {**entry, **more, **overrides}


def a_hop(**overrides: Any) -> dict[str, Any]:
    """One step of a path."""
    return {
        "party": "tester:ana",
        "item": "item:launch-date",
        "extent": "full",
        "basis": "told",
        "from": "staff:lena",
        "channel": None,
        "via": "00000000-0000-4000-8000-000000000001",
        "grade": "reported",
        "certainty": "certain",
        "learned_at": A_MINUTE,
        **overrides,
    }


def a_path(*hops: dict[str, Any], stopped: str | None = None) -> dict[str, Any]:
    """How it came to a party."""
    return {
        **BOUNDS,
        "party": "tester:ana",
        "item": "item:launch-date",
        "path": list(hops),
        "complete": bool(hops) and stopped is None,
        "stopped": stopped,
        "same_as": [],
        "next": None,
    }
