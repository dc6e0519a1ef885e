"""Events and standings in words."""

from __future__ import annotations

import pytest

from service.prose import deeds
from tests.builders import ALL_TYPES, some_data
from tests.service.prose.answers import A_DAY, a_timeline_entry


@pytest.mark.parametrize("type_name", ALL_TYPES)
@pytest.mark.parametrize("full", [True, False])
def test_every_type_of_event_has_a_clause(type_name: str, full: bool) -> None:
    clause = deeds.deed(type_name, some_data(type_name, full=full))
    assert clause != type_name
    assert not set("{}|") & set(clause)
    assert "  " not in clause


def test_a_clause_leaves_out_what_is_not_said() -> None:
    data = {"tester": "tester:ana"}
    assert deeds.deed("access-cut", data) == "access was cut for tester:ana"
    data |= {"by": "org:acme", "reason": "the leak"}
    assert deeds.deed("access-cut", data) == "access was cut for tester:ana by org:acme: the leak"


def test_those_who_are_told_are_listed() -> None:
    data = {"items": ["item:a", "item:b"], "to": ["tester:ana", "public"], "channel": "a call"}
    told = "somebody told tester:ana and the public of item:a and item:b (a call)"
    assert deeds.deed("item-disclosed", data) == told
    data["by"] = "staff:lena"
    assert deeds.deed("item-disclosed", data).startswith(
        "staff:lena told tester:ana and the public"
    )


def test_what_a_later_type_says_is_at_least_named() -> None:
    assert deeds.deed("something-new", {"tester": "tester:ana"}) == "something-new"


def test_a_facet_says_since_when_and_what_it_may_have_become() -> None:
    signed = {"state": "signed", "terms": "nda-1", "since": A_DAY, "possibly": "released"}
    assert deeds.facet(signed, 2024) == "signed terms:nda-1 on 26 Nov, perhaps released"
    assert deeds.facet({"state": None, "since": None, "possibly": None}) == "not recorded"
    assert deeds.facet({"state": "none", "since": None, "possibly": None}) == "none"


def test_what_is_open_is_counted() -> None:
    numbers = {
        "feedback_given": 3,
        "feedback_acknowledged": 0,
        "feedback_answered": 1,
        "feedback_open": 2,
        "concerns_open": 1,
        "rewards_agreed": 2,
        "rewards_paid": 1,
    }
    assert deeds.counts(numbers) == "feedback 3 given, 2 open; 1 concern open; 1 reward not paid"
    assert deeds.counts(dict.fromkeys(numbers, 0)) == "nothing open"


def test_what_is_to_be_said_of_an_event_is_said() -> None:
    assert deeds.remarks(a_timeline_entry(1)) == ""
    entry = a_timeline_entry(
        1,
        grade="claimed",
        asserted_by="press:daily",
        certainty="possible",
        corrected_by=["…"],
        disputed=True,
    )
    assert deeds.remarks(entry) == (
        "claimed, on the word of press:daily; perhaps by then; corrected; disputed"
    )


def test_how_much_was_told_is_said() -> None:
    data = {"items": ["item:a"], "by": "staff:lena", "to": ["tester:ana"], "extent": "existence"}
    told = "staff:lena told tester:ana of item:a, only that it exists"
    assert deeds.deed("item-disclosed", data) == told


def test_what_a_letter_reveals_is_said() -> None:
    data = {"letter": "l", "title": "Dear all", "by": "group:x", "reveals": ["item:a", "item:b"]}
    assert deeds.deed("open-letter-published", data) == (
        "group:x published letter:l, “Dear all”, revealing item:a and item:b"
    )


def test_an_event_about_another_tells_what_that_one_says() -> None:
    told, dispute = (
        a_timeline_entry(30),
        a_timeline_entry(
            31,
            type="event-disputed",
            data={"event": "told", "by": "press:x", "grounds": "nobody was there"},
        ),
    )
    about = {"told": told, "dispute": dispute}
    assert deeds.deed("event-disputed", dispute["data"], about) == (
        "press:x disputed #30 “staff:lena told tester:ana of item:launch-date”: nobody was there"
    )
    retraction = deeds.deed("event-retracted", {"event": "dispute", "reason": "no"}, about)
    assert retraction.startswith("retracted #31 “press:x disputed #30 “staff:lena told")


def test_a_correction_says_what_it_changes() -> None:
    data = {"event": "told", "reason": "a slip", "occurred_at": "2024", "grade": "claimed"}
    assert deeds.deed("event-corrected", data) == (
        "corrected event:told (its time and its grade): a slip"
    )
