"""The other views of a review: then and now, step by step, irregularities, swim lanes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.web.panels import irregular, later
from tests.given import AService, a_new_ledger, an_id
from tests.service.web.pages import Element, query_of, read

ITEM = "item:price"
LEAK = "item-leaked"
LATER = "2026-01-09T00:00:00Z"


def happened(number: int, name: str, at: str, **data: Any) -> dict[str, Any]:
    id_ = an_id(number)
    return {"id": id_, "type": name, "programme": "beta", "occurred_at": at, "data": data}


def told(number: int, at: str, to: str) -> dict[str, Any]:
    return happened(number, "item-disclosed", at, items=[ITEM], by="staff:lena", to=[to])


STORY = (
    told(1, "2026-01-02T09:00:00Z", "tester:ana"),
    told(2, "2026-01-03T09:00:00Z", "tester:ben"),
    happened(3, "nda-signed", "../2026-01-03", tester="tester:ben", terms="nda-1"),
    happened(
        4, "item-leaked", "2026-01-04/2026-01-05", items=[ITEM], by="tester:ben", to=["public"]
    ),
    happened(
        5,
        "event-corrected",
        "2026-01-06",
        event=an_id(1),
        reason="a day later",
        occurred_at="2026-01-03T09:00:00Z",
    ),
    happened(6, "event-disputed", "2026-01-06", event=an_id(4), by="tester:ben", grounds="Not me."),
    happened(7, "event-retracted", "2026-01-07", event=an_id(2), reason="Another Ben."),
    happened(8, "programme-closed", "2026-01-08", reason="over"),
    happened(
        9,
        "feedback-given",
        "2026-01-08",
        tester="tester:ana",
        feedback="too-late",
        text="Who decided that?",
        to=["staff:lena"],
    ),
)


@pytest.fixture(scope="module")
def beta() -> Iterator[AService]:
    """Somebody told Ana and Ben, and it leaked; then the record was mended."""
    with a_new_ledger() as service:
        service.recorded(*STORY)
        yield service


def page(service: AService, panel: str, **query: Any) -> Element:
    answer = service.get(f"/review/beta/{panel}", **{"as_of": LATER, **query})
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def groups(shown: Element) -> dict[str, list[str]]:
    """The events under each title, by their numbers."""
    return {
        each["aria-label"]: [card["id"] for card in each.all("article")]
        for each in shown.all("section")
        if len(each.all("h3")) == 1 and "id" not in each.attributes
    }


class TestThenAndNow:
    def test_tells_apart_what_was_added_and_what_was_mended(self, beta: AService) -> None:
        assert groups(page(beta, "later", then=3)) == {
            "Added later": ["event-4", "event-8", "event-9"],
            "Corrected": ["event-5"],
            "Retracted": ["event-7"],
            "Disputed": ["event-6"],
        }

    def test_what_had_not_happened_by_then_is_left_out(self, beta: AService) -> None:
        shown = page(beta, "later", then=3, as_of="2026-01-05T00:00:00Z")
        assert groups(shown)["Added later"] == ["event-4"]
        assert "2 of these had not happened by then" in shown.text

    def test_counts_all_that_was_recorded_not_those_of_the_page(
        self, beta: AService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(later, "EVENTS", 4)
        shown = page(beta, "later", then=3)
        titles = [each.text for each in shown.all("h3")]
        assert titles == [
            "Added later (3) 1 on this page",
            "Corrected (1)",
            "Retracted (1)",
            "Disputed (1)",
        ]
        kinds = [each.text for each in shown.one("nav", aria_label="Which events").all("a")]
        assert kinds == ["All 6", "Corrected 1", "Retracted 1", "Disputed 1", "Settled 0"]

    def test_other_views_keep_with_what_it_is_compared(self, beta: AService) -> None:
        shown = page(beta, "later", then=3, item=ITEM)
        tabs = [each["href"] for each in shown.one("nav", id="tabs").all("a")]
        assert {(query_of(each)["then"], query_of(each)["item"]) for each in tabs} == {("3", ITEM)}

    def test_is_not_compared_with_what_is_not_recorded_yet(self, beta: AService) -> None:
        shown = page(beta, "later", then=3, as_recorded=3, apart="yes")
        before = shown.one(id="recorded-before").one("a")["href"]
        assert query_of(before)["as_recorded"] == "2"
        assert "then" not in query_of(before)

    def test_lays_an_account_and_what_speaks_against_it_side_by_side(self, beta: AService) -> None:
        card = page(beta, "later", then=3).one("article", id="event-4")
        account, against = card.all(class_="side")
        assert "tester:ben leaked item:price to the public" in account.text
        assert "tester:ben disputes it (#6, on 6 Jan 2026): Not me." in against.text

    def test_says_what_it_changed_in_who_knew_and_because_of_what(self, beta: AService) -> None:
        lines = [each.text for each in page(beta, "later", then=3, item=ITEM).all("li")]
        (ben,) = [each for each in lines if each.startswith("tester:ben: ")]
        assert ben.endswith("Because of #7")

    def test_tells_apart_by_what_one_knows_and_what_put_that_on_record(
        self, beta: AService
    ) -> None:
        story = [
            {**happened(11, "item-published", "2026-01-02", items=["item:date"], by="org:acme")},
            {
                **happened(
                    12, "item-published", "2026-01-03", items=["item:date"], by="press:daily"
                ),
            },
        ]
        with a_new_ledger() as service:
            service.recorded(*story)
            lines = page(service, "later", then=1, item="item:date").all("li")
            (press,) = [each.text for each in lines if each.text.startswith("press:daily")]
            assert press.endswith("By #1; on record since #2")

    def test_the_slider_chooses_with_what_it_is_compared(self, beta: AService) -> None:
        led = beta.get("/review/beta/later", as_of=LATER, as_recorded=8, compared_stop=2)
        assert query_of(led.location) == {"as_of": LATER, "as_recorded": "8", "then": "2"}

    def test_is_compared_with_what_was_recorded_when_it_happened(self, beta: AService) -> None:
        assert "Recorded since: 9 events" in page(beta, "later").text

    def test_before_anything_was_recorded_there_is_no_then(self, beta: AService) -> None:
        assert "Nothing was recorded between" in page(beta, "later", as_recorded=0).text

    def test_is_compared_with_the_past(self, beta: AService) -> None:
        answer = beta.get("/review/beta/later", as_recorded=3, then=4)
        assert answer.status_code == 422


class TestStepByStep:
    def test_shows_an_event_and_what_it_changed(self, beta: AService) -> None:
        shown = page(beta, "step", as_recorded=7)
        assert shown.one("article")["id"] == "event-7"
        changes = [each.text for each in shown.one("ul", class_="lines").all("li")]
        assert any(each.startswith("tester:ben, of ") for each in changes)

    def test_goes_on_and_back(self, beta: AService) -> None:
        shown = page(beta, "step", as_recorded=7, apart="yes")
        links = [shown.one("a", id=f"step-{each}")["href"] for each in ("before", "after")]
        assert [query_of(each)["as_recorded"] for each in links] == ["6", "8"]

    def test_before_the_first_there_is_nothing(self, beta: AService) -> None:
        shown = page(beta, "step", as_recorded=0)
        assert "Nothing had been recorded by then." in shown.one(class_="empty").text


class TestIrregularities:
    def test_are_told_with_the_events_that_show_them(self, beta: AService) -> None:
        shown = page(beta, "irregular", code="unknown-reference")
        (line,) = shown.one("ul", class_="lines").all("li")
        assert line.one("a", class_="ref").text == "#3"

    def test_their_events_are_opened(self, beta: AService) -> None:
        shown = page(beta, "irregular", event=4)
        assert "leaked item:price" in shown.one("section", id="event").text

    def test_no_event_is_opened_that_had_not_been_recorded(self, beta: AService) -> None:
        for event in ("5", "0", "x", "9" * 25):
            answer = beta.get("/review/beta/irregular", as_recorded=4, event=event)
            assert answer.status_code == 422, event

    def test_which_of_how_many_are_shown_is_said(
        self, beta: AService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(irregular, "SHOWN", 1)
        shown = page(beta, "irregular")
        total = int(shown.one(id="shown").text.removeprefix("1\N{EN DASH}1 of ").rstrip("."))
        assert total > 1
        for number in range(2, total + 1):
            more = next(each for each in shown.all("a") if each.text == "More →")
            shown = page(beta, "irregular", **query_of(more["href"]))
            said = shown.one(id="shown").text
            assert said == f"{number}\N{EN DASH}{number} of {total}. From the first"

    def test_no_more_are_counted_than_can_be_counted_soon(
        self, beta: AService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(irregular, "SHOWN", 1)
        monkeypatch.setattr(irregular, "COUNTED", 1)
        assert page(beta, "irregular").one(id="shown").text == "1\N{EN DASH}1 of more than 1."

    def test_a_promise_is_told_in_its_words(self) -> None:
        with a_new_ledger() as service:
            made = {"by": "org:acme", "to": ["tester:ana"], "text": "You will be paid."}
            due = {"commitment": "pay", "due_at": "2026-01-03T00:00:00Z"}
            service.recorded(happened(1, "commitment-made", "2026-01-02", **made, **due))
            (line,) = (
                page(service, "irregular", code="commitment-overdue")
                .one("ul", class_="lines")
                .all("li")
            )
            assert "org:acme promised tester:ana: You will be paid." in line.text

    def test_where_nothing_is_irregular_that_is_said(self, beta: AService) -> None:
        assert "Nothing irregular" in page(beta, "irregular", as_recorded=0).text


class TestSwimLanes:
    def test_have_a_mark_for_each_event_and_tell_the_same_as_a_list(self, beta: AService) -> None:
        shown = page(beta, "lanes")
        marks = [each.one("title").text for each in shown.one("svg", class_="lanes").all("a")]
        assert sorted(marks) == sorted(each.text for each in shown.one("details").all("li"))
        assert len(marks) == 5  # of those that are visible, and that somebody did
        assert query_of(shown.one("svg", class_="lanes").all("a")[0]["href"])["event"]

    def test_the_routine_is_hidden(self, beta: AService) -> None:
        shown = page(beta, "lanes", routine="hide")
        assert "signed" not in shown.one("details").text
        assert "the routine is hidden" in shown.text
        assert len(shown.one("details").all("li")) == 3

    def test_one_type_and_one_party_are_chosen(self, beta: AService) -> None:
        (line,) = page(beta, "lanes", type="item-leaked").one("details").all("li")
        assert "Disputed." in line.text
        ana = page(beta, "lanes", lane="tester:ana").one("details").all("li")
        assert [each.text[:2] for each in ana] == ["#1", "#9"]

    def test_an_hour_around_an_event_is_looked_at(self, beta: AService) -> None:
        around = page(beta, "lanes", around=1)
        assert "3 Jan 2026 08:00 UTC to 3 Jan 2026 10:00 UTC" in around.text
        assert "#1 " in around.one("details").text

    def test_start_no_earlier_than_any_clock(self, beta: AService) -> None:
        shown = page(beta, "lanes", as_of="0001-06-01T00:00:00Z", window="year")
        assert "1 Jan 0001 00:00 UTC to 1 Jun 0001 00:00 UTC" in shown.text

    def test_where_nothing_happened_that_is_said(self, beta: AService) -> None:
        for query in ({"type": "letter-signed"}, {"as_of": "2025-12-24T00:00:00Z", "type": LEAK}):
            empty = page(beta, "lanes", **query).one(class_="empty").text
            assert "Nothing that is asked for had happened by then." in empty, query

    def test_where_something_happened_before_what_is_drawn_a_link_leads_there(
        self, beta: AService
    ) -> None:
        asked = {"window": "2 hours", "as_of": "2026-01-10T00:00:00Z", "type": LEAK}
        empty = page(beta, "lanes", **asked).one(class_="empty")
        assert empty.text.startswith(
            "None in these 2 hours; 1 before it, last between 4 Jan 2026 00:00 and 6 Jan"
        )
        there = page(beta, "lanes", **query_of(empty.all("a")[0]["href"]))
        assert there.one("section", id="event").one("article")["id"] == "event-4"
        (line,) = there.one("details", class_="list").all("li")
        assert line.text.startswith("#4 ")

    def test_where_nobody_is_named_who_did_it_that_is_said(self) -> None:
        with a_new_ledger() as service:
            leak = happened(1, LEAK, "2026-01-04", items=[ITEM], to=["public"])
            service.recorded(leak)
            empty = page(service, "lanes", type=LEAK, window="week").one(class_="empty").text
            assert "1 of which nobody is named who did it, last on 4 Jan 2026." in empty

    def test_what_makes_no_sense_is_said(self, beta: AService) -> None:
        for query in (
            {"around": 99},
            {"around": "9" * 19},
            {"window": "century"},
            {"type": "x"},
            {"lane": "x"},
        ):
            assert beta.get("/review/beta/lanes", **query).status_code == 422, query


class TestSignals:
    def test_are_drawn_with_letters_and_leaks_marked(self, beta: AService) -> None:
        shown = page(beta, "signals", hindsight="yes")
        assert [each.one("title").text for each in shown.all("svg", class_="chart")] == [
            "Feedback open",
            "Testers never answered share",
        ]
        assert [each.text for each in shown.one("ul", class_="lines").all("strong")] == ["K"]

    def test_hindsight_says_by_which_recording_and_leads_to_all_of_them(
        self, beta: AService
    ) -> None:
        shown = page(beta, "signals", hindsight="yes", as_recorded=4)
        assert "each day by what we had recorded by 15 Jan 2026 12:00 UTC. " in shown.text
        link = next(each for each in shown.all("a") if each.text.startswith("By everything"))
        assert link.text == "By everything recorded until 15 Jan 2026"
        assert query_of(link["href"])["as_recorded"] == str(len(STORY))
        everything = page(beta, "signals", **query_of(link["href"]))
        assert "all that there is" in everything.text
        assert not [each for each in everything.all("a") if each.text.startswith("By everything")]

    def test_are_of_what_could_be_seen_then(self, beta: AService) -> None:
        link = next(each for each in page(beta, "signals").all("a") if "hindsight" in each.text)
        assert query_of(link["href"])["hindsight"] == "yes"
