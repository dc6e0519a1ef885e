"""Short ways to write the events of a case: each returns one event as it is posted."""

from __future__ import annotations

from typing import Any

from .form import PROGRAMME, Event, uid

ANA, BEN, CAI = "tester:ana", "tester:ben", "tester:cai"
LENA, OMAR = "staff:lena", "staff:omar"
NOVA, PRESS = "org:nova", "press:daily"
ALPHA, BETA = "group:alpha", "group:beta"
PUBLIC = "public"
DEMO, MODEL = "item:demo", "item:model"

# Noon of the first nine days of March: enough for any case to have a before and an after.
T1, T2, T3 = "2024-03-01T12:00:00Z", "2024-03-02T12:00:00Z", "2024-03-03T12:00:00Z"
T4, T5, T6 = "2024-03-04T12:00:00Z", "2024-03-05T12:00:00Z", "2024-03-06T12:00:00Z"
T7, T8, T9 = "2024-03-07T12:00:00Z", "2024-03-08T12:00:00Z", "2024-03-09T12:00:00Z"

ENVELOPE = ("zone", "source", "asserted_by", "reported_at", "grade")


def act(number: int, type_: str, occurred_at: str, **fields: Any) -> Event:
    """Any event: fields of the envelope go there, all others into `data`; None is left out.

    A trailing underscore is dropped, for what Python keeps to itself (`for_`).
    """
    given = {name.rstrip("_"): value for name, value in fields.items() if value is not None}
    envelope = {name: given.pop(name) for name in ENVELOPE if name in given}
    return {
        "id": uid(number),
        "type": type_,
        "programme": PROGRAMME,
        "occurred_at": occurred_at,
        **envelope,
        "data": given,
    }


def disclosed(
    number: int, occurred_at: str, item: str, by: str | None, to: list[str], **fields: Any
) -> Event:
    return act(number, "item-disclosed", occurred_at, items=[item], by=by, to=to, **fields)


def published(number: int, occurred_at: str, item: str, by: str | None, **fields: Any) -> Event:
    return act(number, "item-published", occurred_at, items=[item], by=by, **fields)


def leaked(
    number: int, occurred_at: str, item: str, by: str | None, to: list[str], **fields: Any
) -> Event:
    return act(number, "item-leaked", occurred_at, items=[item], by=by, to=to, **fields)


def registered(number: int, occurred_at: str, item: str, by: str | None = None) -> Event:
    return act(
        number,
        "item-registered",
        occurred_at,
        item=item,
        title="The demo",
        confidentiality="confidential",
        by=by,
    )


def asked(number: int, occurred_at: str, item: str, by: str, of: str, **fields: Any) -> Event:
    return act(number, "knowledge-requested", occurred_at, item=item, by=by, of=of, **fields)


def granted(
    number: int, occurred_at: str, tester: str, items: list[str] | None, by: str | None = None
) -> Event:
    return act(number, "access-granted", occurred_at, tester=tester, items=items, by=by)


def joined(number: int, occurred_at: str, group: str, party: str, **fields: Any) -> Event:
    return act(number, "group-joined", occurred_at, group=group, party=party, **fields)


def parted(number: int, occurred_at: str, group: str, party: str, **fields: Any) -> Event:
    return act(number, "group-left", occurred_at, group=group, party=party, **fields)


def retracted(number: int, target: int, occurred_at: str = T9) -> Event:
    return act(number, "event-retracted", occurred_at, event=uid(target), reason="an error")


def corrected(number: int, target: int, changes: dict[str, Any], occurred_at: str = T9) -> Event:
    """`changes` as they stand in the correction's data, so that null can be said."""
    event = act(number, "event-corrected", occurred_at, event=uid(target), reason="an error")
    event["data"].update(changes)
    return event


def disputed(number: int, target: int, by: str = ANA, occurred_at: str = T9) -> Event:
    return act(number, "event-disputed", occurred_at, event=uid(target), by=by, grounds="not so")


def settled(number: int, target: int, outcome: str, occurred_at: str = T9) -> Event:
    return act(
        number,
        "dispute-settled",
        occurred_at,
        event=uid(target),
        outcome=outcome,
        reason="looked into",
    )
