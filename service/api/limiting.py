"""How much may be asked: of one token, and of one address that fails to say who asks.

An address that failed too often is refused before its next token is looked up, unless that was good
a moment ago: those who share an address with somebody who guesses go on.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import time
from typing import Final, NamedTuple, NoReturn

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import TooManyRequests

from service.access import Caller
from service.api.gate import IN_PROCESS, bearer, guard, is_entrance, is_public, session
from service.rates import Limits, Rate, SharedCounters, Window, rates_of

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


class Standing(NamedTuple):
    """How much of a limit is used."""

    limit: Rate
    used: Window

    @property
    def left(self) -> int:
        """How many more it allows; negative for what is beyond it."""
        return self.limit.amount - self.used.counted

    def told(self) -> dict[str, str]:
        """As headers."""
        return {
            "RateLimit-Limit": str(self.limit.amount),
            "RateLimit-Remaining": str(max(0, self.left)),
            "RateLimit-Reset": str(max(1, int(self.used.ends + 1 - time.monotonic()))),
        }


class Allowance:
    """How much of something each may do, within limits that begin when the first is used."""

    def __init__(self, what: str, limits: str, counters: SharedCounters) -> None:
        """`limits`: as `Limits` has them."""
        rates = rates_of(limits)
        self._limits = [(rate, f"{what}/{rate.amount}/{rate.seconds}/") for rate in rates]
        self._counters = counters

    def use(self, whose: str) -> Standing | None:
        """Do it once more: how the limit stands that this is beyond, or else the shortest."""
        shortest: Standing | None = None
        for limit, key in self._limits:
            stands = Standing(limit, self._counters.count(key + whose, limit.seconds))
            if stands.left < 0:
                return stands
            shortest = shortest or stands
        return shortest

    def spent(self, whose: str) -> Standing | None:
        """The limit that the next is beyond."""
        for limit, key in self._limits:
            used = self._counters.look(key + whose)
            if used is not None and used.counted >= limit.amount:
                return Standing(limit, used)
        return None


def guard_within(app: Flask, limits: Limits) -> None:
    """Let come in who may, as often as they may."""
    app.extensions[_EXTENSION] = Lately()
    counters = SharedCounters(limits.shared)
    failures = Allowance("failures", limits.failures, counters)
    asked = Allowance("asked", limits.per_token, counters)

    def let_try() -> None:
        g.may_fail = not _is_exempt() and not was_good_lately()
        if g.may_fail and (spent := failures.spent(_address())):
            _refuse("Too often nobody said who asks", spent)

    def let_ask() -> None:
        if g.get("caller") is None or _is_exempt():
            return
        remember()
        stands = asked.use(str(g.caller.principal.principal))
        if stands is None:
            return
        if stands.left < 0:
            _refuse("Too much was asked", stands)
        g.limits = stands.told()

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


def _refuse(what: str, beyond: Standing) -> NoReturn:
    """Refuse what is beyond a limit. Nothing is told of who asked: an address is personal."""
    g.limits = beyond.told()
    g.limits["Retry-After"] = g.limits["RateLimit-Reset"]
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
