"""Disputed facts: what was told, what was held against it, and how that ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from domain.events.ledger import DisputeSettled, EventCorrected, EventDisputed, EventRetracted
from domain.names import EventId, Programme
from service.views.bounds import Bounds
from service.views.review.scope import Scope
from service.views.review.seen import Seen, named, of_filter
from service.views.rows import EventFilter, Rows


def disputes(
    rows: Rows, programme: Programme, within: Collection[EventId], bounds: Bounds
) -> tuple[list[dict[str, Any]], int]:
    """Every disputed fact among these events, with both accounts; and how many others there are.

    Whatever their own times: what is disputed goes by position.
    """
    raised: dict[EventId, list[Seen]] = defaultdict(list)
    for each in _said(rows, programme, "event-disputed", bounds):
        assert isinstance(each.fact, EventDisputed)
        raised[each.fact.event].append(each)
    settled: dict[EventId, list[Seen]] = defaultdict(list)
    for each in _said(rows, programme, "dispute-settled", bounds):
        assert isinstance(each.fact, DisputeSettled)
        settled[each.fact.event].append(each)
    told = [_dispute(event, raised[event], settled[event]) for event in raised if event in within]
    return told, len(raised) - len(told)


def _dispute(event: EventId, raised: Sequence[Seen], settled: Sequence[Seen]) -> dict[str, Any]:
    last = settled[-1] if settled and settled[-1].position > raised[-1].position else None
    upheld = [each for each in settled if _outcome(each) == "upheld"]
    state = "upheld" if upheld else "open" if last is None else "dismissed"
    return {
        "event": event,
        "state": state,
        "against": [each.id for each in raised],
        "settled": [each.id for each in settled],
    }


def _said(rows: Rows, programme: Programme, type_name: str, bounds: Bounds) -> list[Seen]:
    """What is said about other events, of a type."""
    return of_filter(rows, programme, bounds, EventFilter(type=type_name), whenever=True)


def _outcome(each: Seen) -> str:
    assert isinstance(each.fact, DisputeSettled)
    return each.fact.outcome


def second_thoughts(
    rows: Rows, programme: Programme, within: Collection[EventId], after: int, bounds: Bounds
) -> list[dict[str, Any]]:
    """The corrections of these events that were recorded after a position."""
    return [
        {"event": each.id, "of": each.fact.event}
        for each in _said(rows, programme, "event-corrected", bounds)
        if isinstance(each.fact, EventCorrected)
        and each.fact.event in within
        and each.position > after
    ]


def withdrawn(
    rows: Rows, programme: Programme, scope: Scope, bounds: Bounds
) -> list[dict[str, Any]]:
    """What was on record as of the incident and no longer counts, by position, and what says so:
    its retraction, or the settlement that upheld a dispute of it."""
    because: dict[EventId, list[EventId]] = defaultdict(list)
    for type_name in ("event-retracted", "dispute-settled"):
        for each in _said(rows, programme, type_name, bounds):
            match each.fact:
                case EventRetracted(event=event):
                    because[event].append(each.id)
                case DisputeSettled(event=event, outcome="upheld"):
                    because[event].append(each.id)
                case _:
                    pass
    return [
        {"event": each.id, "because": because[each.id]}
        for each in named(rows, because, bounds)
        if not each.is_visible and scope.would_have(each)
    ]
