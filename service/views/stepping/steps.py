"""The steps of a replay: what each event changed, as it was recorded or as it occurred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.events.envelope import Recorded
from domain.history import Reading, read_case
from domain.instant import Instant, format_instant
from domain.names import EventId, Programme
from service.views.bounds import Bounds
from service.views.irregularities.rows import World
from service.views.irregularities.rule import Scene
from service.views.irregularities.touch import Stood, Touch
from service.views.rows import Account, EventFilter, Place, TimelineFilter
from service.views.stepping.irregular import changed_irregularities
from service.views.stepping.knowledge import changed_knowledge
from service.views.stepping.known import Known
from service.views.stepping.rows import StepRows
from service.views.stepping.standing import changed_standing
from service.views.wording import event_answer, untouched


class Step(NamedTuple):
    """One event as it stands with its step, the worlds before and after it, and how the events
    stood in each that it changed."""

    reading: Reading
    before: World
    after: World
    stood: Sequence[Stood]
    stands: Sequence[Stood]


def recorded_steps(
    rows: StepRows,
    programme: Programme,
    bounds: Bounds,
    positions: tuple[int, int],
    after: int | None,
    limit: int,
) -> tuple[list[dict[str, Any]], int | None]:
    """The steps by the order of recording, between two positions, and the place to go on after."""
    first, last = positions
    start = first - 1 if after is None else max(after, first - 1)
    wanted = EventFilter(programme=programme)
    found = rows.events(wanted, max(start, 0), min(last, bounds.position), limit + 1)
    page = found[:limit]
    cases = rows.cases([each.event.id for each in page])
    steps = (_recorded(each, cases.get(each.event.id), bounds.as_of) for each in page)
    told = _told(rows, programme, steps)
    return told, page[-1].position if len(found) > limit else None


def occurred_steps(
    rows: StepRows,
    programme: Programme,
    bounds: Bounds,
    instants: tuple[Instant | None, Instant | None],
    after: Place | None,
    limit: int,
) -> tuple[list[dict[str, Any]], Place | None]:
    """The steps by the order of a timeline, between two instants, and the place to go on after."""
    wanted = TimelineFilter(start=instants[0], end=instants[1])
    found = rows.timeline(programme, wanted, bounds.as_of, bounds.position, after, limit + 1)
    page = found[:limit]
    vias = [each.via for each in page]
    records, cases = rows.events_of(vias), rows.cases(vias)
    steps = (
        _occurred(each, _read(records[each.via], cases, bounds.position), bounds) for each in page
    )
    told = _told(rows, programme, steps)
    return told, _place(page[-1]) if len(found) > limit else None


def _recorded(record: Recorded, case: Sequence[Recorded] | None, as_of: Instant) -> Step:
    """The step that the recording of an event was: it may have changed how others stand."""
    position = record.position
    was = read_case(case, position - 1) if case else {}
    readings = read_case(case, position) if case else {record.event.id: untouched(record)}
    changed = [each for each in readings if readings[each] != was.get(each)]
    return Step(
        reading=readings[record.event.id],
        before=World(as_of, position - 1),
        after=World(as_of, position),
        stood=list(_stood(was[each] for each in changed if each in was)),
        stands=list(_stood(readings[each] for each in changed)),
    )


def _occurred(account: Account, reading: Reading, bounds: Bounds) -> Step:
    """The step that an event was when it happened, by what is recorded of it now."""
    place = _place(account)
    then = min(account.occurred.latest, bounds.as_of)
    return Step(
        reading=reading,
        before=World(then, bounds.position, place._replace(position=place.position - 1)),
        after=World(then, bounds.position, place),
        stood=(),
        stands=list(_stood([reading])),
    )


def _read(record: Recorded, cases: Mapping[EventId, Sequence[Recorded]], at: int) -> Reading:
    case = cases.get(record.event.id)
    return read_case(case, at)[record.event.id] if case else untouched(record)


def _stood(readings: Iterable[Reading]) -> Iterator[Stood]:
    for each in readings:
        if each.effective is not None:
            yield Stood(each.effective, each.record)


def _place(account: Account) -> Place:
    return Place(account.occurred.earliest, account.occurred.latest, account.position)


def _told(rows: StepRows, programme: Programme, steps: Iterable[Step]) -> list[dict[str, Any]]:
    known = Known(rows, programme)
    return [_step(rows, programme, each, known) for each in steps]


def _step(rows: StepRows, programme: Programme, step: Step, known: Known) -> dict[str, Any]:
    before, after = (Scene(rows, programme, each) for each in (step.before, step.after))
    anywhere = [*step.stood, *step.stands]
    touched = Touch(step.stood, anywhere, step.after), Touch(step.stands, anywhere, step.before)
    return {
        "event": event_answer(step.reading),
        "at": {"as_of": format_instant(step.after.as_of), "as_recorded": step.after.at},
        "changed": {
            "knowledge": changed_knowledge(rows, known, before, after, step.stood, step.stands),
            "standing": changed_standing(before, after, touched[1]),
            "irregularities": changed_irregularities(
                rows, (before, touched[0]), (after, touched[1])
            ),
        },
    }
