"""The keys of a provider: fetched when they are needed, kept for a while, found again when they
have changed."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import requests
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from service.errors import KeysUnavailable
from service.openid.settings import is_url

log = logging.getLogger("testigo")

FRESH_SECONDS: Final = 300.0
"""How long keys are used before they are asked for again."""
AGAIN_SECONDS: Final = 30.0
"""How long nobody asks again after a look: tokens with keys that there are not cost no more."""
STALE_SECONDS: Final = 3600.0
"""How long keys serve while the provider does not answer."""
SIZE_LIMIT: Final = 256 * 1024
CONNECT_SECONDS: Final = 3
ANSWER_SECONDS: Final = 5
_KINDS: Final = ("RSA", "EC", "OKP")
_LEAST_MODULUS: Final = 340
"""Characters of a modulus of 2048 bits in base64url, or a few less."""

Key = RSAKey | ECKey | OKPKey
Load = Callable[[], bytes]


class ProviderKeys:
    """The public keys of a provider by their ids."""

    def __init__(
        self, jwks: str, now: Callable[[], float] = time.monotonic, load: Load | None = None
    ) -> None:
        """`jwks`: a URL, or a file. Nothing is read before it is needed."""
        self._load = load or _loader(jwks)
        self._now = now
        self._lock = threading.Lock()
        self._keys: Mapping[str | None, tuple[Key, str | None]] = {}
        self._read_at = self._asked_at = float("-inf")

    def find(self, key_id: str | None, algorithm: str) -> Key | None:
        """The key of an id, or the only one where a token names none; for this algorithm.

        None if there is none. Raises `KeysUnavailable` if the provider could not be asked.
        """
        if self._now() - self._read_at >= FRESH_SECONDS:
            self._ask()
        found = self._look(key_id)
        if found is None:  # perhaps they were changed since
            self._ask()
            found = self._look(key_id)
        if found is None or found[1] not in (None, algorithm):
            return None
        return found[0]

    def _look(self, key_id: str | None) -> tuple[Key, str | None] | None:
        if key_id is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(key_id)

    def _ask(self) -> None:
        """Read the keys, unless that was just done; while one does, others use what is there."""
        if not self._lock.acquire(blocking=not self._keys):
            return
        try:
            now = self._now()
            if now - self._asked_at >= AGAIN_SECONDS:
                self._asked_at = now
                self._read(now)
            if now - self._read_at >= STALE_SECONDS:
                raise KeysUnavailable("The keys of the OpenID provider cannot be read.")
        finally:
            self._lock.release()

    def _read(self, now: float) -> None:
        try:
            self._keys = _keys_in(self._load())
            self._read_at = now
        except (OSError, ValueError, requests.RequestException) as error:
            log.warning("the keys of the OpenID provider cannot be read: %s", type(error).__name__)


def _loader(jwks: str) -> Load:
    return (lambda: _fetched(jwks)) if is_url(jwks) else Path(jwks).read_bytes


def _fetched(url: str) -> bytes:
    """What stands at a URL. Raises `OSError` (which requests' errors are) or `ValueError`."""
    with requests.get(
        url,
        headers={"Accept": "application/jwk-set+json, application/json"},
        timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
        allow_redirects=False,
        stream=True,
    ) as answer:
        if answer.status_code != 200:
            raise ValueError(f"status {answer.status_code}")
        body = b""
        for part in answer.iter_content(16_384):
            body += part
            if len(body) > SIZE_LIMIT:
                raise ValueError("too long")
        return body


def _keys_in(body: bytes) -> Mapping[str | None, tuple[Key, str | None]]:
    """The keys of a set that signatures can be checked by, with the algorithm that each is for."""
    document = json.loads(body)
    given = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(given, list):
        raise ValueError("no set of keys")
    keys: dict[str | None, tuple[Key, str | None]] = {}
    for each in given:
        if isinstance(each, dict) and _signs(each):
            try:
                key = JWKRegistry.import_key(each)
            except (JoseError, ValueError, TypeError):
                continue  # one that is not understood does not spoil the others (RFC 7517, 5)
            if isinstance(key, Key):
                keys[each.get("kid")] = (key, each.get("alg"))
    if not keys:
        raise ValueError("no key in the set")
    return keys


def _signs(given: Mapping[str, Any]) -> bool:
    """Whether it is a public key for signatures, and not too short a one."""
    modulus = given.get("n", "")
    return (
        given.get("kty") in _KINDS
        and given.get("use") in (None, "sig")
        and isinstance(given.get("kid"), str | None)
        and (given["kty"] != "RSA" or (isinstance(modulus, str) and len(modulus) >= _LEAST_MODULUS))
    )
