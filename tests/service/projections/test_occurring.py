"""Blocks and widths: nothing that is asked for is left out, and little else is looked at."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from domain.instant import BEGINNING, DAY, END, Instant
from domain.occurrence import FIRST, LAST
from service.projections.kept.occurring import LARGE, SMALL, Blocks, reaching, width

positions = st.integers(0, 2**40)
bounded = st.integers(FIRST, LAST)
earliests = st.one_of(bounded, st.just(BEGINNING))
latests = st.one_of(bounded, st.just(END))


def covered(blocks: Blocks) -> list[tuple[int, int]]:
    """The stretches of positions that these blocks are, each with its end."""
    stretches = [(n << LARGE, (n + 1) << LARGE) for n in blocks.large]
    return stretches + [(n << SMALL, (n + 1) << SMALL) for n in blocks.small]


@given(st.integers(0, 2**22))
def test_blocks_cover_every_position_once_and_end_in_the_one_that_is_asked_for(at: int) -> None:
    stretches = covered(Blocks.upto(at))
    assert stretches[0][0] == 0
    assert all(end == start for (_, end), (start, _) in pairwise(stretches))
    assert stretches[-1][0] <= at < stretches[-1][1]
    assert len(Blocks.upto(at).small) <= 1 << (LARGE - SMALL)


@given(st.integers(0, 2**22))
def test_large_blocks_alone_cover_every_position_too(at: int) -> None:
    assert Blocks.large_upto(at).large == range((at >> LARGE) + 1)


@pytest.mark.parametrize(
    ("lasts", "wide"),
    [(0, 0), (1, 1), (DAY - 1, 2), (7 * DAY, 3), (31 * DAY - 1, 4), (365 * DAY, 5), (400 * DAY, 6)],
)
def test_occurrences_are_told_apart_by_how_wide_they_are(lasts: int, wide: int) -> None:
    assert width(Instant(0), Instant(lasts)) == wide


def test_open_ends_are_widths_of_their_own() -> None:
    assert width(Instant(0), END) == 7
    assert width(BEGINNING, Instant(0)) == 8


@given(earliests, latests, bounded)
def test_what_reaches_an_instant_is_among_what_may(earliest: int, latest: int, then: int) -> None:
    if (earliest, latest) == (BEGINNING, END) or not earliest < then <= latest:
        return
    reach = {each.width: each for each in reaching(Instant(then))}
    found = reach[width(Instant(earliest), Instant(latest))]
    assert (earliest, latest) >= (found.earliest, found.latest)
