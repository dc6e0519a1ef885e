"""Who knew what, in words."""

from __future__ import annotations

import pytest

from domain.learnings import Basis, Extent
from service.prose import words
from tests.service.prose.answers import (
    A_DAY,
    A_MINUTE,
    BOUNDS,
    a_knower,
    a_request,
    an_identity,
    who_only_asked,
)


def test_both_bounds_are_in_one_sentence() -> None:
    assert words.bounds(BOUNDS) == (
        "What we had recorded by position 55 (26 Nov 2026 18:10:03 UTC) "
        "about what had happened by 26 Nov 2024 17:05 UTC."
    )
    empty = {**BOUNDS, "as_recorded": {"position": 0, "recorded_at": None}}
    assert words.bounds(empty) == (
        "Before we had recorded anything; what had happened by 26 Nov 2024 17:05 UTC."
    )


def test_a_sentence_says_who_knew_when_how_and_on_whose_word() -> None:
    known = a_knower(
        party="org:openai",
        basis="took-part",
        grade="claimed",
        asserted_by="group:artists",
        disputed=True,
        **{"from": None},
    )
    assert words.knower(known, 2024) == (
        "org:openai is recorded as knowing in full, on 26 Nov at 17:01 UTC, as a party to it; "
        "claimed, on the word of group:artists; disputed"
    )


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"certainty": "possible"}, "tester:ana is recorded as perhaps knowing in full"),
        ({"state": "rumour", "full_at": None}, "recorded as knowing of it by rumour, first on 26"),
        ({"state": "access", "full_at": None}, "recorded as having the means to know, first on 26"),
        ({"party": "public"}, "the public is recorded as knowing in full"),
        ({"asserted_by": "tester:ana"}, "reported, on its own word"),
        ({"grade": "rumour"}, "; hearsay"),
        (
            {"state": "existence", "full_at": None},
            "that it exists (first heard of it, perhaps less, on 26 Nov at 17:01 UTC), told by",
        ),
        (
            {"state": "partial", "possibly": "full", "full_at": None},
            "knowing in part (perhaps in full) (first heard",
        ),
        (
            {"learned_at": A_DAY},
            "knowing in full, on 26 Nov at 17:01 UTC (first heard of it on 26 Nov), told by",
        ),
    ],
)
def test_sentences(overrides: dict[str, object], sentence: str) -> None:
    assert sentence in words.knower(a_knower(**overrides), 2024)


def test_who_asked_and_was_not_told_is_said_so() -> None:
    assert words.knower(who_only_asked()) == (
        "tester:ana asked, and is not recorded as told; reported"
    )


def test_whom_it_asked_and_when_is_said_where_it_is_known() -> None:
    known = who_only_asked(request=a_request(channel="a call"))
    assert words.learned(known, 2024) == "on 26 Nov"
    assert words.manner(known) == "asked staff:lena (a call)"
    assert words.knower(known, 2024) == (
        "tester:ana asked staff:lena (a call) on 26 Nov, and is not recorded as told; reported"
    )
    assert words.known(known, 2024) == (
        "item:launch-date, asked, not told, on 26 Nov, asked staff:lena (a call); reported"
    )


@pytest.mark.parametrize(
    ("overrides", "manner"),
    [
        ({"channel": "a call"}, "told by staff:lena (a call)"),
        ({"from": None}, "told by somebody who is not recorded"),
        ({"basis": "telling", "from": None}, "telling others of it"),
        ({"basis": "leak", "channel": "chat"}, "through a leak by staff:lena (chat)"),
        ({"basis": "leak", "from": None}, "through a leak by somebody who is not recorded"),
        ({"basis": "access"}, "given access by staff:lena"),
        ({"basis": "public", "party": "public"}, "made public by staff:lena"),
        ({"basis": "public", "from": "public", "channel": "press"}, "as everybody could (press)"),
        (
            {"basis": "member", "channel": "group:artists"},
            "told by staff:lena as a member of group:artists",
        ),
        (
            {"basis": "member", "channel": "a call"},
            "told by staff:lena as a member of a group (a call)",
        ),
        (
            {"basis": "imputed", "channel": "a call"},
            "through staff:lena, one of its people (a call)",
        ),
    ],
)
def test_how_it_came_to_a_party(overrides: dict[str, object], manner: str) -> None:
    assert words.manner(a_knower(**overrides)) == manner


