"""What is counted at every point, held to counting each point by itself."""

from __future__ import annotations

import statistics

from hypothesis import given, strategies as st

from domain.instant import Instant
from domain.signals.counts import Least, Middle, Tally
from domain.signals.stretches import Stretch

PLACES = 7


@st.composite
def some_counted(draw: st.DrawFn) -> list[tuple[Stretch, int]]:
    begins = draw(st.lists(st.integers(0, PLACES - 1)))
    return [
        (Stretch(begin, draw(st.integers(begin + 1, PLACES))), draw(st.integers(0, 9)))
        for begin in begins
    ]


def at(place: int, counted: list[tuple[Stretch, int]]) -> list[int]:
    return [number for each, number in counted if each.begin <= place < each.end]


@given(some_counted())
def test_a_tally_adds_up_at_each_place(counted: list[tuple[Stretch, int]]) -> None:
    tally = Tally(PLACES)
    for each, number in counted:
        tally.add([each], number)
    assert tally.values() == [sum(at(place, counted)) for place in range(PLACES)]


def test_a_tally_counts_each_stretch_once_unless_it_is_said() -> None:
    tally = Tally(3)
    tally.add([Stretch(0, 1), Stretch(2, 3)])
    assert tally.values() == [1, 0, 1]


@given(some_counted())
def test_the_least_at_each_place(counted: list[tuple[Stretch, int]]) -> None:
    least = Least(PLACES)
    for each, number in counted:
        least.lower(each, Instant(number))
    assert least.values() == [min(at(place, counted), default=None) for place in range(PLACES)]


@given(some_counted())
def test_the_median_at_each_place(counted: list[tuple[Stretch, int]]) -> None:
    middle = Middle(PLACES)
    for each, number in counted:
        middle.add(each, number)
    assert middle.values() == [
        statistics.median(found) if (found := at(place, counted)) else None
        for place in range(PLACES)
    ]


def test_of_a_series_without_places_there_is_nothing_to_count() -> None:
    assert Tally(0).values() == []
    assert Least(0).values() == []
    assert Middle(0).values() == []
