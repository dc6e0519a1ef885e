"""Who may come in, and whether they can read what they would be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import Flask, Response, current_app, g, request
from flask.globals import request_ctx
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, MethodNotAllowed, NotAcceptable, Unauthorized

from service.access import Caller, InvalidToken, Role
from service.api.problems import allowed
from service.api.wiring import caller, parts
from service.errors import KeysUnavailable
from service.rendering import JSON
from service.sessions import cookie_name

IN_PROCESS: Final = "testigo.caller"
"""Where callers of this process stand in the WSGI environment; HTTP clients cannot put it there."""

PUBLIC: Final = frozenset(
    {"status.healthz", "status.readyz", "status.openapi", "docs.page", "docs.file", "problems.one"}
)
"""The endpoints that answer without a token."""

_OFFERED: Final = "offered"

Route = TypeVar("Route", bound=Callable[..., Any])


def guard(app: Flask) -> None:
    """Let only callers that are known come in, but to what is public."""
    app.before_request(_come_in)


def requires(role: Role, *, unbound: bool = False) -> Callable[[Route], Route]:
    """Let only callers of a role come to a route, before anything else is looked at.

    `unbound`: and only those that are not bound to programmes, because it is about all of them.
    """

    def decorate(route: Route) -> Route:
        @wraps(route)
        def guarded(*arguments: Any, **named: Any) -> Any:
            if not caller().may(role):
                raise Forbidden(f"This takes the role {role}; yours is {caller().role}.")
            if unbound and caller().programmes is not None:
                raise Forbidden("This takes a token that is not bound to programmes.")
            return route(*arguments, **named)

        return cast(Route, guarded)

    return decorate


def offers(*media_types: str) -> Callable[[Route], Route]:
    """Say what a route answers, where that is not JSON alone."""

    def decorate(route: Route) -> Route:
        setattr(route, _OFFERED, media_types)
        return route

    return decorate


def accept(*offered: str) -> str:
    """The media type that the client likes most; of those that it likes alike, the first.

    Raises `NotAcceptable` for one that takes none of them.
    """
    wanted: dict[str, float] = {}
    for given, quality in request.accept_mimetypes:
        named = given.partition(";")[0].strip().lower()
        wanted[named] = max(quality, wanted.get(named, 0))

    def liked(media_type: str) -> float:
        # The most specific range that is named decides, whatever the others say.
        ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
        return next((wanted[each] for each in ranges if each in wanted), 0)

    best = max(offered, key=liked)
    if wanted and not liked(best):
        either = " or ".join(offered)
        raise NotAcceptable(f"The answer is {either}, which `Accept` does not allow.")
    return best


def known_caller() -> Caller | None:
    """Who asks, if they say so and it is true."""
    try:
        return _identified()
    except (InvalidToken, KeysUnavailable):
        return None


def still_known() -> Callable[[], bool]:
    """What tells, during a long answer and on any thread, whether its caller is still the same.

    A token that expires or is revoked, and one that is not what it was, makes it false.
    """
    asked, token, who = parts(), bearer(), caller()
    if isinstance(request.environ.get(IN_PROCESS), Caller) or token is None:
        return lambda: True

    def look() -> bool:
        try:
            return asked.callers(token, asked.clock()) == who
        except InvalidToken:
            return False

    return look


def _identified() -> Caller | None:
    """Who asks; None if they do not say. Raises `InvalidToken` if it is not true."""
    in_process = request.environ.get(IN_PROCESS)
    if isinstance(in_process, Caller):
        return in_process
    asked = parts()
    if token := bearer():
        return asked.callers(token, asked.clock())
    if secret := session():
        return asked.sessions.caller(secret, asked.clock())
    return None


def bearer() -> str | None:
    """The token that is shown."""
    given = request.authorization
    return given.token if given is not None and given.type == "bearer" else None


def session() -> str | None:
    """The session that is shown, where it counts: to programs no cookie says who asks."""
    if request.blueprint != parts().pages.blueprint.name:
        return None
    return request.cookies.get(cookie_name(secure=request.is_secure))


def is_public() -> bool:
    """Whether it answers whoever asks."""
    led_to = endpoint()
    return led_to in PUBLIC or led_to in parts().pages.public


def is_entrance() -> bool:
    """Whether one says there who one is."""
    return endpoint() in parts().pages.entrances


def _come_in() -> Response | None:
    public = is_public() or is_entrance()
    if not public:
        _let_in()
    if isinstance(request.routing_exception, MethodNotAllowed) and request.method == "OPTIONS":
        told = Response(status=204, headers={"Allow": allowed(request.routing_exception)})
        del told.headers["Content-Type"]  # nothing is said that could be of one
        return told
    if (
        not public
        and request.routing_exception is None
        and request.method in ("GET", "HEAD")
        and request.blueprint != parts().pages.blueprint.name
    ):
        route = current_app.view_functions[request.endpoint or ""]
        accept(*getattr(route, _OFFERED, (JSON,)))
    return None


def endpoint() -> str | None:
    """Where the path leads, if not by this method then by another."""
    led_to, urls = request.endpoint, request_ctx.url_adapter
    if led_to is not None or urls is None:
        return led_to
    methods = list(urls.allowed_methods())
    return urls.match(method=methods[0])[0] if methods else None


def _let_in() -> None:
    try:
        g.caller = _identified()
    except InvalidToken as invalid:
        # RFC 6750, 3.1: what is wrong is said to whoever shows the token, in general words.
        wrong = {"error": "invalid_token", "error_description": str(invalid)}
        raise _unauthorized(str(invalid), wrong) from None
    if g.caller is None:
        raise _unauthorized(
            "This takes a token that is valid: `Authorization: Bearer …`. /docs says what there is;"
            " people sign in at /review."
        )


def _unauthorized(detail: str, wrong: Mapping[str, str] | None = None) -> Unauthorized:
    challenge = _Challenge("bearer", {"realm": "testigo", **(wrong or {})})
    return Unauthorized(detail, www_authenticate=challenge)


class _Challenge(WWWAuthenticate):
    """A challenge whose parameters are all quoted, as RFC 9110 and RFC 6750 have them."""

    def to_header(self) -> str:
        """As werkzeug asks for it."""
        said = ", ".join(f'{name}="{value}"' for name, value in self.parameters.items())
        return f"Bearer {said}"
