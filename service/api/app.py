"""The application: every route behind the gate, every failure a problem document."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response

from service.access import Tokens
from service.access_log import AccessLog
from service.api import (
    access_log as access_log_,
    docs,
    events,
    explaining,
    follow,
    incidents,
    irregularities,
    knowledge,
    programmes,
    projections,
    replay,
    signals,
    status,
    tokens as tokens_,
)
from service.api.described import describe
from service.api.limiting import guard_within
from service.api.problems import register_problems
from service.api.replica import leave_to_primary
from service.api.sending import send
from service.api.tracing import trace
from service.api.wiring import Pages, Parts
from service.clock import Clock
from service.feed import Feed
from service.ledger import Ledger
from service.projections.replaying import Replays
from service.rates import Limits
from service.readiness import Readiness
from service.sessions import Callers, Sessions
from service.views.asking import Views

log = logging.getLogger("testigo.api")

BLUEPRINTS = (
    follow.blueprint,
    events.blueprint,
    programmes.blueprint,
    knowledge.blueprint,
    irregularities.blueprint,
    incidents.blueprint,
    replay.blueprint,
    signals.blueprint,
    projections.blueprint,
    tokens_.blueprint,
    access_log_.blueprint,
    status.blueprint,
    docs.blueprint,
    explaining.blueprint,
)


class Application(Flask):
    """One that does not log what it was asked, which may hold anything."""

    def log_exception(self, exc_info: Any) -> None:
        """As Flask asks for it."""
        log.error("a request failed", exc_info=exc_info)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As Flask asks for it, some twenty times a request. Nothing here is asynchronous."""
        return func


def create_app(
    *,
    ledger: Ledger,
    views: Views,
    replays: Replays,
    clock: Clock,
    tokens: Tokens,
    callers: Callers,
    sessions: Sessions,
    feed: Feed,
    access_log: AccessLog,
    readiness: Readiness,
    limits: Limits,
    pages: Pages,
    replica: bool = False,
) -> Flask:
    """The application over these parts; `replica`: as `Parts` has it."""
    app = Application("service.api", static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    given = Parts(
        ledger=ledger,
        views=views,
        replays=replays,
        clock=clock,
        tokens=tokens,
        callers=callers,
        sessions=sessions,
        feed=feed,
        access_log=access_log,
        readiness=readiness,
        pages=pages,
        replica=replica,
    )
    given.join(app.extensions)
    trace(app, limits.proxies)
    guard_within(app, limits)
    leave_to_primary(app)
    app.after_request(send)  # the last of what is done after a request is done first
    app.after_request(_say_how_to_keep)
    describe(app, BLUEPRINTS, pages)
    register_problems(app)
    app.register_blueprint(pages.blueprint)
    return app


def _say_how_to_keep(response: Response) -> Response:
    """Answers are for the one who asked, and are to be asked about before they are used again."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers.setdefault("Vary", "Authorization, Cookie, Accept")
    return response
