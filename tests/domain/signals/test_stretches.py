"""Stretches united, cut and intersected, each held to sets of places."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given, strategies as st

from domain.instant import Instant
from domain.signals.stretches import Earliest, Stretch, common, earliest, united, without

PLACES = range(12)
some_stretches = st.lists(
    st.tuples(st.integers(0, 11), st.integers(1, 4)).map(lambda each: Stretch(each[0], sum(each)))
)


def places(stretches: Iterable[Stretch]) -> set[int]:
    return {place for each in stretches for place in range(each.begin, each.end)}


def is_tidy(stretches: list[Stretch]) -> bool:
    """In order, neither overlapping nor touching."""
    return all(one.end < next_.begin for one, next_ in pairwise(stretches))


def test_a_stretch_has_at_least_one_place() -> None:
    assert Stretch.of(2, 2) is None
    assert Stretch.of(3, 2) is None
    assert Stretch.of(2, 3) == Stretch(2, 3)


def test_what_two_stretches_have_in_common() -> None:
    assert Stretch(1, 5).common(Stretch(3, 9)) == Stretch(3, 5)
    assert Stretch(3, 9).common(Stretch(1, 5)) == Stretch(3, 5)
    assert Stretch(1, 3).common(Stretch(3, 5)) is None


@given(some_stretches)
def test_united_have_the_places_of_all(stretches: list[Stretch]) -> None:
    assert places(united(stretches)) == places(stretches)
    assert is_tidy(united(stretches))


def test_stretches_that_touch_become_one() -> None:
    assert united([Stretch(3, 5), Stretch(1, 3)]) == [Stretch(1, 5)]
    assert united([Stretch(1, 9), Stretch(2, 3)]) == [Stretch(1, 9)]


@given(some_stretches, some_stretches)
def test_what_is_left_is_not_in_the_other(one: list[Stretch], other: list[Stretch]) -> None:
    left = without(united(one), united(other))
    assert places(left) == places(one) - places(other)
    assert is_tidy(left)


def test_what_is_cut_out_of_a_stretch_leaves_what_lies_between() -> None:
    holes = [Stretch(1, 2), Stretch(3, 4), Stretch(5, 6)]
    left = [Stretch(0, 1), Stretch(2, 3), Stretch(4, 5), Stretch(6, 9)]
    assert without([Stretch(0, 9)], holes) == left


@given(some_stretches, some_stretches)
def test_overlaps_are_found_with_what_overlaps(one: list[Stretch], other: list[Stretch]) -> None:
    one, other = united(one), united(other)
    found = list(common(one, other))
    assert places(each for each, _, _ in found) == places(one) & places(other)
    assert all(one[i].common(other[j]) == each for each, i, j in found)


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 9), st.integers(0, 5))))
def test_the_earliest_is_the_least_of_those_that_count(drawn: list[tuple[int, int, int]]) -> None:
    counted = [Earliest(Stretch(begin, begin + length), Instant(at)) for begin, length, at in drawn]
    expected: dict[int, int] = {}
    for stretch, instant in counted:
        for place in range(stretch.begin, stretch.end):
            expected[place] = min(expected.get(place, instant), instant)
    found = earliest(counted)
    assert {
        place: each.instant
        for each in found
        for place in range(each.stretch.begin, each.stretch.end)
    } == expected
    assert sum(each.stretch.end - each.stretch.begin for each in found) == len(expected)


def test_the_earliest_of_all_is_one_stretch_where_it_does_not_change() -> None:
    counted = [
        Earliest(Stretch(1, 9), Instant(5)),
        Earliest(Stretch(3, 6), Instant(7)),
        Earliest(Stretch(8, 12), Instant(5)),
    ]
    assert earliest(counted) == [Earliest(Stretch(1, 12), Instant(5))]
    apart = [Earliest(Stretch(1, 3), Instant(5)), Earliest(Stretch(4, 6), Instant(5))]
    assert earliest(apart) == apart
