"""What the routes are given to work with, and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, cast

from flask import current_app, g

from domain.instant import Instant
from service.access import Caller, Tokens
from service.access_log import AccessLog
from service.clock import Clock
from service.feed import Feed
from service.ledger import Ledger
from service.projections.replaying import Replays
from service.readiness import Readiness
from service.views.asking import Views

_EXTENSION: Final = "testigo"


class Callers(Protocol):
    """Who knows callers by what they show."""

    def __call__(self, token: str, now: Instant, /) -> Caller:
        """Whose token this is. Raises `InvalidToken`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the service behind the door."""

    ledger: Ledger
    views: Views
    replays: Replays
    clock: Clock
    tokens: Tokens
    callers: Callers
    feed: Feed
    access_log: AccessLog
    readiness: Readiness

    def join(self, extensions: dict[str, object]) -> None:
        """Become the parts of an application."""
        extensions[_EXTENSION] = self


def parts() -> Parts:
    """The parts of the application that answers."""
    return cast(Parts, current_app.extensions[_EXTENSION])


def caller() -> Caller:
    """Who asks; known on every route that is not public."""
    return cast(Caller, g.caller)
