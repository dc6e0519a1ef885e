"""Events as a review sees them: what is visible of them, and from when on it was so recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.events.catalogue import Fact
from domain.events.envelope import Event, Recorded
from domain.history import Reading
from domain.instant import Instant, format_instant
from domain.names import EventId, Programme
from domain.occurrence import Occurrence
from service.views.bounds import Bounds
from service.views.events import readings_of
from service.views.rows import EventFilter, Rows
from service.views.wording import content_answer

AT_ONCE: Final = 500
"""So many events are read at once."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event that may have happened by then; a visible one, unless something else is said."""

    reading: Reading
    event: Event

    @property
    def id(self) -> EventId:
        return self.event.id

    @property
    def is_visible(self) -> bool:
        """Whether it counts: what is retracted, or refuted, does not."""
        return self.reading.effective is not None

    @property
    def position(self) -> int:
        return self.reading.record.position

    @property
    def recorded_at(self) -> Instant:
        return self.reading.record.recorded_at

    @property
    def type(self) -> str:
        return self.event.type

    @property
    def fact(self) -> Fact:
        return self.event.fact

    @property
    def occurred(self) -> Occurrence:
        return self.event.occurred


def in_time(each: Seen) -> tuple[Instant, Instant, int]:
    """The order of a chronology."""
    return each.occurred.earliest, each.occurred.latest, each.position


def first_first(each: Seen) -> tuple[Instant, Instant, int]:
    """The order of *first*: what had certainly happened before the others."""
    return each.occurred.latest, each.occurred.earliest, each.position


def of_filter(
    rows: Rows,
    programme: Programme,
    bounds: Bounds,
    wanted: EventFilter,
    *,
    whenever: bool = False,
) -> list[Seen]:
    """The events of a filter that are visible and may have happened by then, by position.

    `whenever`: those that are visible, as what is said about events goes by position alone.
    """
    found: list[Seen] = []
    after = 0
    wanted = wanted._replace(programme=programme)
    while page := rows.events(wanted, after, bounds.position, AT_ONCE):
        found += seen(rows, page, bounds, whenever=whenever)
        after = page[-1].position
        if len(page) < AT_ONCE:
            break
    return found


def of_ids(rows: Rows, ids: Collection[EventId], bounds: Bounds) -> list[Seen]:
    """Those of these events that are visible, and may have happened by then."""
    records = [each for each in rows.events_of(ids).values() if each.position <= bounds.position]
    return list(seen(rows, records, bounds))


def seen(
    rows: Rows, records: Iterable[Recorded], bounds: Bounds, *, whenever: bool = False
) -> Iterator[Seen]:
    """Those of these that are visible, and may have happened by then, unless `whenever`."""
    for reading in readings_of(rows, list(records), bounds.position).values():
        event = reading.effective
        if event is None:
            continue
        if whenever or event.occurred.certainty(bounds.as_of) is not None:
            yield Seen(reading, event)


def named(rows: Rows, ids: Collection[EventId], bounds: Bounds) -> list[Seen]:
    """Those of these events that may have happened by then, by position; what is not visible is
    as it was recorded."""
    readings = _readings(rows, ids, bounds).values()
    found = [Seen(each, each.effective or each.record.event) for each in readings]
    then = [each for each in found if each.occurred.certainty(bounds.as_of) is not None]
    return sorted(then, key=lambda each: each.position)


def cited(rows: Rows, ids: Collection[EventId], bounds: Bounds) -> list[dict[str, Any]]:
    """Every one of these events as it stood, by position, visible or not; and those that corrected,
    retracted or disputed them."""
    readings = _readings(rows, ids, bounds)
    about = {
        each
        for reading in readings.values()
        for each in (*reading.corrected_by, *reading.retracted_by, *reading.disputed_by)
    }
    readings = {**readings, **_readings(rows, about - readings.keys(), bounds)}
    said = [_cited(each, bounds) for each in readings.values()]
    return sorted(said, key=lambda each: int(each["position"]))


def _readings(rows: Rows, ids: Collection[EventId], bounds: Bounds) -> Mapping[EventId, Reading]:
    records = [each for each in rows.events_of(ids).values() if each.position <= bounds.position]
    return readings_of(rows, records, bounds.position)


def _cited(reading: Reading, bounds: Bounds) -> dict[str, Any]:
    record, event = reading.record, reading.effective
    certainty = None if event is None else event.occurred.certainty(bounds.as_of)
    return {
        "id": record.event.id,
        "position": record.position,
        "type": record.event.type,
        "recorded_at": format_instant(record.recorded_at),
        "visible": event is not None,
        "certainty": certainty and certainty.value,
        **content_answer(event or record.event),
        "corrected_by": list(reading.corrected_by),
        "retracted_by": list(reading.retracted_by),
        "disputed_by": list(reading.disputed_by),
        "disputed": reading.disputed,
    }
