"""The keys of a provider: kept, asked for again when they change, never asked for too often."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from service.access import InvalidToken
from service.errors import BadConfig, KeysUnavailable
from service.openid.keys import AGAIN_SECONDS, FRESH_SECONDS, STALE_SECONDS, ProviderKeys
from service.openid.settings import openid_from
from tests.given import NOW
from tests.served import Served
from tests.service.openid.provided import (
    AUDIENCE,
    ENVIRONMENT,
    ISSUER,
    AProvider,
    a_key,
    claims,
    jwks,
    signed,
)


def test_keys_are_asked_for_once_and_then_kept() -> None:
    provider = AProvider()
    opened = provider.opened()
    assert provider.looks == 0
    for _ in range(3):
        opened.caller(signed(), NOW)
    assert provider.looks == 1
    provider.seconds += FRESH_SECONDS
    opened.caller(signed(), NOW)
    assert provider.looks == 2


def test_a_new_key_is_found_at_once_and_an_old_one_is_forgotten() -> None:
    provider = AProvider()
    opened = provider.opened()
    opened.caller(signed(), NOW)
    provider.seconds += AGAIN_SECONDS
    provider.published = jwks(a_key("two"))
    assert opened.caller(signed(key=a_key("two")), NOW)
    with pytest.raises(InvalidToken):
        opened.caller(signed(), NOW)


def test_tokens_with_keys_that_there_are_not_make_no_flood() -> None:
    provider = AProvider()
    opened = provider.opened()
    for number in range(20):
        provider.seconds += 1
        with pytest.raises(InvalidToken):
            opened.caller(signed(header={"kid": f"no-{number}"}), NOW)
    assert provider.looks == 1


def test_keys_serve_on_for_a_while_when_the_provider_is_away() -> None:
    provider = AProvider()
    opened = provider.opened()
    opened.caller(signed(), NOW)
    provider.published = b""
    provider.seconds += STALE_SECONDS - 1
    assert opened.caller(signed(), NOW)
    provider.seconds += AGAIN_SECONDS
    with pytest.raises(KeysUnavailable):
        opened.caller(signed(), NOW)
    provider.published = jwks(a_key())
    provider.seconds += AGAIN_SECONDS
    assert opened.caller(signed(), NOW)


@pytest.mark.parametrize(
    "published",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"keys": {}}',
        b'{"keys": []}',
        b'{"keys": [7, {"kty": "oct", "k": "AAAA", "kid": "one"}]}',
        b'{"keys": [{"kty": "EC", "crv": "P-256", "x": "?", "y": "?", "kid": "one"}]}',
        b'{"keys": [{"kty": "RSA", "n": 7, "e": "AQAB"}]}',
    ],
)
def test_what_is_no_set_of_keys_lets_nobody_in(published: bytes) -> None:
    with pytest.raises(KeysUnavailable):
        AProvider(published=published).opened().caller(signed(), NOW)


def test_keys_that_are_not_understood_or_are_for_other_uses_are_passed_over() -> None:
    (good,) = json.loads(jwks(a_key()))["keys"]
    other = {**json.loads(jwks(a_key("two")))["keys"][0], "use": "enc"}
    unknown = {"kty": "AKP", "alg": "ML-DSA-44", "pub": "…", "kid": "pq"}
    published = json.dumps({"keys": [unknown, other, good]}).encode()
    opened = AProvider(published=published).opened()
    assert opened.caller(signed(), NOW)
    assert opened.caller(signed(header={"kid": None}), NOW)
    with pytest.raises(InvalidToken):
        opened.caller(signed(key=a_key("two")), NOW)


def test_a_key_for_another_algorithm_is_refused() -> None:
    (good,) = json.loads(jwks(a_key()))["keys"]
    published = json.dumps({"keys": [{**good, "alg": "ES384"}]}).encode()
    with pytest.raises(InvalidToken):
        AProvider(published=published).opened().caller(signed(), NOW)


def test_without_an_id_the_key_must_be_the_only_one() -> None:
    provider = AProvider(published=jwks(a_key(), a_key("two")))
    with pytest.raises(InvalidToken):
        provider.opened().caller(signed(header={"kid": None}), NOW)


def test_a_file_of_keys_is_read_again(tmp_path: Path) -> None:
    file, seconds = tmp_path / "keys.json", [0.0]
    file.write_bytes(jwks(a_key()))
    keys = ProviderKeys(str(file), now=lambda: seconds[0])
    assert keys.find("one", "ES256")
    file.write_bytes(jwks(a_key("two")))
    seconds[0] = AGAIN_SECONDS
    assert keys.find("two", "ES256")
    assert keys.find("one", "ES256") is None


@contextmanager
def answering(status: int, body: bytes, **headers: str) -> Iterator[str]:
    """A server on the loopback that answers so."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/keys"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_keys_are_fetched_over_http() -> None:
    with answering(200, jwks(a_key())) as url:
        assert ProviderKeys(url).find("one", "ES256")


