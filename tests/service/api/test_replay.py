"""History stepped through over HTTP: what each event changed, in either order, by pages."""

from __future__ import annotations

from typing import Any

import pytest

from domain.instant import parse_instant
from tests.builders import PROGRAMME, a_minimal_event
from tests.given import AService, an_id

HOME = f"/v1/programmes/{PROGRAMME}"
REPLAY = f"{HOME}/replay"
AFTERWARDS = "2025-06-01T00:00:00Z"


def an_event(number: int, type_name: str, occurred_at: str, **data: Any) -> dict[str, Any]:
    return a_minimal_event(type_name, id=an_id(number), occurred_at=occurred_at, data=data)


NDA = an_event(1, "terms-published", "2024-11-01T09:00:00Z", terms="nda-1", kind="nda")
ACCESS = an_event(2, "access-granted", "2024-11-10T12:00:00Z", tester="tester:ana")
TOLD = an_event(
    3, "item-disclosed", "2024-11-12T09:00:00Z", by="staff:kim", to=["tester:ana"], items=["item:x"]
)
SIGNED = an_event(4, "nda-signed", "2024-11-05T09:00:00Z", tester="tester:ana", terms="nda-1")
RETRACTED = a_minimal_event(
    "event-retracted", id=an_id(5), occurred_at="2024-11-20T09:00:00Z", data={"event": an_id(3)}
)
STORY = (NDA, ACCESS, TOLD, SIGNED, RETRACTED)


