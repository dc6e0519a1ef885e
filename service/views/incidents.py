"""The incidents of a programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from domain.events.incident import IncidentOpened
from domain.incidents import incident_of
from domain.names import Programme
from service.views.bounds import Bounds
from service.views.review.seen import Seen, first_first, of_filter
from service.views.rows import EventFilter, Rows
from service.views.wording import occurrence_answer

_TYPES: Final = (
    *("incident-opened", "leak-detected", "leak-contained"),
    *("finding-recorded", "action-agreed", "incident-closed"),
)
_MARKS: Final = {
    "opened": "incident-opened",
    "detected": "leak-detected",
    "contained": "leak-contained",
    "closed": "incident-closed",
}


def incidents(rows: Rows, programme: Programme, bounds: Bounds) -> list[dict[str, Any]]:
    """Every incident that a visible event names, by name: its first steps, and counts."""
    found: dict[str, list[Seen]] = defaultdict(list)
    for type_name in _TYPES:
        for each in of_filter(rows, programme, bounds, EventFilter(type=type_name)):
            named = incident_of(each.fact)
            if named is not None:
                found[named].append(each)
    return [_incident(name, found[name], bounds) for name in sorted(found)]


def _incident(name: str, events: Sequence[Seen], bounds: Bounds) -> dict[str, Any]:
    by_type: dict[str, list[Seen]] = defaultdict(list)
    for each in sorted(events, key=first_first):
        by_type[each.type].append(each)
    opened = by_type["incident-opened"][:1]
    title = next(
        (each.fact.title for each in opened if isinstance(each.fact, IncidentOpened)), None
    )
    return {
        "incident": name,
        "title": title,
        **{mark: _first(by_type[type_name], bounds) for mark, type_name in _MARKS.items()},
        "findings": len(by_type["finding-recorded"]),
        "actions": len(by_type["action-agreed"]),
    }


def _first(events: Sequence[Seen], bounds: Bounds) -> dict[str, Any] | None:
    if not events:
        return None
    certainty = events[0].occurred.certainty(bounds.as_of)
    return {
        "at": occurrence_answer(events[0].occurred),
        "via": events[0].id,
        "certainty": certainty and certainty.value,
    }
