"""Every problem that a test is told is held to the OpenAPI document: it has to foresee it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from service.api.described import document_of

Codes = Mapping[tuple[str, str], Mapping[int, list[str]]]


def is_described(app: Flask, answer: TestResponse) -> None:
    """Fail for a problem whose code the document does not name at this route and method."""
    if answer.content_type != "application/problem+json" or answer.request.method == "HEAD":
        return
    try:
        urls = app.url_map.bind("localhost")
        rule, _ = urls.match(answer.request.path, answer.request.method, return_rule=True)
    except HTTPException:
        return  # there is no such route
    if answer.status_code != 500:  # which nobody foresees
        codes = _codes(document_of(app))[rule.rule, answer.request.method.lower()]
        assert answer.get_json()["code"] in codes[answer.status_code], (rule, answer.text)


@cache
def _codes(document: bytes) -> Codes:
    """Which codes each status may have, at each route."""
    told = json.loads(document)
    responses = told["components"]["responses"]
    return {
        (path.replace("{", "<").replace("}", ">"), method): {
            int(status): _code(responses[each["$ref"].rpartition("/")[2]])
            for status, each in operation["responses"].items()
            if "$ref" in each
        }
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def _code(response: Mapping[str, Any]) -> list[str]:
    schema = response["content"]["application/problem+json"]["schema"]
    codes: list[str] = schema["allOf"][1]["properties"]["code"]["enum"]
    return codes
