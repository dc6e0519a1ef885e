"""One tester: where it stood, what had been promised to it, and what happened."""

from __future__ import annotations

from typing import Any

from tests.builders import PROGRAMME, a_minimal_event
from tests.given import AService, an_id

TESTERS = f"/v1/programmes/{PROGRAMME}/testers"


def an_act(number: int, type_name: str, occurred_at: str, **data: Any) -> dict[str, Any]:
    event = a_minimal_event(type_name, occurred_at=occurred_at, data=data)
    return {**event, "id": an_id(number)}


def invited(number: int, tester: str = "tester:ana") -> dict[str, Any]:
    return an_act(number, "tester-invited", "2024-05-01", tester=tester, by="staff:kim")


def promised(number: int, slug: str, *to: str, occurred_at: str, **more: Any) -> dict[str, Any]:
    data = {"commitment": slug, "by": "staff:kim", "to": list(to), "text": "We will.", **more}
    return an_act(number, "commitment-made", occurred_at, **data)


def commitments(ledger: AService, **bounds: Any) -> dict[str, dict[str, Any]]:
    body = ledger.ask(f"{TESTERS}/tester:ana", **bounds)
    return {each["commitment"]: each for each in body["commitments"]}


def test_the_facets_are_those_of_the_roster(ledger: AService) -> None:
    ledger.recorded(
        invited(1),
        an_act(2, "nda-signed", "2024-05-02", tester="tester:ana", terms="v1"),
        an_act(3, "access-granted", "2024-05-03", tester="tester:ana", items=["item:sora"]),
        an_act(4, "feedback-given", "2024-05-04", tester="tester:ana", to=["staff:kim"]),
        invited(5, "tester:ben"),
    )
    (ana, _) = ledger.ask(f"/v1/programmes/{PROGRAMME}/roster")["testers"]
    told = ledger.ask(f"{TESTERS}/tester:ana")
    assert {name: told[name] for name in ana} == ana
    assert ana["access"]["items"] == ["item:sora"]


def test_who_was_never_a_tester_is_not_found(ledger: AService) -> None:
    ledger.recorded(invited(1))
    for name in ("tester:ben", "staff:kim", "ana"):
        answer = ledger.get(f"{TESTERS}/{name}")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


def test_who_is_known_is_answered_for_before_anything_happened(ledger: AService) -> None:
    ledger.recorded(invited(1))
    none = {"state": "none", "since": None, "via": None, "certainty": None, "possibly": None}
    for bounds in ({"as_of": "2024-04-30T00:00:00Z"}, {"as_recorded": 0}):
        told = ledger.ask(f"{TESTERS}/tester:ana", **bounds)
        assert told["tester"] == "tester:ana"
        assert told["membership"] == {**none, "state": None}
        assert told["nda"] == {**none, "terms": None}
        assert told["access"] == {**none, "items": None}
        assert set(told["counts"].values()) == {0}
        assert (told["commitments"], told["events"]) == ([], [])


def test_who_is_a_tester_by_a_correction_is_known(ledger: AService) -> None:
    data = {"tester": "tester:ben", "by": "staff:kim"}
    corrected = an_act(2, "event-corrected", "2024-05-02", event=an_id(1), reason="an error")
    corrected["data"]["data"] = data
    del corrected["data"]["grade"]
    ledger.recorded(invited(1), corrected)
    assert ledger.ask(f"{TESTERS}/tester:ben")["membership"]["state"] == "invited"
    assert ledger.ask(f"{TESTERS}/tester:ana")["membership"]["state"] is None


def test_a_group_that_is_known_as_one_is_a_tester(ledger: AService) -> None:
    ledger.recorded(invited(1, "group:artists"))
    assert ledger.ask(f"{TESTERS}/group:artists")["tester"] == "group:artists"


