"""What events make, and what they refer to."""

from __future__ import annotations

import pytest

from domain.references import references
from tests.builders import AN_EVENT, ORDINARY_TYPES

from .recorded import an_act, an_id, corrected, history, retracted

MAKERS = {
    "feedback-given": "feedback",
    "concern-raised": "concern",
    "commitment-made": "commitment",
    "terms-published": "terms",
    "open-letter-published": "letter",
    "incident-opened": "incident",
}


def named_by(type_name: str, **data: object) -> tuple[set[str], set[str]]:
    """What an event makes, and what it only refers to."""
    (record,) = history(an_act(type_name, **data))
    found = references(record.event, 7)
    return {e.name for e in found if e.makes}, {e.name for e in found if not e.makes}


@pytest.mark.parametrize("type_name", MAKERS)
def test_what_an_event_makes_it_does_not_refer_to(type_name: str) -> None:
    kind = MAKERS[type_name]
    assert named_by(type_name, **{kind: "one"}) == ({f"{kind}:one"}, set())


@pytest.mark.parametrize("type_name", sorted({*ORDINARY_TYPES} - {*MAKERS, "item-leaked"}))
def test_nothing_else_is_made(type_name: str) -> None:
    assert named_by(type_name)[0] == set()


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("commitment-kept", "commitment"),
        ("commitment-broken", "commitment"),
        ("nda-signed", "terms"),
        ("nda-released", "terms"),
        ("feedback-acknowledged", "feedback"),
        ("feedback-answered", "feedback"),
        ("concern-escalated", "concern"),
        ("concern-answered", "concern"),
        ("leak-detected", "incident"),
        ("leak-contained", "incident"),
        ("letter-signed", "letter"),
        ("finding-recorded", "incident"),
        ("action-agreed", "incident"),
        ("incident-closed", "incident"),
    ],
)
def test_a_slug_is_referred_to_by_its_kind(type_name: str, kind: str) -> None:
    assert named_by(type_name, **{kind: "one"}) == (set(), {f"{kind}:one"})


def test_terms_are_referred_to_under_other_names() -> None:
    assert named_by("item-disclosed", under="v1")[1] == {"terms:v1"}
    assert named_by("terms-published", terms="v2", replaces="v1") == ({"terms:v2"}, {"terms:v1"})
    assert named_by("terms-published", terms="v2", replaces="v2") == ({"terms:v2"}, set())


def test_items_that_events_make_are_referred_to_wherever_items_stand() -> None:
    things = ["letter:one", "item:sora", "statement:one", f"event:{AN_EVENT}", "incident:two"]
    told = {"letter:one", "incident:two"}
    assert named_by("item-disclosed", items=things)[1] == told
    assert named_by("open-letter-published", letter="mine", reveals=things)[1] == told
    assert named_by("item-registered", item="feedback:one")[1] == {"feedback:one"}
    assert named_by("knowledge-requested", item="concern:one")[1] == {"concern:one"}
    assert named_by("feedback-given", feedback="two", about="feedback:one") == (
        {"feedback:two"},
        {"feedback:one"},
    )
    assert named_by("feedback-given", feedback="one", about="feedback:one")[1] == set()
    assert named_by("access-granted", items=["terms:v1"])[1] == {"terms:v1"}


def test_events_that_a_finding_is_about_are_no_things() -> None:
    assert named_by("finding-recorded", incident="one", about=[AN_EVENT])[1] == {"incident:one"}


def test_a_leak_is_made_by_leaking_and_referred_to_when_it_is_detected() -> None:
    assert named_by("item-leaked") == ({f"leak:{an_id(1)}"}, set())
    assert named_by("leak-detected", incident="one", leak=AN_EVENT) == (
        set(),
        {"incident:one", f"leak:{AN_EVENT}"},
    )


def test_a_reference_says_where_it_stands() -> None:
    (record,) = history(an_act("feedback-answered", "2024", tester="tester:ana", feedback="one"))
    (found,) = references(record.event, 7)
    assert (found.type, found.tester) == ("feedback-answered", "tester:ana")
    assert (found.via, found.position) == (an_id(1), 7)
    assert (found.earliest, found.latest) == (
        record.event.occurred.earliest,
        record.event.occurred.latest,
    )


def test_what_is_said_about_another_event_refers_to_no_thing() -> None:
    said = history(
        an_act("feedback-answered"),
        retracted(1),
        corrected(1, data=an_act("feedback-answered", feedback="two")["data"]),
    )
    assert [references(each.event, each.position) for each in said[1:]] == [frozenset()] * 2
