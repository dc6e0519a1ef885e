"""A provider's access tokens, read as RFC 9068 says, and the callers that they are of."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from typing import Any, Final, cast

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from domain.errors import Malformed
from domain.events.envelope import Principal
from domain.instant import SECOND, Instant
from domain.names import parse_programme
from domain.occurrence import LAST
from service.access import NAME_LIMIT, ROLES, Caller, InvalidToken, Role
from service.openid.keys import Key, ProviderKeys
from service.openid.settings import OpenIdSettings

_TYPES: Final = ("at+jwt", "application/at+jwt")
_NAMESPACE: Final = uuid.UUID("6f1a2f0e-5c0e-5b7e-9d52-7f5f6d0f2a11")
_HEADER_LIMIT: Final = 4096
_ALL: Final = "*"
"""In the claim of programmes: bound to none."""
_INVALID: Final = "The token is not valid."

Claims = Mapping[str, Any]


def is_jwt(token: str) -> bool:
    """Whether a token looks like a signed JWT; none that we make does."""
    return token.startswith("eyJ") and token.count(".") == 2


class Provider:
    """An OpenID provider that is believed."""

    def __init__(self, settings: OpenIdSettings, keys: ProviderKeys) -> None:
        self._settings = settings
        self._keys = keys
        self._registry = JWSRegistry(
            algorithms=list(settings.algorithms), strict_check_header=False
        )
        self._registry.max_header_length = _HEADER_LIMIT

    def caller(self, token: str, now: Instant) -> Caller:
        """Whose token this is: the principal is the same for the same issuer and subject, always.

        Raises `InvalidToken`, which says no more than what anybody may hear; `KeysUnavailable`.
        """
        claims = self._claims(token)
        until = self._valid_until(claims, now)
        return Caller(
            Principal(name=self._name(claims), principal=self._principal(claims)),
            self._role(claims),
            self._programmes(claims),
            until,
        )

    def _claims(self, token: str) -> Claims:
        """The claims of a token that the provider has signed, for this service."""
        try:
            read = jwt.decode(token, self._key, registry=self._registry)
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise InvalidToken(_INVALID) from error
        claims, given = read.claims, read.claims.get("aud")
        audiences = given if isinstance(given, list) else [given]
        if (
            claims.get("iss") != self._settings.issuer
            or self._settings.audience not in audiences
            or not isinstance(claims.get("sub"), str)
            or not claims["sub"]
        ):
            raise InvalidToken(_INVALID)
        return claims

    def _key(self, signed: Any) -> Key:
        """The key that a token says it is signed with, by its header, of which nothing else is
        believed: neither a key nor an address that stands in it."""
        header = signed.headers()
        kind, algorithm, key_id = (header.get(each) for each in ("typ", "alg", "kid"))
        if (
            not isinstance(kind, str)
            or kind.lower() not in _TYPES
            or algorithm not in self._settings.algorithms
            or "crit" in header
            or not isinstance(key_id, str | None)
        ):
            raise InvalidToken(_INVALID)
        key = self._keys.find(key_id, algorithm)
        if key is None:
            raise InvalidToken(_INVALID)
        return key

    def _valid_until(self, claims: Claims, now: Instant) -> Instant:
        leeway = self._settings.leeway * SECOND
        ends, issued = _time(claims.get("exp")), _time(claims.get("iat"))
        begins = _time(claims["nbf"]) if "nbf" in claims else issued
        if ends is None or issued is None or begins is None:
            raise InvalidToken(_INVALID)
        until = Instant(min(ends + leeway, LAST))
        if until <= now:
            raise InvalidToken("The token has expired.")
        if max(begins, issued) - leeway > now:
            raise InvalidToken("The token is not valid yet.")
        return until

    def _role(self, claims: Claims) -> Role:
        given = [
            self._settings.roles[each]
            for each in _words(_claim(claims, self._settings.role_claim))
            if each in self._settings.roles
        ]
        if not given:
            raise InvalidToken("The token gives no role here.")
        return max(given, key=ROLES.index)

    def _programmes(self, claims: Claims) -> frozenset[str] | None:
        """The programmes that it names. A claim that is missing is of none."""
        if self._settings.programmes_claim is None:
            return None
        named = _words(_claim(claims, self._settings.programmes_claim))
        return None if _ALL in named else frozenset(each for each in named if _is_programme(each))

    def _name(self, claims: Claims) -> str:
        given = _claim(claims, self._settings.name_claim)
        text = given if isinstance(given, str) else str(claims["sub"])
        printable = "".join(each for each in text if each.isprintable()).strip()
        return printable[:NAME_LIMIT] or "somebody"

    def _principal(self, claims: Claims) -> str:
        # A length before each part, so that no two pairs are the same text.
        parts = (self._settings.issuer, claims["sub"])
        named = "".join(f"{len(each)}:{each}" for each in parts)
        return str(uuid.uuid5(_NAMESPACE, named.encode("utf-8", "surrogatepass").hex()))


def _claim(claims: Claims, name: str) -> Any:
    """A claim by its name, or by the path to it: `realm_access.roles`."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def _words(given: Any) -> list[str]:
    """A list of texts, or one text with spaces between."""
    if isinstance(given, str):
        return given.split()
    return [each for each in given if isinstance(each, str)] if isinstance(given, list) else []


def _time(given: Any) -> Instant | None:
    """A NumericDate (RFC 7519); None for what is none."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return None
    return cast(Instant, int(given * SECOND)) if abs(given) < LAST else None


def _is_programme(text: str) -> bool:
    try:
        parse_programme(text)
    except Malformed:
        return False
    return True
