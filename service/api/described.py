"""The service as it describes itself: an OpenAPI 3.1 document."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any, Final, TypeVar

from apispec import APISpec
from flask import Flask, Response
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from domain.events.catalogue import CATALOGUE
from domain.names import EventId, Programme, Slug, Tester
from service.api.answers import COMPONENTS, HEADER_COMPONENTS, ref
from service.api.cloudevents import CLOUDEVENT, CLOUDEVENTS
from service.api.completing import ASKED, IN_PROBLEMS, complete
from service.api.introduction import INTRODUCTION
from service.api.problems import http_problem
from service.api.queries import Blueprint
from service.api.schemas.catalogue import Strict, data_schema
from service.api.schemas.cloudevent import CLOUDEVENT_SCHEMA
from service.api.schemas.event import EVIDENCE_SCHEMA, EventSchema
from service.api.schemas.forms import FORMS
from service.api.schemas.token import NewToken
from service.api.wiring import Pages
from service.rendering import JSON, NDJSON, to_json

OF_BODIES: Final = (
    *("not-json", "duplicate-key", "json-limits", "too-large", "unsupported-media-type"),
    "invalid-event",
)
"""What may be wrong with a body of JSON."""

Route = TypeVar("Route", bound=Callable[..., Any])

_DOCUMENT: Final = "testigo.openapi"


def problems(*codes: str) -> Callable[[Route], Route]:
    """Describe the problems of a route, by their codes, besides those of all behind the gate."""
    return only_problems(*ASKED, *codes)


def only_problems(*codes: str) -> Callable[[Route], Route]:
    """Describe the problems of a route, by their codes, besides those of the server."""
    describing: Callable[[Route], Route] = Blueprint.doc(**{IN_PROBLEMS: list(codes)})
    return describing


def _in_path(name: str, kind: Any) -> dict[str, Any]:
    described = dict(FORMS[kind].described)
    return {
        "in": "path",
        "name": name,
        "required": True,
        "description": described.pop("description"),
        "schema": {"type": "string", **described},
    }


PROGRAMME: Final = _in_path("programme", Programme)
TESTER: Final = _in_path("tester", Tester)
INCIDENT: Final = {
    **_in_path("incident", Slug),
    "description": "The slug of an incident.",
    "example": "sora-leak",
}
LAST_EVENT_ID: Final = {
    "in": "header",
    "name": "Last-Event-ID",
    "required": False,
    "description": "The last `id` that was received: the stream goes on after it. Goes before"
    " `after`; must not lie beyond the head.",
    "schema": {"type": "string", "pattern": "^[0-9]{1,19}$"},
    "example": "1234",
}
EVENT_ID: Final = _in_path("event_id", EventId)
TOKEN_ID: Final = {**_in_path("token_id", EventId), "description": "The principal of a token."}

_EXAMPLE: Final = {
    "type": "feedback-given",
    "programme": "sora-early-access",
    "occurred_at": "2024-11-20T10:00:00+01:00",
    "grade": "primary",
    "data": {
        "tester": "tester:ana",
        "feedback": "video-length",
        "text": "Ten seconds are too short.",
        "to": ["staff:kim"],
    },
}
_CLOUDEVENT: Final = {
    "specversion": "1.0",
    "id": "feedback-17",
    "source": "https://feedback.example.org",
    "type": "feedback-given",
    "time": "2024-11-20T10:00:00+01:00",
    "programme": "sora-early-access",
    "grade": "primary",
    "data": _EXAMPLE["data"],
}
_EVENT_OR_BATCH: Final = {
    "oneOf": [
        ref("Event"),
        {"type": "array", "items": ref("Event"), "minItems": 1, "maxItems": 1000},
    ]
}
POSTED: Final = {
    "required": True,
    "description": "In binary mode of CloudEvents, where headers `ce-…` say the rest, a body of"
    " application/json is the `data` of the event's type.",
    "content": {
        JSON: {
            "schema": _EVENT_OR_BATCH,
            "examples": {"one": {"value": _EXAMPLE}, "batch": {"value": [_EXAMPLE]}},
        },
        NDJSON: {"schema": ref("Event")},
        CLOUDEVENT: {
            "schema": ref("CloudEvent"),
            "examples": {
                "one": {"value": _CLOUDEVENT},
                "uncertain": {"value": {**_CLOUDEVENT, "occurred": "2024-11-20/.."}},
            },
        },
        CLOUDEVENTS: {
            "schema": {
                "type": "array",
                "items": ref("CloudEvent"),
                "minItems": 1,
                "maxItems": 1000,
            },
            "examples": {"batch": {"value": [_CLOUDEVENT]}},
        },
    },
}


NEW_TOKEN: Final = {
    "required": True,
    "content": {
        JSON: {
            "schema": ref("NewToken"),
            "examples": {
                "reader": {"value": {"name": "ci", "role": "reader", "expires": "90d"}},
                "bound": {
                    "value": {
                        "name": "beta bot",
                        "role": "recorder",
                        "programmes": ["sora-early-access"],
                    }
                },
            },
        }
    },
}


class DescribedApi(Api):
    """flask-smorest's application, with our problems in the place of its errors."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer with a problem document."""
        return http_problem(error)


