"""Which parties and items a fact names."""

from __future__ import annotations

from typing import Any

import pytest

from domain.events.encoding import fact_of
from domain.events.mentions import mentioned
from tests.builders import ALL_TYPES, CORRECTED_TYPE, a_minimal_event, an_event

ONE = "00000000-0000-4000-8000-000000000001"
TWO = "00000000-0000-4000-8000-000000000002"


def names_in(type_name: str, **data: Any) -> set[str]:
    """What this fact mentions, of which nothing is said but this and what must be."""
    return set(mentioned(fact_of(type_name, a_minimal_event(type_name, data=data)["data"])))


# --- worked by hand ------------------------------------------------------------------------


def test_parties_and_items_are_mentioned_wherever_they_stand() -> None:
    assert names_in(
        "item-disclosed",
        items=["item:sora", f"event:{ONE}"],
        by="staff:kim",
        to=["tester:ana", "group:artists", "public"],
        under="nda-1",
        extent="partial",
        channel="mail",
    ) == {
        *("item:sora", f"event:{ONE}", "staff:kim", "tester:ana", "group:artists", "public"),
        "terms:nda-1",
    }


def test_a_bare_slug_is_mentioned_with_its_kind() -> None:
    assert names_in("nda-signed", tester="tester:ana", terms="v2") == {"tester:ana", "terms:v2"}
    assert names_in("commitment-kept", commitment="reply") == {"commitment:reply"}
    assert names_in("letter-signed", letter="open", signatory="tester:ben") == {
        "letter:open",
        "tester:ben",
    }


def test_terms_are_mentioned_by_those_that_replace_them() -> None:
    assert names_in("terms-published", terms="v2", kind="nda", replaces="v1") == {
        "terms:v2",
        "terms:v1",
    }


def test_an_event_is_mentioned_as_an_item() -> None:
    leak = names_in("leak-detected", incident="i", by="staff:kim", leak=ONE, items=["item:sora"])
    assert leak == {"incident:i", "staff:kim", f"event:{ONE}", "item:sora"}
    finding = names_in("finding-recorded", incident="i", text="so it was", about=[ONE, TWO])
    assert finding == {"incident:i", f"event:{ONE}", f"event:{TWO}"}
    assert names_in("event-retracted", event=ONE) == {f"event:{ONE}"}
    assert names_in("event-disputed", event=ONE, by="org:o") == {f"event:{ONE}", "org:o"}
    assert names_in("dispute-settled", event=ONE) == {f"event:{ONE}"}


def test_what_feedback_is_about_is_mentioned() -> None:
    feedback = names_in(
        "feedback-given", tester="tester:ana", feedback="f", to=["org:o"], about="letter:open"
    )
    assert feedback == {"tester:ana", "feedback:f", "org:o", "letter:open"}


def test_what_is_not_said_is_not_mentioned() -> None:
    assert names_in("programme-suspended") == set()
    assert names_in("access-granted", tester="tester:ana") == {"tester:ana"}


def test_who_only_stands_in_words_is_not_mentioned() -> None:
    suspended = names_in("programme-suspended", reason="tester:ana said item:sora")
    assert suspended == set()


def test_a_correction_mentions_its_event_and_what_its_new_data_does() -> None:
    data = {
        "event": ONE,
        "reason": "an error",
        "data": {"group": "group:artists", "party": "tester:ana"},
        "asserted_by": "press:ars",
    }
    fact = fact_of("event-corrected", data, "group-joined")
    assert mentioned(fact) == {f"event:{ONE}", "group:artists", "tester:ana"}


def test_a_correction_without_new_data_mentions_its_event_alone() -> None:
    data = {"event": ONE, "reason": "an error", "grade": "claimed", "asserted_by": None}
    assert mentioned(fact_of("event-corrected", data)) == {f"event:{ONE}"}


# --- every type, by the names of its fields ------------------------------------------------

WHOLE = {  # fields that hold a party, or an item with its kind
    *("by", "of", "to", "tester", "signatory", "signatories", "party", "parties", "group", "org"),
    *("owner", "addressed_to", "same_as", "item", "items", "reveals"),
}
KINDS = ("feedback", "concern", "commitment", "terms", "letter", "statement", "incident", "event")
OF_A_KIND = {  # fields that hold what stands behind the colon
    **{kind: kind for kind in KINDS},
    "under": "terms",
    "replaces": "terms",
    "leak": "event",
}


def by_field(type_name: str, data: dict[str, Any]) -> set[str]:
    found = set()
    for name, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            if name in WHOLE or (name == "about" and type_name == "feedback-given"):
                found.add(each)
            elif name in OF_A_KIND:
                found.add(f"{OF_A_KIND[name]}:{each}")
            elif name == "about":
                found.add(f"event:{each}")
    if type_name == "event-corrected" and "data" in data:
        found |= by_field(CORRECTED_TYPE, data["data"])
    return found


@pytest.mark.parametrize("make", [an_event, a_minimal_event])
@pytest.mark.parametrize("type_name", ALL_TYPES)
def test_every_name_of_a_fact_is_mentioned_and_nothing_else(type_name: str, make: Any) -> None:
    data = make(type_name)["data"]
    corrected = CORRECTED_TYPE if type_name == "event-corrected" and "data" in data else None
    assert mentioned(fact_of(type_name, data, corrected)) == by_field(type_name, data)
