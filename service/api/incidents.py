"""Incidents: which there were, and the review of one, for machines and for people."""

from __future__ import annotations

from typing import Any, Final

from flask import Response
from werkzeug.exceptions import NotFound

from domain.errors import Malformed
from domain.names import Slug, parse_slug
from service.api import answers, described
from service.api.asking import asking, programme_named
from service.api.gate import accept, offers
from service.api.parameters import ListQuestion, ReviewQuestion
from service.api.queries import Blueprint
from service.api.reads import forms, lists
from service.documents.forms import FORMS, headers, written
from service.rendering import HTML, MARKDOWN

blueprint: Final = Blueprint(
    "incidents",
    __name__,
    url_prefix="/v1/programmes/<programme>/incidents",
    description="What people look at after it happened.",
)
_MARKDOWN: Final = {
    "schema": {
        "type": "string",
        "description": "CommonMark, with tables; with `pictures`, images of SVG.",
    },
    "example": "# Review of incident:sora-leak: Early access to Sora opened to all comers\n",
}
_HTML: Final = {
    "schema": {"type": "string", "description": "With pictures (SVG); it loads nothing."},
    "example": '<!doctype html>\n<html lang="en">\n',
}


@blueprint.route("", parameters=[described.PROGRAMME])
@described.problems("not-found")
@blueprint.arguments(ListQuestion(), location="query")
@lists(answers.INCIDENTS)
def incidents(question: dict[str, Any], programme: str) -> Response:
    """The incidents of a programme, by name

    Each that a visible event names, with the first of its steps.
    """
    named = programme_named(programme)
    with asking(question, programme=named) as asked:
        return asked.page(answers.INCIDENTS, asked.questions.incidents(named, asked.bounds))


@blueprint.route("/<incident>/review", parameters=[described.PROGRAMME, described.INCIDENT])
@described.problems("not-found")
@blueprint.arguments(ReviewQuestion(), location="query")
@offers(*FORMS)
@forms(answers.REVIEW, {MARKDOWN: _MARKDOWN, HTML: _HTML})
def review(question: dict[str, Any], programme: str, incident: str) -> Response:
    """The review of an incident: JSON, Markdown or HTML, as `Accept` says

    Summary, chronology, who knew what at each decision (as it was on record then; and, apart, what
    was learned only later), how it became known, warnings and answers, promises and terms,
    irregularities, signals as they were seen then, what was withdrawn, disputed facts, findings,
    agreed actions; and how much of these is left out. It names the position and a digest of the
    events that it rests on: within the same bounds it is the same, byte for byte; as Markdown and
    HTML in the release and wording that it names.
    """
    named, which = programme_named(programme), _incident_named(incident)
    form = accept(*FORMS)
    with asking(question, programme=named) as asked:
        if not asked.questions.has_incident(named, which):
            raise NotFound(f"There is no incident {which}.")
        answer = asked.questions.review(named, which, asked.bounds)
    pictures = question["pictures"] == "true"
    text = written(answer, asked.bounds, form, pictures=pictures)
    return asked.written(text, headers(form))


def _incident_named(text: str) -> Slug:
    try:
        return parse_slug(text)
    except Malformed:
        raise NotFound("There is no such incident.") from None
