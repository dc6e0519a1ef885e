"""Which provider is believed, and what its claims mean here: `TESTIGO_OIDC_…`."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from service.access import ROLES, Role
from service.errors import BadConfig

PREFIX: Final = "TESTIGO_OIDC_"
ALGORITHMS: Final = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519"),
)
"""Signatures by a key pair alone: with a shared secret, who can check a token could make one."""
LEEWAY_LIMIT: Final = 300
KNOWN: Final = frozenset(
    {
        *("ISSUER", "AUDIENCE", "JWKS", "ALGORITHMS", "LEEWAY"),
        *("ROLE_CLAIM", "ROLES", "PROGRAMMES_CLAIM", "NAME_CLAIM"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdSettings:
    """A provider, and the mapping of its claims."""

    issuer: str
    audience: str
    jwks: str
    """The https URL of its keys (http only on this machine), or a file."""
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    role_claim: str = "roles"
    roles: Mapping[str, Role]
    """Which value of the claim gives which role."""
    programmes_claim: str | None = None
    """Where its programmes stand; None: callers are not bound to programmes."""
    name_claim: str = "sub"
    leeway: int = 30
    """By how many seconds the clocks may differ."""


def openid_from(environment: Mapping[str, str]) -> OpenIdSettings | None:
    """Read the settings; None if no provider is set. Raises `BadConfig`."""
    given = {
        name.removeprefix(PREFIX): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    if not given:
        return None
    if unknown := sorted(given.keys() - KNOWN):
        raise BadConfig(f"There is no setting {PREFIX}{unknown[0]}")
    for name in ("ISSUER", "AUDIENCE", "JWKS"):
        if name not in given:
            raise BadConfig(f"{PREFIX}{name} is missing: without it no provider can be believed")
    _refuse_insecure(given["JWKS"])
    return OpenIdSettings(
        issuer=given["ISSUER"],
        audience=given["AUDIENCE"],
        jwks=given["JWKS"],
        algorithms=_algorithms(given.get("ALGORITHMS", "RS256,ES256")),
        role_claim=given.get("ROLE_CLAIM", "roles"),
        roles=_roles(given.get("ROLES", ",".join(f"{each}={each}" for each in ROLES))),
        programmes_claim=given.get("PROGRAMMES_CLAIM"),
        name_claim=given.get("NAME_CLAIM", "sub"),
        leeway=_leeway(given.get("LEEWAY", "30")),
    )


def is_url(jwks: str) -> bool:
    """Whether keys are asked for over HTTP, and not read from a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", jwks) is not None


def _refuse_insecure(jwks: str) -> None:
    if not is_url(jwks):
        return
    parts = urlsplit(jwks)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or not _is_here(parts.hostname or ""):
        raise BadConfig(
            f"{PREFIX}JWKS has to be a file or an https:// URL: whoever answers in the place of"
            " the provider could let anybody in"
        )


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _algorithms(given: str) -> tuple[str, ...]:
    names = tuple(each.strip() for each in given.split(","))
    for each in names:
        if each not in ALGORITHMS:
            raise BadConfig(f"{PREFIX}ALGORITHMS names {each!r}; there are {', '.join(ALGORITHMS)}")
    return names


def _roles(given: str) -> Mapping[str, Role]:
    roles: dict[str, Role] = {}
    for each in given.split(","):
        value, _, role = each.strip().rpartition("=")
        if not value or role not in ROLES:
            raise BadConfig(
                f"{PREFIX}ROLES has {each.strip()!r}: give value=role, with commas between; the"
                f" roles are {', '.join(ROLES)}"
            )
        roles[value] = role
    return roles


def _leeway(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", given) or int(given) > LEEWAY_LIMIT:
        raise BadConfig(f"{PREFIX}LEEWAY is {given!r}, and no number of seconds to {LEEWAY_LIMIT}")
    return int(given)
