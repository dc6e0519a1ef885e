"""What broke a rule."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from domain.irregularities.codes import Code
from service.api import answers, described
from service.api.asking import asking, programme_named
from service.api.parameters import IrregularitiesQuestion
from service.api.queries import Blueprint
from service.api.reads import lists

blueprint: Final = Blueprint(
    "irregularities",
    __name__,
    url_prefix="/v1/programmes/<programme>",
    description="What broke a rule, and what each event changed.",
)


@blueprint.route("/irregularities", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(IrregularitiesQuestion(), location="query")
@lists(answers.IRREGULARITIES)
def irregularities(question: dict[str, Any], programme: str) -> Response:
    """What broke a rule

    Derived from what is visible, so that what is recorded later, of whatever time, can add to it
    and take away from it. By code, in the order of the codes, then by the position of the event
    that shows it, then by tester.
    """
    named = programme_named(programme)
    code = question.get("code")
    with asking(question, programme=named, places=3) as asked:
        found, place = asked.questions.irregularities(
            named,
            asked.bounds,
            code=None if code is None else Code(code),
            tester=question.get("tester"),
            after=asked.place,
            limit=asked.limit,
        )
        return asked.listed(answers.IRREGULARITIES, found, place)
