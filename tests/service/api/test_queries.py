"""Queries: nothing unknown, nothing twice, everything in its form; and bounds that hold."""

from __future__ import annotations

from typing import Any

import pytest

from domain.instant import SECOND, Instant, format_instant
from tests.builders import PROGRAMME, an_event
from tests.given import NOW, AService, an_id

HOME = f"/v1/programmes/{PROGRAMME}"
WHO = f"{HOME}/knowledge/who?item=item:sora"
LATER = format_instant(Instant(NOW + 3600 * SECOND))


@pytest.fixture
def told(ledger: AService) -> AService:
    """A ledger of three events."""
    events = [an_event("item-disclosed", id=an_id(number)) for number in (1, 2, 3)]
    ledger.recorded(*events)
    return ledger


def faults(ledger: AService, path: str) -> dict[str, str]:
    """What is said to be wrong, by parameter."""
    answer = ledger.send("GET", path)
    assert answer.status_code == 422, answer.text
    document = answer.get_json(force=True)
    assert document["code"] == "invalid-parameters"
    return {each["parameter"]: each["detail"] for each in document["errors"]}


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/v1/events?as_off=1", {"as_off"}),
        ("/v1/events?as_of=2024-01-01T00:00:00Z", {"as_of"}),
        ("/v1/events?limit=1&limit=1", {"limit"}),
        ("/v1/events?limit=1&limit=2&x=1", {"limit"}),
        ("/v1/events?limit=0", {"limit"}),
        ("/v1/events?limit=1001", {"limit"}),
        ("/v1/events?limit=", {"limit"}),
        ("/v1/events?limit=-1", {"limit"}),
        ("/v1/events?limit=1.0", {"limit"}),
        ("/v1/events?limit=%D9%A1", {"limit"}),
        ("/v1/events?limit=" + "1" * 4000, {"limit"}),
        ("/v1/events?after=-1", {"after"}),
        ("/v1/events?after=9223372036854775808", {"after"}),
        ("/v1/events?after=" + "9" * 5000, {"after"}),
        ("/v1/events?type=feedback-gave", {"type"}),
        ("/v1/events?type=", {"type"}),
        ("/v1/events?programme=No%20Slug", {"programme"}),
        ("/v1/events?stream=sora/org:acme", {"stream"}),
        ("/v1/events?party=ana", {"party"}),
        ("/v1/events?item=sora", {"item"}),
        ("/v1/events?item=event:1", {"item"}),
        ("/v1/events?item=%00", {"item"}),
        ("/v1/events?as_recorded=4", {"as_recorded"}),
        ("/v1/events?as_recorded=" + "4" * 5000, {"as_recorded"}),
        ("/v1/events?as_recorded=-1", {"as_recorded"}),
        ("/v1/events?as_recorded=%D9%A1", {"as_recorded"}),
        (f"/v1/events?as_recorded={LATER}", {"as_recorded"}),
        ("/v1/events?cursor=x", {"cursor"}),
        (f"/v1/events/{an_id(1)}?limit=1", {"limit"}),
        (f"/v1/programmes?as_of={LATER}", {"as_of"}),
        ("/v1/programmes?as_of=2024-01-01", {"as_of"}),
        ("/v1/programmes?as_of=2024-01-01T00:00:00", {"as_of"}),
        (f"{HOME}?limit=1", {"limit"}),
        (f"{HOME}/knowledge/who", {"item"}),
        (f"{HOME}/knowledge/who?item=", {"item"}),
        (f"{HOME}/knowledge/what?party=nobody&events=1", {"party", "events"}),
        (f"{HOME}/knowledge/how?item=item:sora", {"party"}),
        (f"{HOME}/timeline?from=yesterday&to=now&type=x&party=y", {"from", "to", "type", "party"}),
        (f"{HOME}/timeline?from=2024-02-01T00:00:00Z&to=2024-01-01T00:00:00Z", {"to"}),
        ("/v1/events?%EF%BF%BD=1", {"�"}),
    ],
)
def test_says_which_parameters_are_wrong(told: AService, path: str, parameters: set[str]) -> None:
    assert faults(told, path).keys() == parameters


def test_hints_at_a_plus_that_became_a_space(told: AService) -> None:
    path = f"{HOME}?as_of=2024-11-20T10:00:00+01:00&as_recorded=2024-11-20T10:00:00+01:00"
    assert all("%2B" in detail for detail in faults(told, path).values())
    assert told.send("GET", path.replace("+", "%2B")).status_code == 200


@pytest.mark.parametrize("query", ["limit=%ff", "%ff=1", "item=%ED%A0%80", "x=" + "&x=" * 60])
def test_what_is_no_query_is_a_bad_request(told: AService, query: str) -> None:
    assert told.send("GET", f"/v1/events?{query}").status_code == 400


def test_raw_bytes_in_a_query_are_a_bad_request(told: AService) -> None:
    for raw in (b"limit=\xff", b"\xed\xa0\x80"):
        answer = told.send("GET", "/v1/events", query_string=raw.decode("latin-1"))
        assert answer.status_code in (400, 422)


@pytest.mark.parametrize("query", ["", "&&", "?"])
def test_an_empty_query_asks_for_everything(told: AService, query: str) -> None:
    status = 200 if query != "?" else 422
    assert told.send("GET", f"/v1/events?{query}").status_code == status


