"""Everything that is refused or fails is told in a problem document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.errors import Refusal
from service.api.explaining import MEANINGS
from service.api.problems import KINDS
from service.errors import StoreUnavailable
from tests.builders import an_event
from tests.given import AService


def problem(answer: TestResponse) -> dict[str, Any]:
    """The problem that an answer tells, in a document as it should be."""
    assert answer.content_type == "application/problem+json"
    document: dict[str, Any] = json.loads(answer.get_data())
    assert {"type", "title", "status", "detail", "code"} <= document.keys()
    assert document["status"] == answer.status_code
    assert document["type"] == f"/problems/{document['code']}"
    return document


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Those that can be met at the door: nobody moves a ledger over HTTP."""
    for each in kind.__subclasses__():
        if not each.__module__.startswith("service.moving"):
            yield each
        yield from refusals(each)


def test_every_refusal_has_its_place_in_the_table() -> None:
    assert set(refusals()) == set(KINDS)


def test_what_the_type_of_a_problem_leads_to_explains_it(ledger: AService) -> None:
    told = problem(ledger.get("/v1/programmes/nowhere"))
    explained = ledger.ask(told["type"])
    assert explained.keys() == {"code", "meaning"}
    assert explained["code"] == "not-found"
    told = ledger.ask("/openapi.json")["components"]["responses"]
    codes = {code for name in told for code in name.split(".")[1:]}
    assert {*codes, *(each.code for each in KINDS)} <= MEANINGS.keys()
    assert problem(ledger.get("/problems/no-such-code"))["code"] == "not-found"


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [each.code for each in KINDS]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/",
        "/v1/events/",
        "/v1//events",
        "/v1/events/not-a-uuid",
        "/v1/events/0190c1de-7b2a-7cc0-8d2e-3f4a5b6c7d8e",
        "/v1/programmes/nowhere",
        "/v1/programmes/nowhere/roster",
        "/v1/programmes/No%20Slug",
        "/v1/programmes/%ff%fe",
        "/v1/programmes/%00",
        "/v1/programmes/a%0a",
        "/v1/programmes/%ED%A0%80/timeline",
        "/v1/programmes/nowhere/knowledge/who?item=item:sora",
        "/%",
    ],
)
def test_what_is_not_there_is_not_found(ledger: AService, path: str) -> None:
    assert problem(ledger.send("GET", path))["code"] == "not-found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/events", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("POST", "/v1/programmes", {"GET", "HEAD", "OPTIONS"}),
        ("PUT", "/healthz", {"GET", "HEAD", "OPTIONS"}),
        ("BREW", "/healthz", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_says_which_methods_are_allowed(
    ledger: AService, method: str, path: str, allowed: set[str]
) -> None:
    answer = ledger.send(method, path)
    assert problem(answer)["code"] == "method-not-allowed"
    assert set(answer.headers["Allow"].split(", ")) == allowed


def test_a_store_that_does_not_answer_is_told_to_be_asked_again(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("/secret/path is on fire")

    monkeypatch.setattr(ledger.service.ledger, "record", fails)
    monkeypatch.setattr(ledger.service.views, "reading", fails)
    monkeypatch.setattr(ledger.service.views, "lag", fails)
    for answer in (
        ledger.post(an_event("feedback-given")),
        ledger.get("/v1/events"),
        ledger.get("/readyz"),
    ):
        told = problem(answer)
        assert (told["status"], told["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        assert "secret" not in answer.text
    assert ledger.get("/healthz").status_code == 200


def test_what_nobody_foresaw_is_told_without_what_is_inside(
    ledger: AService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: Any) -> Any:
        raise RuntimeError("a secret")

    monkeypatch.setattr(ledger.service.views, "reading", breaks)
    answer = ledger.get("/v1/events")
    assert problem(answer)["code"] == "internal-server-error"
    assert "secret" not in answer.text
    assert "a secret" in caplog.text


def test_names_every_fault_and_where_it_is(ledger: AService) -> None:
    event = an_event("feedback-given", programme="No Slug", data={"tester": "nobody", "x/y": 1})
    told = problem(ledger.post(event))
    assert told["status"] == 422
    assert [each["pointer"] for each in told["errors"]] == [
        "/data/tester",
        "/data/x~1y",
        "/programme",
    ]
    assert told["title"] == "The event is not valid"
    assert told["detail"].startswith("/data/tester: ")
    assert told["detail"].endswith(" (and 2 more, in `errors`).")


def test_names_the_event_of_a_batch(ledger: AService) -> None:
    good = an_event("feedback-given")
    told = problem(ledger.post([good, an_event("feedback-given", grade="sure"), good]))
    assert told["index"] == 1
    assert [each["pointer"] for each in told["errors"]] == ["/1/grade"]
    assert told["detail"].startswith("/1/grade: ")


def test_can_be_printed_whatever_was_posted(ledger: AService) -> None:
    body = b'{"\\ud800": "\\udfff", "type": "\\ud800"}'
    answer = ledger.send("POST", "/v1/events", data=body, content_type="application/json")
    assert problem(answer)["status"] == 422
