"""What the oracle's own tests tell: events by number, of one programme."""

from typing import Any

from .irregularities import irregularities
from .visibility import Event

P = "sora"
LATER = "2030-01-01T00:00:00Z"


def uid(number: int) -> str:
    return f"abcdef00-0000-4000-8000-{number:012d}"


def event(number: int, kind: str, when: str, data: dict[str, Any], **envelope: str) -> Event:
    return {
        "id": uid(number),
        "type": kind,
        "programme": P,
        "occurred_at": when,
        "data": data,
        **envelope,
    }


def told(number: int, when: str, by: str | None, to: str, extent: str | None = None) -> Event:
    data: dict[str, Any] = {"items": ["item:x"], "to": [to]}
    if by is not None:
        data["by"] = by
    if extent is not None:
        data["extent"] = extent
    return event(number, "item-disclosed", when, data)


def joined(number: int, when: str, party: str = "tester:ana") -> Event:
    return event(number, "group-joined", when, {"group": "group:g", "party": party})


def left(number: int, when: str, party: str = "tester:ana") -> Event:
    return event(number, "group-left", when, {"group": "group:g", "party": party})


def about_event(number: int, kind: str, target: int, **data: Any) -> Event:
    return event(number, kind, "2029", {"event": uid(target), **data})


def retracted(number: int, target: int) -> Event:
    return about_event(number, "event-retracted", target, reason="r")


def corrected(number: int, target: int, **changes: Any) -> Event:
    return about_event(number, "event-corrected", target, reason="r", **changes)


def disputed(number: int, target: int) -> Event:
    return about_event(number, "event-disputed", target, by="staff:eva", grounds="g")


def settled(number: int, target: int, outcome: str) -> Event:
    return about_event(number, "dispute-settled", target, outcome=outcome, reason="r")


def of_tester(number: int, kind: str, when: str, tester: str = "tester:ana", **data: Any) -> Event:
    return event(number, kind, when, {"tester": tester, **data})


def irregular(
    history: list[Event], code: str, as_of: str = LATER, as_recorded: int | None = None
) -> list[tuple[str, list[int]]]:
    """The certainty and the events' numbers of each irregularity of the code."""
    return [
        (each["certainty"], [int(id_[-12:]) for id_ in each["events"]])
        for each in all_irregular(history, code, as_of, as_recorded)
    ]


def all_irregular(
    history: list[Event],
    code: str | None = None,
    as_of: str = LATER,
    as_recorded: int | None = None,
    recorded_at: dict[int, str] | None = None,
) -> list[dict[str, Any]]:
    """The irregularities; unless it is said when, all was recorded as soon as it could be."""
    recorded = recorded_at or dict.fromkeys(range(1, 100), "1000-01-01T00:00:00Z")
    at = len(history) if as_recorded is None else as_recorded
    return irregularities(history, P, as_of, at, recorded, code)
