"""What each event changed, one after the other."""

from __future__ import annotations

from typing import Any, Final, cast

from flask import Response

from domain.instant import END, MICROSECOND, Instant
from domain.names import Programme
from service.api import answers, described
from service.api.asking import Asked, asking, programme_named
from service.api.parameters import AsRecorded
from service.api.queries import Blueprint
from service.api.questions import ReplayQuestion
from service.api.reads import lists

blueprint: Final = Blueprint(
    "replay",
    __name__,
    url_prefix="/v1/programmes/<programme>",
    description="History stepped through, one event at a time.",
)


@blueprint.route("/replay", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(ReplayQuestion(), location="query")
@lists(answers.REPLAY)
def replay(question: dict[str, Any], programme: str) -> Response:
    """What each event changed, one after the other

    As they were recorded: each step compares what is answered about `as_of` before its event was
    recorded with what is when it is, and shows the event as it stood then. As they occurred: each
    step compares what is answered at its time (or `as_of`, if that is earlier) of the events
    before it, in the order of the timeline, with what is when it is among them; all as recorded by
    `as_recorded`, so that what corrections say is in it from the start.
    """
    named, by = programme_named(programme), question["by"]
    with asking(question, programme=named, places=1 if by == "recorded" else 3) as asked:
        if by == "recorded":
            return _recorded(asked, named, question)
        return _occurred(asked, named, question)


def _recorded(asked: Asked, programme: Programme, question: dict[str, Any]) -> Response:
    bounds = _first(asked, question.get("start")), _last(asked, question.get("end"))
    after = None if asked.place is None else int(asked.place[0])
    steps, place = asked.questions.recorded_steps(
        programme, asked.bounds, bounds, after, asked.limit
    )
    return asked.listed(answers.REPLAY, steps, None if place is None else (place,), by="recorded")


def _occurred(asked: Asked, programme: Programme, question: dict[str, Any]) -> Response:
    start, end = (question.get(name) for name in ("start", "end"))
    instants = start and start.instant, end and end.instant
    steps, place = asked.questions.occurred_steps(
        programme,
        asked.bounds,
        instants,
        cast(tuple[int, int, int] | None, asked.place),
        asked.limit,
    )
    return asked.listed(answers.REPLAY, steps, place, by="occurred")


def _first(asked: Asked, start: AsRecorded | None) -> int:
    """The first position that was recorded from a bound on."""
    if start is None:
        return 1
    if start.instant is not None:
        return asked.questions.head_at(Instant(start.instant - MICROSECOND)).position + 1
    return min(start.position or 1, END)


def _last(asked: Asked, end: AsRecorded | None) -> int:
    """The last position that was recorded up to a bound."""
    if end is None:
        return END
    if end.instant is not None:
        return asked.questions.head_at(end.instant).position
    return min(END if end.position is None else end.position, END)
