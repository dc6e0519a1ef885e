"""Bodies as a server hands them on: of unknown length, endless, or broken off."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from werkzeug.test import TestResponse

from tests.given import AService, a_caller


class Arriving(io.RawIOBase):
    """A body that arrives in pieces. A piece that is an exception breaks it off."""

    def __init__(self, pieces: Iterable[bytes | Exception]) -> None:
        self._pieces = iter(pieces)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = next(self._pieces, b"")
        if isinstance(piece, Exception):
            raise piece
        buffer[: len(piece)] = piece
        return len(piece)


def post_stream(
    ledger: AService,
    body: Arriving,
    content_type: str,
    *,
    query: str = "",
    length: int | None = None,
) -> TestResponse:
    """Post a body that arrives, from a server that knows where it ends, as gunicorn does."""
    environ: dict[str, Any] = {
        "testigo.caller": a_caller(),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
    }
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    return ledger.service.app.test_client().post(
        f"/v1/events{query}", content_type=content_type, environ_overrides=environ
    )
