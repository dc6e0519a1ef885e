"""What any client may expect of a read: tags, HEAD, OPTIONS, compression."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import an_event
from tests.given import NOW, AService, a_new_ledger, an_id
from tests.service.api.lists import HOME, LISTS, List, told_ledger

FORMS = ("application/json", "application/x-ndjson", "text/csv")
BOUNDED = [each for each in LISTS if each.bounded]
WHOLE = f"{HOME}/timeline?as_of=2025-01-01T00:00:00Z&as_recorded=12"
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def told() -> Iterator[AService]:
    with a_new_ledger() as ledger:
        yield told_ledger(ledger)


def get(ledger: AService, path: str, method: str = "GET", **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): each for name, each in headers.items()}
    return ledger.send(method, path, role="admin", headers={"X-Request-Id": "one", **named})


def of(ledger: AService, which: List, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): each for name, each in headers.items()}
    return ledger.send(
        "GET", which.path, which.role, query_string=which.query | which.bounds, headers=named
    )


def is_strong(etag: str) -> bool:
    return etag.startswith('"') and etag.endswith('"')


class TestTags:
    @pytest.mark.parametrize("which", BOUNDED, ids=str)
    def test_stay_for_ever_and_spare_the_answer(self, told: AService, which: List) -> None:
        answers = {form: of(told, which, Accept=form) for form in FORMS}
        told.recorded(an_event("item-disclosed", occurred_at="2024-01-01"))
        for form, before in answers.items():
            after = of(told, which, Accept=form)
            assert is_strong(after.headers["ETag"])
            assert after.headers["ETag"] == before.headers["ETag"]
            assert after.get_data() == before.get_data()
            spared = of(told, which, Accept=form, If_None_Match=before.headers["ETag"])
            assert (spared.status_code, spared.get_data()) == (304, b"")

    def test_are_of_one_form_and_coding_alone(self, told: AService) -> None:
        tags = [
            get(told, WHOLE, Accept=form, Accept_Encoding=coding).headers["ETag"]
            for form in FORMS
            for coding in ("gzip", "identity")
        ]
        assert len(set(tags)) == len(tags)
        for tag in tags[:-1]:  # none but its own spares another
            answer = get(told, WHOLE, Accept="text/csv", If_None_Match=tag)
            assert answer.status_code == 200

    @pytest.mark.parametrize(
        ("known", "status"),
        [
            ("{}", 304),
            ("W/{}", 304),
            ('"other", {}', 304),
            ('W/"a","b" ,  {} , "c"', 304),
            ("*", 304),
            ('"other"', 200),
            ("garbage", 200),
            ("", 200),
            ('"unfinished', 200),
        ],
    )
    def test_are_compared_as_a_cache_writes_them(
        self, told: AService, known: str, status: int
    ) -> None:
        for coding in ("gzip", "identity"):
            tag = get(told, WHOLE, Accept_Encoding=coding).headers["ETag"]
            known_ = known.format(tag)
            answer = get(told, WHOLE, Accept_Encoding=coding, If_None_Match=known_)
            assert answer.status_code == status
            assert answer.headers["ETag"] == tag
            if status == 304:
                assert answer.get_data() == b""
                assert answer.headers["Cache-Control"] == "private, no-cache"
                assert "Accept-Encoding" in answer.headers["Vary"]
                assert "Content-Type" not in answer.headers

    @pytest.mark.parametrize(("wanted", "status"), [('"x"', 412), ("*", 200), ("{}", 200)])
    def test_of_another_state_are_a_problem_where_one_is_wanted(
        self, told: AService, wanted: str, status: int
    ) -> None:
        tag = get(told, WHOLE).headers["ETag"]
        answer = get(told, WHOLE, If_Match=wanted.format(tag))
        assert answer.status_code == status
        assert status == 200 or answer.get_json(force=True)["code"] == "precondition-failed"

    def test_are_not_where_a_bound_moves(self, told: AService) -> None:
        moving = get(told, f"{HOME}/timeline?as_recorded=12", If_None_Match="*")
        assert (moving.status_code, "ETag" in moving.headers) == (200, False)


class TestCompression:
    def test_is_done_for_who_takes_it(self, told: AService) -> None:
        plain, small = get(told, WHOLE), get(told, WHOLE, Accept_Encoding="gzip")
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.get_data()) == plain.get_data()
        assert int(small.headers["Content-Length"]) == len(small.get_data())
        assert len(small.get_data()) < len(plain.get_data()) / 2
        assert small.get_data() == get(told, WHOLE, Accept_Encoding="gzip").get_data()

    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [
            ("gzip, deflate, br", "gzip"),
            ("*", "gzip"),
            ("gzip;q=0.5, identity;q=0.4", "gzip"),
            ("gzip;q=0.4, identity;q=0.5", None),
            ("gzip;q=0, *", None),
            ("br", None),
            ("", None),
            ("identity", None),
            ("garbage;;q=,", None),
        ],
    )
    def test_goes_by_what_is_accepted(
        self, told: AService, accepted: str, coding: str | None
    ) -> None:
        answer = get(told, WHOLE, Accept_Encoding=accepted)
        assert answer.headers.get("Content-Encoding") == coding
        assert answer.headers["Vary"] == "Authorization, Cookie, Accept, Accept-Encoding"

    def test_spares_what_is_small(self, told: AService) -> None:
        answer = get(told, HOME, Accept_Encoding="gzip")
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Vary"] == "Authorization, Cookie, Accept"

    def test_tells_nobody_of_secrets_by_a_length(self, told: AService) -> None:
        client = told.service.app.test_client(use_cookies=False)
        told.service.tokens.admit("a-token", "x", "reader", an_id(77), NOW)
        headers = {"Authorization": "Bearer a-token", **GZIP}
        answer = client.get(WHOLE, headers=headers)
        assert answer.headers["Content-Encoding"] == "gzip"
        answer = client.get(WHOLE, headers={"Cookie": "session=1", **headers})
        assert "Content-Encoding" not in answer.headers

    def test_leaves_new_tokens_alone(self, told: AService) -> None:
        token = {"name": "x", "role": "reader", "programmes": [f"p{n}" for n in range(90)]}
        made = told.send("POST", "/v1/tokens", role="admin", json=token, headers=GZIP)
        assert made.status_code == 201
        assert "Content-Encoding" not in made.headers

    def test_is_of_receipts_too(self, told: AService) -> None:
        batch = [an_event("item-disclosed") for _ in range(20)]
        answer = told.post(batch, headers=GZIP)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.get_data()).count(b'"position":') == 20


def routes(ledger: AService) -> Iterator[tuple[str, set[str]]]:
    """Every address, and what is allowed there."""
    allowed: dict[str, set[str]] = {}
    values = {"programme": "sora-early-access", "tester": "tester:b", "event_id": "x"}
    for rule in ledger.service.app.url_map.iter_rules():
        path = rule.rule
        for name in rule.arguments:
            for written in (f"<{name}>", f"<path:{name}>"):
                path = path.replace(written, values.get(name, "x"))
        allowed.setdefault(path, {"OPTIONS"}).update(rule.methods or ())
    return iter(allowed.items())


def test_every_address_says_what_is_allowed_there(told: AService) -> None:
    for path, allowed in routes(told):
        answer = get(told, path, "OPTIONS")
        assert (answer.status_code, answer.get_data()) == (204, b""), path
        assert set(answer.headers["Allow"].split(", ")) == allowed, path
        other = get(told, path, "PATCH")
        assert other.status_code == 405, path
        assert set(other.headers["Allow"].split(", ")) == allowed, path


def test_only_what_is_public_says_so_without_a_token(told: AService) -> None:
    client = told.service.app.test_client()
    for path, _ in routes(told):
        answers = [client.open(path, method=method) for method in ("GET", "OPTIONS")]
        whole, allowed = (answer.status_code for answer in answers)
        turned_away = whole in (401, 303)  # a page leads to the form to sign in
        assert (allowed == 204) != turned_away, path
    assert client.options("/nowhere").status_code == 401
    assert get(told, "/nowhere", "OPTIONS").status_code == 404


def test_head_is_answered_as_get_without_a_body(told: AService) -> None:
    for path, allowed in routes(told):
        if "GET" not in allowed:
            continue
        assert "HEAD" in allowed
        if path == "/metrics":
            continue  # which says something else each time
        for accept_encoding in ("identity", "gzip"):
            told.clock.step, now = 0, told.clock.now
            pair = [get(told, path, m, Accept_Encoding=accept_encoding) for m in ("GET", "HEAD")]
            told.clock.now, told.clock.step = now, 1000
            whole, bare = pair
            assert bare.get_data() == b"", path
            assert bare.status_code == whole.status_code, path
            assert dict(bare.headers) == dict(whole.headers), path


@pytest.mark.parametrize("which", LISTS, ids=str)
def test_head_of_a_list_says_what_get_would(told: AService, which: List) -> None:
    query: dict[str, Any] = {**which.query, **which.bounds, "limit": 1}
    whole, bare = (
        told.send(
            method, which.path, which.role, query_string=query, headers={"X-Request-Id": "one"}
        )
        for method in ("GET", "HEAD")
    )
    assert bare.get_data() == b""
    assert dict(bare.headers) == dict(whole.headers)
    assert "Link" in bare.headers