def test_redirections_errors_and_endless_answers_are_not_followed() -> None:
    with answering(200, jwks(a_key())) as there:
        for status, body, more in (
            (302, b"", {"Location": there}),
            (500, jwks(a_key()), {}),
            (200, b" " * 300_000 + jwks(a_key()), {}),
        ):
            with answering(status, body, **more) as url, pytest.raises(KeysUnavailable):
                ProviderKeys(url).find("one", "ES256")


@pytest.mark.parametrize(
    "setting",
    [
        {"ISSUER": ""},
        {"AUDIENCE": ""},
        {"JWKS": ""},
        {"JWKS": "http://login.example.org/keys"},
        {"JWKS": "http://127.0.0.1.example.org/keys"},
        {"JWKS": "ftp://login.example.org/keys"},
        {"ALGORITHMS": "none"},
        {"ALGORITHMS": "RS256,HS256"},
        {"ALGORITHMS": ""},
        {"ALGORITHMS": ","},
        {"ROLES": "boss=king"},
        {"ROLES": "boss"},
        {"LEEWAY": "301"},
        {"LEEWAY": "-1"},
        {"AUDIENSE": "misspelt"},
    ],
)
def test_settings_that_cannot_be_followed_are_refused(setting: dict[str, str]) -> None:
    given = {f"TESTIGO_OIDC_{name}": value for name, value in setting.items()}
    if given == {"TESTIGO_OIDC_ALGORITHMS": ""}:
        assert openid_from({**ENVIRONMENT, **given})  # empty is not set
        return
    with pytest.raises(BadConfig):
        openid_from({**ENVIRONMENT, **given})


def test_without_settings_there_is_no_provider() -> None:
    assert openid_from({"TESTIGO_DATABASE": "x", "TESTIGO_OIDC_ISSUER": ""}) is None


def test_a_service_takes_the_tokens_of_its_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys.json"
    keys.write_bytes(jwks(a_key()))
    for name, value in {"ISSUER": ISSUER, "AUDIENCE": AUDIENCE, "JWKS": str(keys)}.items():
        monkeypatch.setenv(f"TESTIGO_OIDC_{name}", value)
    said = claims(iat=1_700_000_000, exp=4_000_000_000)
    with Served(tmp_path) as served:

        def ask(token: str, method: str = "GET", path: str = "/v1/events") -> requests.Response:
            headers = {"Authorization": f"Bearer {token}"}
            return requests.request(method, served.url + path, headers=headers, timeout=10)

        assert ask(signed(said)).status_code == 200
        assert ask(signed(said), "POST").status_code == 403
        old = ask(signed({**said, "exp": 1_700_000_100}))
        assert old.status_code == 401
        assert old.headers["WWW-Authenticate"] == (
            'Bearer realm="testigo", error="invalid_token",'
            ' error_description="The token has expired."'
        )
        assert ask(signed({**said, "aud": "another"})).status_code == 401
        assert served.session.get(f"{served.url}/v1/tokens", timeout=10).status_code == 200
