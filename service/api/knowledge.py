"""Knowledge: who knew what, when, and from whom."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from service.api import answers, described
from service.api.asking import asking, programme_named
from service.api.parameters import HowQuestion, WhatQuestion, WhoQuestion
from service.api.queries import Blueprint
from service.api.rendering import JSON

blueprint: Final = Blueprint(
    "knowledge",
    __name__,
    url_prefix="/v1/programmes/<programme>/knowledge",
    description="Who knew what, when, and from whom, as far as it had been recorded.",
)


@blueprint.route("/who", parameters=[described.PROGRAMME])
@described.problems(404)
@blueprint.arguments(WhoQuestion(), location="query")
@blueprint.response(200, answers.WHO, content_type=JSON, headers=answers.PAGE_HEADERS)
def who(question: dict[str, Any], programme: str) -> Response:
    """Who knew an item

    Parties with a learning of their own, or a request, by when they learned it; who only asked
    comes last.
    """
    named, item = programme_named(programme), question["item"]
    with asking(question, programme=named) as asked:
        knowers = asked.questions.who(named, item, asked.bounds)
        return asked.page("knowers", knowers, item=item)


@blueprint.route("/what", parameters=[described.PROGRAMME])
@described.problems(404)
@blueprint.arguments(WhatQuestion(), location="query")
@blueprint.response(200, answers.WHAT, content_type=JSON, headers=answers.PAGE_HEADERS)
def what(question: dict[str, Any], programme: str) -> Response:
    """What a party knew, by item"""
    named, party = programme_named(programme), question["party"]
    with asking(question, programme=named) as asked:
        events = question["events"] == "true"
        items = asked.questions.what(named, party, asked.bounds, events=events)
        return asked.page("items", items, party=party)


@blueprint.route("/how", parameters=[described.PROGRAMME])
@described.problems(404)
@blueprint.arguments(HowQuestion(), location="query")
@blueprint.response(200, answers.HOW, content_type=JSON, headers=answers.PAGE_HEADERS)
def how(question: dict[str, Any], programme: str) -> Response:
    """How an item came to a party, origin first"""
    named = programme_named(programme)
    with asking(question, programme=named) as asked:
        walked = asked.questions.how(named, question["party"], question["item"], asked.bounds)
        return asked.page("path", walked["path"], **walked)
