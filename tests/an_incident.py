"""A small incident: who was told before it was seen, what was found out only later.

Recorded live but for two events, so that what was on record at a decision is less than what is
known of it now.
"""

from __future__ import annotations

from typing import Any, Final

from tests.builders import a_minimal_event
from tests.given import AService, an_id

PROGRAMME: Final = "beta"
INCIDENT: Final = "engine-leak"
REVIEW: Final = f"/v1/programmes/{PROGRAMME}/incidents/{INCIDENT}/review"
BOUNDS: Final = {"as_of": "2025-07-01T00:00:00Z", "as_recorded": 14}
LEAK, DETECTED, CUT, STATEMENT, FOUND_LATER, FINDING = 6, 8, 9, 10, 11, 12
"""The positions of some of its events; their ids are made of the same numbers."""
EVIL: Final = '<script>alert("1")</script> **not bold** | [x](javascript:alert(1)) `c` &amp;'


def an_incident() -> list[dict[str, Any]]:
    """The events, as an archivist would post them: by position from 1 on."""
    told = (
        ("programme-opened", "2025-03-01", "03-01T10:00", {"org": "org:acme", "title": "Beta"}),
        ("item-registered", "2025-03-01T09:00:00Z", "03-01T10:01", _engine(by="org:acme")),
        ("access-granted", "2025-03-02T09:00:00Z", "03-02T09:01", _access()),
        ("concern-raised", "2025-04-01T09:00:00Z", "04-01T10:00", _concern()),
        ("commitment-made", "2025-04-02T09:00:00Z", "04-02T09:30", _promise()),
        ("item-leaked", "2025-06-01T10:00:00Z", "06-01T10:30", _leak("tester:ana", "press:daily")),
        ("incident-opened", "2025-06-01", "06-01T11:01", {"title": "The engine leaked"}),
        ("leak-detected", "2025-06-01T11:00:00Z", "06-01T11:05", _detected()),
        ("access-cut", "2025-06-01T12:00:00Z", "06-01T12:01", _cut()),
        ("statement-issued", "2025-06-01T13:00:00Z", "06-01T13:05", _statement()),
        ("item-disclosed", "2025-06-01T10:45:00Z", "06-10T09:00", _leak("press:daily", "org:foe")),
        ("finding-recorded", "2025-06-02", "06-11T09:00", {"text": EVIL, "about": [an_id(11)]}),
        ("action-agreed", "2025-06-12", "06-12T09:00", {"action": "pay", "owner": "org:acme"}),
        ("event-disputed", "2025-06-13", "06-13T09:00", _dispute()),
    )
    return [
        a_minimal_event(
            type_name,
            id=an_id(number),
            programme=PROGRAMME,
            occurred_at=occurred_at,
            recorded_at=f"2025-{recorded}:00Z",
            data={**_of_incident(type_name), **data},
        )
        for number, (type_name, occurred_at, recorded, data) in enumerate(told, 1)
    ]


def told(ledger: AService, events: list[dict[str, Any]] | None = None) -> AService:
    """A ledger in which it is recorded."""
    for event in an_incident() if events is None else events:
        answer = ledger.post(event, role="archivist")
        assert answer.status_code == 201, answer.text
    return ledger


def _of_incident(type_name: str) -> dict[str, Any]:
    named = ("incident-opened", "leak-detected", "finding-recorded", "action-agreed")
    return {"incident": INCIDENT} if type_name in named else {}


def _engine(by: str) -> dict[str, Any]:
    return {"item": "item:engine", "title": EVIL, "confidentiality": "confidential", "by": by}


def _access() -> dict[str, Any]:
    return {"tester": "tester:ana", "items": ["item:engine"], "by": "org:acme"}


def _concern() -> dict[str, Any]:
    return {"tester": "tester:ana", "concern": "pay", "text": EVIL, "to": ["staff:lena"]}


def _promise() -> dict[str, Any]:
    said = {"commitment": "pay-soon", "by": "org:acme", "to": ["tester:ana"]}
    return {**said, "text": EVIL, "due_at": "2025-05-01T00:00:00Z"}


def _leak(by: str, to: str) -> dict[str, Any]:
    return {"items": ["item:engine"], "by": by, "to": [to]}


def _detected() -> dict[str, Any]:
    return {"by": "staff:lena", "leak": an_id(LEAK), "items": ["item:engine"]}


def _cut() -> dict[str, Any]:
    return {"tester": "tester:ana", "by": "org:acme", "reason": EVIL}


def _statement() -> dict[str, Any]:
    return {"statement": "sorry", "by": "org:acme", "to": ["public"], "text": EVIL}


def _dispute() -> dict[str, Any]:
    return {"event": an_id(LEAK), "by": "tester:ana", "grounds": EVIL}
