"""Where a tester stood: facets, what is only possible, suspensions, counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from domain.instant import BEGINNING, END, Instant, parse_instant
from domain.names import EventId, Item, Party
from domain.standing import (
    Counts,
    Deed,
    FacetState,
    Standing,
    deed,
    held_access,
    is_suspended,
    standing,
    standing_with,
)
from domain.tallies import counts
from tests.builders import ORDINARY_TYPES, PROGRAMME, a_minimal_event, an_event
from tests.history_words import INSTANTS, TIMES
from tests.oracle.roster import roster

from .recorded import an_id, read, recorded

ANA = Party("tester:ana")
NOTHING = FacetState(state=None)


def a_deed(type_name: str, earliest: int, latest: int | None = None, **more: Any) -> Deed:
    """A deed of ANA's, by default at an instant. Its `via` tells its type and its bounds."""
    latest = earliest if latest is None else latest
    return Deed(
        **{
            "tester": ANA,
            "type": type_name,
            "via": EventId(f"{type_name} {earliest} {latest}"),
            "position": 1,
            "earliest": Instant(earliest),
            "latest": Instant(latest),
            **more,
        }
    )


def suspended(earliest: int, latest: int | None = None, **more: Any) -> Deed:
    return a_deed("programme-suspended", earliest, latest, tester=None, **more)


def resumed(earliest: int, latest: int | None = None, **more: Any) -> Deed:
    return a_deed("programme-resumed", earliest, latest, tester=None, **more)


def granted(earliest: int, latest: int | None = None, **more: Any) -> Deed:
    return a_deed("access-granted", earliest, latest, **more)


def cut(earliest: int, latest: int | None = None, **more: Any) -> Deed:
    return a_deed("access-cut", earliest, latest, **more)


def stood(*deeds: Deed, as_of: int = 9) -> Standing:
    own = [each for each in deeds if each.tester]
    programme = [each for each in deeds if not each.tester]
    found = standing(ANA, own, programme, Instant(as_of))
    assert found is not None
    return found


def access(*deeds: Deed, as_of: int = 9) -> tuple[str | None, str | None, str | None]:
    """State, the event that gave it, and what it possibly is."""
    found = stood(*deeds, as_of=as_of).access
    return found.state, found.since.via if found.since else None, found.possibly


def test_who_has_no_deeds_stands_as_everybody_did_at_first() -> None:
    assert standing_with(ANA, [], [suspended(1)], counts(()), Instant(9)) == Standing(
        tester=ANA,
        membership=NOTHING,
        nda=FacetState(state="none"),
        access=FacetState(state="none"),
        items=(),
        counts=Counts(
            feedback_given=0,
            feedback_acknowledged=0,
            feedback_answered=0,
            feedback_open=0,
            concerns_open=0,
            rewards_agreed=0,
            rewards_paid=0,
        ),
    )


def test_access_is_to_the_items_that_it_was_granted_to_or_cut_from() -> None:
    some = {"items": (Item("item:sora"),)}
    assert stood(a_deed("tester-invited", 1)).items == ()
    assert stood(granted(1)).items == ()
    assert stood(granted(1, **some)).items == ("item:sora",)
    assert stood(granted(1), cut(2, **some)).items == ("item:sora",)
    assert stood(granted(1, **some), suspended(2)).items == ()
    assert stood(granted(1, **some), suspended(2), resumed(3)).items == ("item:sora",)


# --- facets --------------------------------------------------------------------------------


def test_before_anything_possibly_happened_a_tester_stands_nowhere() -> None:
    assert standing(ANA, [], [], Instant(9)) is None
    assert standing(ANA, [a_deed("nda-signed", 10)], [suspended(1)], Instant(9)) is None
    assert standing(ANA, [a_deed("nda-signed", 9, 10)], [], Instant(9)) is not None


def test_facets_are_as_they_were_before_any_change() -> None:
    found = stood(a_deed("feedback-given", 1, slug="f"))
    assert found.tester == ANA
    assert found.membership == NOTHING
    assert found.nda == found.access == FacetState(state="none")


