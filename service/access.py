"""Who may: callers, their roles, and the tokens that they are known by."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from domain.events.envelope import Principal
from domain.instant import Instant
from domain.names import EventId

Role = Literal["reader", "recorder", "archivist", "admin"]
ROLES: Final[tuple[Role, ...]] = ("reader", "recorder", "archivist", "admin")
"""Each may what those before it may, and more: read, post, restore, administer."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may."""

    principal: Principal
    role: Role

    def may(self, role: Role) -> bool:
        """Whether this caller may what `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class TokenStore(Protocol):
    """Where tokens are kept, hashed."""

    def alone(self) -> AbstractContextManager[None]: ...
    def any(self) -> bool: ...
    def find(self, digest: str) -> Caller | None: ...
    def add(self, digest: str, caller: Caller, created_at: Instant) -> None: ...


class Tokens:
    """The tokens of a ledger. Only their SHA-256 is kept: 256 random bits need no salt."""

    def __init__(self, store: TokenStore) -> None:
        self._store = store

    def caller(self, token: str) -> Caller | None:
        """Whose token this is; None if it is nobody's."""
        return self._store.find(_digest(token))

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else who asks for this looks for a first token meanwhile."""
        return self._store.alone()

    def any(self) -> bool:
        """Whether there is a token at all."""
        return self._store.any()

    def admit(self, token: str, name: str, role: Role, principal: EventId, now: Instant) -> None:
        """Take a token that was made elsewhere, unless it is known already."""
        if self.caller(token) is None:
            caller = Caller(Principal(name=name, principal=principal), role)
            self._store.add(_digest(token), caller, now)

    @staticmethod
    def make() -> str:
        """A new token that nobody can guess."""
        return f"testigo_{secrets.token_urlsafe(32)}"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
