"""Bodies: what they are must be known and understood before they are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from flask import request
from werkzeug.exceptions import (
    ClientDisconnected,
    UnsupportedMediaType,
)

from domain.errors import Refusal, TooLarge
from service.api.refusals import UnfinishedLine

BODY_LIMIT: Final = 8 * 1024 * 1024
LINE_LIMIT: Final = 1024 * 1024
_BROKEN_OFF: Final = "The body broke off."


class TooSlow(ClientDisconnected):
    """Nothing came of the body for too long, or too little."""

    code = 408
    description = "The body came too slowly, and was not waited for any longer."

    @property
    def name(self) -> str:
        """As HTTP calls it."""
        return "Request Timeout"


def media_type_of_body(*understood: str) -> str:
    """The media type of the body, which must be one of these, in UTF-8 and not compressed."""
    kinds = " or ".join(understood)
    if request.mimetype not in understood:
        raise UnsupportedMediaType(f"The body has to be {kinds}; see `Content-Type`.")
    if request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise UnsupportedMediaType("The body has to be in UTF-8.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("The body must not be compressed.")
    return request.mimetype


def whole_body() -> bytes:
    """The body, up to 8 MiB. `ClientDisconnected` (400) where it breaks off."""
    length = request.content_length or 0
    # Werkzeug's own limit would cut a body of unknown length off, and say nothing.
    body = b"" if length > BODY_LIMIT else _Body(request.stream).read(BODY_LIMIT + 1)
    if max(length, len(body)) > BODY_LIMIT:
        raise TooLarge(f"A body is at most {BODY_LIMIT:,} bytes long.")
    if len(body) < length:
        raise ClientDisconnected(_BROKEN_OFF)
    return body


def lines_of(stream: IO[bytes], length: int | None) -> Iterator[bytes | Refusal]:
    """The lines of a body as they arrive, of up to 1 MiB each; a refusal for what is none.

    Raises `ClientDisconnected` where it breaks off, or ends before its length.
    """
    body = _Body(stream)
    arrived = 0
    while line := body.readline(LINE_LIMIT + 1):
        arrived += len(line)
        if line.endswith(b"\n"):
            yield line
        elif len(line) > LINE_LIMIT:
            while line and not line.endswith(b"\n"):
                line = body.readline(LINE_LIMIT)
                arrived += len(line)
            yield TooLarge(f"A line is at most {LINE_LIMIT:,} bytes long.")
        elif line.strip():
            yield UnfinishedLine("The last line has no line end: it may have been cut off.")
    if length is not None and arrived < length:
        raise ClientDisconnected(_BROKEN_OFF)


class _Body:
    """A body that ends, or breaks off (`ClientDisconnected`), and fails in no other way."""

    def __init__(self, stream: IO[bytes]) -> None:
        # A raw stream reads lines byte by byte, and may read less than it is asked to.
        raw = isinstance(stream, io.RawIOBase)
        self._stream = io.BufferedReader(stream) if raw else stream  # type: ignore[type-var]

    def read(self, size: int) -> bytes:
        with _breaking_off():
            return self._stream.read(size)

    def readline(self, size: int) -> bytes:
        with _breaking_off():
            return self._stream.readline(size)


@contextmanager
def _breaking_off() -> Iterator[None]:
    try:
        yield
    except (BlockingIOError, TimeoutError) as error:  # the first is how the system's own end
        raise TooSlow from error
    except Exception as error:  # every server has its own for what is no HTTP
        raise ClientDisconnected(_BROKEN_OFF) from error
