"""Who may come in, and whether they can read what they would be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import Flask, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, NotAcceptable, Unauthorized

from service.access import Caller, Role
from service.api.rendering import JSON
from service.api.wiring import caller, parts

IN_PROCESS: Final = "testigo.caller"
"""Where callers of this process stand in the WSGI environment; HTTP clients cannot put it there."""

PUBLIC: Final = frozenset({"status.healthz", "status.readyz", "status.openapi"})
"""The endpoints that answer without a token."""

Route = TypeVar("Route", bound=Callable[..., Any])


def guard(app: Flask) -> None:
    """Let only callers that are known come in, but to what is public."""
    app.before_request(_come_in)


def requires(role: Role) -> Callable[[Route], Route]:
    """Let only callers of a role come to a route, before anything else is looked at."""

    def decorate(route: Route) -> Route:
        @wraps(route)
        def guarded(*arguments: Any, **named: Any) -> Any:
            if not caller().may(role):
                raise Forbidden(f"This takes the role {role}; yours is {caller().role}.")
            return route(*arguments, **named)

        return cast(Route, guarded)

    return decorate


def accept(media_type: str) -> None:
    """Refuse (406) a client that does not take answers of this media type."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    wanted: dict[str, float] = {}
    for given, quality in request.accept_mimetypes:
        named = given.partition(";")[0].strip().lower()
        wanted[named] = max(quality, wanted.get(named, 0))
    # The most specific range that is named decides, whatever the others say.
    if wanted and not next((wanted[each] for each in ranges if each in wanted), 0):
        raise NotAcceptable(f"The answer is {media_type}, which `Accept` does not allow.")


def known_caller() -> Caller | None:
    """Who asks, if they say so and it is true."""
    in_process = request.environ.get(IN_PROCESS)
    if isinstance(in_process, Caller):
        return in_process
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    return parts().tokens.caller(given.token)


def _come_in() -> None:
    if request.endpoint in PUBLIC:
        return
    g.caller = known_caller()
    if g.caller is None:
        raise Unauthorized(
            "This takes a token that is valid: `Authorization: Bearer …`.",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "testigo"}),
        )
    if request.routing_exception is None and request.method in ("GET", "HEAD"):
        accept(JSON)
