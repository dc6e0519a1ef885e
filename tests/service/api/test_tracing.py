"""What stands on every answer, and in the log about every request."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from service.api.tracing import trace_of
from service.logs import JsonLines
from tests.builders import a_minimal_event
from tests.given import AService

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
PERSONAL = "Ana said that she is ill."


class Lines(logging.Handler):
    """What is logged, as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    @property
    def parsed(self) -> list[dict[str, Any]]:
        return [json.loads(each) for each in self.written]


@pytest.fixture
def lines() -> Iterator[Lines]:
    root, handler = logging.getLogger(), Lines()
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize("given", ["abc", "a/b:c=d+e@f~1.2_3-4", "x" * 128])
def test_a_request_keeps_the_id_that_it_came_with(ledger: AService, given: str) -> None:
    answer = ledger.send("GET", "/v1/programmes", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "a b", '"x"', "x" * 129, "ü", "{}"])
def test_an_id_that_is_none_is_replaced(ledger: AService, given: str) -> None:
    answers = [
        ledger.send("GET", path, headers={"X-Request-Id": given}) for path in ("/healthz", "/no")
    ]
    assert given not in (ids := {each.headers["X-Request-Id"] for each in answers})
    assert {len(each) for each in ids} == {36}
    assert len(ids) == 2


@pytest.mark.parametrize("path", ["/healthz", "/v1/programmes", "/nowhere", "/v1/events?limit=no"])
def test_every_answer_tells_browsers_to_be_careful(ledger: AService, path: str) -> None:
    answer = ledger.send("GET", path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers
    secure = ledger.send("GET", path, base_url="https://ledger.example")
    assert "max-age=" in secure.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("given", "trace"),
    [
        (f"00-{TRACE}-{SPAN}-01", (TRACE, SPAN)),
        (f" 00-{TRACE}-{SPAN}-00 ", (TRACE, SPAN)),
        (f"cc-{TRACE}-{SPAN}-01-what-comes-later", (TRACE, SPAN)),
        (f"00-{TRACE}-{SPAN}-01-more", None),
        (f"ff-{TRACE}-{SPAN}-01", None),
        (f"00-{'0' * 32}-{SPAN}-01", None),
        (f"00-{TRACE}-{'0' * 16}-01", None),
        (f"00-{TRACE.upper()}-{SPAN}-01", None),
        ("", None),
    ],
)
def test_a_trace_is_read_as_w3c_has_it(given: str, trace: tuple[str, str] | None) -> None:
    assert trace_of(given) == trace


def test_a_line_a_request_says_what_was_answered_to_whom(ledger: AService, lines: Lines) -> None:
    ledger.send(
        "GET",
        "/v1/programmes/secret-project/knowledge/who?item=item:secret",
        headers={"X-Request-Id": "one", "traceparent": f"00-{TRACE}-{SPAN}-01"},
    )
    (line,) = [each for each in lines.parsed if each["logger"] == "testigo.access"]
    assert line["level"] == "info"
    assert line["route"] == "/v1/programmes/<programme>/knowledge/who"
    assert (line["method"], line["status"], line["request_id"]) == ("GET", 404, "one")
    assert (line["trace_id"], line["parent_span_id"]) == (TRACE, SPAN)
    assert line["principal"] == "0190c1de-0000-7000-8000-000000000001"
    assert line["duration_ms"] > 0
    assert line["time"].endswith("Z")


def test_a_stream_has_its_line_when_it_has_ended(ledger: AService, lines: Lines) -> None:
    ledger.recorded(a_minimal_event("item-leaked"))
    path = "/v1/events/stream"
    answer = ledger.send("GET", path, headers={"X-Request-Id": "one"}, buffered=False)

    def told() -> list[dict[str, Any]]:
        return [each for each in lines.parsed if each.get("route") == path]

    assert answer.status_code == 200
    assert told() == []
    assert "caught-up" in answer.text
    answer.close()
    (line,) = told()
    assert (line["method"], line["status"], line["request_id"]) == ("GET", 200, "one")
    assert line["duration_ms"] > 0


def test_who_makes_or_revokes_a_token_stands_in_the_log(ledger: AService, lines: Lines) -> None:
    wanted = {"name": "somebody", "role": "reader"}
    made = ledger.send("POST", "/v1/tokens", role="admin", json=wanted).get_json()
    ledger.send("DELETE", f"/v1/tokens/{made['id']}", role="admin")
    said = [each["message"] for each in lines.parsed if "a token" in each["message"]]
    admin = "0190c1de-0000-7000-8000-000000000001"
    assert said == [
        f"{admin} made a token: {made['id']}, reader",
        f"{admin} revoked a token: {made['id']}",
    ]
    assert made["token"] not in "".join(lines.written)


def test_nothing_that_was_sent_stands_in_any_log(ledger: AService, lines: Lines) -> None:
    event = a_minimal_event("feedback-given")
    event["data"]["text"] = PERSONAL
    assert ledger.post(event).status_code == 201
    broken = json.dumps(event).replace('"to"', '"s3cret-field"')
    ledger.send("POST", "/v1/events", data=broken, content_type="application/json")
    ledger.get("/v1/programmes/s3cret-programme/timeline", party="tester:s3cret-ana")
    ledger.service.app.test_client().get(
        "/v1/s3cret-path?s3cret=1", headers={"Authorization": "Bearer s3cret-token"}
    )
    assert len(lines.written) >= 4
    assert not [each for each in lines.written if "s3cret" in each or PERSONAL in each]


def test_what_fails_is_logged_without_its_words(
    ledger: AService, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError(PERSONAL)

    monkeypatch.setattr(
        ledger.service.app,
        "view_functions",
        {
            **ledger.service.app.view_functions,
            "status.healthz": fail,
        },
    )
    answer = ledger.send("GET", "/healthz")
    assert answer.status_code == 500
    assert answer.get_json()["code"] == "internal-server-error"
    (line,) = [each for each in lines.parsed if each["level"] == "error"]
    assert line["error"]["type"] == "builtins.RuntimeError"
    assert line["error"]["stack"][-1].endswith(" fail")
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert PERSONAL not in "".join(lines.written) + answer.text
