"""How much may be asked: of one token, and of one address that fails to say who asks.

An address that failed too often is refused before its next token is looked up, unless that was good
a moment ago: those who share an address with somebody who guesses go on.
"""

from __future__ import annotations

import hashlib
import threading
import time
from typing import Any, Final

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter, RateLimitExceeded
from werkzeug.exceptions import TooManyRequests

from service.access import Caller
from service.api.gate import IN_PROCESS, bearer, guard, is_entrance, is_public, session
from service.api.problems import http_problem
from service.rates import Limits

LATELY_SECONDS: Final = 600.0
LATELY_MOST: Final = 1_000
_EXTENSION: Final = "testigo.lately"


class Lately:
    """The tokens that were good in this process lately, by their digests."""

    def __init__(self) -> None:
        self._good: dict[bytes, float] = {}
        self._lock = threading.Lock()

    def add(self, token: str) -> None:
        """It was good just now."""
        digest = _digest(token)
        with self._lock:
            self._good.pop(digest, None)
            self._good[digest] = time.monotonic()
            if len(self._good) > LATELY_MOST:
                del self._good[next(iter(self._good))]

    def has(self, token: str) -> bool:
        """Whether it was."""
        at = self._good.get(_digest(token))
        return at is not None and time.monotonic() - at < LATELY_SECONDS


def guard_within(app: Flask, limits: Limits) -> None:
    """Let come in who may, as often as they may."""
    app.extensions[_EXTENSION] = Lately()
    options: dict[str, Any] = {
        "strategy": "fixed-window",
        "storage_uri": "testigo://",
        "storage_options": {"shared": str(limits.shared or "")},
        "request_identifier": lambda: "testigo",  # also where no route answers
        "headers_enabled": False,
    }
    failures = Limiter(
        _address,
        application_limits=_given(limits.failures),
        application_limits_exempt_when=lambda: _is_exempt() or was_good_lately(),
        application_limits_deduct_when=lambda response: response.status_code == 401,
        key_prefix="failures",
        **options,
    )
    asked = Limiter(
        _principal,
        application_limits=_given(limits.per_token),
        application_limits_exempt_when=lambda: _is_exempt() or g.get("caller") is None,
        key_prefix="asked",
        **options,
    )

    def tell(response: Response) -> Response:
        for limiter in (asked, failures):
            limit = limiter.current_limit
            if limit is None or (limiter is failures and not limit.breached):
                continue
            seconds = max(1, int(limit.reset_at - time.monotonic()))
            response.headers["RateLimit-Limit"] = str(limit.limit.amount)
            response.headers["RateLimit-Remaining"] = str(max(0, limit.remaining))
            response.headers["RateLimit-Reset"] = str(seconds)
            if response.status_code == 429:
                response.headers["Retry-After"] = str(seconds)
            break
        return response

    app.register_error_handler(RateLimitExceeded, _too_many)
    app.after_request(tell)
    failures.init_app(app)
    guard(app)
    app.before_request(_remember)
    asked.init_app(app)


def _too_many(_error: RateLimitExceeded) -> Response:
    what = "Too much was asked" if g.get("caller") else "Too often nobody said who asks"
    return http_problem(TooManyRequests(f"{what}; `Retry-After` says when to go on."))


def was_good_lately() -> bool:
    """Whether what is shown was good lately; asked where it cannot be looked up.

    At an entrance something else is shown besides, which may be a guess.
    """
    shown = None if is_entrance() else bearer() or session()
    return bool(shown) and _lately().has(str(shown))


def _remember() -> None:
    if g.get("caller") is not None:
        remember()


def remember() -> None:
    """What is shown is good."""
    if shown := bearer() or session():
        _lately().add(shown)


def _lately() -> Lately:
    lately: Lately = current_app.extensions[_EXTENSION]
    return lately


def _given(limit: str) -> list[Any]:
    return [] if limit == "off" else [limit]


def _is_exempt() -> bool:
    in_process = isinstance(request.environ.get(IN_PROCESS), Caller)
    return in_process or is_public()


def _principal() -> str:
    return str(g.caller.principal.principal)


def _address() -> str:
    return request.remote_addr or "nowhere"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
