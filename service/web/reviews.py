"""The review of an incident as a document, for who is signed in: read here, or taken along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Response
from werkzeug.exceptions import NotFound

from domain.errors import Malformed
from domain.names import Slug, parse_slug
from service.documents.forms import headers, written
from service.rendering import HTML, JSON, MARKDOWN
from service.web.look import Look, looking

FORMS: Final[Mapping[str, str]] = {"html": HTML, "markdown": MARKDOWN, "json": JSON}
"""What a review is asked for as; the first is shown, the others are files."""
_ENDINGS: Final = {"markdown": "md", "json": "json"}


def review(programme: str, incident: str, form: str = "html") -> Response:
    """The review of an incident within the bounds of the address, as the API answers it."""
    if form not in FORMS:
        raise NotFound
    with looking(programme, "incidents") as look:
        which = _named(look, incident)
        look.note("/review/{programme}/incidents/{incident}", incident=which)
        answer = look.questions.review(look.programme, which, look.bounds)
    response = Response(
        written(answer, look.bounds, FORMS[form]), headers=dict(headers(FORMS[form]))
    )
    if form in _ENDINGS:
        name = f"review-{which}-{look.bounds.position}.{_ENDINGS[form]}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _named(look: Look, incident: str) -> Slug:
    try:
        named = parse_slug(incident)
    except Malformed:
        raise NotFound("There is no such incident.") from None
    if not look.questions.has_incident(look.programme, named):
        raise NotFound(f"There is no incident {named}.")
    return named
