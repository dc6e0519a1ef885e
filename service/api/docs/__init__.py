"""The description of the service for people to read: Swagger UI, all of it from this machine."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from flask import Response
from werkzeug.exceptions import NotFound

from service.api import answers, described
from service.api.queries import Blueprint
from service.api.reads import tagged

blueprint: Final = Blueprint(
    "docs", __name__, url_prefix="/docs", description="This description, to be read by people."
)

_OURS: Final = "service.api.docs"
_THEIRS: Final = "flask_swagger_ui.dist"
_HTML: Final = "text/html; charset=utf-8"
_FILES: Final = {
    "swagger-ui.css": (_THEIRS, "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": (_THEIRS, "text/javascript; charset=utf-8"),
    "page.js": (_OURS, "text/javascript; charset=utf-8"),
}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Only from here, and nothing inline; images also from the style sheet, where some stand."""

_FILE: Final = {
    "in": "path",
    "name": "name",
    "required": True,
    "description": "A file of the page.",
    "schema": {"enum": list(_FILES)},
}
_TEXT: Final = {"schema": {"type": "string"}}


@blueprint.route("")
@tagged
@blueprint.doc(
    security=[],
    responses={
        200: {
            "description": "The page.",
            "content": {"text/html": _TEXT},
            "headers": answers.HEADERS,
        }
    },
)
def page() -> Response:
    """What can be asked, and what is answered, as a page to read and to try"""
    return _answer(_OURS, "page.html", _HTML)


@blueprint.route("/<name>", parameters=[_FILE])
@described.only_problems("not-found")
@tagged
@blueprint.doc(
    security=[],
    responses={
        200: {
            "description": "The file.",
            "content": {"text/css": _TEXT, "text/javascript": _TEXT},
            "headers": answers.HEADERS,
        }
    },
)
def file(name: str) -> Response:
    """A file of that page"""
    if name not in _FILES:
        raise NotFound
    package, content_type = _FILES[name]
    return _answer(package, name, content_type)


def _answer(package: str, name: str, content_type: str) -> Response:
    content, etag = _read(package, name)
    response = Response(content, content_type=content_type)
    response.set_etag(etag)
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@cache
def _read(package: str, name: str) -> tuple[bytes, str]:
    content = files(package).joinpath(name).read_bytes()
    return content, hashlib.sha256(content).hexdigest()