def steps(ledger: AService, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ledger.ask(REPLAY, **{"as_of": AFTERWARDS, **asked})["steps"]
    return found


def ids(steps: list[dict[str, Any]]) -> list[str]:
    return [each["event"]["id"] for each in steps]


def irregular(step: dict[str, Any], which: str) -> list[str]:
    """The codes that appeared or are gone, but for what is recorded late."""
    found = step["changed"]["irregularities"][which]
    return [each["code"] for each in found if each["code"] != "recorded-late"]


def test_as_recorded_each_step_shows_what_the_ledger_came_to_know(ledger: AService) -> None:
    ledger.recorded(*STORY)
    nda, access, told, signed, retracted = steps(ledger)
    assert irregular(access, "appeared") == ["access-without-nda"]
    assert irregular(signed, "gone") == ["access-without-nda"]
    assert access["changed"]["standing"] == [
        {
            "tester": "tester:ana",
            "facet": "access",
            "before": {"state": "none", "possibly": None},
            "after": {"state": "granted", "possibly": None},
        }
    ]
    assert nda["changed"]["standing"] == []
    learned = {each["party"]: each for each in told["changed"]["knowledge"]}
    assert set(learned) == {"staff:kim", "tester:ana"}
    assert learned["tester:ana"]["before"] is None
    assert learned["tester:ana"]["after"]["from"] == "staff:kim"
    unlearned = {each["party"]: each for each in retracted["changed"]["knowledge"]}
    assert unlearned["tester:ana"]["before"] == learned["tester:ana"]["after"]
    assert unlearned["tester:ana"]["after"] is None


def test_as_recorded_an_event_is_shown_as_it_stood_at_its_step(ledger: AService) -> None:
    ledger.recorded(*STORY)
    told = steps(ledger)[2]
    assert told["at"] == {"as_of": AFTERWARDS, "as_recorded": 3}
    assert told["event"]["retracted_by"] == []
    stood = ledger.ask(f"/v1/events/{an_id(3)}", as_recorded=3)
    assert told["event"].items() <= stood.items()
    assert stood.keys() - told["event"].keys() == {"as_recorded", "rules"}


def test_as_occurred_each_step_is_taken_by_what_is_recorded_now(ledger: AService) -> None:
    ledger.recorded(*STORY)
    found = steps(ledger, by="occurred")
    assert ids(found) == [an_id(number) for number in (1, 4, 2, 5)]
    assert [each["at"]["as_recorded"] for each in found] == [5] * 4
    assert [each["at"]["as_of"] for each in found] == [
        each["event"]["occurred_at"]["latest"] for each in found
    ]
    assert [irregular(each, "appeared") for each in found] == [[]] * 4


def test_a_time_that_lies_beyond_as_of_is_stepped_at_as_of(ledger: AService) -> None:
    ledger.recorded({**NDA, "occurred_at": "2024"})
    (step,) = steps(ledger, by="occurred", as_of="2024-06-01T00:00:00Z")
    assert step["at"]["as_of"] == "2024-06-01T00:00:00Z"
    assert steps(ledger, by="occurred", as_of="2023-06-01T00:00:00Z") == []


def test_from_and_to_choose_steps_and_change_none(ledger: AService) -> None:
    receipts = ledger.recorded(*STORY)
    whole = steps(ledger)
    assert steps(ledger, **{"from": 2, "to": 4}) == whole[1:4]
    assert steps(ledger, **{"from": 0}) == whole
    assert steps(ledger, **{"from": 99}) == []
    assert steps(ledger, to=0) == []
    third = receipts[2]["recorded_at"]
    assert steps(ledger, **{"from": third, "to": third}) == whole[2:3]
    assert steps(ledger, **{"from": "9999-12-31T00:00:00Z"}) == []
    by_time = steps(ledger, by="occurred")
    between = {"from": "2024-11-05T09:00:00Z", "to": "2024-11-10T12:00:00Z"}
    assert steps(ledger, by="occurred", **between) == by_time[1:3]


@pytest.mark.parametrize("by", ["recorded", "occurred"])
def test_pages_of_one_hold_the_same_as_one_page(ledger: AService, by: str) -> None:
    ledger.recorded(*STORY)
    whole = ledger.ask(REPLAY, as_of=AFTERWARDS, by=by)
    assert whole["next"] is None
    assert whole["by"] == by
    page = ledger.ask(REPLAY, as_of=AFTERWARDS, by=by, limit=1)
    found = page["steps"]
    while page["next"]:
        page = ledger.ask(REPLAY, by=by, limit=1, cursor=page["next"])
        found += page["steps"]
    assert found == whole["steps"]


def test_steps_of_other_programmes_are_not_among_them(ledger: AService) -> None:
    elsewhere = {**NDA, "id": an_id(9), "programme": "another"}
    ledger.recorded(elsewhere, *STORY)
    assert ids(steps(ledger)) == [an_id(number) for number in (1, 2, 3, 4, 5)]


def test_a_join_that_is_recorded_late_teaches_what_its_group_was_told(ledger: AService) -> None:
    told = an_event(1, "item-disclosed", "2024-11-12T09:00:00Z", to=["group:a"], items=["item:x"])
    joined = an_event(2, "group-joined", "2024-11-01", group="group:a", party="tester:ana")
    ledger.recorded(told, joined)
    _, join = steps(ledger)
    (learned,) = join["changed"]["knowledge"]
    assert (learned["party"], learned["before"]) == ("tester:ana", None)
    assert learned["after"]["basis"] == "member"


def test_what_becomes_public_changes_what_everybody_knew(ledger: AService) -> None:
    rumour = {**TOLD["data"], "extent": "rumour"}
    published = an_event(2, "item-published", "2024-11-13T09:00:00Z", items=["item:x"])
    ledger.recorded({**TOLD, "data": rumour}, published)
    _, step = steps(ledger)
    states = {each["party"]: each["after"]["state"] for each in step["changed"]["knowledge"]}
    assert states == {"public": "full", "staff:kim": "full", "tester:ana": "full"}


def test_a_dispute_changes_the_answers_that_rest_on_what_is_disputed(ledger: AService) -> None:
    disputed = a_minimal_event("event-disputed", id=an_id(7), data={"event": an_id(3)})
    ledger.recorded(TOLD, {**disputed, "occurred_at": "2024-11-20"})
    _, step = steps(ledger)
    assert [each["after"]["disputed"] for each in step["changed"]["knowledge"]] == [True, True]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("by=position", "by"),
        ("by=occurred&from=3", "from"),
        ("by=occurred&to=3", "to"),
        ("from=3&to=2", "to"),
        ("from=2024-11-05T09:00:00Z&to=2024-11-04T09:00:00Z", "to"),
        ("from=yesterday", "from"),
        ("cursor=x", "cursor"),
        ("limit=1001", "limit"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    ledger: AService, query: str, parameter: str
) -> None:
    ledger.recorded(NDA)
    answer = ledger.send("GET", f"{REPLAY}?{query}")
    assert answer.status_code == 422
    assert [each["parameter"] for each in answer.get_json(force=True)["errors"]] == [parameter]


def test_a_cursor_of_the_other_order_is_refused(ledger: AService) -> None:
    ledger.recorded(*STORY)
    cursor = ledger.ask(REPLAY, limit=1)["next"]
    assert ledger.get(REPLAY, by="occurred", cursor=cursor).status_code == 422


def test_an_unknown_programme_is_not_found(ledger: AService) -> None:
    assert ledger.get("/v1/programmes/nobodys/replay").status_code == 404


def test_with_both_bounds_it_never_changes_again(ledger: AService) -> None:
    ledger.recorded(NDA, ACCESS)
    bounds = {"as_of": "2024-12-01T00:00:00Z", "as_recorded": 2}
    before = ledger.get(REPLAY, **bounds)
    ledger.recorded(TOLD, SIGNED, RETRACTED)
    again = ledger.get(REPLAY, **bounds)
    assert again.data == before.data
    assert again.headers["ETag"] == before.headers["ETag"]
    assert parse_instant(again.get_json()["as_of"]) == parse_instant(bounds["as_of"])
