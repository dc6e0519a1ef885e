"""Who belonged to a group when."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings, strategies as st

from domain.instant import BEGINNING, END, Instant
from domain.membership import Membership, Span, both, membership
from domain.occurrence import Certainty, Occurrence


def between(earliest: int, latest: int) -> Occurrence:
    return Occurrence("", Instant(earliest), Instant(latest))


def at(instant: int) -> Occurrence:
    return between(instant, instant)


def spans(*bounds: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(Instant(start), Instant(end)) for start, end in bounds)


# --- worked by hand ------------------------------------------------------------------------


def test_who_never_joined_does_not_belong() -> None:
    assert membership([], []) == Membership()
    assert membership([], [at(3)]) == Membership()


def test_who_joined_belongs_from_then_on() -> None:
    assert membership([at(3)], []) == Membership(spans((3, END)), spans((3, END)))


def test_who_left_belonged_until_just_before() -> None:
    assert membership([at(3)], [at(5)]) == Membership(spans((3, 5)), spans((3, 5)))


def test_an_uncertain_join_is_certain_at_its_latest_and_possible_from_its_earliest() -> None:
    assert membership([between(2, 4)], []) == Membership(spans((4, END)), spans((2, END)))


def test_an_uncertain_leave_ends_the_certain_at_its_earliest_the_possible_at_its_latest() -> None:
    assert membership([at(1)], [between(3, 5)]) == Membership(spans((1, 3)), spans((1, 5)))


def test_a_leave_that_may_have_come_before_the_join_leaves_the_possible() -> None:
    # Joined on 4; left between 2 and 6: perhaps before, so that it may never have ended.
    assert membership([at(4)], [between(2, 6)]) == Membership((), spans((4, END)))


def test_a_leave_at_the_very_instant_of_the_join_may_have_come_after_it() -> None:
    assert membership([at(3)], [at(3)]) == Membership((), spans((3, END)))


def test_a_leave_that_certainly_came_before_the_join_does_not_touch_it() -> None:
    assert membership([at(3)], [at(2)]) == membership([at(3)], [])
    assert membership([between(3, 5)], [between(1, 2)]) == membership([between(3, 5)], [])


def test_who_comes_back_belongs_twice() -> None:
    there_and_back = membership([at(1), at(7)], [at(3)])
    assert there_and_back == Membership(spans((1, 3), (7, END)), spans((1, 3), (7, END)))


def test_two_joins_and_one_leave_are_one_stay() -> None:
    assert membership([at(1), at(2)], [at(5)]) == Membership(spans((1, 5)), spans((1, 5)))


def test_stays_that_touch_are_one() -> None:
    # Left at 4, and back at 4: the second join is not certainly before the leave, nor after it.
    back_at_once = membership([at(1), at(4)], [at(4)])
    assert back_at_once == Membership(spans((1, 4)), spans((1, END)))
    assert membership([between(1, 4), at(1)], [at(9)]).certain == spans((1, 9))


def test_a_join_not_before_some_day_is_never_certain() -> None:
    assert membership([between(3, END)], []) == Membership((), spans((3, END)))


def test_a_join_by_some_day_is_possible_from_the_beginning() -> None:
    assert membership([between(BEGINNING, 3)], []) == Membership(
        spans((3, END)), spans((BEGINNING, END))
    )


def test_a_leave_not_before_some_day_never_ends_the_possible() -> None:
    assert membership([at(1)], [between(3, END)]) == Membership(spans((1, 3)), spans((1, END)))


def test_a_leave_by_some_day_may_have_come_before_the_join() -> None:
    assert membership([at(1)], [between(BEGINNING, 3)]) == Membership((), spans((1, END)))


STAY = Membership(certain=spans((2, 4), (6, 8)), possible=spans((1, 9)))


@pytest.mark.parametrize(
    ("earliest", "latest", "belonged"),
    [
        (2, 3, "certain"),
        (2, 2, "certain"),
        (6, 7, "certain"),
        (2, 4, "possible"),  # the end of a span is not in it
        (1, 3, "possible"),
        (3, 6, "possible"),  # certain at both ends, not between
        (0, 1, "possible"),
        (8, 20, "possible"),
        (0, 20, "possible"),
        (0, 0, None),
        (9, 9, None),
        (BEGINNING, 0, None),
        (BEGINNING, 3, "possible"),
        (3, END, "possible"),
        (9, END, None),
    ],
)
def test_certain_is_every_instant_of_the_bounds_and_possible_is_some(
    earliest: int, latest: int, belonged: str | None
) -> None:
    assert STAY.over(Instant(earliest), Instant(latest)) == belonged


def test_who_never_leaves_certainly_belongs_for_ever() -> None:
    for_ever = membership([at(3)], [])
    assert for_ever.over(Instant(3), END) is Certainty.CERTAIN
    assert for_ever.over(Instant(2), END) is Certainty.POSSIBLE


# --- against every instant -----------------------------------------------------------------

TIMES = range(5)
BEFORE, AFTER = -2, 7  # instants before and after all that has bounds; unbounded ends reach there


def instants(earliest: int, latest: int) -> range:
    """Every instant of these bounds, as far as anything happens."""
    return range(max(earliest, BEFORE), min(latest, AFTER) + 1)


def certainly(joins: Sequence[Occurrence], leaves: Sequence[Occurrence], t: int) -> bool:
    """ "there is a join with `latest` ≤ t and no leave with `latest` ≥ that join's `earliest` (it
    may have come after) and `earliest` ≤ t" """
    return any(
        j.latest <= t and not any(lv.latest >= j.earliest and lv.earliest <= t for lv in leaves)
        for j in joins
    )


