"""Disputed facts: what was told, what was held against it, and how that ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from domain.events.ledger import DisputeSettled, EventCorrected, EventDisputed, EventRetracted
from domain.names import EventId, Programme
from service.views.bounds import Bounds
from service.views.review.seen import Seen, of_filter
from service.views.rows import EventFilter, Rows


def disputes(
    rows: Rows, programme: Programme, within: Collection[EventId], bounds: Bounds
) -> tuple[list[dict[str, Any]], int]:
    """Every disputed fact among these events, with both accounts; and how many others there are.

    Whatever their own times: what is disputed goes by position.
    """
    raised: dict[EventId, list[Seen]] = defaultdict(list)
    for each in of_filter(
        rows, programme, bounds, EventFilter(type="event-disputed"), whenever=True
    ):
        assert isinstance(each.fact, EventDisputed)
        raised[each.fact.event].append(each)
    settled: dict[EventId, list[Seen]] = defaultdict(list)
    for each in of_filter(
        rows, programme, bounds, EventFilter(type="dispute-settled"), whenever=True
    ):
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
    """The corrections and retractions of these events that were recorded after a position."""
    found = [
        (each.position, each.id, each.fact.event)
        for type_name in ("event-corrected", "event-retracted")
        for each in _said(rows, programme, type_name, bounds)
        if isinstance(each.fact, EventCorrected | EventRetracted) and each.fact.event in within
    ]
    return [
        {"event": said, "of": event} for position, said, event in sorted(found) if position > after
    ]
