"""How reads are described: what they are answered as, and what spares answering them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from service.api.answers import Listing, Schema
from service.api.answers.headers import HEADERS, LIST_HEADERS, PAGE_HEADERS
from service.api.answers.listing import rest_of
from service.api.gate import offers
from service.api.queries import Blueprint
from service.api.representing import LISTED
from service.api.tables import columns
from service.rendering import CSV, JSON, NDJSON

Route = TypeVar("Route", bound=Callable[..., Any])

IN_HEADERS: Final = "x-in-headers"
"""Where parameters in headers wait until they are joined to those of the query."""

_KNOWN: Final = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The `ETag` of an answer that is there already, or several, or `*`: if it is"
    " still the answer, that is all that is said (304). Only where both bounds are given"
    " (`as_recorded` alone where there is no `as_of`): other answers have no `ETag`.",
    "schema": {"type": "string"},
    "example": '"5f1c2d0e"',
}
_STILL: Final = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "An `ETag`, or several, or `*`: if the answer is none of them, it is refused"
    " (412). Only where `If-None-Match` counts.",
    "schema": {"type": "string"},
    "example": '"5f1c2d0e"',
}
_NOT_MODIFIED: Final = {
    "description": "The answer is one of those that `If-None-Match` names.",
    "headers": HEADERS,
}
_OTHERWISE: Final = {"$ref": "#/components/responses/412.precondition-failed"}


def in_headers(*parameters: Schema) -> Callable[[Route], Route]:
    """Describe parameters of a route that stand in headers."""
    describing: Callable[[Route], Route] = Blueprint.doc(**{IN_HEADERS: list(parameters)})
    return describing


def tagged(route: Route) -> Route:
    """Describe that an answer has an `ETag`, by which it need not be told again."""
    responses = {304: _NOT_MODIFIED, 412: _OTHERWISE}
    describing: Callable[[Route], Route] = Blueprint.doc(
        responses=responses, **{IN_HEADERS: [_KNOWN, _STILL]}
    )
    return describing(route)


def reads(schema: Schema) -> Callable[[Route], Route]:
    """Describe a read that is answered as a whole."""
    content = {JSON: {"schema": schema}}
    return _read("OK", content, HEADERS, bounded=True)


def forms(schema: Schema, texts: Mapping[str, Schema]) -> Callable[[Route], Route]:
    """Describe a read that is answered as JSON, or as one of these texts, each described."""
    return _read("OK", {JSON: {"schema": schema}, **texts}, HEADERS, bounded=True)


def lists(listing: Listing) -> Callable[[Route], Route]:
    """Describe a read that is answered by pages, in every form in which lists are answered."""
    bounded = listing.bounds is not None
    content = {
        JSON: {"schema": listing.schema},
        NDJSON: {"schema": _lines(listing)},
        CSV: {"schema": _table(listing)},
    }
    describing = _read(
        "A page of the list.", content, PAGE_HEADERS if bounded else LIST_HEADERS, bounded=bounded
    )
    return lambda route: describing(offers(*LISTED)(route))


def _read(
    what: str, content: Schema, headers: dict[str, Schema], *, bounded: bool
) -> Callable[[Route], Route]:
    responses: dict[int, Schema] = {
        200: {"description": what, "content": content, "headers": headers}
    }
    describing: Callable[[Route], Route] = Blueprint.doc(responses=responses)
    return lambda route: describing(tagged(route) if bounded else route)


def _lines(listing: Listing) -> Schema:
    return {
        "description": f"A line of JSON for each of `{'`, `'.join(listing.members)}`, and at last"
        " one with `done` and all else that the answer says as JSON; where that is missing, the"
        " answer was cut off.",
        "oneOf": [listing.row, rest_of(listing)],
    }


def _table(listing: Listing) -> Schema:
    names = ", ".join(".".join(path) for path in columns(listing))
    return {
        "type": "string",
        "description": "RFC 4180, in UTF-8. Columns are named by the path of a value; lists, and"
        " the data of events, are JSON; null is empty. A text that a spreadsheet would compute"
        " (beginning with `=`, `+`, `-`, `@`) has an apostrophe before it. Of what JSON says beside"
        f" the list, only bounds and the next page are said, in headers. Columns: `{names}`",
    }
