"""What is refused or fails, as a page that can be read."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, make_response, render_template
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refusal
from service.errors import StoreUnavailable
from service.web.signing import turned_away

log = logging.getLogger("testigo.web")

_SAID: Final = {
    404: "There is nothing at this address.",
    405: "This address is not asked like that.",
    500: "Something went wrong here; it was logged.",
}
"""Our words for what HTTP's own say at length."""


def answer_with_pages(blueprint: Blueprint) -> None:
    """Answer with a page what cannot be shown."""
    blueprint.register_error_handler(HTTPException, _of_http)
    blueprint.register_error_handler(Refusal, _of_refusal)
    blueprint.register_error_handler(StoreUnavailable, _unavailable)


def _of_http(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    said = error.description or error.name
    if isinstance(error, Unauthorized):
        return turned_away(error)
    if said == type(error).description:
        said = _SAID.get(status, said)
    return _page(status, error.name, said)


def _of_refusal(refusal: Refusal) -> Response:
    return _page(HTTPStatus.UNPROCESSABLE_ENTITY, "This cannot be shown", refusal.detail)


def _unavailable(error: StoreUnavailable) -> Response:
    log.warning("the store is unavailable: %s", error)
    response = _page(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Not now",
        "The database cannot answer at the moment. Reload the page in a while.",
    )
    response.headers["Retry-After"] = "5"
    return response


def _page(status: int, title: str, said: str) -> Response:
    page = render_template("trouble.html", status=int(status), title=title, said=said)
    return make_response(page, status)
