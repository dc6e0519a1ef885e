"""Posting: what a body must be before it is read, and what is answered."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from domain.instant import SECOND, Instant
from service.api.bodies import BODY_LIMIT
from tests.builders import AN_EVENT, CORRECTED_TYPE, an_event
from tests.given import AService, an_id
from tests.service.api.streams import Arriving, post_stream

EVENT = an_event("feedback-given")
JSON = "application/json"


def code_of(ledger: AService, status: int, **more: Any) -> str:
    """The code of the problem that a post is answered with."""
    answer = ledger.send("POST", "/v1/events", **more)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    return str(answer.get_json(force=True)["code"])


class TestTheMediaType:
    @pytest.mark.parametrize(
        "content_type",
        [
            None,
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonx",
            "application/vnd.api+json",
            "application/json; charset=latin-1",
            "application/json; charset=utf-16",
            "application/json, text/plain",
            "garbage;;;=",
        ],
    )
    def test_is_judged_before_the_body(self, ledger: AService, content_type: str | None) -> None:
        for body in (json.dumps(EVENT).encode(), b"\xff", b""):
            code = code_of(ledger, 415, data=body, content_type=content_type)
            assert code == "unsupported-media-type"
        assert ledger.ask("/v1/events")["events"] == []

    @pytest.mark.parametrize(
        "content_type",
        [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            'application/json;charset="UTF-8"',
            "application/json; version=1",
        ],
    )
    def test_may_have_parameters(self, ledger: AService, content_type: str) -> None:
        body = json.dumps(EVENT).encode()
        answer = ledger.send("POST", "/v1/events", data=body, content_type=content_type)
        assert answer.status_code == 201

    def test_is_not_enough_if_the_body_is_compressed(self, ledger: AService) -> None:
        headers = {"Content-Encoding": "gzip"}
        assert code_of(ledger, 415, json=EVENT, headers=headers) == "unsupported-media-type"


class TestTheBody:
    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"nul", b'{"a":1}x', b"[" * 100_000])
    def test_has_to_be_json(self, ledger: AService, body: bytes) -> None:
        assert code_of(ledger, 400, data=body, content_type=JSON) in ("not-json", "json-limits")

    @pytest.mark.parametrize("body", [b"null", b"1", b'"x"', b"true", b"{}", b"[null]", b"[[]]"])
    def test_has_to_be_an_event(self, ledger: AService, body: bytes) -> None:
        assert code_of(ledger, 422, data=body, content_type=JSON) == "invalid-event"

    def test_names_each_key_once(self, ledger: AService) -> None:
        body = b'{"type":"x","type":"x"}'
        assert code_of(ledger, 400, data=body, content_type=JSON) == "duplicate-key"

    def test_is_at_most_8_mib_long(self, ledger: AService) -> None:
        body = b" " * (BODY_LIMIT + 1)
        assert code_of(ledger, 413, data=body, content_type=JSON) == "too-large"
        assert code_of(ledger, 400, data=body[1:], content_type=JSON) == "not-json"

    def test_is_at_most_8_mib_long_also_where_its_length_is_not_said(
        self, ledger: AService
    ) -> None:
        long = post_stream(ledger, Arriving([b" " * 8192] * 1025), JSON)
        assert long.status_code == 413
        short = post_stream(ledger, Arriving([json.dumps(EVENT).encode()]), JSON)
        assert short.status_code == 201

    @pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("no chunk")])
    def test_may_break_off(self, ledger: AService, error: Exception) -> None:
        body = Arriving([b"{", error])
        answer = post_stream(ledger, body, JSON, length=5)
        assert answer.status_code == 400
        assert answer.content_type == "application/problem+json"


class TestOneEvent:
    def test_is_answered_with_its_place(self, ledger: AService) -> None:
        answer = ledger.post({**EVENT, "id": AN_EVENT.upper()})
        assert answer.status_code == 201
        assert answer.headers["Location"] == f"/v1/events/{AN_EVENT}"
        receipt = answer.get_json()
        assert list(receipt) == ["id", "position", "stream", "version", "recorded_at"]
        assert (receipt["id"], receipt["position"], receipt["version"]) == (AN_EVENT, 1, 1)
        assert receipt["stream"] == "sora-early-access/tester:ana"

    def test_is_found_where_the_answer_says(self, ledger: AService) -> None:
        location = ledger.post(EVENT).headers["Location"]
        assert ledger.ask(location)["data"] == EVENT["data"]

    def test_is_answered_alike_when_it_is_recorded_already(self, ledger: AService) -> None:
        first = ledger.post({**EVENT, "id": AN_EVENT})
        again = ledger.post({**EVENT, "id": AN_EVENT})
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.get_json() == again.get_json()
        assert first.headers["Location"] == again.headers["Location"]

    def test_is_too_large_beyond_256_kib(self, ledger: AService) -> None:
        event = an_event("open-letter-published", data={"demands": ["x" * 19_000] * 20})
        assert code_of(ledger, 413, json=event) == "too-large"

    @pytest.mark.parametrize("query", ["?answers=some", "?answer=all", "?answers=all&answers=all"])
    def test_is_refused_with_a_query_that_is_wrong(self, ledger: AService, query: str) -> None:
        assert ledger.send("POST", f"/v1/events{query}", json=EVENT).status_code == 422

    def test_is_refused_while_the_clock_is_behind(self, ledger: AService) -> None:
        ledger.post(EVENT)
        ledger.clock.now = Instant(ledger.clock.now - 60 * SECOND)
        answer = ledger.post(EVENT)
        assert (answer.status_code, answer.get_json(force=True)["code"]) == (503, "clock-behind")
        assert "Retry-After" in answer.headers


class TestABatch:
    def test_is_answered_in_order(self, ledger: AService) -> None:
        batch = [{**EVENT, "id": an_id(number)} for number in (3, 1, 2)]
        answer = ledger.post(batch)
        assert answer.status_code == 201
        receipts = answer.get_json()["events"]
        assert [each["id"] for each in receipts] == [an_id(3), an_id(1), an_id(2)]
        assert [each["position"] for each in receipts] == [1, 2, 3]

    def test_is_recorded_already_only_if_all_of_it_is(self, ledger: AService) -> None:
        batch = [{**EVENT, "id": an_id(number)} for number in (1, 2)]
        assert ledger.post(batch).status_code == 201
        assert ledger.post(batch).status_code == 200
        assert ledger.post([*batch, {**EVENT, "id": an_id(3)}]).status_code == 201

    def test_is_kept_as_a_whole_or_not_at_all(self, ledger: AService) -> None:
        batch = [{**EVENT, "id": an_id(1)}, {**EVENT, "expected_version": 9}]
        answer = ledger.post(batch)
        told = answer.get_json(force=True)
        assert (answer.status_code, told["code"], told["index"]) == (409, "version-conflict", 1)
        assert ledger.ask("/v1/events")["events"] == []

    def test_has_at_least_one_event(self, ledger: AService) -> None:
        told = ledger.post([]).get_json(force=True)
        assert told["errors"] == [{"pointer": "", "detail": "must have at least one event"}]

    def test_has_at_most_a_thousand_events(self, ledger: AService) -> None:
        assert ledger.post([EVENT] * 1000).status_code == 201
        assert code_of(ledger, 413, json=[EVENT] * 1001) == "too-large"

    def test_names_no_id_twice(self, ledger: AService) -> None:
        told = ledger.post([{**EVENT, "id": AN_EVENT}, EVENT, {**EVENT, "id": AN_EVENT.upper()}])
        document = told.get_json(force=True)
        assert (document["status"], document["index"]) == (422, 2)
        assert document["errors"][0]["pointer"] == "/2/id"

    def test_may_correct_what_stands_in_it_before(self, ledger: AService) -> None:
        batch = [{**EVENT, "id": AN_EVENT}, an_event("event-corrected")]
        assert EVENT["type"] == CORRECTED_TYPE
        assert ledger.post(batch).status_code == 201

    def test_corrects_nothing_that_stands_in_it_after(self, ledger: AService) -> None:
        told = ledger.post([an_event("event-corrected"), {**EVENT, "id": AN_EVENT}])
        document = told.get_json(force=True)
        assert (document["status"], document["index"]) == (422, 0)
        assert document["errors"][0]["pointer"] == "/0/data/event"


def test_no_address_that_is_posted_is_ever_gone_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_to: list[Any] = []

    def refuse(*where: Any, **_: Any) -> None:
        gone_to.append(where)
        raise OSError("nobody is to go there")

    address = "http://192.0.2.1/within"
    evidence = [{"url": address}]
    with AService(tmp_path / "ledger.db") as ledger:
        monkeypatch.setattr(socket.socket, "connect", refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        for number, (name, data) in enumerate(ADDRESSED.items()):
            about = dict.fromkeys(data, address)
            ledger.recorded(
                an_event(name, id=an_id(number), source=address, evidence=evidence, data=about)
            )
            ledger.ask(f"/v1/events/{an_id(number)}")
    assert gone_to == []


ADDRESSED = {"open-letter-published": ["url"], "item-leaked": ["where"], "statement-issued": []}
"""What may name an address in its data."""
