"""Programmes: which there are, what happened in them, and where their testers stood."""

from __future__ import annotations

from typing import Any, Final

from flask import Response
from werkzeug.exceptions import NotFound

from service.api import answers, described
from service.api.asking import asking, programme_named, tester_named
from service.api.parameters import (
    BoundsQuestion,
    ListQuestion,
    TimelineQuestion,
)
from service.api.queries import Blueprint
from service.api.reads import lists, reads
from service.api.wiring import caller

blueprint: Final = Blueprint(
    "programmes", __name__, url_prefix="/v1/programmes", description="Programmes as a whole."
)


@blueprint.route("")
@described.problems()
@blueprint.arguments(ListQuestion(), location="query")
@lists(answers.PROGRAMMES)
def listed(question: dict[str, Any]) -> Response:
    """List the programmes, each with its summary"""
    with asking(question) as asked:
        found = asked.questions.programmes(asked.bounds, caller().sees)
        return asked.page(answers.PROGRAMMES, found)


@blueprint.route("/<programme>", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(BoundsQuestion(), location="query")
@reads(answers.ONE_PROGRAMME)
def one(question: dict[str, Any], programme: str) -> Response:
    """The summary of a programme: counts, first and last, suspended or not"""
    named = programme_named(programme)
    with asking(question, programme=named) as asked:
        return asked.whole(asked.questions.programme(named, asked.bounds))


@blueprint.route("/<programme>/timeline", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(TimelineQuestion(), location="query")
@lists(answers.TIMELINE)
def timeline(question: dict[str, Any], programme: str) -> Response:
    """What happened, by when it occurred"""
    named = programme_named(programme)
    with asking(question, programme=named, places=3) as asked:
        entries, place = asked.questions.timeline(
            named,
            asked.bounds,
            start=question.get("start"),
            end=question.get("end"),
            type=question.get("type"),
            party=question.get("party"),
            after=asked.place,
            limit=asked.limit,
        )
        return asked.listed(answers.TIMELINE, entries, place)


@blueprint.route("/<programme>/roster", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(ListQuestion(), location="query")
@lists(answers.ROSTER)
def roster(question: dict[str, Any], programme: str) -> Response:
    """Where every tester stood: membership, NDA, access, and what is open"""
    named = programme_named(programme)
    with asking(question, programme=named) as asked:
        return asked.page(answers.ROSTER, asked.questions.roster(named, asked.bounds))


@blueprint.route(
    "/<programme>/testers/<tester>", parameters=[described.PROGRAMME, described.TESTER]
)
@described.problems("not-found")
@blueprint.arguments(ListQuestion(), location="query")
@lists(answers.ONE_TESTER)
def one_tester(question: dict[str, Any], programme: str, tester: str) -> Response:
    """One tester: where it stood, what had been promised to it, and what happened

    The commitments are whole on every page; the events go on from page to page, as a timeline
    of what names the tester.
    """
    named, name = programme_named(programme), tester_named(tester)
    with asking(question, programme=named, places=3) as asked:
        if not asked.questions.has_tester(named, name):
            raise NotFound(f"There is no tester {name}.")
        about = asked.questions.tester(named, name, asked.bounds)
        entries, place = asked.questions.timeline(
            named,
            asked.bounds,
            party=name,
            after=asked.place,
            limit=asked.limit,
        )
        return asked.listed(answers.ONE_TESTER, entries, place, **about)
