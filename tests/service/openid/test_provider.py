"""Access tokens of an OpenID provider: who is let in, as whom, and who is not."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

import pytest

from domain.instant import SECOND
from service.access import InvalidToken
from tests.given import NOW
from tests.service.openid.provided import (
    AUDIENCE,
    NOW_SECONDS,
    AProvider,
    a_key,
    an_rsa_key,
    claims,
    jwks,
    signed,
)


def refused(token: str, provider: AProvider | None = None) -> str:
    """What is said to who is not let in."""
    with pytest.raises(InvalidToken) as invalid:
        (provider or AProvider()).opened().caller(token, NOW)
    return str(invalid.value)


def segment(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def test_who_has_a_token_of_the_provider_is_known() -> None:
    caller = AProvider().opened().caller(signed(), NOW)
    assert caller.role == "reader"
    assert caller.programmes is None
    assert caller.until == (NOW_SECONDS + 600 + 30) * SECOND
    assert caller.principal.name == "user-7"


def test_a_principal_is_of_issuer_and_subject_whatever_else_changes() -> None:
    first = AProvider().opened().caller(signed(), NOW).principal.principal
    other = claims(roles=["admin"], jti="2", client_id="another")
    assert AProvider().opened().caller(signed(other), NOW).principal.principal == first
    another = signed(claims(sub="user-8"))
    assert AProvider().opened().caller(another, NOW).principal.principal != first
    # It stands in recorded events, so it can never be made otherwise.
    assert first == "94de66f5-76d4-5807-b0d9-3648a21e4880"


@pytest.mark.parametrize("audience", [AUDIENCE, [AUDIENCE], ["other", AUDIENCE]])
def test_a_token_may_be_for_others_too(audience: Any) -> None:
    assert AProvider().opened().caller(signed(claims(aud=audience)), NOW)


@pytest.mark.parametrize(
    "more",
    [
        {"iss": "https://login.example.org/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": []},
        {"aud": {AUDIENCE: 1}},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"exp": None},
        {"exp": str(NOW_SECONDS + 600)},
        {"exp": True},
        {"iat": None},
        {"nbf": "soon"},
    ],
)
def test_what_is_not_said_as_it_should_be_is_not_believed(more: dict[str, Any]) -> None:
    assert refused(signed(claims(**more))) == "The token is not valid."


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"exp": NOW_SECONDS - 30}, "The token has expired."),
        ({"exp": -(10**30)}, "The token is not valid."),
        ({"nbf": NOW_SECONDS + 40}, "The token is not valid yet."),
        ({"iat": NOW_SECONDS + 40}, "The token is not valid yet."),
        ({"iat": 10**12}, "The token is not valid."),
    ],
)
def test_a_token_has_its_time(more: dict[str, Any], said: str) -> None:
    assert refused(signed(claims(**more))) in (said, "The token is not valid yet.")


@pytest.mark.parametrize(
    "more",
    [
        {"exp": NOW_SECONDS - 29},
        {"nbf": NOW_SECONDS + 29},
        {"iat": NOW_SECONDS + 29},
        {"exp": NOW_SECONDS + 0.5},
        {"exp": 10**11},
    ],
)
def test_clocks_may_differ_a_little(more: dict[str, Any]) -> None:
    assert AProvider().opened().caller(signed(claims(**more)), NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"typ": "id+jwt"},
        {"alg": "ES384"},
        {"kid": "another"},
        {"kid": 7},
        {"crit": ["exp"]},
        {"crit": ["b64"], "b64": False},
    ],
)
def test_a_token_of_another_kind_or_key_is_refused(header: dict[str, Any]) -> None:
    head, payload, signature = signed().split(".")
    said = json.loads(base64.urlsafe_b64decode(head + "=="))
    new = {name: each for name, each in {**said, **header}.items() if each is not None}
    assert refused(f"{segment(new)}.{payload}.{signature}") == "The token is not valid."
    if "alg" not in header and "crit" not in header and header.get("kid") != 7:
        assert refused(signed(header=header)) == "The token is not valid."


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt"])
def test_the_type_is_written_in_either_form(typ: str) -> None:
    assert AProvider().opened().caller(signed(header={"typ": typ}), NOW)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_a_token_without_signature_is_refused(algorithm: str) -> None:
    head = {"alg": algorithm, "typ": "at+jwt", "kid": "one"}
    assert refused(f"{segment(head)}.{segment(claims())}.") == "The token is not valid."


def test_a_public_key_is_no_shared_secret() -> None:
    """The old trick: a token signed by HS256 with the public key as the secret."""
    head = {"alg": "HS256", "typ": "at+jwt", "kid": "one"}
    said = f"{segment(head)}.{segment(claims())}"
    for secret in (a_key().as_pem(private=False), a_key().as_der(private=False)):
        digest = hmac.digest(secret, said.encode(), "sha256")
        mark = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert refused(f"{said}.{mark}") == "The token is not valid."


def test_neither_a_key_nor_an_address_in_the_header_is_believed() -> None:
    stranger = a_key("stranger")
    forged = signed(
        key=stranger,
        header={
            "kid": "one",
            "jwk": stranger.as_dict(private=False),
            "jku": "https://evil.example.org/keys",
        },
    )
    assert refused(forged) == "The token is not valid."


@pytest.mark.parametrize(
    "token",
    [
        "eyJ..",
        "eyJhbGciOiJFUzI1NiJ9.e30.",
        "eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
        f"{segment({'alg': 'ES256', 'typ': 'at+jwt', 'kid': 'one'})}.W10.AAAA",
        f"{segment([])}.{segment(claims())}.AAAA",
        f"eyJ{'W' * 3000}.e30.AAAA",
        "eyJ" + base64.urlsafe_b64encode(b"[" * 2900).decode() + ".e30.AAAA",
        "eyJ\u00fc.\u00fc.\u00fc",
        "eyJ\udcff.e30.AAAA",
    ],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refused(token) == "The token is not valid."


def test_a_changed_token_is_refused() -> None:
    head, _payload, signature = signed().split(".")
    assert refused(f"{head}.{segment(claims(roles=['admin']))}.{signature}")


class TestTheMapping:
    def test_of_values_to_roles_gives_the_most_that_is_given(self) -> None:
        roles = "ledger-admins=admin, ledger-writers=recorder,everybody=reader"
        provider = AProvider(settings={"TESTIGO_OIDC_ROLES": roles}).opened()
        for given, role in {
            ("everybody",): "reader",
            ("everybody", "ledger-writers"): "recorder",
            ("ledger-admins", "everybody", "other"): "admin",
        }.items():
            assert provider.caller(signed(claims(roles=list(given))), NOW).role == role
        assert provider.caller(signed(claims(roles="everybody x")), NOW).role == "reader"

    @pytest.mark.parametrize("roles", [None, [], ["root"], 7, {"admin": True}, [["admin"]]])
    def test_who_has_no_role_here_is_not_let_in(self, roles: Any) -> None:
        assert refused(signed(claims(roles=roles))) == "The token gives no role here."

    def test_finds_a_claim_at_the_end_of_a_path(self) -> None:
        provider = AProvider(settings={"TESTIGO_OIDC_ROLE_CLAIM": "realm_access.roles"}).opened()
        said = claims(roles=None, realm_access={"roles": ["recorder"]})
        assert provider.caller(signed(said), NOW).role == "recorder"

    @pytest.mark.parametrize(
        ("given", "programmes"),
        [
            (["beta", "Not One", 7], {"beta"}),
            ("beta gamma", {"beta", "gamma"}),
            ([], set()),
            (None, set()),
            ("*", None),
        ],
    )
    def test_binds_to_programmes_where_it_is_set_and_to_none_that_is_not_named(
        self, given: Any, programmes: set[str] | None
    ) -> None:
        provider = AProvider(settings={"TESTIGO_OIDC_PROGRAMMES_CLAIM": "programmes"}).opened()
        assert provider.caller(signed(claims(programmes=given)), NOW).programmes == programmes

    def test_names_a_caller_in_what_can_be_shown(self) -> None:
        provider = AProvider(settings={"TESTIGO_OIDC_NAME_CLAIM": "name"}).opened()
        told = provider.caller(signed(claims(name="\x1b[31mRita\x00 " + "a" * 200)), NOW)
        assert told.principal.name == ("[31mRita " + "a" * 200)[:100]
        assert provider.caller(signed(claims(name=7)), NOW).principal.name == "user-7"


def test_an_rsa_key_of_2048_bits_is_believed_and_a_shorter_one_is_not() -> None:
    for bits, known in ((2048, True), (1024, False)):
        key = an_rsa_key(bits)
        provider = AProvider(published=jwks(key, a_key()))
        token = signed(key=key, header={"alg": "RS256"})
        if known:
            assert provider.opened().caller(token, NOW)
        else:
            assert refused(token, provider) == "The token is not valid."
