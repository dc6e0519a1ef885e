"""The pages as the OpenAPI document tells of them: to be looked at with a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from service.rendering import HTML, JSON, MARKDOWN
from service.web.files import FILES
from service.web.panels import PANELS
from service.web.reviews import FORMS

Described = Mapping[str, Any]

_HTML: Final = {"text/html": {"schema": {"type": "string"}}}
_TEXT: Final = {"schema": {"type": "string"}}
_TAGS: Final = ["review"]
SESSION: Final = {"type": "apiKey", "in": "cookie", "name": "testigo-session"}
"""By what browsers are known; over TLS its name begins with `__Host-`."""
_PROGRAMME: Final[Described] = {
    "in": "path",
    "name": "programme",
    "required": True,
    "description": "The name of a programme.",
    "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"},
}
_PANEL: Final[Described] = {
    "in": "path",
    "name": "panel",
    "required": True,
    "description": "A view.",
    "schema": {"enum": [each.name for each in PANELS]},
}
_INCIDENT: Final[Described] = {
    "in": "path",
    "name": "incident",
    "required": True,
    "description": "The name of an incident.",
    "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$"},
}
_FORM: Final[Described] = {
    "in": "path",
    "name": "form",
    "required": True,
    "description": "`html` is shown; the others are files.",
    "schema": {"enum": list(FORMS)},
}
_REVIEW: Final = "The review of a programme"
_FRAME: Final = {
    "as_of": "What had happened by this instant; by default all that is known of.",
    "as_recorded": "As recorded by this position or instant; by default all.",
    "apart": "`yes`: the sliders are not locked together.",
    "zone": "The time zone of the times, such as `Europe/Berlin`; by default UTC.",
    "event": "The position of an event to open.",
    "happened": "What a slider sends: how far along it stands, in two thousandths. It is answered"
    " with where that leads: to the nearest event.",
    "recorded": "As `happened`.",
    "compared": "As `happened`: for `then`.",
    "happened_stop": "As `happened`, by number: the events along the slider are counted from 0.",
    "recorded_stop": "As `happened_stop`; 0 is before anything was recorded.",
    "compared_stop": "As `recorded_stop`: for `then`.",
}
_TYPED: Final = {
    "happened_by": "What is typed as a time: a day and a time of the zone, such as"
    " `2025-06-08 12:00`, or an instant. It is answered with where that leads.",
    "recorded_by": "As `happened_by`: to the last event that was recorded by then.",
    "compared_by": "As `recorded_by`: for `then`.",
    "happened_shown": "What stood in the field for `happened_by`: if it still does, nothing is.",
    "recorded_shown": "As `happened_shown`.",
    "compared_shown": "As `happened_shown`.",
}
_TO_ALL: Final[Described] = {"security": []}


def pages() -> dict[str, Any]:
    """Every page: what it shows, and what stands in its address."""
    return {
        "/sign-in": {
            "get": {**_page("The form to sign in", [_query("next", "Where to go on.")]), **_TO_ALL},
            "post": {
                **_leading("Sign in with a token: a session begins, which a cookie holds"),
                "requestBody": _form({"token": "A token.", "next": "Where to go on."}, ["token"]),
            },
        },
        "/sign-out": {"post": _leading("Sign out: the session ends")},
        "/review-files/{name}": {"get": _file()},
        "/review": {"get": _page("The programmes that there are to review")},
        "/review/{programme}/incidents/{incident}": {
            "get": _document([_PROGRAMME, _INCIDENT, *_bounds()])
        },
        "/review/{programme}/incidents/{incident}/{form}": {
            "get": _document([_PROGRAMME, _INCIDENT, _FORM, *_bounds()])
        },
        "/review/{programme}": {"get": _page(_REVIEW, [_PROGRAMME, *_of_panels()])},
        "/review/{programme}/stops": {"get": _stops()},
        "/review/{programme}/{panel}": {
            "get": _page(f"{_REVIEW}: one view", [_PROGRAMME, _PANEL, *_of_panels()])
        },
    }


def _of_panels() -> list[dict[str, Any]]:
    """What stands in the address of any view, and of each."""
    found = _FRAME | _TYPED
    for panel in PANELS:
        for name, of in panel.takes.items():
            told = f"{panel.title}: {of}"
            found[name] = f"{found[name]} {told}" if name in found else told
    return [_query(name, of) for name, of in found.items()]


def _bounds() -> list[dict[str, Any]]:
    return [_query(name, _FRAME[name]) for name in ("as_of", "as_recorded")]


def _document(parameters: Sequence[Described]) -> dict[str, Any]:
    described = _page("The review of an incident, as `/v1` answers it", parameters)
    content = {form: {"schema": {"type": "string"}} for form in (MARKDOWN, HTML)}
    described["responses"]["200"] = {
        "description": "The review.",
        "content": {**content, JSON: {"schema": {"type": "object"}}},
    }
    return described


def _page(summary: str, parameters: Sequence[Described] = ()) -> dict[str, Any]:
    return {
        "tags": _TAGS,
        "summary": summary,
        "parameters": list(parameters),
        "security": [{"session": []}, {"token": []}],
        "responses": {
            "200": {"description": "The page.", "content": _HTML},
            "303": {"description": "To the form to sign in."},
            "default": {"description": "What is wrong, as a page.", "content": _HTML},
        },
    }


def _stops() -> dict[str, Any]:
    described = _page("The stops of the sliders, for the script of the pages", [_PROGRAMME])
    described["responses"]["200"] = {
        "description": "Of each slider its stops.",
        "content": {JSON: {"schema": {"type": "object"}}},
    }
    return described


def _leading(summary: str) -> dict[str, Any]:
    return {
        "tags": _TAGS,
        "summary": summary,
        **_TO_ALL,
        "responses": {
            "303": {"description": "To the next page."},
            "default": {"description": "What is wrong, as a page.", "content": _HTML},
        },
    }


def _file() -> dict[str, Any]:
    name = {"in": "path", "name": "name", "required": True, "schema": {"enum": list(FILES)}}
    content = {each.partition(";")[0]: _TEXT for each in FILES.values()}
    return {
        "tags": _TAGS,
        "summary": "A file of the pages",
        "parameters": [name],
        **_TO_ALL,
        "responses": {
            "200": {"description": "The file.", "content": content},
            "default": {"description": "What is wrong, as a page.", "content": _HTML},
        },
    }


def _form(fields: Mapping[str, str], required: Sequence[str]) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": of} for name, of in fields.items()}
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def _query(name: str, of: str) -> dict[str, Any]:
    return {"in": "query", "name": name, "description": of, "schema": {"type": "string"}}
