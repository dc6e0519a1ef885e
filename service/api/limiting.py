"""How much may be asked: of one token, and of one address that fails to say who asks.

An address that failed too often is refused before its next token is looked up, unless that was good
a moment ago: those who share an address with somebody who guesses go on.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import time
from collections.abc import Callable
from typing import Final

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse_many
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from service.access import Caller
from service.api.gate import IN_PROCESS, bearer, guard, is_entrance, is_public, session
from service.rates import Limits, SharedCounters

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


class Allowance:
    """How much of something each may do, within limits that begin when the first is used."""

    def __init__(self, what: str, limits: str, windows: FixedWindowRateLimiter) -> None:
        """`limits`: as `Limits` has them."""
        self._what = what
        self._limits = [] if limits == "off" else sorted(parse_many(limits))
        self._windows = windows

    def use(self, whose: str) -> RateLimitItem | None:
        """Do it once more; the limit that this is beyond."""
        return self._first(self._windows.hit, whose)

    def spent(self, whose: str) -> RateLimitItem | None:
        """The limit that the next is beyond."""
        return self._first(self._windows.test, whose)

    def told(self, whose: str, limit: RateLimitItem | None = None) -> dict[str, str]:
        """How a limit stands, as headers; that with the shortest window, where none is meant."""
        if not self._limits:
            return {}
        meant = limit or self._limits[0]
        ends, remaining = self._windows.get_window_stats(meant, self._what, whose)
        return {
            "RateLimit-Limit": str(meant.amount),
            "RateLimit-Remaining": str(remaining),
            "RateLimit-Reset": str(max(1, int(ends + 1 - time.monotonic()))),
        }

    def _first(
        self, within: Callable[[RateLimitItem, str, str], bool], whose: str
    ) -> RateLimitItem | None:
        return next((each for each in self._limits if not within(each, self._what, whose)), None)


def guard_within(app: Flask, limits: Limits) -> None:
    """Let come in who may, as often as they may."""
    app.extensions[_EXTENSION] = Lately()
    windows = FixedWindowRateLimiter(SharedCounters(shared=str(limits.shared or "")))
    failures = Allowance("failures", limits.failures, windows)
    asked = Allowance("asked", limits.per_token, windows)

    def let_try() -> None:
        g.may_fail = not _is_exempt() and not was_good_lately()
        if g.may_fail:
            _refuse(failures, _address(), failures.spent(_address()))

    def let_ask() -> None:
        if g.get("caller") is None or _is_exempt():
            return
        remember()
        _refuse(asked, _principal(), asked.use(_principal()))
        g.limits = asked.told(_principal())

    def tell(response: Response) -> Response:
        if response.status_code == 401 and g.get("may_fail"):
            failures.use(_address())
        for name, value in g.get("limits", {}).items():
            response.headers[name] = value
        return response

    app.after_request(tell)
    app.before_request(let_try)
    guard(app)
    app.before_request(let_ask)


def _refuse(allowance: Allowance, whose: str, beyond: RateLimitItem | None) -> None:
    """Refuse what is beyond a limit. Nothing is told of who asked: an address is personal."""
    if beyond is None:
        return
    g.limits = allowance.told(whose, beyond)
    g.limits["Retry-After"] = g.limits["RateLimit-Reset"]
    what = "Too much was asked" if g.get("caller") else "Too often nobody said who asks"
    raise TooManyRequests(f"{what}; `Retry-After` says when to go on.")


def was_good_lately() -> bool:
    """Whether what is shown was good lately; asked where it cannot be looked up.

    At an entrance something else is shown besides, which may be a guess.
    """
    shown = None if is_entrance() else bearer() or session()
    return bool(shown) and _lately().has(str(shown))


def remember() -> None:
    """What is shown is good."""
    if shown := bearer() or session():
        _lately().add(shown)


def _lately() -> Lately:
    lately: Lately = current_app.extensions[_EXTENSION]
    return lately


def _is_exempt() -> bool:
    in_process = isinstance(request.environ.get(IN_PROCESS), Caller)
    return in_process or is_public()


def _principal() -> str:
    return str(g.caller.principal.principal)


def _address() -> str:
    """Where a request comes from. Of IPv6 its network: who has one address, has all of a /64."""
    given = request.remote_addr or "nowhere"
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv4Address):
        return given
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.IPv6Network((int(address), 64), strict=False))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
