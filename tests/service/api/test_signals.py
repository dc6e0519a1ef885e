"""Signals over HTTP: points, hindsight, pages, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from domain.instant import Instant, parse_instant
from domain.signals.series import SIGNALS, definition
from tests.builders import PROGRAMME, a_minimal_event
from tests.given import AService

SIGNALS_ROUTE = f"/v1/programmes/{PROGRAMME}/signals"
AT = {"as_of": "2025-05-08T12:00:00Z"}


def record(ledger: AService, day: int, type_: str, occurred_at: str, **data: Any) -> str:
    """Record it at noon of a day of May."""
    noon = parse_instant(f"2025-05-{day:02}T12:00:00Z")
    ledger.clock.now = Instant(max(noon, ledger.clock.now))
    (receipt,) = ledger.recorded(a_minimal_event(type_, occurred_at=occurred_at, data=data))
    return str(receipt["id"])


@pytest.fixture
def recorded(ledger: AService) -> AService:
    """Feedback of the 2nd, answered on the 4th, which is only recorded on the 6th."""
    ledger.clock.now = parse_instant("2025-05-01T00:00:00Z")
    record(ledger, 2, "feedback-given", "2025-05-02T10:00:00Z", feedback="one")
    record(ledger, 6, "feedback-answered", "2025-05-04T10:00:00Z", feedback="one")
    record(ledger, 7, "contact-observed", "2025-05-07T09:00:00Z")
    ledger.clock.now = parse_instant("2025-05-20T00:00:00Z")
    return ledger


def test_the_points_are_midnights_and_the_end(recorded: AService) -> None:
    answer = recorded.ask(SIGNALS_ROUTE, **AT)
    assert answer["points"] == [
        *(f"2025-05-{day:02}T00:00:00Z" for day in range(3, 9)),
        "2025-05-08T12:00:00Z",
    ]
    assert (answer["step"], answer["hindsight"], answer["next"]) == ("day", False, None)
    assert list(answer["signals"]) == list(SIGNALS)
    assert {len(values) for values in answer["signals"].values()} == {7}


def test_nothing_recorded_later_leaks_into_a_point(recorded: AService) -> None:
    signals = recorded.ask(SIGNALS_ROUTE, **AT)["signals"]
    assert signals["feedback_open"] == [1, 1, 1, 1, 0, 0, 0]
    assert signals["answer_days_median"] == [None, None, None, None, 2.0, 2.0, 2.0]
    assert signals["feedback_oldest_days"][:5] == [0.58, 1.58, 2.58, 3.58, None]
    assert signals["tester_contacts_30d"] == [0, 0, 0, 0, 0, 1, 1]


def test_with_hindsight_all_points_know_what_was_recorded_in_the_end(recorded: AService) -> None:
    answer = recorded.ask(SIGNALS_ROUTE, hindsight="true", **AT)
    assert answer["hindsight"] is True
    assert answer["signals"]["feedback_open"] == [1, 1, 0, 0, 0, 0, 0]
    assert answer["signals"]["tester_contacts_30d"] == [0, 0, 0, 0, 0, 1, 1]


def test_what_was_not_recorded_by_the_bound_counts_at_no_point(recorded: AService) -> None:
    for hindsight in ("true", "false"):
        answer = recorded.ask(SIGNALS_ROUTE, as_recorded=1, hindsight=hindsight, **AT)
        assert answer["signals"]["feedback_open"] == [1] * 7


def test_a_retraction_takes_it_away_from_then_on(ledger: AService) -> None:
    ledger.clock.now = parse_instant("2025-05-01T00:00:00Z")
    given = record(ledger, 2, "feedback-given", "2025-05-02T10:00:00Z")
    about = {"event": given, "reason": "a slip"}
    record(ledger, 5, "event-retracted", "2025-05-05", **about)
    ledger.clock.now = parse_instant("2025-05-20T00:00:00Z")
    record(ledger, 20, "invitation-accepted", "2025-05-02T11:00:00Z")
    found = ledger.ask(SIGNALS_ROUTE, **AT)["signals"]["feedback_open"]
    assert found == [1, 1, 1, 0, 0, 0, 0]
    found = ledger.ask(SIGNALS_ROUTE, hindsight="true", **AT)["signals"]["feedback_open"]
    assert found == [0] * 7


def test_points_may_be_hours(recorded: AService) -> None:
    answer = recorded.ask(SIGNALS_ROUTE, step="hour", as_of="2025-05-02T12:30:00Z")
    assert answer["points"] == [
        "2025-05-02T11:00:00Z",
        "2025-05-02T12:00:00Z",
        "2025-05-02T12:30:00Z",
    ]
    assert answer["signals"]["feedback_open"] == [0, 0, 1]


@pytest.mark.parametrize("hindsight", ["true", "false"])
def test_its_pages_are_the_series(recorded: AService, hindsight: str) -> None:
    whole = recorded.ask(SIGNALS_ROUTE, hindsight=hindsight, **AT)
    points: list[str] = []
    values: dict[str, list[Any]] = {name: [] for name in SIGNALS}
    more: dict[str, str] = {}
    while True:
        page = recorded.ask(SIGNALS_ROUTE, hindsight=hindsight, limit=3, **AT, **more)
        points += page["points"]
        for name in SIGNALS:
            values[name] += page["signals"][name]
        if page["next"] is None:
            break
        assert len(page["points"]) == 3
        more = {"cursor": page["next"]}
    assert points == whole["points"]
    assert values == whole["signals"]


def test_a_last_page_may_end_with_the_end(recorded: AService) -> None:
    page = recorded.ask(SIGNALS_ROUTE, limit=7, **AT)
    assert (len(page["points"]), page["next"]) == (7, None)
    page = recorded.ask(SIGNALS_ROUTE, limit=6, **AT)
    assert (len(page["points"]), page["next"] is None) == (6, False)
    page = recorded.ask(SIGNALS_ROUTE, limit=6, cursor=page["next"])
    assert (page["points"], page["next"]) == (["2025-05-08T12:00:00Z"], None)


def test_a_page_has_two_thousand_points_unless_fewer_are_asked_for(recorded: AService) -> None:
    record(recorded, 20, "invitation-accepted", "2019-01-01")
    page = recorded.ask(SIGNALS_ROUTE, **AT)
    assert len(page["points"]) == 2000
    assert page["points"][0] == "2019-01-02T00:00:00Z"
    assert recorded.get(SIGNALS_ROUTE, limit=2001).status_code == 422


def test_the_series_starts_with_the_least_time_that_is_known(recorded: AService) -> None:
    record(recorded, 20, "invitation-accepted", "../2025-05-01")
    assert recorded.ask(SIGNALS_ROUTE, **AT)["points"][0] == "2025-05-03T00:00:00Z"
    asked = {"as_of": "2025-05-01T12:00:00Z"}
    # Before the 2nd there is only what has no beginning: then its end is the start.
    assert recorded.ask(SIGNALS_ROUTE, **asked)["points"] == ["2025-05-01T12:00:00Z"]
    asked = {"as_of": "2025-05-02T00:00:01Z"}
    assert recorded.ask(SIGNALS_ROUTE, **asked)["points"] == [
        "2025-05-02T00:00:00Z",
        "2025-05-02T00:00:01Z",
    ]


def test_where_nothing_had_happened_there_are_no_points(recorded: AService) -> None:
    answer = recorded.ask(SIGNALS_ROUTE, as_of="2025-05-01T00:00:00Z")
    assert answer["points"] == []
    assert answer["signals"] == {name: [] for name in SIGNALS}
    answer = recorded.ask(SIGNALS_ROUTE, as_recorded=0, **AT)
    assert (answer["points"], answer["next"]) == ([], None)


def test_a_cursor_belongs_to_one_question(recorded: AService) -> None:
    cursor = recorded.ask(SIGNALS_ROUTE, limit=3, **AT)["next"]
    for other in ({"step": "hour"}, {"hindsight": "true"}):
        assert recorded.get(SIGNALS_ROUTE, cursor=cursor, **other).status_code == 422


def test_what_it_does_not_know_is_refused(recorded: AService) -> None:
    for wrong in ({"step": "week"}, {"hindsight": "yes"}, {"limit": "0"}, {"signal": "x"}):
        assert recorded.get(SIGNALS_ROUTE, **wrong).status_code == 422, wrong
    assert recorded.get("/v1/programmes/unknown/signals").status_code == 404


def test_with_given_bounds_it_is_the_same_for_ever(recorded: AService) -> None:
    asked = {**AT, "as_recorded": 2}
    first = recorded.get(SIGNALS_ROUTE, **asked)
    record(recorded, 20, "feedback-given", "2025-05-03", feedback="two")
    again = recorded.get(SIGNALS_ROUTE, **asked)
    assert first.headers["ETag"] == again.headers["ETag"]
    assert first.data == again.data


def test_the_document_defines_every_signal_in_the_words_of_the_code(ledger: AService) -> None:
    document = ledger.ask("/openapi.json")
    operation = document["paths"]["/v1/programmes/{programme}/signals"]["get"]
    described = str(operation["responses"]["200"])
    for name in SIGNALS:
        assert definition(name) in described
