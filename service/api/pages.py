"""Lists that are of the service, not of the ledger: they know no bounds, and go on from a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, request

from domain.errors import Malformed
from service.api.answers import Listing
from service.api.asking import link_to
from service.api.cursors import Cursor, Place, digest_of, read_cursor, write_cursor
from service.api.refusals import InvalidParameters, ParameterFault
from service.api.representing import represent

Fetch = Callable[[Place | None, int], Sequence[Any]]
"""The entries after a place (None: from the first), so many at most."""


def page(
    question: Mapping[str, Any],
    listing: Listing,
    fetch: Fetch,
    place_of: Callable[[Any], Place],
    said: Callable[[Any], Any],
    *,
    places: int = 1,
    named: bool = False,
) -> Response:
    """Answer a page of a list, of entries as they are `said`.

    `places`: of how many parts a place is; `named`: they are names, not numbers.

    Raises `InvalidParameters` for a cursor of another list.
    """
    limit = question["limit"]
    wanted = {key: each for key, each in question.items() if key not in ("limit", "cursor")}
    digest = digest_of(request.path, wanted)
    found = fetch(_place(question, digest, places, named=named), limit + 1)
    shown = found[:limit]
    after = place_of(shown[-1]) if len(found) > limit else None
    cursor = None if after is None else write_cursor(Cursor(None, 0, after), digest)
    response = represent({listing.name: [said(each) for each in shown], "next": cursor}, listing)
    if cursor is not None:
        response.headers["Link"] = link_to(cursor)
    return response


def _place(question: Mapping[str, Any], digest: str, places: int, *, named: bool) -> Place | None:
    if "cursor" not in question:
        return None
    try:
        return read_cursor(question["cursor"], digest, places, named=named).place
    except Malformed as malformed:
        raise InvalidParameters(ParameterFault("cursor", malformed.detail)) from malformed
