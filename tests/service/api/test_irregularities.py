"""Irregularities over HTTP: derived at any bounds, filtered, by pages, described."""

from __future__ import annotations

from typing import Any

import pytest

from domain.irregularities.codes import Code
from tests.builders import PROGRAMME, a_minimal_event
from tests.given import AService, an_id

HOME = f"/v1/programmes/{PROGRAMME}"
IRREGULARITIES = f"{HOME}/irregularities"


def an_event(number: int, type_name: str, occurred_at: str, **data: Any) -> dict[str, Any]:
    return a_minimal_event(type_name, id=an_id(number), occurred_at=occurred_at, data=data)


NDA = an_event(1, "terms-published", "2024-11-01", terms="nda-1", kind="nda")
ACCESS = an_event(2, "access-granted", "2024-11-10T12:00:00Z", tester="tester:ana")
FEEDBACK = an_event(3, "feedback-given", "2024-11-12", tester="tester:ben", feedback="one")
SIGNED = an_event(9, "nda-signed", "2024-11-05", tester="tester:ana", terms="nda-1")


def found(ledger: AService, **asked: Any) -> list[dict[str, Any]]:
    """What is irregular, but for what is recorded late: that is everything here."""
    answer = ledger.ask(IRREGULARITIES, **{"limit": 1000, **asked})
    return [each for each in answer["irregularities"] if each["code"] != "recorded-late"]


def test_access_without_an_nda_is_told_in_a_sentence_with_the_events_that_show_it(
    ledger: AService,
) -> None:
    ledger.recorded(NDA, ACCESS)
    assert found(ledger) == [
        {
            "code": "access-without-nda",
            "tester": "tester:ana",
            "events": [an_id(1), an_id(2)],
            "detail": "tester:ana was given access on 10 November 2024 at 12:00 UTC without having"
            " signed an NDA before, though terms:nda-1 had been published on 1 November 2024.",
            "since": {
                "text": "2024-11-10T12:00:00Z",
                "earliest": "2024-11-10T12:00:00Z",
                "latest": "2024-11-10T12:00:00Z",
            },
            "certainty": "certain",
        }
    ]


def test_a_backdated_signature_excuses_from_then_on_and_not_before(ledger: AService) -> None:
    ledger.recorded(NDA, ACCESS)
    before = ledger.ask(IRREGULARITIES, as_of="2025-01-01T00:00:00Z", as_recorded=2)
    ledger.recorded(SIGNED)
    assert found(ledger) == []
    assert found(ledger, as_recorded=3) == []
    assert [each["code"] for each in found(ledger, as_recorded=2)] == ["access-without-nda"]
    again = ledger.ask(IRREGULARITIES, as_of="2025-01-01T00:00:00Z", as_recorded=2)
    assert again == before


def test_nothing_is_irregular_before_it_can_have_happened(ledger: AService) -> None:
    ledger.recorded(NDA, {**ACCESS, "occurred_at": "2024-11-10/2024-11-20"})
    assert found(ledger, as_of="2024-11-09T00:00:00Z") == []
    (perhaps,) = found(ledger, as_of="2024-11-15T00:00:00Z")
    assert perhaps["certainty"] == "possible"
    assert perhaps["detail"].startswith("Perhaps, depending on the exact times: tester:ana")
    (surely,) = found(ledger, as_of="2024-12-01T00:00:00Z")
    assert surely["certainty"] == "certain"


def test_code_and_tester_leave_out_all_others(ledger: AService) -> None:
    ledger.recorded(NDA, ACCESS, FEEDBACK)
    everything = ledger.ask(IRREGULARITIES)["irregularities"]
    assert {each["code"] for each in everything} == {
        *("access-without-nda", "feedback-unanswered", "recorded-late")
    }
    for code in Code:
        only = ledger.ask(IRREGULARITIES, code=code.value)["irregularities"]
        assert only == [each for each in everything if each["code"] == code]
    for tester in ("tester:ana", "tester:ben", "tester:cai"):
        only = ledger.ask(IRREGULARITIES, tester=tester)["irregularities"]
        assert only == [each for each in everything if each.get("tester") == tester]
    both = ledger.ask(IRREGULARITIES, tester="tester:ben", code="recorded-late")
    assert [each["events"] for each in both["irregularities"]] == [[an_id(3)]]


def test_pages_of_one_hold_the_same_as_one_page(ledger: AService) -> None:
    told = an_event(
        4,
        "item-disclosed",
        "2024-11-20",
        items=["item:sora"],
        to=["tester:cai", "tester:ana", "tester:ben"],
    )
    secret = an_event(5, "item-registered", "2024-11-01", confidentiality="confidential")
    ledger.recorded(NDA, ACCESS, FEEDBACK, told, secret)
    whole = ledger.ask(IRREGULARITIES, limit=1000)
    assert whole["next"] is None
    pages, cursor = [], {}
    while True:
        page = ledger.ask(IRREGULARITIES, limit=1, **cursor)
        pages += page["irregularities"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert pages == whole["irregularities"]
    secrets = [each["tester"] for each in pages if each["code"] == "disclosed-without-nda"]
    assert secrets == ["tester:ana", "tester:ben", "tester:cai"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("code=lateness", "code"),
        ("tester=ana", "tester"),
        ("tester=org:acme", "tester"),
        ("as_recorded=99", "as_recorded"),
        ("cursor=x", "cursor"),
        ("item=item:sora", "item"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    ledger: AService, query: str, parameter: str
) -> None:
    ledger.recorded(NDA)
    answer = ledger.send("GET", f"{IRREGULARITIES}?{query}")
    assert answer.status_code == 422
    assert [each["parameter"] for each in answer.get_json(force=True)["errors"]] == [parameter]


def test_an_unknown_programme_is_not_found(ledger: AService) -> None:
    assert ledger.get("/v1/programmes/nobodys/irregularities").status_code == 404


def test_every_code_is_described_as_it_is_decided(ledger: AService) -> None:
    schema = ledger.ask("/openapi.json")["components"]["schemas"]["Irregularity"]
    for code in Code:
        assert f"- `{code}`: " in schema["description"]
    assert "`as_of`" not in schema["description"]
    assert "no signature (of any terms) can have come before" in schema["description"]
