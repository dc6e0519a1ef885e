"""Paths in words."""

from __future__ import annotations

import pytest

from service.prose import paths
from tests.service.prose.answers import a_hop, a_knower, a_path


@pytest.mark.parametrize(
    ("overrides", "step"),
    [
        ({}, "staff:lena told tester:ana, on 26 Nov at 17:01 UTC"),
        ({"from": None}, "somebody who is not recorded told tester:ana"),
        ({"basis": "took-part", "from": None}, "tester:ana was a party to it"),
        ({"basis": "telling", "from": None}, "tester:ana told others"),
        ({"basis": "leak", "channel": "chat"}, "staff:lena leaked it to tester:ana (chat)"),
        ({"basis": "access"}, "staff:lena gave tester:ana access"),
        ({"basis": "member"}, "staff:lena told tester:ana as a member of a group"),
        ({"basis": "public", "party": "public"}, "staff:lena made it public"),
        ({"basis": "public", "from": "public"}, "tester:ana could learn it as everybody could"),
        ({"extent": "partial"}, "staff:lena told tester:ana part of it,"),
        ({"extent": "existence"}, "staff:lena told tester:ana that it exists,"),
        ({"extent": "rumour"}, "staff:lena told tester:ana of it by rumour,"),
        ({"extent": "rumour", "basis": "telling", "from": None}, "tester:ana told others of it by"),
        (
            {"extent": "existence", "basis": "member"},
            "staff:lena told tester:ana that it exists as",
        ),
        (
            {"extent": "partial", "basis": "public", "party": "public"},
            "staff:lena made part of it public",
        ),
        (
            {"extent": "existence", "basis": "public", "from": "public"},
            "tester:ana could learn that it exists as everybody could",
        ),
        ({"basis": "imputed"}, "tester:ana learned it through staff:lena, one of its people"),
        ({"basis": "imputed", "extent": "access"}, "tester:ana had access through staff:lena, one"),
        (
            {"basis": "imputed", "extent": "existence"},
            "tester:ana learned that it exists through staff:lena, one of its people",
        ),
        ({"certainty": "possible"}, "possibly, staff:lena told tester:ana"),
    ],
)
def test_a_hop_says_who_told_whom(overrides: dict[str, object], step: str) -> None:
    assert paths.hop(a_hop(**overrides), 2024).startswith(step)


def test_only_a_grade_that_is_not_the_usual_one_is_said() -> None:
    assert paths.hop(a_hop(grade="claimed"), 2024).endswith("UTC; claimed")
    assert paths.hop(a_hop(), 2024).endswith("UTC")


def test_a_path_of_a_weaker_learning_says_what_is_known_beyond_it() -> None:
    path = a_path(a_hop(extent="rumour"))
    assert not paths.is_in_full(path)
    assert paths.more(path, a_knower(**{"from": "staff:omar"}), 2024) == (
        "This is how it first came to tester:ana, by rumour. It is recorded as knowing in full, "
        "on 26 Nov at 17:01 UTC, told by staff:omar; reported: see testigo who item:launch-date."
    )


def test_a_path_of_all_that_is_known_says_no_more() -> None:
    assert paths.is_in_full(a_path(a_hop()))
    assert paths.is_in_full(a_path(stopped="unrecorded"))
    rumour = a_knower(state="rumour", full_at=None)
    assert paths.more(a_path(a_hop(extent="rumour")), rumour) is None


@pytest.mark.parametrize(
    ("answer", "ending"),
    [
        (a_path(a_hop(basis="took-part")), "The path is complete."),
        (
            a_path(a_hop(basis="telling", **{"from": None}), stopped="unknown-source"),
            "There the path stops: how tester:ana came to know is not recorded.",
        ),
        (
            a_path(a_hop(**{"from": None}), stopped="unknown-source"),
            "There the path stops: from whom tester:ana had it is not recorded.",
        ),
        (
            a_path(a_hop(), stopped="unrecorded"),
            "There the path stops: how staff:lena came to know is not recorded.",
        ),
        (
            a_path(a_hop(), stopped="cycle"),
            "There the record goes round in a circle: staff:lena was met before.",
        ),
        (
            a_path(stopped="unrecorded"),
            "tester:ana is not recorded as knowing of item:launch-date.",
        ),
    ],
)
def test_the_end_of_a_path_says_why_it_goes_no_further(
    answer: dict[str, object], ending: str
) -> None:
    assert paths.ending(answer) == ending
