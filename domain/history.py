"""Which events are visible at a position, and with which content.

An event and all that was ever said about it (and about what was said about it) is a *case*. All
of this goes by position: a Ledger event's own occurrence only says when somebody corrected.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final, assert_never

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


Change = tuple[Reading | None, Reading]
"""How an event stood (None: it was not recorded yet) and how it stands."""


@dataclass(frozen=True, slots=True)
class _Content:
    """An event's content with some corrections applied, but for reading its times again."""

    event: Event
    text: str
    corrected: bool = False

    def after(self, correction: EventCorrected) -> _Content:
        """With one correction more, which replaces only the fields that it names."""
        event = replace(
            self.event,
            zone=self.event.zone if correction.zone is UNCHANGED else correction.zone,
            fact=self.event.fact if correction.data is UNCHANGED else correction.data,
            source=self.event.source if correction.source is UNCHANGED else correction.source,
            grade=self.event.grade if correction.grade is UNCHANGED else correction.grade,
            asserted_by=(
                self.event.asserted_by
                if correction.asserted_by is UNCHANGED
                else correction.asserted_by
            ),
        )
        given = correction.occurred_at
        return _Content(event, self.text if given is UNCHANGED else given, corrected=True)

    def read(self) -> Event:
        """The effective content: its times are read in its own, perhaps corrected, zone."""
        event = self.event
        if not self.corrected:
            return event
        return replace(
            event,
            occurred=reread_occurrence(self.text, event.zone),
            reported=event.reported and reread_occurrence(event.reported.text, event.zone),
        )


@dataclass(slots=True)
class _Told:
    """An event with the visible events about it, each list by position."""

    record: Recorded
    retractions: list[Recorded] = field(default_factory=list)
    corrections: list[Recorded] = field(default_factory=list)
    disputes: list[Recorded] = field(default_factory=list)
    content: _Content = field(init=False)
    reading: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.content = self._original()
        self.reading = Reading(self.record, self.record.event)

    def hear(self, said: Recorded) -> None:
        """Something visible is said about it."""
        among = self._among(said)
        insort(among, said, key=_position)
        if among is self.corrections:
            fact = said.event.fact
            if said is among[-1] and isinstance(fact, EventCorrected):
                self.content = self.content.after(fact)
            else:
                self._correct_anew()
        self._read()

    def take_back(self, said: Recorded) -> None:
        """Something that was said about it is no longer visible."""
        among = self._among(said)
        among.remove(said)
        if among is self.corrections:
            self._correct_anew()
        self._read()

    def _among(self, said: Recorded) -> list[Recorded]:
        match said.event.fact:
            case EventRetracted():
                return self.retractions
            case EventCorrected():
                return self.corrections
            case EventDisputed() | DisputeSettled():
                return self.disputes
            case _:
                raise AssertionError(f"{said.event.type} is about no other event")

    def _original(self) -> _Content:
        return _Content(self.record.event, self.record.event.occurred.text)

    def _correct_anew(self) -> None:
        self.content = self._original()
        for said in self.corrections:
            if isinstance(said.event.fact, EventCorrected):
                self.content = self.content.after(said.event.fact)

    def _read(self) -> None:
        open_dispute, upheld = self._disputed()
        visible = not self.retractions and not upheld
        self.reading = Reading(
            record=self.record,
            effective=self.content.read() if visible else None,
            corrected_by=tuple(each.event.id for each in self.corrections),
            retracted_by=tuple(each.event.id for each in self.retractions),
            disputed_by=tuple(
                each.event.id
                for each in self.disputes
                if isinstance(each.event.fact, EventDisputed)
            ),
            disputed=open_dispute,
        )

    def _disputed(self) -> tuple[bool, bool]:
        """Whether a dispute is open, and whether one was upheld.

        A dispute is closed by the first settlement after it; one settlement closes all then open.
        """
        is_open = upheld = False
        for said in self.disputes:
            if isinstance(said.event.fact, DisputeSettled):
                upheld = upheld or (is_open and said.event.fact.outcome == "upheld")
                is_open = False
            else:
                is_open = True
        return is_open, upheld


def _position(record: Recorded) -> int:
    return record.position


class Case:
    """An event and what was said about it, read as far as it was told.

    One more event costs what it changes, and no more than a light look at the others.
    """

    def __init__(self) -> None:
        self._told: dict[EventId, _Told] = {}
        self.last: Recorded | None = None
        """The last event that was told."""

    @property
    def position(self) -> int:
        """The position of the last event that was told; 0 if none was."""
        return 0 if self.last is None else self.last.position

    @property
    def root(self) -> Event:
        """The event at its head."""
        return next(iter(self._told.values())).record.event

    def reading(self, event_id: EventId) -> Reading:
        """How one of its events stands. `KeyError` if it is not of this case."""
        return self._told[event_id].reading

    def readings(self) -> dict[EventId, Reading]:
        """How each of its events stands, the last first."""
        return {event_id: told.reading for event_id, told in reversed(self._told.items())}

    def add(self, record: Recorded) -> list[Change]:
        """Tell the next one, by position: the event itself first, then what is said about it.

        Returns what it changes: its own reading, then those of earlier events.
        """
        told = self._told[record.event.id] = _Told(record)
        self.last = record
        changed: list[Change] = [(None, told.reading)]
        while (about := self._told.get(told.record.event.about or _NOTHING)) is not None:
            before, said = about.reading, told
            if said.reading.effective is None:
                about.take_back(said.record)
            else:
                about.hear(said.record)
            if about.reading != before:
                changed.append((before, about.reading))
            if (before.effective is None) is (about.reading.effective is None):
                break
            told = about
        return changed


_NOTHING: Final = EventId("")


def read_case(case: Iterable[Recorded], position: int) -> dict[EventId, Reading]:
    """Read an event and what was said about it, as they stood at `position`; the last first.

    `case` holds the event first and then, by position, every Ledger event about it or about one
    of these.
    """
    read = Case()
    for record in takewhile(lambda each: each.position <= position, case):
        read.add(record)
    return read.readings()


def refuse_unless_sayable(fact: LedgerFact, target: Reading) -> None:
    """Refuse a Ledger event that makes no sense at this moment, when its target stands so.

    Raises `NotVisible`, `LedgerEventsAreRetracted` or `NoOpenDispute`.
    """
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
