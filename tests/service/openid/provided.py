"""A provider for tests: its keys, and tokens as it would sign them."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from domain.instant import SECOND
from service.openid.keys import ProviderKeys
from service.openid.provider import Provider
from service.openid.settings import ALGORITHMS, openid_from
from tests.given import NOW

ISSUER = "https://login.example.org"
AUDIENCE = "https://testigo.example.org"
NOW_SECONDS = NOW // SECOND
ENVIRONMENT = {
    "TESTIGO_OIDC_ISSUER": ISSUER,
    "TESTIGO_OIDC_AUDIENCE": AUDIENCE,
    "TESTIGO_OIDC_JWKS": "https://login.example.org/keys",
}


@cache
def a_key(name: str = "one") -> ECKey:
    """A key pair, of this id."""
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


@cache
def an_rsa_key(bits: int = 2048) -> RSAKey:
    with warnings.catch_warnings():  # of a short one, which is what is to be tried
        warnings.simplefilter("ignore")
        return RSAKey.generate_key(bits, {"kid": f"rsa-{bits}"})


def jwks(*keys: Any) -> bytes:
    """The public halves of keys, as a provider publishes them."""
    return json.dumps({"keys": [each.as_dict(private=False) for each in keys]}).encode()


@dataclass
class AProvider:
    """What stands at the address of the keys, and who reads it."""

    published: bytes = field(default_factory=lambda: jwks(a_key()))
    looks: int = 0
    seconds: float = 0
    settings: dict[str, str] = field(default_factory=dict)

    def load(self) -> bytes:
        self.looks += 1
        if not self.published:
            raise OSError("away")
        return self.published

    def opened(self) -> Provider:
        """The provider as the service sees it."""
        keys = ProviderKeys("https://…", now=lambda: self.seconds, load=self.load)
        settings = openid_from({**ENVIRONMENT, **self.settings})
        assert settings is not None
        return Provider(settings, keys)


def claims(**more: Any) -> dict[str, Any]:
    """Claims of a reader; None leaves one out."""
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "user-7",
        "client_id": "a-client",
        "jti": "1",
        "iat": NOW_SECONDS - 10,
        "exp": NOW_SECONDS + 600,
        "roles": ["reader"],
        **more,
    }
    return {name: each for name, each in said.items() if each is not None}


def signed(
    said: dict[str, Any] | None = None, key: Any = None, header: dict[str, Any] | None = None
) -> str:
    """A token; `header` replaces parts of its header, None leaves one out."""
    key = key or a_key()
    given = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid, **(header or {})}
    shown = {name: each for name, each in given.items() if each is not None}
    registry = JWSRegistry(algorithms=[*ALGORITHMS, "HS256"], strict_check_header=False)
    return jwt.encode(shown, claims() if said is None else said, key, registry=registry)
