"""Who may: callers, their roles and programmes, and the tokens that they are known by."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from domain.errors import Malformed
from domain.events.envelope import Principal
from domain.instant import DAY, SECOND, Instant, parse_instant
from domain.names import EventId
from domain.occurrence import LAST

log = logging.getLogger("testigo")

Role = Literal["reader", "recorder", "archivist", "admin"]
ROLES: Final[tuple[Role, ...]] = ("reader", "recorder", "archivist", "admin")
"""Each may what those before it may, and more: read, post, restore, administer."""

NAME_LIMIT: Final = 100
PRINCIPAL_LIMIT: Final = 200
PROGRAMMES_LIMIT: Final = 100
"""To how many programmes a token is bound at most."""
PAGE: Final = 1_000
_UNITS: Final = {"m": 60 * SECOND, "h": 3600 * SECOND, "d": DAY, "w": 7 * DAY}
_DURATION: Final = re.compile(r"([1-9][0-9]{0,5})([mhdw])")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may."""

    principal: Principal
    role: Role
    programmes: frozenset[str] | None = None
    """The programmes that it is bound to; None: it is bound to none, and sees all."""
    until: Instant | None = None
    """From when on it is no longer known; None: there is no such time yet."""

    def may(self, role: Role) -> bool:
        """Whether this caller may what `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def sees(self, programme: str) -> bool:
        """Whether a programme is, for this caller, there at all."""
        return self.programmes is None or programme in self.programmes


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token besides its digest. It stays when it is revoked, and so does its
    principal: nobody is ever given it again."""

    caller: Caller
    created_at: Instant
    revoked_at: Instant | None = None

    def is_valid(self, now: Instant) -> bool:
        """Whether it is neither revoked nor expired."""
        until = self.caller.until
        return self.revoked_at is None and (until is None or now < until)


class InvalidToken(Exception):
    """A token by which nobody is known (any more). What it says is general, and for anybody."""


class TokenStore(Protocol):
    """Where tokens are kept, hashed."""

    def alone(self) -> AbstractContextManager[None]: ...
    def any(self) -> bool: ...
    def find(self, digest: str) -> Token | None: ...
    def add(self, digest: str, token: Token) -> None: ...
    def get(self, principal: str) -> Token | None: ...

    def listed(self, after: str, limit: int) -> Sequence[Token]:
        """Tokens by principal, which is by when they were made; those after one."""
        ...

    def revoke(self, principal: str, at: Instant) -> None:
        """Revoke it, unless it is revoked already. Every process sees that at once."""


class Tokens:
    """The tokens of a ledger. Only their SHA-256 is kept: 256 random bits need no salt."""

    def __init__(self, store: TokenStore) -> None:
        self._store = store

    def caller(self, token: str, now: Instant) -> Caller:
        """Whose token this is; asked anew each time, so that a revocation holds at once.

        Raises `InvalidToken` if it is nobody's, revoked, or expired.
        """
        found = self._store.find(digest_of(token))
        if found is None or found.revoked_at is not None:
            raise InvalidToken("The token is not valid.")
        if found.caller.until is not None and found.caller.until <= now:
            raise InvalidToken("The token has expired.")
        return found.caller

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else who asks for this looks for a first token meanwhile."""
        return self._store.alone()

    def any(self) -> bool:
        """Whether there ever was a token."""
        return self._store.any()

    def admit(
        self,
        token: str,
        name: str,
        role: Role,
        principal: EventId,
        now: Instant,
        *,
        programmes: frozenset[str] | None = None,
        until: Instant | None = None,
    ) -> Token:
        """Take a token, unless it is known already: then what is known of it.

        One that was revoked, or has expired, stays so.
        """
        found = self._store.find(digest_of(token))
        if found is not None:
            if found.revoked_at is not None:
                log.warning("a token that is to be admitted was revoked, and stays revoked")
            return found
        caller = Caller(Principal(name=name, principal=principal), role, programmes, until)
        made = Token(caller, now)
        self._store.add(digest_of(token), made)
        return made

    def get(self, principal: str) -> Token | None:
        """The token of a principal."""
        return self._store.get(principal)

    def listed(self, after: str, limit: int) -> Sequence[Token]:
        """Tokens in the order in which they were made, after a principal ("": from the first)."""
        return self._store.listed(after, limit)

    def valid(self, role: Role, now: Instant) -> int:
        """How many tokens of a role are valid."""
        number, after = 0, ""
        while page := self._store.listed(after, PAGE):
            number += sum(each.caller.role == role and each.is_valid(now) for each in page)
            after = page[-1].caller.principal.principal
        return number

    def revoke(self, principal: str, now: Instant) -> Token | None:
        """Revoke the token of a principal, for good; None if there is no such principal."""
        self._store.revoke(principal, now)
        return self._store.get(principal)

    @staticmethod
    def make() -> str:
        """A new token that nobody can guess."""
        return f"testigo_{secrets.token_urlsafe(32)}"


def parse_name(text: str) -> str:
    """The name of a caller: 1 to 100 printable characters. Raises `Malformed`."""
    if not 0 < len(text) <= NAME_LIMIT or not text.isprintable() or text != text.strip():
        raise Malformed(f"must be 1 to {NAME_LIMIT} printable characters, no space around them")
    return text


def parse_caller(text: str) -> str:
    """The name of a caller, or its principal. Raises `Malformed`."""
    if not 0 < len(text) <= PRINCIPAL_LIMIT or not text.isprintable():
        raise Malformed("is neither the name nor the principal of a caller")
    return text


def parse_expiry(text: str) -> tuple[Instant | None, int]:
    """When something expires: an instant, or (None, and) how many microseconds from now.

    An RFC 3339 instant, or a number with `m`, `h`, `d`, `w`: `90d`. Raises `Malformed`.
    """
    if found := _DURATION.fullmatch(text):
        number, unit = found.groups()
        return None, int(number) * _UNITS[unit]
    try:
        return parse_instant(text), 0
    except Malformed as malformed:
        detail = f"is no duration such as 90d or 12h, and {malformed.detail}"
        raise Malformed(detail) from malformed


def expiry(given: tuple[Instant | None, int], now: Instant) -> Instant:
    """The instant that is meant. Raises `Malformed` if it does not lie in the future."""
    instant, duration = given
    until = Instant(now + duration) if instant is None else instant
    if not now < until <= LAST:
        raise Malformed("must lie in the future, up to the year 9999")
    return until


def digest_of(token: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
