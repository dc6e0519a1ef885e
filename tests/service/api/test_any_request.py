"""Whatever is sent to whichever route: never a failure of ours, always a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import given, strategies as st

from tests.builders import ALL_TYPES, PROGRAMME, an_event
from tests.given import AService, an_id

HOME = f"/v1/programmes/{PROGRAMME}"
PATHS = (
    "/v1/events",
    "/v1/events/stream",
    f"/v1/events/{an_id(1)}",
    "/v1/programmes",
    HOME,
    f"{HOME}/timeline",
    f"{HOME}/roster",
    f"{HOME}/irregularities",
    f"{HOME}/replay",
    f"{HOME}/incidents",
    f"{HOME}/incidents/leak/review",
    f"{HOME}/knowledge/who",
    f"{HOME}/knowledge/what",
    f"{HOME}/knowledge/how",
    f"{HOME}/knowledge/reach",
    f"{HOME}/knowledge/matrix",
    f"{HOME}/knowledge/diff",
    f"{HOME}/testers/tester:ana",
    "/healthz",
    "/readyz",
    "/openapi.json",
)
NAMES = st.sampled_from(
    [
        *("as_of", "as_recorded", "limit", "cursor", "item", "party", "events", "from", "to"),
        *("type", "programme", "stream", "after", "answers", "code", "tester", "by", "x"),
        *("then", "imputed", "items", "parties"),
    ]
)
VALUES = st.text() | st.sampled_from(
    [
        "item:sora",
        "tester:ana",
        "public",
        PROGRAMME,
        "2024-11-26T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
        "0",
        "1",
        "true",
        "feedback-given",
        "recorded-late",
        "occurred",
        f"event:{an_id(1)}",
        "9" * 400,
    ]
)
QUERIES = st.dictionaries(NAMES, VALUES, max_size=5).map(
    lambda query: urlencode(query, errors="surrogatepass")
) | st.binary(max_size=30).map(lambda raw: raw.decode("latin-1"))
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Accept",
            "If-None-Match",
            "Content-Encoding",
            "Host",
            "Range",
            "Authorization",
            "Last-Event-ID",
        ]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")),
    max_size=2,
)
MEDIA_TYPES = st.sampled_from(
    [
        "application/json",
        "application/x-ndjson",
        "application/cloudevents+json",
        "application/cloudevents-batch+json",
    ]
) | st.text(st.characters(min_codepoint=32, max_codepoint=126))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@st.composite
def nearly_events(draw: st.DrawFn) -> bytes:
    """A valid event of which one part is replaced by anything."""
    event = an_event(draw(st.sampled_from(ALL_TYPES)))
    part: dict[str, Any] = draw(st.sampled_from([event, event["data"]]))
    part[draw(st.sampled_from(sorted(part)) | st.text(max_size=3))] = draw(JSON)
    return json.dumps(event).encode()


BODIES = st.binary() | JSON.map(lambda value: json.dumps(value).encode()) | nearly_events()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AService]:
    """A ledger that holds something to ask for."""
    path: Path = tmp_path_factory.mktemp("any") / "ledger.db"
    with AService(path, role="archivist") as service:
        for number, name in enumerate(("item-disclosed", "feedback-given", "tester-invited"), 1):
            service.recorded(an_event(name, id=an_id(number)))
        yield service


def is_answered(ledger: AService, method: str, path: str, **more: Any) -> None:
    answer = ledger.send(method, path, **more)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.content_type == "application/problem+json"
        if method != "HEAD":
            assert json.loads(answer.get_data())["status"] == answer.status_code
    answer.get_data().decode()


@given(path=st.sampled_from(PATHS), query=QUERIES, headers=HEADERS)
def test_any_query(told: AService, path: str, query: str, headers: dict[str, str]) -> None:
    is_answered(told, "GET", path, query_string=query, headers=headers)


@given(
    start=st.sampled_from(
        ["/", "/v1/events/", "/v1/programmes/", f"{HOME}/", f"{HOME}/knowledge/"]
    ),
    end=st.binary(max_size=12),
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "TRACE", "X"]),
)
def test_any_path(told: AService, start: str, end: bytes, method: str) -> None:
    is_answered(told, method, start + quote_from_bytes(end))


@given(body=BODIES, content_type=MEDIA_TYPES, headers=HEADERS)
def test_any_body(told: AService, body: bytes, content_type: str, headers: dict[str, str]) -> None:
    more = {"data": body, "content_type": content_type, "headers": headers}
    is_answered(told, "POST", "/v1/events", **more)


@given(bodies=st.lists(BODIES, max_size=5))
def test_any_lines(told: AService, bodies: list[bytes]) -> None:
    body = b"\n".join(bodies)
    answer = told.send("POST", "/v1/events", data=body, content_type="application/x-ndjson")
    *_, done = [json.loads(line) for line in answer.get_data().splitlines()]
    assert done["done"]
    assert done["lines"] >= done["recorded"] + done["already"] + done["refused"]
