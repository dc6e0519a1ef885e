"""What the OpenAPI document says of all routes alike: problems by their codes, HEAD, OPTIONS.

A route names the codes of its problems (`IN_PROBLEMS`); each stands in the document under its
status, `409.id-taken.version-conflict` being the response that tells one of these two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from werkzeug.exceptions import default_exceptions

from service.api.answers import PROBLEM_HEADERS, Schema, ref
from service.api.answers.headers import ALLOW, LIMITED, TRACED
from service.api.problems import KINDS, named
from service.api.reads import IN_HEADERS
from service.rendering import PROBLEM_JSON

IN_PROBLEMS: Final = "x-in-problems"
"""Where the codes of an operation's problems wait until they are told as responses."""
STATUSES: Final[Mapping[str, int]] = {
    **{named(each): status for status, each in default_exceptions.items()},
    **{each.code: kind.status for each, kind in KINDS.items()},
    "unavailable": 503,
    "not-ready": 503,
    "replay-running": 409,
    "misdirected-request": 421,
    "uri-too-long": 414,
}
"""The status of each code."""
SERVER: Final = (
    *("bad-request", "request-timeout", "uri-too-long", "request-header-fields-too-large"),
    "service-unavailable",
)
"""What is said of a request that does not come as far as its route."""
GATE: Final = ("unauthorized", "too-many-requests", "unavailable")
"""What is said by whoever lets in to routes that take a token."""
ASKED: Final = (*GATE, "not-acceptable", "invalid-parameters", "misdirected-request")
"""What such a route may say to any question."""
BOUNDED: Final = ("not-here-yet",)
"""What it may say, besides, to a question within bounds."""

_RESPONSES: Final = "#/components/responses/"
_METHODS: Final = ("get", "post", "delete")


def complete(document: dict[str, Any]) -> None:
    """Say of each route what is the same of many."""
    for path in document["paths"].values():
        for method in _METHODS:
            if method in path:
                _complete_operation(path[method])
        if "get" in path:
            path["head"] = _head(path["get"])
        path["options"] = _options(path)
    components = document["components"]
    components["responses"] = {name: _problem(name) for name in sorted(_responses_of(document))}


def _complete_operation(operation: dict[str, Any]) -> None:
    if IN_HEADERS in operation:
        operation.setdefault("parameters", []).extend(operation.pop(IN_HEADERS))
    codes = operation.pop(IN_PROBLEMS, ())
    if codes and any(each["name"] == "as_recorded" for each in operation.get("parameters", ())):
        codes = (*codes, *BOUNDED)
    limited = {} if operation.get("security") == [] else LIMITED
    for response in operation["responses"].values():
        if "$ref" not in response:
            response["headers"] = {**response.get("headers", {}), **TRACED, **limited}
    operation["responses"] |= _told(*SERVER, *codes)


def _told(*codes: str) -> dict[str, Schema]:
    """The responses that tell these problems."""
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(STATUSES[code], []).append(code)
    return {
        str(status): {"$ref": f"{_RESPONSES}{'.'.join([str(status), *told])}"}
        for status, told in sorted(by_status.items())
    }


def _problem(name: str) -> Schema:
    """The response of a name."""
    status, *codes = name.split(".")
    said = {
        "type": {"enum": [f"/problems/{each}" for each in codes], "description": "By its code."},
        "status": {"const": int(status), "description": "As of the answer."},
        "code": {"enum": codes, "description": "What went wrong here."},
    }
    either = ", ".join(f"`{each}`" for each in codes)
    schema = {"allOf": [ref("Problem"), {"type": "object", "properties": said}]}
    return {
        "description": f"{HTTPStatus(int(status)).phrase}: {either}.",
        "headers": {**PROBLEM_HEADERS.get(int(status), {}), **TRACED},
        "content": {PROBLEM_JSON: {"schema": schema}},
    }


def _responses_of(part: Any) -> Iterator[str]:
    """The names of all responses that are referred to."""
    if isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str) and reference.startswith(_RESPONSES):
            yield reference.removeprefix(_RESPONSES)
        for each in part.values():
            yield from _responses_of(each)
    elif isinstance(part, list):
        for each in part:
            yield from _responses_of(each)


def _head(get: Mapping[str, Any]) -> dict[str, Any]:
    """HEAD, which is answered as GET is, without a body."""
    same = {name: get[name] for name in ("tags", "parameters", "security") if name in get}
    bare = {
        status: {name: each for name, each in response.items() if name != "content"}
        for status, response in get["responses"].items()
        if "$ref" not in response
    }
    wrong = {"description": "As with GET; the body would say what is wrong.", "headers": TRACED}
    responses = {**bare, "4XX": wrong, "5XX": wrong}
    return {**same, "summary": f"{get['summary']}: the headers alone", "responses": responses}


def _options(path: Mapping[str, Any]) -> dict[str, Any]:
    """OPTIONS, which says which methods there are."""
    some = next(path[method] for method in _METHODS if method in path)
    in_path = [each for each in some.get("parameters", ()) if each["in"] == "path"]
    same = {name: some[name] for name in ("tags", "security") if name in some}
    told = {"description": "`Allow` says which.", "headers": {**ALLOW, **TRACED}}
    public = some.get("security") == []
    return {
        **same,
        **({"parameters": in_path} if in_path else {}),
        "summary": "Which methods there are",
        "responses": {"204": told, **_told(*SERVER, *(() if public else GATE))},
    }
