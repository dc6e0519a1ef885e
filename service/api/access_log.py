"""The access log: who asked who knew."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from domain.instant import BEGINNING, END, format_instant
from service.access_log import Noted, Span
from service.api import answers, described
from service.api.gate import requires
from service.api.pages import page
from service.api.parameters import AccessLogQuestion
from service.api.queries import Blueprint
from service.api.reads import lists
from service.api.wiring import parts
from service.views.bounds import Bounds

blueprint: Final = Blueprint(
    "access-log", __name__, url_prefix="/v1/access-log", description="Who asked who knew."
)


@blueprint.route("")
@requires("admin", unbound=True)
@described.problems("forbidden")
@blueprint.arguments(AccessLogQuestion(), location="query")
@lists(answers.ACCESS_LOG)
def listed(question: dict[str, Any]) -> Response:
    """List who asked who knew what, the latest first

    Every answer about knowledge is noted before it is given: who asked, what, and the bounds as
    they were resolved. How long that is kept is a setting of the service.
    """
    span = Span(
        question.get("since", BEGINNING), question.get("until", END), question.get("caller")
    )
    return page(
        question,
        answers.ACCESS_LOG,
        lambda after, limit: parts().access_log.listed(
            span, None if after is None else (after[0], after[1]), limit
        ),
        lambda noted: (noted.read.at, noted.number),
        _told,
        places=2,
    )


def _told(noted: Noted) -> dict[str, Any]:
    read = noted.read
    bounds = Bounds(read.as_of, read.position, read.recorded_at).answer()
    return {
        "number": noted.number,
        "at": format_instant(read.at),
        "caller": {"name": read.caller.name, "principal": read.caller.principal},
        "question": read.question,
        "parameters": dict(sorted(read.parameters.items())),
        "as_of": bounds["as_of"],
        "as_recorded": bounds["as_recorded"],
    }
