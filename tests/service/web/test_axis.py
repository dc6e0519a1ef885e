"""Where the stops of a slider stand, and what it passes."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from domain.instant import DAY, Instant
from service.web.axis import BARS, WIDTH, Axis

BURST = [Instant(0), *(Instant(100 * DAY + each) for each in range(98)), Instant(200 * DAY)]
"""A day on which nearly everything happened, between two that lie far apart."""


def axis(*instants: int) -> Axis:
    return Axis([Instant(each) for each in instants], [1] * len(instants))


def test_half_of_it_is_time_as_it_passes() -> None:
    assert [axis(0, 10, 100).of_stop(each) for each in range(3)] == [0, 0.3, 1]


def test_a_burst_has_half_of_it_and_stands_where_it_happened() -> None:
    along = [axis(*BURST).of_stop(each) for each in range(len(BURST))]
    assert along[1] == pytest.approx(0.25, abs=0.01)
    assert along[98] == pytest.approx(0.75, abs=0.01)


def test_what_lies_beyond_stands_at_its_ends() -> None:
    assert [axis(10, 20).of_instant(Instant(each)) for each in (0, 10, 15, 20, 90)] == [
        *(0, 0, 0.5, 1, 1),
    ]


def test_before_anything_was_recorded_has_a_stop_of_its_own() -> None:
    recorded = Axis([Instant(5), Instant(5), Instant(5)], [0, 1, 1])
    assert [recorded.of_stop(each) for each in range(3)] == [0, 0.5, 1]


@given(st.lists(st.integers(0, 10**12), min_size=1, unique=True).map(sorted), st.floats(0, 1))
def test_an_axis_reads_the_same_both_ways(instants: list[int], along: float) -> None:
    read = axis(*instants)
    places = [read.of_stop(each) for each in range(len(read))]
    assert all(one < other for one, other in pairwise(places))
    assert [read.of_instant(each) for each in read.stops] == pytest.approx(
        places if len(read) > 1 else [1.0]
    )
    assert [read.nearest(each) for each in places] == list(range(len(read)))
    nearest = read.of_stop(read.nearest(along))
    assert abs(nearest - along) == min(abs(each - along) for each in places)
    assert read.of_instant(read.instant(along)) == pytest.approx(
        along if len(read) > 1 else 1.0, abs=0.01
    )


def test_the_bars_stand_where_the_stops_do() -> None:
    strip = Axis([Instant(each) for each in (0, 50, 100)], [1, 9, 4]).strip("here", 0, 0.5)
    bars = re.findall(r"M([\d.-]+) 30v-([\d.]+)h", strip)
    middles = [float(left) - 0.5 + WIDTH / BARS / 2 for left, _ in bars]
    assert middles == [0, WIDTH / 2, WIDTH]
    assert [height for _, height in bars] == ["10.0", "30.0", "20.0"]


def test_an_axis_without_stops_is_empty() -> None:
    assert axis().nearest(0.5) == 0
    assert axis().of_instant(Instant(0)) == 0
    assert "M" not in re.findall(r' d="(.*?)"', axis().strip("here", 0, 0))[0]