class TestBounds:
    def test_are_by_default_now_and_the_head(self, told: AService) -> None:
        answer = told.ask(HOME)
        assert answer["as_of"] == format_instant(told.clock.now)
        assert answer["as_recorded"]["position"] == 3
        assert answer["rules"] == 1

    def test_stand_first_in_an_answer(self, told: AService) -> None:
        answer = told.ask(f"{HOME}/knowledge/who", item="item:sora")
        bounds = ["as_of", "as_recorded", "rules"]
        assert list(answer) == [*bounds, "item", "knowers", "same_as", "next"]

    def test_are_answered_as_resolved(self, told: AService) -> None:
        second = told.ask(f"/v1/events/{an_id(2)}")["recorded_at"]
        expected = {"position": 2, "recorded_at": second}
        assert told.ask("/v1/events", as_recorded=second)["as_recorded"] == expected
        assert told.ask("/v1/events", as_recorded="2")["as_recorded"] == expected
        assert told.ask("/v1/events", as_recorded="0002")["as_recorded"] == expected

    @pytest.mark.parametrize("bound", ["0", "2020-01-01T00:00:00Z"])
    def test_may_lie_before_everything(self, told: AService, bound: str) -> None:
        answer = told.ask("/v1/events", as_recorded=bound)
        assert answer["as_recorded"] == {"position": 0, "recorded_at": None}
        assert answer["events"] == []

    def test_hide_events_that_came_later(self, told: AService) -> None:
        assert told.get(f"/v1/events/{an_id(2)}", as_recorded="1").status_code == 404
        assert told.get(f"/v1/events/{an_id(2)}", as_recorded="2").status_code == 200

    def test_reach_the_head_though_the_clock_fell_back(self, told: AService) -> None:
        last = told.ask("/v1/events")["as_recorded"]
        told.clock.now = Instant(told.clock.now - 4 * SECOND)
        answer = told.ask("/v1/events", as_recorded=last["recorded_at"])
        assert answer["as_recorded"] == last


class TestETags:
    BOUND = "as_of=2025-01-01T00:00:00Z&as_recorded=2"
    PATHS = (
        f"/v1/programmes?{BOUND}",
        f"{HOME}?{BOUND}",
        f"{HOME}/timeline?{BOUND}",
        f"{HOME}/roster?{BOUND}",
        f"{WHO}&{BOUND}",
        f"{HOME}/knowledge/what?party=tester:ana&{BOUND}",
        f"{HOME}/knowledge/how?party=tester:ana&item=item:sora&{BOUND}",
        "/v1/events?as_recorded=2",
        f"/v1/events/{an_id(1)}?as_recorded=2",
    )

    @pytest.mark.parametrize("path", PATHS)
    def test_stand_where_the_bounds_were_given(self, told: AService, path: str) -> None:
        first = told.send("GET", path)
        told.recorded(an_event("item-disclosed", id=an_id(4), occurred_at="2024-01-01"))
        again = told.send("GET", path)
        assert first.headers["ETag"] == again.headers["ETag"]
        assert not first.headers["ETag"].startswith("W/")
        assert first.get_data() == again.get_data()

    @pytest.mark.parametrize("path", PATHS)
    def test_spare_who_has_the_answer_already(self, told: AService, path: str) -> None:
        etag = told.send("GET", path).headers["ETag"]
        for known in (etag, f'"x", {etag}', "*"):
            spared = told.send("GET", path, headers={"If-None-Match": known})
            assert (spared.status_code, spared.get_data()) == (304, b"")
            assert spared.headers["ETag"] == etag
            vary = spared.headers["Vary"].removesuffix(", Accept-Encoding")  # of long answers
            assert vary == "Authorization, Cookie, Accept"
        assert told.send("GET", path, headers={"If-None-Match": '"x'}).status_code == 200

    @pytest.mark.parametrize("path", [HOME, f"{HOME}?as_recorded=2", "/v1/events"])
    def test_do_not_stand_where_a_bound_moves(self, told: AService, path: str) -> None:
        assert "ETag" not in told.send("GET", path).headers

    def test_answers_are_kept_only_by_who_asked(self, told: AService) -> None:
        headers = told.send("GET", WHO).headers
        assert headers["Cache-Control"] == "private, no-cache"


def test_a_head_request_is_answered_without_a_body(told: AService) -> None:
    answer: Any = told.send("HEAD", "/v1/events?as_recorded=1")
    assert (answer.status_code, answer.get_data()) == (200, b"")
    assert "ETag" in answer.headers


def test_what_is_wrong_is_said_in_the_words_of_a_query(told: AService) -> None:
    assert faults(told, f"{WHO}&as_off=1") == {"as_off": "unknown parameter"}
    for bound in ("x", "-1", "1.5"):
        said = faults(told, f"{HOME}/knowledge/diff?item=item:sora&then={bound}")
        assert "neither a position nor an RFC 3339 instant" in said["then"]
    assert "or public" in faults(told, f"{HOME}/knowledge/what?party=ana")["party"]
    assert "public" not in faults(told, f"{HOME}/irregularities?tester=ana")["tester"]
