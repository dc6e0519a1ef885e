"""What is imputed to organisations, and who was identified as whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PROGRAMME, a_minimal_event
from tests.given import AService, an_id

KNOWLEDGE = f"/v1/programmes/{PROGRAMME}/knowledge"
SORA = "item:sora"


def an_act(number: int, type_name: str, occurred_at: str, **data: Any) -> dict[str, Any]:
    event = a_minimal_event(type_name, occurred_at=occurred_at, data=data)
    return {**event, "id": an_id(number)}


def told(number: int, to: str, occurred_at: str, **more: Any) -> dict[str, Any]:
    given = {"items": [SORA], "by": "staff:kim", "to": [to], **more}
    return an_act(number, "item-disclosed", occurred_at, **given)


def began(number: int, party: str, org: str, occurred_at: str) -> dict[str, Any]:
    return an_act(number, "affiliation-began", occurred_at, party=party, org=org)


def ended(number: int, party: str, org: str, occurred_at: str) -> dict[str, Any]:
    return an_act(number, "affiliation-ended", occurred_at, party=party, org=org)


def answers(ledger: AService, **more: Any) -> dict[str, dict[str, Any]]:
    body = ledger.ask(f"{KNOWLEDGE}/who", item=SORA, imputed="true", **more)
    return {each["party"]: each for each in body["knowers"]}


class TestImputation:
    def test_what_its_people_learn_while_they_are_its_people_is_the_organisations(
        self, ledger: AService
    ) -> None:
        ledger.recorded(
            began(1, "press:lee", "org:ars", "2024-05-01"),
            ended(2, "press:lee", "org:ars", "2024-05-20"),
            told(3, "press:lee", "2024-05-10", extent="partial", channel="mail"),
            told(4, "press:lee", "2024-05-25"),
        )
        ars = answers(ledger)["org:ars"]
        assert (ars["state"], ars["basis"], ars["from"]) == ("partial", "imputed", "press:lee")
        assert (ars["channel"], ars["via"], ars["certainty"]) == ("mail", an_id(3), "certain")
        assert "org:ars" not in {
            each["party"] for each in ledger.ask(f"{KNOWLEDGE}/who", item=SORA)["knowers"]
        }

    def test_it_is_imputed_no_more_surely_than_that_they_belonged(self, ledger: AService) -> None:
        ledger.recorded(
            began(1, "press:lee", "org:ars", "2024-05"), told(2, "press:lee", "2024-05-10")
        )
        assert answers(ledger)["org:ars"]["certainty"] == "possible"
        assert answers(ledger)["press:lee"]["certainty"] == "certain"

    def test_what_they_learned_as_members_counts_but_not_what_everybody_knows(
        self, ledger: AService
    ) -> None:
        ledger.recorded(
            began(1, "press:lee", "org:ars", "2024-05-01"),
            an_act(2, "group-joined", "2024-05-01", group="group:circle", party="press:lee"),
            told(3, "public", "2024-05-10", items=["item:price"]),
            told(4, "group:circle", "2024-05-10"),
        )
        assert answers(ledger)["org:ars"]["from"] == "press:lee"
        found = ledger.ask(f"{KNOWLEDGE}/what", party="org:ars", imputed="true")["items"]
        assert {each["item"]: each["basis"] for each in found} == {
            "item:price": "public",
            SORA: "imputed",
        }

    def test_it_is_not_imputed_on(self, ledger: AService) -> None:
        ledger.recorded(
            began(1, "press:lee", "org:ars", "2024-05-01"),
            began(2, "org:ars", "org:conde", "2024-05-01"),
            told(3, "press:lee", "2024-05-10"),
        )
        assert "org:conde" not in answers(ledger)

    def test_nothing_is_imputed_to_an_organisation_from_itself(self, ledger: AService) -> None:
        ledger.recorded(
            began(1, "org:ars", "org:ars", "2024-05-01"), told(2, "org:ars", "2024-05-10")
        )
        assert answers(ledger)["org:ars"]["basis"] == "told"

    def test_the_path_goes_on_with_whoever_learned_it(self, ledger: AService) -> None:
        ledger.recorded(
            an_act(1, "item-registered", "2024-05-01", item=SORA, by="staff:kim"),
            began(2, "press:lee", "org:ars", "2024-05-01"),
            told(3, "press:lee", "2024-05-10"),
        )
        asked = {"party": "org:ars", "item": SORA}
        walked = ledger.ask(f"{KNOWLEDGE}/how", imputed="true", **asked)
        assert [(each["party"], each["basis"], each["from"]) for each in walked["path"]] == [
            ("staff:kim", "took-part", None),
            ("press:lee", "told", "staff:kim"),
            ("org:ars", "imputed", "press:lee"),
        ]
        assert walked["complete"]
        assert ledger.ask(f"{KNOWLEDGE}/how", **asked)["path"] == []

    def test_a_retracted_affiliation_imputes_until_it_was_retracted(self, ledger: AService) -> None:
        ledger.recorded(
            began(1, "press:lee", "org:ars", "2024-05-01"),
            told(2, "press:lee", "2024-05-10"),
            an_act(3, "event-retracted", "2024-06-01", event=an_id(1)),
        )
        assert "org:ars" in answers(ledger, as_recorded=2)
        assert "org:ars" not in answers(ledger, as_recorded=3)

    def test_groups_that_a_party_is_in_are_not_its_organisations(self, ledger: AService) -> None:
        """Both are rows of one view; each is asked for what it is."""
        ledger.recorded(
            began(1, "press:lee", "org:ars", "2024-05-01"),
            an_act(2, "group-joined", "2024-05-01", group="group:circle", party="press:lee"),
            told(3, "org:ars", "2024-05-10"),
        )
        assert set(answers(ledger)) == {"org:ars", "staff:kim"}

    def test_the_parameter_is_true_or_false(self, ledger: AService) -> None:
        ledger.recorded(told(1, "press:lee", "2024-05-10"))
        answer = ledger.get(f"{KNOWLEDGE}/who", item=SORA, imputed="yes")
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["parameter"] == "imputed"


class TestIdentities:
    @pytest.fixture
    def identified(self, ledger: AService) -> AService:
        ledger.recorded(
            told(1, "tester:ana", "2024-05-10"),
            told(2, "press:lee", "2024-05-10"),
            an_act(*(3, "party-identified", "2024-06"), party="tester:shade", same_as="tester:ana"),
            an_act(*(4, "party-identified", "2024-05-20"), party="tester:ana", same_as="staff:kim"),
            an_act(
                *(5, "party-identified", "2024-05-01"), party="tester:x", same_as="tester:shade"
            ),
        )
        return ledger

    def test_are_shown_with_whoever_is_in_the_answer(self, identified: AService) -> None:
        shown = identified.ask(f"{KNOWLEDGE}/who", item=SORA, as_of="2024-06-15T00:00:00Z")
        assert shown["same_as"] == [
            {
                "party": "tester:ana",
                "same_as": "staff:kim",
                "via": an_id(4),
                "certainty": "certain",
                "since": {
                    "text": "2024-05-20",
                    "earliest": "2024-05-20T00:00:00Z",
                    "latest": "2024-05-20T23:59:59.999999Z",
                },
            },
            {
                "party": "tester:shade",
                "same_as": "tester:ana",
                "via": an_id(3),
                "certainty": "possible",
                "since": {
                    "text": "2024-06",
                    "earliest": "2024-06-01T00:00:00Z",
                    "latest": "2024-06-30T23:59:59.999999Z",
                },
            },
        ]
        assert "tester:shade" not in {each["party"] for each in shown["knowers"]}

    def test_are_those_of_the_page(self, identified: AService) -> None:
        by_party = {}
        page = identified.ask(f"{KNOWLEDGE}/who", item=SORA, limit=1)
        while True:
            by_party[page["knowers"][0]["party"]] = [each["via"] for each in page["same_as"]]
            if page["next"] is None:
                break
            page = identified.ask(f"{KNOWLEDGE}/who", item=SORA, limit=1, cursor=page["next"])
        assert by_party == {
            "press:lee": [],
            "staff:kim": [an_id(4)],
            "tester:ana": [an_id(4), an_id(3)],
        }

    def test_are_shown_with_whoever_is_asked_about(self, identified: AService) -> None:
        what = identified.ask(f"{KNOWLEDGE}/what", party="tester:shade")
        assert (what["items"], [each["via"] for each in what["same_as"]]) == (
            [],
            [an_id(5), an_id(3)],
        )
        how = identified.ask(f"{KNOWLEDGE}/how", party="tester:shade", item=SORA)
        assert how["same_as"] == what["same_as"]

    def test_are_shown_with_whoever_is_on_the_path(self, identified: AService) -> None:
        how = identified.ask(f"{KNOWLEDGE}/how", party="press:lee", item=SORA)
        assert [each["party"] for each in how["path"]] == ["staff:kim", "press:lee"]
        assert [each["via"] for each in how["same_as"]] == [an_id(4)]

    def test_are_shown_only_while_they_stand(self, identified: AService) -> None:
        identified.recorded(an_act(6, "event-retracted", "2024-07-01", event=an_id(4)))
        known = {"party": "staff:kim", "item": SORA}
        assert identified.ask(f"{KNOWLEDGE}/how", **known)["same_as"] == []
        assert len(identified.ask(f"{KNOWLEDGE}/how", as_recorded=5, **known)["same_as"]) == 1
        early = {"as_recorded": 5, "as_of": "2024-05-19T00:00:00Z"}
        assert identified.ask(f"{KNOWLEDGE}/how", **early, **known)["same_as"] == []
