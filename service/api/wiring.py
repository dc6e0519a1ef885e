"""What the routes are given to work with, and who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from flask import Blueprint, current_app, g

from service.access import Caller, Tokens
from service.access_log import AccessLog
from service.clock import Clock
from service.feed import Feed
from service.ledger import Ledger
from service.projections.replaying import Replays
from service.readiness import Readiness
from service.sessions import Callers, Sessions
from service.views.asking import Views

_EXTENSION: Final = "testigo"


@dataclass(frozen=True, slots=True)
class Pages:
    """Routes for people, who sign in: they are let in by the cookie of a session, too."""

    blueprint: Blueprint
    public: frozenset[str] = frozenset()
    """Its endpoints that answer whoever asks."""
    entrances: frozenset[str] = frozenset()
    """Those at which one says who one is: failing there counts as with a token."""
    described: Mapping[str, Any] = field(default_factory=dict)
    """Its paths, as OpenAPI describes them."""
    session: Mapping[str, Any] = field(default_factory=dict)
    """The security scheme by which browsers are known."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the service behind the door."""

    ledger: Ledger
    views: Views
    replays: Replays
    clock: Clock
    tokens: Tokens
    callers: Callers
    sessions: Sessions
    feed: Feed
    access_log: AccessLog
    readiness: Readiness
    pages: Pages
    replica: bool
    """Whether it answers only what can never change, of what has come from the primary."""

    def join(self, extensions: dict[str, object]) -> None:
        """Become the parts of an application."""
        extensions[_EXTENSION] = self


def parts() -> Parts:
    """The parts of the application that answers."""
    return cast(Parts, current_app.extensions[_EXTENSION])


def caller() -> Caller:
    """Who asks; known on every route that is not public."""
    return cast(Caller, g.caller)