@pytest.mark.parametrize(
    ("type_name", "facet", "state"),
    [
        ("tester-invited", "membership", "invited"),
        ("invitation-accepted", "membership", "accepted"),
        ("invitation-declined", "membership", "declined"),
        ("tester-left", "membership", "left"),
        ("nda-signed", "nda", "signed"),
        ("nda-released", "nda", "released"),
        ("access-granted", "access", "granted"),
        ("access-cut", "access", "cut"),
    ],
)
def test_a_change_gives_one_facet_its_state(type_name: str, facet: str, state: str) -> None:
    change = a_deed(type_name, 1)
    found, before = stood(change), stood(a_deed("feedback-given", 1))
    assert getattr(found, facet) == FacetState(state=state, since=change)
    for other in {"membership", "nda", "access"} - {facet}:
        assert getattr(found, other) == getattr(before, other)


def test_the_latest_certain_change_counts() -> None:
    first, last = a_deed("tester-invited", 1, 3), a_deed("invitation-accepted", 2, 4)
    for deeds in ([first, last], [last, first]):
        assert stood(*deeds).membership == FacetState(state="accepted", since=last)
        assert stood(*deeds, as_of=3).membership.state == "invited"


def test_of_equal_latest_the_later_earliest_counts_and_of_equal_bounds_the_later_position() -> None:
    month = a_deed("tester-left", 1, 4, position=9)
    day = a_deed("invitation-accepted", 3, 4, position=5)
    again = a_deed("invitation-declined", 3, 4, position=6)
    assert stood(month, day).membership.state == "accepted"
    assert stood(again, day, month).membership.state == "declined"


def test_a_change_that_is_only_possible_is_shown_as_such() -> None:
    invited, left = a_deed("tester-invited", 1), a_deed("tester-left", 2, 12)
    assert stood(invited, left).membership == FacetState(
        state="invited", since=invited, possibly="left", later=left
    )
    assert stood(left).membership == FacetState(state=None, possibly="left", later=left)
    assert stood(invited, left, as_of=1).membership == FacetState(state="invited", since=invited)
    assert stood(invited, left, as_of=12).membership == FacetState(state="left", since=left)


def test_the_latest_of_several_possible_changes_is_shown() -> None:
    left, back = a_deed("tester-left", 2, 12), a_deed("invitation-accepted", 1, 13)
    assert stood(left, back).membership.possibly == "accepted"
    assert stood(back, left).membership.later == back


def test_what_may_still_come_for_ever_is_never_certain() -> None:
    left = a_deed("tester-left", 2, END)
    assert stood(left, as_of=2).membership == FacetState(state=None, possibly="left", later=left)
    by_then = a_deed("tester-left", BEGINNING, 5)
    assert stood(by_then, as_of=1).membership.possibly == "left"


# --- suspensions ---------------------------------------------------------------------------


def test_a_suspended_programme_cuts_who_has_access_until_it_is_resumed() -> None:
    story = (granted(1), suspended(3), resumed(5))
    assert access(*story, as_of=2) == ("granted", "access-granted 1 1", None)
    assert access(*story, as_of=3) == ("cut", "programme-suspended 3 3", None)
    assert access(*story, as_of=4) == ("cut", "programme-suspended 3 3", None)
    assert access(*story, as_of=5) == ("granted", "access-granted 1 1", None)


def test_who_has_no_access_is_not_cut_by_a_suspension() -> None:
    assert access(a_deed("nda-signed", 1), suspended(3)) == ("none", None, None)
    assert access(cut(1), suspended(3)) == ("cut", "access-cut 1 1", None)


def test_a_suspension_cuts_access_that_is_granted_during_it() -> None:
    assert access(suspended(1), granted(3)) == ("cut", "programme-suspended 1 1", None)
    assert access(suspended(1), granted(3, 12), cut(2)) == ("cut", "access-cut 2 2", "cut")


def test_a_suspension_touches_no_other_facet() -> None:
    deeds = (a_deed("tester-invited", 1), a_deed("nda-signed", 1), a_deed("feedback-given", 1))
    before, after = stood(*deeds), stood(*deeds, suspended(2))
    assert before == after


def test_who_has_access_is_possibly_cut_by_a_possible_suspension() -> None:
    assert access(granted(1), suspended(3, 12)) == ("granted", "access-granted 1 1", "cut")


