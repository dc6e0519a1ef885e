"""Imports: one event a line, good lines kept, and an end that says that it is one."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Refusal
from service.api import importing
from service.api.bodies import LINE_LIMIT
from service.drafts import Draft, Receipt
from service.errors import StoreUnavailable
from tests.builders import AN_EVENT, PROGRAMME, an_event
from tests.given import AService, an_id
from tests.served import Served
from tests.service.api.streams import Arriving, post_stream

EVENT = an_event("feedback-given")
NDJSON = "application/x-ndjson"
DONE = {"done": True, "lines": 0, "recorded": 0, "already": 0, "refused": 0}


def line(event: Any) -> bytes:
    return json.dumps(event).encode() + b"\n"


def imported(ledger: AService, body: bytes, query: str = "", **more: Any) -> list[dict[str, Any]]:
    """The lines of the answer to an import."""
    answer = ledger.send("POST", f"/v1/events{query}", data=body, content_type=NDJSON, **more)
    assert (answer.status_code, answer.content_type) == (200, NDJSON)
    assert answer.get_data().endswith(b"\n") or not answer.get_data()
    return [json.loads(each) for each in answer.get_data().splitlines()]


def test_keeps_good_lines_and_says_only_that_it_is_done(ledger: AService) -> None:
    body = line(EVENT) + line({**EVENT, "id": AN_EVENT}) * 2
    assert imported(ledger, body) == [{**DONE, "lines": 3, "recorded": 2, "already": 1}]
    assert len(ledger.ask("/v1/events")["events"]) == 2


def test_answers_each_line_that_is_refused(ledger: AService) -> None:
    body = line(EVENT) + b"{\n" + line({**EVENT, "grade": "sure"}) + line(EVENT)
    wrong, invalid, done = imported(ledger, body)
    assert (wrong["line"], wrong["status"], wrong["code"]) == (2, 400, "not-json")
    assert "line" not in wrong["detail"]  # it would be the line's own first
    assert (invalid["line"], invalid["status"], invalid["code"]) == (3, 422, "invalid-event")
    assert invalid["errors"][0]["pointer"] == "/grade"
    assert done == {**DONE, "lines": 4, "recorded": 2, "refused": 2}


def test_answers_every_line_if_asked_to(ledger: AService) -> None:
    body = line({**EVENT, "id": AN_EVENT}) * 2 + b"[]\n"
    first, again, refused, done = imported(ledger, body, "?answers=all")
    assert (first["line"], first["status"], first["id"], first["position"]) == (1, 201, AN_EVENT, 1)
    assert (again["line"], again["status"], again["position"]) == (2, 200, 1)
    assert (refused["line"], refused["status"]) == (3, 422)
    assert done == {**DONE, "lines": 3, "recorded": 1, "already": 1, "refused": 1}


def test_an_empty_import_is_done_at_once(ledger: AService) -> None:
    assert imported(ledger, b"") == [DONE]


def test_blank_lines_are_counted_and_skipped(ledger: AService) -> None:
    body = b"\n \t\r\n" + line(EVENT) + b"\n{\n   "
    refused, done = imported(ledger, body)
    assert refused["line"] == 5
    assert done == {**DONE, "lines": 5, "recorded": 1, "refused": 1}


def test_a_last_line_without_a_line_end_is_refused(ledger: AService) -> None:
    refused, done = imported(ledger, line(EVENT) + line(EVENT).rstrip())
    assert (refused["line"], refused["status"], refused["code"]) == (2, 400, "unfinished-line")
    assert done == {**DONE, "lines": 2, "recorded": 1, "refused": 1}


def test_takes_line_ends_of_other_systems(ledger: AService) -> None:
    body = line(EVENT).replace(b"\n", b"\r\n") * 2
    assert imported(ledger, body) == [{**DONE, "lines": 2, "recorded": 2}]


def test_a_line_that_is_too_long_is_refused_and_passed_over(ledger: AService) -> None:
    long = json.dumps("x" * 3 * LINE_LIMIT).encode() + b"\n"
    refused, done = imported(ledger, line(EVENT) + long + line(EVENT))
    assert (refused["line"], refused["status"], refused["code"]) == (2, 413, "too-large")
    assert done == {**DONE, "lines": 3, "recorded": 2, "refused": 1}


def test_a_line_may_be_as_long_as_the_limit(ledger: AService) -> None:
    padded = line(EVENT).rstrip().ljust(LINE_LIMIT) + b"\n"
    (done,) = imported(ledger, padded)
    assert done["recorded"] == 1
    (refused, _) = imported(ledger, b" " + padded)
    assert refused["code"] == "too-large"


def test_records_many_lines_in_few_transactions(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    record_each = ledger.service.ledger.record_each

    def watched(drafts: Sequence[Draft], by: Any) -> list[Receipt | Refusal]:
        sizes.append(len(drafts))
        return record_each(drafts, by)

    monkeypatch.setattr(ledger.service.ledger, "record_each", watched)
    monkeypatch.setattr(importing, "CHUNK_SECONDS", 60)
    (done,) = imported(ledger, line(EVENT) * 450)
    assert done == {**DONE, "lines": 450, "recorded": 450}
    assert sizes == [200, 200, 50]


def test_lines_of_a_slow_sender_do_not_wait(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK_SECONDS", 0)
    answers = imported(ledger, line(EVENT) * 3, "?answers=all")
    times = [each["recorded_at"] for each in answers[:-1]]
    assert len(set(times)) == 3


def test_corrects_a_line_of_the_same_import(ledger: AService) -> None:
    wrong_type = an_event("event-corrected", data={"data": {"tester": "tester:ana"}})
    wrong_type["data"]["data"] = {"tester": "tester:ana"}
    body = line({**EVENT, "id": AN_EVENT}) + line(an_event("event-corrected")) + line(wrong_type)
    refused, done = imported(ledger, body)
    assert refused["line"] == 3
    assert {each["pointer"] for each in refused["errors"]} >= {"/data/data/feedback"}
    assert done == {**DONE, "lines": 3, "recorded": 2, "refused": 1}


def test_a_correction_is_read_by_the_type_of_what_was_recorded(ledger: AService) -> None:
    invitation = an_event("tester-invited", id=AN_EVENT, expected_version=9)
    body = line(invitation) + line({**EVENT, "id": AN_EVENT}) + line(an_event("event-corrected"))
    refused, done = imported(ledger, body)
    assert (refused["line"], refused["code"]) == (1, "version-conflict")
    assert done == {**DONE, "lines": 3, "recorded": 2, "refused": 1}


def test_retracts_a_line_of_the_same_import(ledger: AService) -> None:
    retraction = an_event("event-retracted", programme=PROGRAMME)
    body = line({**EVENT, "id": AN_EVENT}) + line(retraction) * 2
    refused, done = imported(ledger, body)
    assert (refused["line"], refused["code"]) == (3, "not-visible")
    assert done["recorded"] == 2


class TestADryRun:
    def test_says_what_would_be_and_changes_nothing(self, ledger: AService) -> None:
        ledger.recorded({**EVENT, "id": an_id(1)})
        body = (
            line({**EVENT, "id": an_id(1)})
            + line({**EVENT, "id": an_id(2), "expected_version": 1})
            + line({**EVENT, "id": an_id(2), "expected_version": 1})
            + line({**EVENT, "id": an_id(1), "grade": "rumour"})
            + line({**EVENT, "expected_version": 1})
            + line(an_event("event-corrected", data={"event": an_id(2)}))
            + line(an_event("event-retracted", data={"event": an_id(2)}))
            + line(an_event("event-retracted", data={"event": an_id(2)}))
            + line(an_event("event-disputed", data={"event": an_id(9)}))
            + b"{}\n"
        )
        before = ledger.ask("/v1/events")
        tried = imported(ledger, body, "?dry_run=true&answers=all")
        assert ledger.ask("/v1/events") == before
        done = imported(ledger, body, "?answers=all")
        told = [each["status"] for each in tried[:-1]]
        assert told == [each["status"] for each in done[:-1]]
        assert told == [200, 201, 200, 409, 409, 201, 201, 409, 422, 422]
        assert tried[-1] == {**done[-1], "dry_run": True}
        assert imported(ledger, body, "?dry_run=true")[-1]["already"] == 3

    def test_knows_nothing_of_the_one_before(self, ledger: AService) -> None:
        body = line({**EVENT, "id": an_id(1)})
        for _ in range(2):
            assert imported(ledger, body, "?dry_run=true")[-1]["recorded"] == 1

    def test_is_of_lines_alone_and_at_most_8_mib(self, ledger: AService) -> None:
        answer = ledger.send("POST", "/v1/events?dry_run=true", json=EVENT)
        assert answer.get_json(force=True)["errors"][0]["parameter"] == "dry_run"
        long = b" " * (8 << 20) + b"\n"
        answer = ledger.send("POST", "/v1/events?dry_run=true", data=long, content_type=NDJSON)
        assert answer.status_code == 413


def test_a_store_that_fails_midway_cuts_the_answer_off(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_each = ledger.service.ledger.record_each

    def fails_later(drafts: Sequence[Draft], by: Any) -> list[Receipt | Refusal]:
        if len(ledger.ask("/v1/events")["events"]):
            raise StoreUnavailable("the disk is full")
        return record_each(drafts, by)

    monkeypatch.setattr(ledger.service.ledger, "record_each", fails_later)
    monkeypatch.setattr(importing, "CHUNK_LINES", 2)
    answers = imported(ledger, line(EVENT) * 10, "?answers=all")
    assert [each["line"] for each in answers] == [1, 2]


@pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("no chunk")])
def test_keeps_what_had_arrived_before_the_body_broke_off(
    ledger: AService, error: Exception
) -> None:
    body = Arriving([line(EVENT), line(EVENT)[:50], error])
    answer = post_stream(ledger, body, NDJSON, length=9999)
    assert (answer.status_code, answer.get_data()) == (200, b"")
    assert len(ledger.ask("/v1/events")["events"]) == 1


def test_a_broken_chunk_takes_no_line_before_it_along(tmp_path: Path) -> None:
    """Over a socket: what frames the body is read ahead of the lines in it."""
    with Served(tmp_path) as served:
        whole = line({**EVENT, "id": an_id(1)}) + line({**EVENT, "id": an_id(2)})
        chunk = whole + line({**EVENT, "id": an_id(3)})[:80]
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as client:
            client.sendall(
                b"POST /v1/events?answers=all HTTP/1.1\r\nHost: localhost\r\n"
                b"Authorization: " + served.session.headers["Authorization"].encode() + b"\r\n"
                b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                + f"{len(chunk):x}\r\n".encode()
                + chunk
                + b"\r\nno number\r\n"
            )
            with client.makefile("rb") as answer:
                told = answer.read()
        assert told.startswith(b"HTTP/1.1 200 ")
        assert told.count(b'"status":201') == 2
        assert b'"done"' not in told
        events = served.session.get(f"{served.url}/v1/events").json()["events"]
        assert [each["id"] for each in events] == [an_id(1), an_id(2)]


def test_is_not_done_if_less_arrived_than_was_announced(ledger: AService) -> None:
    answer = post_stream(ledger, Arriving([line(EVENT)]), NDJSON, length=9999)
    assert answer.get_data() == b""
    assert len(ledger.ask("/v1/events")["events"]) == 1


def test_answers_while_the_body_is_still_coming(ledger: AService) -> None:
    """Bounded memory: neither the body nor the answer is ever there as a whole."""
    sent = []

    def endless() -> Iterator[bytes]:
        while True:
            sent.append(an_id(len(sent) + 1))
            yield line({**EVENT, "id": sent[-1]})

    answer = post_stream(ledger, Arriving(endless()), NDJSON, query="?answers=all")
    answers = answer.iter_encoded()
    for number in range(1, 601):
        assert json.loads(next(answers))["line"] == number
    assert len(sent) <= 600 + importing.CHUNK_LINES
    answer.close()