def test_who_was_identified_as_whom_is_said_as_surely_as_it_is_recorded() -> None:
    assert words.identity(an_identity(), 2024) == (
        "tester:shade was identified as tester:ana on 26 Nov"
    )
    assert "perhaps identified" in words.identity(an_identity(certainty="possible"), 2024)


@pytest.mark.parametrize("basis", [each.word for each in Basis])
@pytest.mark.parametrize("extent", [each.word for each in Extent])
def test_there_are_words_for_every_basis_and_extent(basis: str, extent: str) -> None:
    sentence = words.knower(a_knower(basis=basis, state=extent))
    assert (
        basis in ("told", "access", "leak", "public", "member", "telling") or basis not in sentence
    )


def test_what_is_known_is_grouped_by_how_surely() -> None:
    found = [a_knower(), who_only_asked(), a_knower(certainty="possible"), a_knower()]
    groups = {title: len(group) for title, group in words.by_certainty(found)}
    assert groups == {
        "By then, whatever the exact times": 2,
        "Perhaps by then, depending on the exact times": 1,
        "Asked, and not recorded as told": 1,
    }
    assert list(words.by_certainty([])) == []


def test_a_problem_is_one_sentence() -> None:
    assert words.problem({"title": "Not Found", "detail": "There is no programme x"}) == (
        "There is no programme x."
    )
    faults = [{"pointer": "/data/tester", "detail": "is required"}]
    assert words.problem({"detail": "The event is not valid.", "errors": faults}) == (
        "The event is not valid (/data/tester: is required)."
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"parameter": "as_of", "detail": "lies in the future"}, "(--as-of: lies in the future)"),
        ({"parameter": "item", "detail": "is required"}, "(ITEM: is required)"),
        ({"pointer": "", "detail": "must be an object"}, "(it must be an object)"),
    ],
)
def test_what_is_wrong_is_named_as_at_the_terminal(fault: dict[str, str], said: str) -> None:
    assert said in words.problem({"detail": "No.", "errors": [fault]})


def test_a_name_that_no_event_gives_is_said_with_those_near_it() -> None:
    assert words.unnamed("org:reddhat", ["org:redhat"]) == (
        "No event names org:reddhat. Did you mean org:redhat?"
    )
    assert words.unnamed("org:x", []) == "No event names org:x."


def test_events_that_cannot_be_seen_are_counted() -> None:
    assert words.unseen(3, "org:x").startswith("3 events that name org:x are not visible")
    assert words.unseen(1, "public").startswith("1 event that names the public is not visible")


def test_nothing_in_the_ledger_can_steer_a_terminal() -> None:
    assert "\x1b" not in words.plain("\x1b[2Jgone\x07")
    assert (
        words.plain("two\nlines, \u202ereversed") == "two\nlines, \N{REPLACEMENT CHARACTER}reversed"
    )


def test_names_keep_their_case_where_sentences_begin() -> None:
    assert words.capital("the public knew") == "The public knew"
    assert words.capital("org:openai knew") == "org:openai knew"
    assert words.capital("agreed: org:x is to pay") == "Agreed: org:x is to pay"
    assert words.capital("possibly, org:x knew") == "Possibly, org:x knew"


def test_lists_and_counts_read_aloud() -> None:
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.counted(1, "line") == "1 line"
    assert words.counted(1200, "line") == "1,200 lines"


def test_full_knowledge_at_once_is_told_once() -> None:
    assert words.learned(a_knower(full_at=A_MINUTE), 2024) == "on 26 Nov at 17:01 UTC"


def test_a_difference_says_how_many_rows_of_which_kind() -> None:
    assert words.difference("moves", 2, 0, 1) == (
        "moves: 2 rows missing and 1 row too many of the same"
    )