def possibly(joins: Sequence[Occurrence], leaves: Sequence[Occurrence], t: int) -> bool:
    """ "there is a join with `earliest` ≤ t and no leave with `earliest` > that join's `latest`
    (it certainly came after) and `latest` ≤ t" """
    return any(
        j.earliest <= t and not any(lv.earliest > j.latest and lv.latest <= t for lv in leaves)
        for j in joins
    )


bounded = st.tuples(st.sampled_from(TIMES), st.sampled_from(TIMES)).map(sorted)
any_bounds = st.one_of(
    bounded,
    bounded,
    st.tuples(st.just(int(BEGINNING)), st.sampled_from(TIMES)),
    st.tuples(st.sampled_from(TIMES), st.just(int(END))),
)
occurrences = any_bounds.map(lambda ends: between(*ends))
changes = st.lists(occurrences, max_size=4)


@given(changes, changes, any_bounds)
@settings(max_examples=400)
def test_over_its_bounds_an_event_finds_who_belonged_at_every_instant_of_them(
    joins: list[Occurrence], leaves: list[Occurrence], bounds: tuple[int, int]
) -> None:
    earliest, latest = bounds
    during = instants(earliest, latest)
    expected = None
    if any(possibly(joins, leaves, t) for t in during):
        expected = Certainty.POSSIBLE
    if all(certainly(joins, leaves, t) for t in during):
        expected = Certainty.CERTAIN
    assert membership(joins, leaves).over(Instant(earliest), Instant(latest)) == expected


@given(changes, changes)
@settings(max_examples=200)
def test_the_spans_hold_exactly_the_instants_of_the_contract(
    joins: list[Occurrence], leaves: list[Occurrence]
) -> None:
    found = membership(joins, leaves)
    for t in range(BEFORE, AFTER + 1):
        assert any(s.start <= t < s.end for s in found.certain) == certainly(joins, leaves, t)
        assert any(s.start <= t < s.end for s in found.possible) == possibly(joins, leaves, t)


@given(changes, changes)
def test_spans_are_in_order_and_neither_empty_nor_touching(
    joins: list[Occurrence], leaves: list[Occurrence]
) -> None:
    found = membership(joins, leaves)
    for ordered in (found.certain, found.possible):
        ends = [end for span in ordered for end in (span.start, span.end)]
        assert ends == sorted(set(ends))


@given(changes, changes)
def test_the_order_in_which_joins_and_leaves_were_recorded_does_not_matter(
    joins: list[Occurrence], leaves: list[Occurrence]
) -> None:
    found = membership(joins, leaves)
    assert membership(joins[::-1], leaves[::-1]) == found
    assert membership(joins + joins, leaves + leaves) == found


@given(changes, changes, changes, changes, any_bounds)
@settings(max_examples=300)
def test_who_belonged_to_both_belonged_to_each_over_the_same_bounds(
    joins: list[Occurrence],
    leaves: list[Occurrence],
    more_joins: list[Occurrence],
    more_leaves: list[Occurrence],
    bounds: tuple[int, int],
) -> None:
    one, other = membership(joins, leaves), membership(more_joins, more_leaves)
    earliest, latest = Instant(bounds[0]), Instant(bounds[1])
    each = {one.over(earliest, latest), other.over(earliest, latest)}
    doubted = Certainty.POSSIBLE in each
    surely = Certainty.POSSIBLE if doubted else Certainty.CERTAIN
    expected = None if None in each else surely
    assert both(one, other).over(earliest, latest) == expected