def test_a_commitment_is_told_as_it_was_made_and_what_became_of_it(ledger: AService) -> None:
    due_at = "2024-06-01T02:00:00+02:00"
    ledger.recorded(
        invited(1),
        promised(2, "pay", "tester:ana", "staff:kim", occurred_at="2024-05-02", due_at=due_at),
        an_act(3, "commitment-broken", "2024-07-01", commitment="pay"),
    )
    expected = {
        "commitment": "pay",
        "by": "staff:kim",
        "to": ["tester:ana", "staff:kim"],
        "text": "We will.",
        "due_at": "2024-06-01T00:00:00Z",
        "made": {
            "text": "2024-05-02",
            "earliest": "2024-05-02T00:00:00Z",
            "latest": "2024-05-02T23:59:59.999999Z",
        },
        "via": an_id(2),
        "certainty": "certain",
        "basis": "told",
        "state": "broken",
        "settled": an_id(3),
    }
    assert commitments(ledger) == {"pay": expected}
    overdue = {**expected, "state": "overdue", "settled": None}
    assert commitments(ledger, as_of="2024-06-30T00:00:00Z") == {"pay": overdue}
    assert commitments(ledger, as_recorded=2) == {"pay": overdue}
    assert commitments(ledger, as_of="2024-05-30T00:00:00Z") == {
        "pay": {**overdue, "state": "open"}
    }


def test_commitments_reach_a_tester_by_name_as_a_member_and_as_everybody(ledger: AService) -> None:
    ledger.recorded(
        invited(1),
        an_act(2, "group-joined", "2024-05", group="group:artists", party="tester:ana"),
        promised(3, "by-name", "tester:ana", "public", occurred_at="2024-05-05"),
        promised(4, "to-all", "public", "group:artists", occurred_at="2024-05-05"),
        promised(5, "perhaps", "group:artists", occurred_at="2024-05-06"),
        promised(6, "surely", "group:artists", occurred_at="2024-06-05"),
        promised(7, "others", "group:beta", "tester:ben", occurred_at="2024-05-05"),
    )
    assert [
        (each["commitment"], each["basis"], each["certainty"])
        for each in ledger.ask(f"{TESTERS}/tester:ana")["commitments"]
    ] == [
        ("by-name", "told", "certain"),
        ("to-all", "public", "certain"),
        ("perhaps", "member", "possible"),
        ("surely", "member", "certain"),
    ]


def test_a_commitment_stands_as_it_was_corrected_and_not_when_it_was_retracted(
    ledger: AService,
) -> None:
    ledger.recorded(invited(1), promised(2, "pay", "tester:ben", occurred_at="2024-05-02"))
    corrected = an_act(3, "event-corrected", "2024-05-03", event=an_id(2), reason="an error")
    corrected["data"]["data"] = {
        "commitment": "pay",
        "by": "staff:kim",
        "to": ["tester:ana"],
        "text": "We shall.",
    }
    retracted = an_act(4, "event-retracted", "2024-05-04", event=an_id(2), reason="not said")
    ledger.recorded(corrected, retracted)
    assert commitments(ledger, as_recorded=2) == {}
    assert commitments(ledger, as_recorded=3)["pay"]["text"] == "We shall."
    assert commitments(ledger) == {}


def test_the_events_are_a_timeline_of_the_tester_in_pages(ledger: AService) -> None:
    ledger.recorded(
        invited(1),
        invited(2, "tester:ben"),
        promised(3, "pay", "tester:ana", occurred_at="2024-05-02"),
        an_act(4, "feedback-given", "2024-04-30", tester="tester:ana", to=["staff:kim"]),
    )
    timeline = ledger.ask(f"/v1/programmes/{PROGRAMME}/timeline", party="tester:ana")["events"]
    whole = ledger.ask(f"{TESTERS}/tester:ana")
    assert whole["events"] == timeline
    assert (len(timeline), whole["next"]) == (3, None)
    first = ledger.ask(f"{TESTERS}/tester:ana", limit=2)
    rest = ledger.ask(f"{TESTERS}/tester:ana", cursor=first["next"])
    assert [*first["events"], *rest["events"]] == timeline
    assert first["commitments"] == rest["commitments"] == whole["commitments"]
