"""The files of the pages: style and script, all from here."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from flask import Response
from werkzeug.exceptions import NotFound

from service.pictures.style import STYLE

FILES: Final = {
    "review.css": "text/css; charset=utf-8",
    "pictures.css": "text/css; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def file(name: str) -> Response:
    """A file of the pages. Raises `NotFound` for any other."""
    if name not in FILES:
        raise NotFound
    content, etag = _read(name)
    response = Response(content, content_type=FILES[name])
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@cache
def _read(name: str) -> tuple[bytes, str]:
    if name == "pictures.css":
        content = STYLE.encode()
    else:
        content = files("service.web").joinpath("static", name).read_bytes()
    return content, hashlib.sha256(content).hexdigest()
