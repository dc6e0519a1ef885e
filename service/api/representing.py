"""Answers in the form that was asked for: JSON, or lists row by row as NDJSON or CSV."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Response

from service.api.answers import Listing
from service.api.gate import accept
from service.api.tables import table
from service.rendering import CSV, CSV_WITH_HEADER, JSON, NDJSON, to_json

LISTED: Final = (JSON, NDJSON, CSV)
"""What a list is answered as; the first, where it is all the same."""

Answer = Mapping[str, Any]


def represent(answer: Answer, listing: Listing | None = None, *, fixed: bool = False) -> Response:
    """An answer as it was asked for; `fixed`: it stays what it is, and has a strong ETag."""
    form = JSON if listing is None else accept(*LISTED)
    if listing is not None and form == NDJSON:
        body = b"".join(to_json(line) + b"\n" for line in _lines(listing, answer))
        response = Response(body, content_type=NDJSON)
    elif listing is not None and form == CSV:
        body = table(listing, answer)
        response = Response(body, content_type=CSV_WITH_HEADER, headers=_bounds(answer))
    else:
        body = to_json(answer)
        response = Response(body, content_type=JSON)
    return _settled(response, body, fixed=fixed)


def represented(body: bytes, headers: Mapping[str, str], *, fixed: bool) -> Response:
    """An answer that was written elsewhere; `fixed`: as in `represent`."""
    return _settled(Response(body, headers=dict(headers)), body, fixed=fixed)


def _settled(response: Response, body: bytes, *, fixed: bool) -> Response:
    if fixed:
        response.set_etag(hashlib.sha256(body).hexdigest())
    return response


def _lines(listing: Listing, answer: Answer) -> Iterator[Answer]:
    """A line for each row; then what else the answer says, which shows that it is whole."""
    yield from listing.rows_of(answer)
    rest = {name: each for name, each in answer.items() if name not in listing.members}
    yield {"done": True, **rest}


def _bounds(answer: Answer) -> dict[str, str]:
    """The bounds as resolved, where the form has no place for them."""
    if "as_recorded" not in answer:
        return {}
    upto = answer["as_recorded"]
    said = {
        "Testigo-As-Of": answer.get("as_of"),
        "Testigo-As-Recorded": upto["position"],
        "Testigo-Recorded-At": upto["recorded_at"],
        "Testigo-Rules": answer["rules"],
    }
    return {name: str(each) for name, each in said.items() if each is not None}
