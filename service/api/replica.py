"""What a replica answers: what can never change. All else it leaves to the primary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Flask, request
from werkzeug.exceptions import HTTPException, NotFound

from service.api.wiring import parts

ANSWERED: Final = frozenset(
    {
        *("events", "programmes", "knowledge", "irregularities", "incidents", "replay", "signals"),
        *("status", "docs", "problems"),
    }
)
"""The blueprints of questions that can be asked within bounds, and of what the service says of
itself."""


class MisdirectedRequest(HTTPException):
    """A replica is asked for what only the primary can do or know (RFC 9110, 15.5.20)."""

    code = 421
    description = "This is a replica: ask the primary."


def leave_to_primary(app: Flask) -> None:
    """Refuse on a replica all that is not asked, or whose answers are those of a moment."""
    app.before_request(_leave)


@contextmanager
def as_far_as_known(*, fixed: bool) -> Iterator[None]:
    """Answer on a replica only what is known there for good; `fixed`: the bounds were given.

    Raises `MisdirectedRequest` if they were not, and for what is not found: it may be by now.
    """
    if parts().replica and not fixed:
        raise MisdirectedRequest(
            "This is a replica: it answers only within given bounds, `as_of` and `as_recorded`"
            " (`as_recorded` alone where there is no `as_of`). Give them, or ask the primary."
        )
    try:
        yield
    except NotFound as missing:
        if not parts().replica:
            raise
        said = f"{missing.description} But this is a replica: the primary may have it by now."
        raise MisdirectedRequest(said) from missing


def _leave() -> None:
    if not parts().replica or request.routing_exception is not None:
        return
    if request.method not in ("GET", "HEAD") or request.blueprint not in ANSWERED:
        raise MisdirectedRequest(
            "This is a replica: it answers questions within given bounds, and nothing else. Ask the"
            " primary."
        )
