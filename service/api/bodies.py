"""Bodies: what they are must be known and understood before they are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
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
_AT_ONCE: Final = 1024
"""How much of a line is waited for at a time: a slow sender's lines are not to wait for many."""
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
        raise UnsupportedMediaType(f"`Content-Type` has to be {kinds}.")
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

    Raises `ClientDisconnected` where it breaks off, after every line that had arrived whole, or
    ends before its length.
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
            yield UnfinishedLine(
                "The last line has no line end: it may have been cut off. (With curl, use"
                " --data-binary.)"
            )
    if length is not None and arrived < length:
        raise ClientDisconnected(_BROKEN_OFF)


class _Body:
    """A body that ends, or breaks off (`ClientDisconnected`), and fails in no other way."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream: IO[bytes] = stream
        self._some = stream.read
        if isinstance(stream, io.RawIOBase):  # it may read less than it is asked to
            whole = io.BufferedReader(stream)
            self._stream, self._some = whole, whole.read1
        self._held = bytearray()
        self._ended = False
        self._broken: Exception | None = None

    def read(self, size: int) -> bytes:
        """So many bytes; fewer where it ends. Not after a `readline`."""
        try:
            return self._stream.read(size)
        except Exception as error:
            raise _broken_off(error) from error

    def readline(self, size: int) -> bytes:
        """A line of at most so many bytes; where it breaks off first every line that had come."""
        while True:
            end = self._held.find(b"\n", 0, size) + 1 or (len(self._held) >= size and size)
            if end or self._ended:
                break
            self._read_on()
        if not end and self._broken is not None:
            raise _broken_off(self._broken) from self._broken
        line = bytes(self._held[: end or None])
        del self._held[: len(line)]
        return line

    def _read_on(self) -> None:
        try:
            arrived = self._some(_AT_ONCE)
        except Exception as error:  # noqa: BLE001 (told when what is held has been read)
            # What had come before the failure is still there to be read: gunicorn has decoded
            # a chunk before it finds the next one broken. Who is too slow is not waited for again.
            self._ended = self._broken is not None or isinstance(error, _TOO_SLOW)
            self._broken = self._broken or error
            return
        self._held += arrived
        self._ended = not arrived


_TOO_SLOW: Final = (BlockingIOError, TimeoutError)
"""The first is how the system's own end of waiting is told."""


def _broken_off(error: Exception) -> ClientDisconnected:
    """How a failed body is told; every server has its own errors for what is no HTTP."""
    return TooSlow() if isinstance(error, _TOO_SLOW) else ClientDisconnected(_BROKEN_OFF)
