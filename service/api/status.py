"""Whether the service runs, whether it is ready, and what it offers."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from platform import python_version
from typing import Any, Final

from flask import Response, current_app

from service.api import answers, described
from service.api.gate import known_caller
from service.api.queries import Blueprint
from service.api.rendering import JSON, to_json
from service.api.wiring import parts

blueprint: Final = Blueprint(
    "status", __name__, description="Whether it runs, whether it is ready, what it offers."
)


@blueprint.route("/healthz")
@blueprint.response(200, answers.STATUS, content_type=JSON)
@blueprint.doc(security=[])
def healthz() -> Response:
    """Whether the process runs"""
    return _json({"status": "ok"})


@blueprint.route("/readyz")
@described.only_problems(503)
@blueprint.response(200, answers.STATUS, content_type=JSON)
@blueprint.doc(security=[{}, {"token": []}])
def readyz() -> Response:
    """Whether the database answers; for a token, with details"""
    details = parts().views.lag()
    if known_caller() is None:
        return _json({"status": "ready"})
    versions = {"testigo": version("testigo"), "python": python_version()}
    return _json({"status": "ready", **details, "versions": versions})


@blueprint.route("/openapi.json")
@blueprint.response(200, {"type": "object"}, content_type=JSON, description="This document.")
@blueprint.doc(security=[])
def openapi() -> Response:
    """This description of the service, in OpenAPI 3.1"""
    document = described.document_of(current_app)
    response = Response(document, content_type=JSON)
    response.set_etag(hashlib.sha256(document).hexdigest())
    return response


def _json(answer: dict[str, Any]) -> Response:
    return Response(to_json(answer), content_type=JSON)
