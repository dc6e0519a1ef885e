"""Which events are visible at a position, and with which content.

An event and all that was ever said about it (and about what was said about it) is a *case*. All
of this goes by position: a Ledger event's own occurrence only says when somebody corrected.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from domain.errors import LedgerEventsAreRetracted, NoOpenDispute, NotVisible
from domain.events.envelope import Event, Recorded
from domain.events.fields import UNCHANGED
from domain.events.ledger import (
    DisputeSettled,
    EventCorrected,
    EventDisputed,
    EventRetracted,
    LedgerFact,
)
from domain.names import EventId
from domain.occurrence import reread_occurrence


@dataclass(frozen=True, slots=True)
class Reading:
    """An event as it stands at a position.

    `effective` is its content after its visible corrections, None where it is not visible. The
    lists name the visible events about it, by position; `disputed`: a dispute of it is open.
    """

    record: Recorded
    effective: Event | None
    corrected_by: tuple[EventId, ...] = ()
    retracted_by: tuple[EventId, ...] = ()
    disputed_by: tuple[EventId, ...] = ()
    disputed: bool = False


@dataclass(slots=True)
class _Said:
    """The visible events about one event, by position."""

    retractions: deque[Event] = field(default_factory=deque)
    corrections: deque[tuple[Event, EventCorrected]] = field(default_factory=deque)
    disputes: deque[tuple[Event, EventDisputed | DisputeSettled]] = field(default_factory=deque)


def read_case(case: Sequence[Recorded], position: int) -> dict[EventId, Reading]:
    """Read an event and what was said about it, as they stood at `position`.

    `case` holds the event first and then, by position, every Ledger event about it or about one
    of these. Since each speaks of an earlier one, reading from the last settles them all.
    """
    said: dict[EventId, _Said] = {}
    readings: dict[EventId, Reading] = {}
    for record in reversed(case):
        if record.position > position:
            continue
        reading = _read(record, said.pop(record.event.id, _Said()))
        readings[record.event.id] = reading
        if reading.effective is not None and record.event.about is not None:
            _note(record.event, said.setdefault(record.event.about, _Said()))
    return readings


def _note(event: Event, said: _Said) -> None:
    fact = event.fact
    match fact:
        case EventRetracted():
            said.retractions.appendleft(event)
        case EventCorrected():
            said.corrections.appendleft((event, fact))
        case EventDisputed() | DisputeSettled():
            said.disputes.appendleft((event, fact))
        case _:
            raise AssertionError(f"{event.type} is about no other event")


def _read(record: Recorded, said: _Said) -> Reading:
    open_dispute, upheld = _disputes(said)
    visible = not said.retractions and not upheld
    corrections = [correction for _, correction in said.corrections]
    return Reading(
        record=record,
        effective=_corrected(record.event, corrections) if visible else None,
        corrected_by=tuple(event.id for event, _ in said.corrections),
        retracted_by=tuple(event.id for event in said.retractions),
        disputed_by=tuple(
            event.id for event, fact in said.disputes if isinstance(fact, EventDisputed)
        ),
        disputed=open_dispute,
    )


def _disputes(said: _Said) -> tuple[bool, bool]:
    """Whether a dispute is open, and whether one was upheld.

    A dispute is closed by the first settlement after it; one settlement closes all then open.
    """
    is_open = upheld = False
    for _, fact in said.disputes:
        if isinstance(fact, EventDisputed):
            is_open = True
        else:
            upheld = upheld or (is_open and fact.outcome == "upheld")
            is_open = False
    return is_open, upheld


def _corrected(event: Event, corrections: Sequence[EventCorrected]) -> Event:
    if not corrections:
        return event
    text = event.occurred.text
    for correction in corrections:
        if correction.occurred_at is not UNCHANGED:
            text = correction.occurred_at
        event = replace(
            event,
            zone=event.zone if correction.zone is UNCHANGED else correction.zone,
            fact=event.fact if correction.data is UNCHANGED else correction.data,
            source=event.source if correction.source is UNCHANGED else correction.source,
            grade=event.grade if correction.grade is UNCHANGED else correction.grade,
            asserted_by=(
                event.asserted_by if correction.asserted_by is UNCHANGED else correction.asserted_by
            ),
        )
    return replace(
        event,
        occurred=reread_occurrence(text, event.zone),
        reported=event.reported and reread_occurrence(event.reported.text, event.zone),
    )


def refuse_unless_sayable(fact: LedgerFact, case: Sequence[Recorded]) -> None:
    """Refuse a Ledger event that makes no sense at this moment, at the end of its `case`.

    Raises `NotVisible`, `LedgerEventsAreRetracted` or `NoOpenDispute`.
    """
    target = read_case(case, case[-1].position)[fact.event]
    if target.effective is None:
        raise NotVisible(f"The event {fact.event} is retracted or was successfully disputed.")
    match fact:
        case EventRetracted():
            return
        case EventCorrected() | EventDisputed():
            if target.record.event.about is not None:
                raise LedgerEventsAreRetracted(
                    f"The event {fact.event} is itself about another event: retract it instead."
                )
        case DisputeSettled():
            if not target.disputed:
                raise NoOpenDispute(f"No dispute of the event {fact.event} is open.")
        case _:
            assert_never(fact)
