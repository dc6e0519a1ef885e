"""The recorded events themselves, and the timeline of those that are visible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from domain.events.envelope import Recorded
from domain.history import Reading, read_case
from domain.instant import format_instant
from domain.names import EventId, Programme
from service.views.bounds import Bounds
from service.views.rows import Account, EventFilter, Place, Rows, TimelineFilter
from service.views.standing import suspended
from service.views.wording import content_answer, event_answer, untouched


def event(rows: Rows, event_id: EventId, at: int) -> dict[str, Any] | None:
    """One event as it stood at a position; None if it was not recorded by then."""
    found = rows.event(event_id, at)
    return None if found is None else event_answer(readings_of(rows, [found], at)[event_id])


def events(
    rows: Rows,
    wanted: EventFilter,
    after: int,
    at: int,
    limit: int,
    within: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """Recorded events by position, each as it stood at `at`; `within`: of these programmes."""
    found = (
        rows.events(wanted, after, at, limit)
        if within is None
        else _of_these(rows, wanted, after, at, limit, within)
    )
    readings = readings_of(rows, found, at)
    return [event_answer(readings[each.event.id]) for each in found]


def _of_these(
    rows: Rows, wanted: EventFilter, after: int, at: int, limit: int, programmes: Collection[str]
) -> Sequence[Recorded]:
    """The first events of each of these programmes, merged: each list has its index."""
    named = set(programmes) if wanted.programme is None else {wanted.programme} & set(programmes)
    lists = [
        rows.events(wanted._replace(programme=Programme(each)), after, at, limit)
        for each in sorted(named)
    ]
    return list(islice(merge(*lists, key=lambda record: record.position), limit))


def timeline(
    rows: Rows,
    programme: Programme,
    wanted: TimelineFilter,
    bounds: Bounds,
    after: Place | None,
    limit: int,
) -> tuple[list[dict[str, Any]], Place | None]:
    """Visible events by when they occurred, and the place to go on after (None: that was all)."""
    found = rows.timeline(programme, wanted, bounds.as_of, bounds.position, after, limit + 1)
    page = found[:limit]
    records = rows.events_of([each.via for each in page])
    readings = readings_of(rows, list(records.values()), bounds.position)
    entries = [_entry(readings[each.via], each, bounds) for each in page]
    if len(found) <= limit:
        return entries, None
    last = page[-1]
    return entries, Place(last.occurred.earliest, last.occurred.latest, last.position)


def programmes(rows: Rows, bounds: Bounds, seen: Callable[[str], bool]) -> list[dict[str, Any]]:
    """Every programme of which something was recorded, and which is seen, by name."""
    return [
        programme(rows, each, bounds) for each in rows.programmes(bounds.position) if seen(each)
    ]


def programme(rows: Rows, name: Programme, bounds: Bounds) -> dict[str, Any]:
    """How much was recorded of a programme, first and last, and whether it is suspended."""
    tally = rows.tally(name, bounds.position)
    return {
        "programme": name,
        "events": tally.events if tally else 0,
        "visible": tally.visible if tally else 0,
        "testers": rows.count_testers(name, bounds.as_of, bounds.position),
        "first": tally and _mark(tally.first),
        "last": tally and _mark(tally.last),
        "suspended": suspended(rows, name, bounds),
    }


def _mark(record: Recorded) -> dict[str, Any]:
    return {
        "id": record.event.id,
        "position": record.position,
        "recorded_at": format_instant(record.recorded_at),
    }


def readings_of(rows: Rows, records: Sequence[Recorded], at: int) -> Mapping[EventId, Reading]:
    cases = rows.cases([each.event.id for each in records])
    return {
        each.event.id: (
            read_case(cases[each.event.id], at)[each.event.id]
            if each.event.id in cases
            else untouched(each)
        )
        for each in records
    }


def _entry(reading: Reading, account: Account, bounds: Bounds) -> dict[str, Any]:
    record, effective = reading.record, reading.effective
    assert effective is not None  # only visible events stand in a timeline
    certainty = effective.occurred.certainty(bounds.as_of)
    return {
        "id": record.event.id,
        "type": record.event.type,
        "position": record.position,
        "recorded_at": format_instant(record.recorded_at),
        "certainty": certainty and certainty.value,
        **content_answer(effective),
        "corrected_by": list(reading.corrected_by),
        "disputed_by": list(reading.disputed_by),
        "disputed": account.disputed,
    }
