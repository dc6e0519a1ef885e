"""The review of an incident in each of its forms: the same bytes, whoever asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from service.documents.html import POLICY, as_html
from service.documents.markdown import as_markdown
from service.documents.review import review_document
from service.rendering import HTML, JSON, MARKDOWN, to_json
from service.views.bounds import Bounds

FORMS: Final = (JSON, MARKDOWN, HTML)
"""The media types in which a review can be had."""


def written(
    review: Mapping[str, Any], bounds: Bounds, form: str, *, pictures: bool = False
) -> bytes:
    """A review, as the views answer it, in one of `FORMS`. As JSON it stays what it is; as Markdown
    and HTML within the release and the wording that it names. `pictures`: of Markdown."""
    whole = {**bounds.answer(), **review}
    if form == JSON:
        return to_json(whole)
    document = review_document(whole, version("testigo"))
    if form == MARKDOWN:
        return as_markdown(document, pictures=pictures).encode()
    return as_html(document).encode()


def headers(form: str) -> Mapping[str, str]:
    """How it is sent: what it is, and what a browser is to allow it."""
    if form == JSON:
        return {"Content-Type": JSON}
    told = {"Content-Type": f"{form}; charset=utf-8"}
    if form == HTML:
        told["Content-Security-Policy"] = f"{POLICY}; frame-ancestors 'none'; sandbox"
    return told