def test_who_is_cut_by_a_suspension_possibly_has_access_after_a_possible_resumption() -> None:
    story = (granted(1), suspended(3), resumed(5, 12))
    assert access(*story) == ("cut", "programme-suspended 3 3", "granted")


def test_a_possible_change_of_the_programme_that_changes_nothing_is_not_shown() -> None:
    assert access(granted(1), resumed(3, 12)) == ("granted", "access-granted 1 1", None)
    assert access(cut(1), suspended(3, 12)) == ("cut", "access-cut 1 1", None)
    story = (granted(1), suspended(2), suspended(3, 12))
    assert access(*story) == ("cut", "programme-suspended 2 2", None)


def test_of_two_possible_changes_the_later_is_shown() -> None:
    assert access(granted(1), suspended(2), cut(3, 12), resumed(3, 13))[2] == "granted"
    assert access(granted(1), suspended(2), cut(3, 13), resumed(3, 12))[2] == "cut"
    assert access(granted(1), suspended(2), cut(3, 12), resumed(4, 12))[2] == "granted"
    assert access(granted(1), granted(3, 12), suspended(3, 13))[2] == "cut"
    assert access(granted(1), granted(3, 13), suspended(3, 12))[2] == "granted"


def test_the_later_of_two_possible_changes_is_the_later_recorded_if_all_else_is_equal() -> None:
    one, two = granted(3, 12, position=5), suspended(3, 12, position=6)
    assert access(granted(1), one, two)[2] == "cut"
    one, two = granted(3, 12, position=6), suspended(3, 12, position=5)
    assert access(granted(1), one, two)[2] == "granted"


def test_a_programme_is_suspended_only_if_it_certainly_is() -> None:
    assert not is_suspended([], Instant(9))
    assert is_suspended([suspended(3)], Instant(3))
    assert not is_suspended([suspended(3)], Instant(2))
    assert not is_suspended([suspended(3, 5)], Instant(4))
    assert not is_suspended([suspended(3), resumed(5)], Instant(5))
    assert is_suspended([suspended(3), resumed(5, 12)], Instant(9))
    assert is_suspended([suspended(6), resumed(5)], Instant(6))


# --- counts --------------------------------------------------------------------------------

NONE = Counts(
    feedback_given=0,
    feedback_acknowledged=0,
    feedback_answered=0,
    feedback_open=0,
    concerns_open=0,
    rewards_agreed=0,
    rewards_paid=0,
)


def counted(*deeds: Deed, as_of: int = 9) -> dict[str, int]:
    """The counts that are not zero."""
    counts = stood(a_deed("credit-given", 0), *deeds, as_of=as_of).counts
    named = {name: getattr(counts, name) for name in Counts.__dataclass_fields__}
    return {name: number for name, number in named.items() if number}


def test_a_tester_of_whom_nothing_is_counted_counts_nothing() -> None:
    assert stood(a_deed("tester-invited", 1)).counts == NONE


def test_feedback_is_counted_by_its_slugs() -> None:
    given_one = a_deed("feedback-given", 1, slug="one")
    given_two = a_deed("feedback-given", 2, slug="two")
    assert counted(given_one, given_two, given_one) == {"feedback_given": 2, "feedback_open": 2}


def test_feedback_is_open_until_it_is_answered_not_when_it_is_acknowledged() -> None:
    given_one = a_deed("feedback-given", 1, slug="one")
    seen = a_deed("feedback-acknowledged", 2, slug="one")
    answered = a_deed("feedback-answered", 3, slug="one")
    assert counted(given_one, seen) == {
        "feedback_given": 1,
        "feedback_acknowledged": 1,
        "feedback_open": 1,
    }
    assert counted(given_one, answered, answered) == {
        "feedback_given": 1,
        "feedback_answered": 1,
    }


def test_an_answer_to_one_feedback_leaves_another_open() -> None:
    given_one = a_deed("feedback-given", 1, slug="one")
    answered_two = a_deed("feedback-answered", 1, slug="two")
    assert counted(given_one, answered_two) == {
        "feedback_given": 1,
        "feedback_answered": 1,
        "feedback_open": 1,
    }


