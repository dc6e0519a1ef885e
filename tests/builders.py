"""Events as they are posted, of every type, made from the annotations of the catalogue.

    an_event("feedback-given", occurred_at="2024-11-20", data={"tester": "tester:ben"})

Everything is in the form in which the ledger keeps it, so that what was posted can be compared
with what is answered. Event ids in `data` are `AN_EVENT`: where the ledger checks them (`event`,
`leak`, `about[]` of a finding), give those of events that are there.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from domain import names
from domain.events import fields as forms
from domain.events.catalogue import CATALOGUE, LEDGER_TYPES
from domain.events.fields import Unchanged, stored_name
from domain.events.ledger import EventCorrected

PROGRAMME = "sora-early-access"
AN_EVENT = "0190c1de-7b2a-7cc0-8d2e-3f4a5b6c7d8e"
CORRECTED_TYPE = "feedback-given"
"""The type of the event that `an_event("event-corrected")` is about."""

ALL_TYPES = tuple(CATALOGUE)
ORDINARY_TYPES = tuple(name for name in CATALOGUE if name not in LEDGER_TYPES)

_EXAMPLES: dict[Any, Any] = {
    names.EventId: AN_EVENT,
    names.Slug: "video-length",
    names.Item: "item:sora",
    names.Party: "staff:kim",
    names.Recipient: "press:ars",
    names.Tester: "tester:ana",
    names.Group: "group:artists",
    names.Org: "org:openai",
    names.Member: "tester:ana",
    forms.Text: "in their own words",
    forms.ShortText: "https://example.org/letter",
    forms.Sha256: "0a" * 32,
    forms.Amount: "99.50",
    forms.Currency: "USD",
    forms.Deadline: "2024-12-31T23:00:00Z",
    forms.Size: 300,
}


def a_minimal_event(type_name: str, **overrides: Any) -> dict[str, Any]:
    """A valid event of which nothing can be left out; `overrides` as in `an_event`."""
    event = {
        "type": type_name,
        "programme": PROGRAMME,
        "occurred_at": "2024-11-20T10:00:00+01:00",
        "data": some_data(type_name, full=False),
    }
    return _overridden(event, overrides)


def an_event(type_name: str, **overrides: Any) -> dict[str, Any]:
    """A valid event with everything that its content can have.

    `overrides` replace fields of the event; `data` replaces those fields of the data that it names.
    """
    event = {
        **a_minimal_event(type_name),
        "zone": "+01:00",
        "source": "https://example.org/report",
        "asserted_by": "press:ars",
        "reported_at": "2024-11-26",
        "grade": "primary",
        "evidence": [
            {"url": "https://example.org/scan", "sha256": "0b" * 32, "note": "page 2"},
            {"note": "seen by two people"},
        ],
        "data": some_data(type_name),
    }
    return _overridden(event, overrides)


def some_data(type_name: str, *, full: bool = True) -> dict[str, Any]:
    """Valid data of a type, with all of its fields or with only those that are required."""
    kind = CATALOGUE[type_name]
    hints = get_type_hints(kind)
    data = {
        stored_name(each): _example(hints[each.name])
        for each in fields(kind)
        if each.default is MISSING or (full and kind is not EventCorrected)
    }
    if kind is EventCorrected:
        data |= _some_correction() if full else {"grade": "claimed"}
    if type_name == "contact-observed":
        data["parties"] = ["tester:ana", "tester:ben"]
    return data


def _some_correction() -> dict[str, Any]:
    return {
        "occurred_at": "2024-11-21",
        "zone": "-08:00",
        "data": some_data(CORRECTED_TYPE),
        "source": "https://example.org/erratum",
        "grade": "claimed",
        "asserted_by": "press:ars",
    }


def _example(annotation: Any) -> Any:
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    if get_origin(annotation) is tuple:
        return [_example(get_args(annotation)[0])]
    if get_args(annotation):
        given = [each for each in get_args(annotation) if each not in (NoneType, Unchanged)]
        return _example(given[0])
    return _EXAMPLES[annotation]


def _overridden(event: dict[str, Any], overrides: dict[str, Any]) -> dict[str, Any]:
    data = {**event["data"], **overrides.pop("data", {})}
    return {**event, **overrides, "data": data}
