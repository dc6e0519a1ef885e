"""Signals: what could have been seen coming, as series."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from domain.signals.points import Step
from service.api import answers, described
from service.api.asking import asking, programme_named
from service.api.parameters import SignalsQuestion
from service.api.queries import Blueprint
from service.api.reads import lists

blueprint: Final = Blueprint(
    "signals",
    __name__,
    url_prefix="/v1/programmes/<programme>/signals",
    description="What could have been seen coming. Signals, never probabilities.",
)


@blueprint.route("", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(SignalsQuestion(), location="query")
@lists(answers.SIGNALS)
def signals(question: dict[str, Any], programme: str) -> Response:
    """A series for each signal, day by day or hour by hour

    The points are every midnight (or full hour) of UTC between the first event and `as_of`, and
    `as_of` itself. Each point t is computed as of t, from what had been recorded by t (and by
    `as_recorded`): nothing recorded later leaks into it, unless `hindsight` is asked for. Only
    what had certainly happened counts.
    """
    named, step = programme_named(programme), Step(question["step"])
    hindsight = question["hindsight"] == "true"
    with asking(question, programme=named) as asked:
        page = asked.questions.signals(
            named,
            asked.bounds,
            step,
            hindsight=hindsight,
            skip=asked.place[0] if asked.place else 0,
            limit=asked.limit,
        )
        return asked.listed(
            answers.SIGNALS,
            page.points,
            None if page.next is None else (page.next,),
            step=step.value,
            hindsight=hindsight,
            signals=page.signals,
        )
