"""What is done with every answer before it is sent: is it needed at all, and how small can it be?

Compression tells of secrets (BREACH) whoever sees how long an answer is, and can make a browser ask
for it with words of his, and with its user's cookie. So nothing is compressed for a request with a
cookie, nor what is not to be stored, such as a new token. No other site can make a browser send a
bearer token.
"""

from __future__ import annotations

import gzip
from typing import Final

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed

from service.api.problems import http_problem

COMPRESSED_BYTES: Final = 1024
"""What is shorter is sent as it is: it fits into one packet."""
_LEVEL: Final = 5
_MATCHED: Final = ("Content-Type", "Content-Length", "Content-Encoding")


def send(response: Response) -> Response:
    """The answer, or why it need not or must not be sent; compressed if that is wanted."""
    if response.is_streamed or not 200 <= response.status_code < 300:
        return response
    compressed = _is_to_be_compressed(response)
    etag, weak = response.get_etag()
    if etag is not None and not weak and request.method in ("GET", "HEAD"):
        if compressed:  # other bytes, and so another strong tag
            etag = f"{etag}-gzip"
            response.set_etag(etag)
        if request.if_match and not request.if_match.contains(etag):
            return http_problem(PreconditionFailed("`If-Match` names another state of this."))
        if request.if_none_match.contains_weak(etag):
            return _not_modified(response)
    if compressed:
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response


def _is_to_be_compressed(response: Response) -> bool:
    if (
        len(response.get_data()) < COMPRESSED_BYTES
        or "Cookie" in request.headers
        or response.cache_control.no_store
    ):
        return False
    response.vary.add("Accept-Encoding")
    wanted = request.accept_encodings
    plain = wanted["identity"] if "identity" in wanted.values() else 0
    return 0 < wanted["gzip"] >= plain


def _not_modified(response: Response) -> Response:
    """That whoever asked has it already (304)."""
    response.status_code = 304
    response.set_data(b"")
    for name in _MATCHED:
        response.headers.pop(name, None)
    return response