def test_a_concern_is_open_until_it_is_answered() -> None:
    raised = a_deed("concern-raised", 1, slug="one")
    escalated = a_deed("concern-escalated", 2, slug="one")
    answered = a_deed("concern-answered", 3, slug="one")
    assert counted(raised, escalated, raised) == {"concerns_open": 1}
    assert counted(raised, answered) == {}
    assert counted(escalated) == {}


def test_feedback_and_concerns_of_one_slug_are_two_things() -> None:
    raised = a_deed("concern-raised", 1, slug="one")
    answered = a_deed("feedback-answered", 1, slug="one")
    assert counted(raised, answered) == {"concerns_open": 1, "feedback_answered": 1}


def test_rewards_are_counted_one_by_one() -> None:
    agreed, paid = a_deed("reward-agreed", 1), a_deed("reward-paid", 1)
    assert counted(agreed, agreed, paid) == {"rewards_agreed": 2, "rewards_paid": 1}


def test_only_what_is_certain_is_counted() -> None:
    deeds = (a_deed("feedback-given", 1, 5, slug="one"), a_deed("reward-paid", 2, END))
    assert counted(*deeds, as_of=4) == {}
    assert counted(*deeds, as_of=5) == {"feedback_given": 1, "feedback_open": 1}


# --- from events to deeds ------------------------------------------------------------------


def deed_of(type_name: str, **overrides: Any) -> Deed | None:
    event = an_event(type_name, id=an_id(7), zone=None, occurred_at="2024-11-20/..", **overrides)
    return deed(read(event), 7)


def test_a_deed_is_what_its_event_says() -> None:
    day = parse_instant("2024-11-20T00:00:00Z")
    assert deed_of("access-cut", data={"items": ["item:a", "item:b"]}) == Deed(
        tester=ANA,
        type="access-cut",
        via=an_id(7),
        position=7,
        earliest=day,
        latest=END,
        items=(Item("item:a"), Item("item:b")),
    )


@pytest.mark.parametrize("type_name", ORDINARY_TYPES)
def test_a_deed_is_of_a_tester_or_of_the_programme_that_stops_and_goes_on(type_name: str) -> None:
    found = deed_of(type_name)
    if "tester" in an_event(type_name)["data"]:
        assert found is not None
        assert (found.tester, found.type) == (ANA, type_name)
    elif type_name in ("programme-suspended", "programme-resumed"):
        assert found is not None
        assert (found.tester, found.type) == (None, type_name)
    else:
        assert found is None


SPEAK_OF = {
    **dict.fromkeys(("feedback-given", "feedback-acknowledged", "feedback-answered"), "feedback"),
    **dict.fromkeys(("concern-raised", "concern-answered"), "concern"),
    **dict.fromkeys(("nda-signed", "nda-released"), "terms"),
}


@pytest.mark.parametrize(("type_name", "field"), SPEAK_OF.items())
def test_a_deed_names_the_feedback_concern_or_terms_that_it_speaks_of(
    type_name: str, field: str
) -> None:
    found = deed_of(type_name, data={field: "the-very-one"})
    assert found is not None
    assert found.slug == "the-very-one"


def test_access_to_all_names_no_items() -> None:
    for type_name in ("access-granted", "access-cut"):
        minimal = a_minimal_event(type_name, id=an_id(1))
        found = deed(read(minimal), 1)
        assert found is not None
        assert found.items == ()
        some = deed_of(type_name, data={"items": ["item:a"]})
        assert some is not None
        assert some.items == ("item:a",)


def test_feedback_names_the_item_that_it_is_about() -> None:
    about = deed_of("feedback-given", data={"about": "item:a"})
    assert about is not None
    assert about.items == ("item:a",)
    for type_name in ("feedback-given", "nda-signed"):
        nothing = deed(read(a_minimal_event(type_name, id=an_id(1))), 1)
        assert nothing is not None
        assert nothing.items == ()


def held(*deeds: Deed) -> tuple[str, bool] | None:
    """By which grant access is held at 9, and whether surely."""
    own, programme = [d for d in deeds if d.tester], [d for d in deeds if not d.tester]
    found = held_access(own, programme, Instant(9))
    return found and (found.grant.via, found.surely)


