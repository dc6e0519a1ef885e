"""What is said about every request and on every answer: ids, headers, a line in the log, numbers.

`X-Request-Id` is taken if it is 1 to 128 letters, digits and `-._~:/+=@`, else made, and answered.
The trace of a `traceparent` (W3C Trace Context) stands in the logs; a malformed one is ignored.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram
from werkzeug.middleware.proxy_fix import ProxyFix

from service.clock import new_id, system_clock
from service.logs import ABOUT, FIELDS
from service.meters import REQUEST_SECONDS, REQUESTS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("testigo.access")

REQUEST_ID: Final = "X-Request-Id"
NO_ROUTE: Final = "(none)"
"""What stands for the route of a request that none answers: addresses are no labels."""
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECURITY: Final = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
]
"""What browsers are told. A page that needs more sets its own `Content-Security-Policy`."""
_TLS: Final = [("Strict-Transport-Security", "max-age=31536000")]

_SANE: Final = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,128}")
_TRACE: Final = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?"
)


def trace(app: Flask, proxies: int = 0) -> None:
    """See to it, before anything else is asked of a request.

    `proxies`: how many stand before the service; what these say of the client is believed.
    """
    answering: WSGIApplication = app.wsgi_app
    if proxies:
        answering = ProxyFix(answering, x_for=proxies, x_proto=proxies, x_host=proxies)
    app.wsgi_app = _secured(answering)  # type: ignore[assignment, method-assign]
    app.before_request(_begin)
    app.after_request(_tell)
    app.teardown_request(_end)


def trace_of(traceparent: str) -> tuple[str, str] | None:
    """The ids of the trace and of the caller's span; None if it is no `traceparent`.

    Of version 00 there is nothing behind the flags; of later ones there may be.
    """
    found = _TRACE.fullmatch(traceparent.strip())
    if found is None or (traceparent.strip().startswith("00") and found[3] is not None):
        return None
    return found[1], found[2]


def _secured(answering: WSGIApplication) -> WSGIApplication:
    """The application, by whose answers browsers are told what is told on every one."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            told = _SECURITY if environ["wsgi.url_scheme"] != "https" else _SECURITY + _TLS
            there = {name.lower() for name, _ in headers}
            headers += [each for each in told if each[0].lower() not in there]
            return start_response(status, headers, exc_info)

        return answering(environ, start)

    return answer


def route() -> str:
    """The template of the route that answers."""
    return NO_ROUTE if request.url_rule is None else request.url_rule.rule


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _SANE.fullmatch(given) else str(new_id(system_clock()))
    about: dict[str, Any] = {"request_id": g.request_id, "route": route()}
    traced = trace_of(request.headers.get("traceparent", ""))
    if traced is not None:
        about["trace_id"], about["parent_span_id"] = traced
    g.about = about
    ABOUT.set(about)


def _tell(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    seconds = time.perf_counter() - g.began
    about, status, method = g.about, response.status_code, request.method
    method = method if method in METHODS else "(other)"
    answered, taken = _meters(method, about["route"], status)
    answered.inc()
    taken.observe(seconds)
    known = g.get("caller")
    fields = {
        **about,
        "method": method,
        "status": status,
        "principal": None if known is None else known.principal.principal,
    }
    if response.is_streamed:  # its line is written when it has ended
        response.call_on_close(partial(_log, fields, g.began))
    else:
        _log(fields, g.began)
    return response


@cache
def _meters(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Those of such answers: there are as many as there are routes, and statuses of each."""
    return REQUESTS.labels(method, route, str(status)), REQUEST_SECONDS.labels(method, route)


def _log(fields: dict[str, Any], began: float) -> None:
    """The line of a request that was answered just now."""
    milliseconds = (time.perf_counter() - began) * 1000
    log.info(
        "%s %s %d in %.1f ms",
        fields["method"],
        fields["route"],
        fields["status"],
        milliseconds,
        extra={FIELDS: {**fields, "duration_ms": round(milliseconds, 3)}},
    )


def _end(_error: BaseException | None) -> None:
    ABOUT.set({})
