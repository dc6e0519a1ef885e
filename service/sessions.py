"""Sessions: who signed in with a token goes on without it for a while, in a browser."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Final, Protocol

from domain.instant import SECOND, Instant
from service.access import Caller, InvalidToken, Tokens, digest_of

LASTS: Final = 12 * 3600 * SECOND
"""How long a session lasts at most, in microseconds; no longer than its token is valid."""
_COOKIE: Final = "testigo-session"


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of a session besides its digest."""

    caller: Caller
    """Who signed in; `until` says when the session ends."""
    by_token: bool
    """Whether a token of ours stands behind it; else it was one of an OpenID provider."""
    until: Instant


class SessionStore(Protocol):
    """Where sessions are kept, hashed, for every process of the service."""

    def begin(self, digest: str, session: Session, now: Instant) -> None:
        """Keep a session, and forget those that ended by `now`."""

    def find(self, digest: str) -> Session | None: ...

    def end(self, digest: str) -> None:
        """Forget it. Every process sees that at once."""


class Callers(Protocol):
    """Who knows callers by what they show."""

    def __call__(self, token: str, now: Instant, /) -> Caller:
        """Whose token this is. Raises `InvalidToken`."""


class Sessions:
    """The sessions of a ledger. As of tokens, only their SHA-256 is kept."""

    def __init__(self, store: SessionStore, tokens: Tokens, callers: Callers) -> None:
        self._store = store
        self._tokens = tokens
        self._callers = callers

    def begin(self, token: str, now: Instant) -> tuple[str, Session]:
        """Sign in with a token: the secret that the session is known by, and the session.

        Raises `InvalidToken`.
        """
        caller = self._callers(token, now)
        until = Instant(min(now + LASTS, caller.until or now + LASTS))
        by_token = self._tokens.get(caller.principal.principal) is not None
        session = Session(replace(caller, until=until), by_token, until)
        secret = secrets.token_urlsafe(32)
        self._store.begin(digest_of(secret), session, now)
        return secret, session

    def caller(self, secret: str, now: Instant) -> Caller:
        """Whose session this is. It has no rights of its own: what its token may by now, it may.

        Raises `InvalidToken` if it ended, or its token was revoked or has expired.
        """
        session = self._store.find(digest_of(secret))
        if session is None or session.until <= now:
            raise InvalidToken("The session has ended.")
        if not session.by_token:
            return session.caller
        token = self._tokens.get(session.caller.principal.principal)
        if token is None or token.revoked_at is not None:
            raise InvalidToken("The token that was signed in with is not valid any more.")
        if token.caller.until is not None and token.caller.until <= now:
            raise InvalidToken("The token that was signed in with has expired.")
        return replace(token.caller, until=session.until)

    def end(self, secret: str) -> None:
        """Sign out."""
        self._store.end(digest_of(secret))


def cookie_name(*, secure: bool) -> str:
    """What the cookie of a session is called. `secure`: over TLS, where browsers see to it that
    nobody but this host set it (`__Host-`)."""
    return f"__Host-{_COOKIE}" if secure else _COOKIE
