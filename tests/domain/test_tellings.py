"""When a member may first have learned what its group was told."""

from __future__ import annotations

from hypothesis import given, strategies as st

from domain.instant import BEGINNING, END, Instant
from domain.membership import Membership, Span
from domain.tellings import Tellings

TIMES = st.sampled_from((BEGINNING, *range(8), END))


def told(*bounds: tuple[int, int]) -> Tellings:
    return Tellings((Instant(earliest), Instant(latest)) for earliest, latest in bounds)


def span(start: int, end: int) -> Span:
    return Span(Instant(start), Instant(end))


def test_who_belonged_when_the_group_was_told_may_have_learned_it() -> None:
    assert told((3, 3)).earliest_over(span(1, 9)) == 3
    assert told((3, 3)).earliest_over(span(3, 9)) == 3


def test_who_joined_later_or_had_left_did_not() -> None:
    assert told((3, 3)).earliest_over(span(4, 9)) is None
    assert told((3, 3)).earliest_over(span(1, 3)) is None
    assert told().earliest_over(span(1, 9)) is None


def test_who_joined_while_it_may_have_been_told_learned_it_from_its_earliest_on() -> None:
    assert told((3, 6)).earliest_over(span(5, 9)) == 3


def test_of_several_tellings_the_earliest_that_fits_counts() -> None:
    assert told((1, 1), (4, 4), (3, 6), (7, 7)).earliest_over(span(5, 9)) == 3
    assert told((1, 1), (7, 7), (6, 6)).earliest_over(span(5, 9)) == 6


@given(
    st.lists(st.tuples(TIMES, TIMES).map(lambda each: (min(each), max(each))), max_size=6),
    st.tuples(TIMES, TIMES).filter(lambda each: each[0] < each[1]),
)
def test_it_is_the_least_earliest_of_the_tellings_over_which_one_possibly_belonged(
    bounds: list[tuple[int, int]], stay: tuple[int, int]
) -> None:
    belonging = Membership(possible=(span(*stay),))
    fitting = [
        earliest
        for earliest, latest in bounds
        if belonging.over(Instant(earliest), Instant(latest)) is not None
    ]
    assert told(*bounds).earliest_over(span(*stay)) == min(fitting, default=None)
