"""The signals as they were to be seen then, around an incident, with what is marked on them."""

from __future__ import annotations

from typing import Any, Final

from domain.instant import DAY, Instant, format_instant
from domain.names import Programme
from domain.signals.points import Step
from service.views.bounds import Bounds
from service.views.review.scope import Scope
from service.views.signals import SignalRows, signals

AFTERWARDS: Final = 30 * DAY
"""The series go on so long after the last event of the incident that is dated."""
MOST: Final = 2_000
"""So many days are told, the last: letter and leak are among them."""
MARKED: Final = ("open-letter-published", "item-leaked")


def watched(rows: SignalRows, programme: Programme, scope: Scope, bounds: Bounds) -> dict[str, Any]:
    """Day by day, each point from what had been recorded by it; and when letter and leak came."""
    marks = [
        {"type": each.type, "event": each.id, "at": format_instant(each.occurred.latest)}
        for each in scope.of_types(*MARKED)
        if each.occurred.latest <= bounds.as_of
    ]
    ends = [each.occurred.latest for each in scope.own if each.occurred.latest <= bounds.as_of]
    last = max([scope.since, *ends])
    upto = Instant(min(bounds.as_of, last + AFTERWARDS))
    within = Bounds(upto, bounds.position, bounds.recorded_at)
    page = signals(rows, programme, within, Step.DAY, hindsight=False, skip=-MOST, limit=MOST)
    return {"points": page.points, "signals": page.signals, "marks": marks}