def test_access_is_held_by_the_grant_that_the_facet_names() -> None:
    assert held() is None
    assert held(granted(10)) is None
    assert held(granted(3)) == ("access-granted 3 3", True)
    assert held(granted(3), granted(5)) == ("access-granted 5 5", True)
    assert held(granted(3), granted(5, 12)) == ("access-granted 3 3", True)
    assert held(granted(3), cut(4)) is None
    assert held(granted(3), cut(5, 12)) == ("access-granted 3 3", False)


def test_access_that_is_only_possible_is_held_by_the_last_grant() -> None:
    assert held(granted(3, 12)) == ("access-granted 3 12", False)
    assert held(cut(2), granted(3, 12), granted(4, 11)) == ("access-granted 3 12", False)
    assert held(granted(3, 11), cut(4, 12)) is None
    assert held(granted(9, 12)) == ("access-granted 9 12", False)
    assert held(granted(3, 12), a_deed("nda-signed", 4, 13)) == ("access-granted 3 12", False)


def test_a_suspension_cuts_what_is_held_and_perhaps_gives_it_back() -> None:
    assert held(granted(3), suspended(4)) is None
    assert held(granted(3), suspended(4), resumed(5)) == ("access-granted 3 3", True)
    assert held(granted(3), suspended(4, 12)) == ("access-granted 3 3", False)
    assert held(granted(3), suspended(4), resumed(5, 12)) == ("access-granted 3 3", False)
    later = granted(5, 10)
    assert held(granted(3), later, suspended(4), resumed(5, 12)) == ("access-granted 5 10", False)


# --- as the oracle says --------------------------------------------------------------------

OF_A_STORY = (
    *("tester-invited", "invitation-accepted", "invitation-declined", "tester-left"),
    *("nda-signed", "nda-released", "access-granted", "access-cut", "access-granted"),
    *("programme-suspended", "programme-resumed", "programme-suspended", "programme-resumed"),
    *("feedback-given", "feedback-acknowledged", "feedback-answered"),
    *("concern-raised", "concern-escalated", "concern-answered"),
    *("reward-agreed", "reward-paid", "credit-given"),
)


@st.composite
def stories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What happened to two testers of a programme, as posted."""
    told = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        event = a_minimal_event(draw(st.sampled_from(OF_A_STORY)), id=an_id(number))
        event["occurred_at"] = draw(st.sampled_from(TIMES))
        for field in ("feedback", "concern", "terms"):
            if field in event["data"]:
                event["data"][field] = draw(st.sampled_from(["one", "two"]))
        if "tester" in event["data"] and draw(st.integers(0, 3)) == 3:
            event["data"]["tester"] = "tester:ben"
        told.append(event)
    return told


def shown(facet: FacetState) -> dict[str, Any]:
    return {
        "state": facet.state,
        "via": facet.since and facet.since.via,
        "possibly": facet.possibly,
    }


@given(stories(), st.sampled_from(INSTANTS))
@settings(max_examples=150)
def test_a_tester_stands_where_the_oracle_says(story: list[dict[str, Any]], instant: str) -> None:
    deeds = [deed(each.event, each.position) for each in recorded(story)]
    known = [each for each in deeds if each is not None]
    programme = [each for each in known if each.tester is None]
    as_of = parse_instant(f"{instant}Z")
    rows = roster(story, PROGRAMME, f"{instant}Z", len(story))
    for tester in (ANA, Party("tester:ben")):
        own = [each for each in known if each.tester == tester]
        found = standing(tester, own, programme, as_of)
        assert (found is None) == (tester not in rows)
        if found is None:
            continue
        row = rows[tester]
        for facet in ("membership", "nda", "access"):
            expected = {name: row[facet][name] for name in ("state", "via", "possibly")}
            assert shown(getattr(found, facet)) == expected
        terms = found.nda.since and found.nda.since.slug
        assert terms == row["nda"]["terms"]
        counts = {name: getattr(found.counts, name) for name in Counts.__dataclass_fields__}
        assert counts == row["counts"]