def describe(app: Flask, blueprints: Iterable[Blueprint], pages: Pages) -> None:
    """Register the routes with the application, and describe them; the pages, too."""
    api = DescribedApi(
        app,
        spec_kwargs={
            "title": "Testigo",
            "version": version("testigo"),
            "openapi_version": "3.1.0",
            "info": {"description": INTRODUCTION},
            "servers": [{"url": "/"}],
            "security": [{"token": []}],
        },
    )
    _describe_components(api.spec)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    api.spec.components.security_scheme("session", dict(pages.session))
    document = api.spec.to_dict()
    for unused in ("Error", "PaginationMetadata"):  # flask-smorest's own, which nothing refers to
        document["components"]["schemas"].pop(unused, None)
    document["paths"].update(copy.deepcopy(dict(pages.described)))
    complete(document)
    _name_operations(document, app)
    app.extensions[_DOCUMENT] = to_json(document)


def _name_operations(document: dict[str, Any], app: Flask) -> None:
    """Give every operation an id, for clients: of its function if it has one, else of its path."""
    functions = {
        (in_braces(rule.rule), method.lower()): rule.endpoint.replace(".", "_")
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
    }
    for path, operations in document["paths"].items():
        by_path = re.sub(r"[^a-z0-9]+", "_", path.lower()).strip("_")
        for method, operation in operations.items():
            if isinstance(operation, dict):
                named = functions.get((path, method), f"{method}_{by_path}")
                operation["operationId"] = named


def in_braces(rule: str) -> str:
    """A path as OpenAPI has it."""
    return rule.replace("<", "{").replace(">", "}")


def document_of(app: Flask) -> bytes:
    """The document of an application."""
    document: bytes = app.extensions[_DOCUMENT]
    return document


def _describe_components(spec: APISpec) -> None:
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    _add(spec, "Evidence", EVIDENCE_SCHEMA)
    _add(spec, "Envelope", EventSchema())
    _add(spec, "NewToken", NewToken())
    spec.components.schema("CloudEvent", CLOUDEVENT_SCHEMA)
    for name, kind in CATALOGUE.items():
        _add(spec, f"{kind.__name__}Data", data_schema(name))
        of_type = {
            "type": {"const": name, "description": "What happened."},
            "data": {**ref(f"{kind.__name__}Data"), "description": "What it says."},
        }
        schema = {"allOf": [ref("Envelope"), {"type": "object", "properties": of_type}]}
        spec.components.schema(kind.__name__, schema)
    references = {name: ref(kind.__name__)["$ref"] for name, kind in CATALOGUE.items()}
    alternatives = [{"$ref": each} for each in references.values()]
    discriminator = {"propertyName": "type", "mapping": references}
    spec.components.schema("Event", {"oneOf": alternatives, "discriminator": discriminator})
    for name, schema in COMPONENTS.items():
        spec.components.schema(name, schema)
    for name, header in HEADER_COMPONENTS.items():
        spec.components.header(name, header)


def _add(spec: APISpec, name: str, schema: Strict) -> None:
    """Add a schema that takes no other fields than its own."""
    more: dict[str, Any] = {"additionalProperties": False}
    if schema.needs_one_of:
        more["anyOf"] = [{"required": [each]} for each in schema.needs_one_of]
    spec.components.schema(name, more, schema=schema)
