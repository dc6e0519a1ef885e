"""Events and standings in words."""

from __future__ import annotations

import pytest

from service.cli import deeds
from tests.builders import ALL_TYPES, some_data
from tests.service.cli.answers import A_DAY


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
    told = "tester:ana and the public were told of item:a and item:b (a call)"
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
    entry = {"certainty": "possible", "corrected_by": ["…"], "disputed": True}
    assert deeds.remarks(entry) == "possibly, corrected, disputed"
    assert deeds.remarks({"certainty": "certain", "corrected_by": [], "disputed": False}) == ""
