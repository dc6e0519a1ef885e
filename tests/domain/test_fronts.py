"""Which learnings can be the first, and that no other is ever needed."""

from __future__ import annotations

from hypothesis import given, strategies as st

from domain.fronts import (
    OPEN_BEGINNING,
    OPEN_END,
    Lane,
    circle,
    first_by,
    front,
    placed,
    width,
)
from domain.instant import BEGINNING, END, Instant
from domain.knowledge import answer
from domain.learnings import Basis, Extent, Learning, in_order
from domain.names import PUBLIC, EventId, Item, Party

ANA, GROUP, LENA, KIM = map(Party, ("tester:ana", "group:beta", "staff:lena", "staff:kim"))
SORA = Item("item:sora")


def a_learning(earliest: int, latest: int, position: int = 1, **more: object) -> Learning:
    told = Learning(
        party=ANA,
        item=SORA,
        extent=Extent.FULL,
        basis=Basis.TOLD,
        source=LENA,
        channel=None,
        via=EventId(f"event {position}"),
        position=position,
        earliest=Instant(earliest),
        latest=Instant(latest),
    )
    return told._replace(**more)  # type: ignore[arg-type]


class TestAFront:
    def test_is_the_one_that_happened_first_where_times_are_certain(self) -> None:
        told = [a_learning(at, at, at) for at in (5, 3, 9)]
        assert front(told) == [told[1]]

    def test_holds_what_perhaps_happened_earlier_though_its_end_is_later(self) -> None:
        wide, narrow, late = a_learning(0, 9, 1), a_learning(4, 5, 2), a_learning(6, 9, 3)
        assert front([late, narrow, wide]) == [wide, narrow]
        assert first_by([wide, narrow], Instant(3)) == wide
        assert first_by([wide, narrow], Instant(4)) == narrow
        assert first_by([wide, narrow], Instant(-1)) is None

    def test_prefers_of_the_same_bounds_the_order_of_first(self) -> None:
        later = a_learning(1, 2, 7)
        sooner = a_learning(1, 2, 6)
        leaked = a_learning(1, 2, 6, basis=Basis.LEAK)
        assert front([later, leaked, sooner]) == [sooner]
        known, unknown = a_learning(1, 2), a_learning(1, 2, source=None)
        assert front([known, unknown]) == [unknown]
        for channel in ("chat", "A call"):
            assert front([unknown._replace(channel=channel), unknown]) == [unknown]

    def test_takes_unbounded_ones(self) -> None:
        told = [a_learning(BEGINNING, 5), a_learning(2, END, 2), a_learning(BEGINNING, END, 3)]
        assert front(told) == [told[0]]


INSTANTS = st.one_of(st.integers(0, 12), st.sampled_from([BEGINNING, END]))
BOUNDS = (
    st.tuples(INSTANTS, INSTANTS).map(sorted).filter(lambda b: b[0] != END and b[1] != BEGINNING)
)
LEARNINGS = st.lists(
    st.builds(
        lambda bounds, position, extent, basis: a_learning(
            *bounds,
            position,
            extent=Extent.ACCESS if basis is Basis.ACCESS else extent,
            basis=basis,
        ),
        BOUNDS,
        st.integers(1, 6),
        st.sampled_from([Extent.FULL, Extent.PARTIAL, Extent.RUMOUR]),
        st.sampled_from([Basis.TOOK_PART, Basis.TELLING, Basis.TOLD, Basis.ACCESS]),
    ),
    max_size=12,
)


@given(LEARNINGS, st.integers(-1, 13))
def test_an_answer_needs_no_more_than_the_firsts_of_the_fronts(
    known: list[Learning], as_of: int
) -> None:
    now = Instant(as_of)
    fronts = [front(each for each in known if each.extent == extent) for extent in Extent]
    firsts = [first for each in fronts if (first := first_by(each, now)) is not None]
    assert answer(ANA, SORA, firsts, [], now) == answer(ANA, SORA, known, [], now)


@given(LEARNINGS, st.integers(0, 12))
def test_of_what_had_happened_by_then_the_front_is_what_of_the_front_had_happened(
    known: list[Learning], size: int
) -> None:
    in_time = sorted(known, key=lambda each: (each.earliest, each.latest, each.position))
    by_then = in_time[:size]
    if size < len(known) and in_time[size].position == in_time[size - 1].position:
        return  # an event happens at once
    told = {id(each) for each in by_then}
    assert front(by_then) == [each for each in front(known) if id(each) in told]


@given(LEARNINGS)
def test_the_first_of_all_stands_at_the_end_of_the_front(known: list[Learning]) -> None:
    if known:
        alike = [each._replace(extent=Extent.FULL) for each in known]
        assert in_order(front(alike)[-1]) == min(map(in_order, alike))


def test_a_time_is_as_wide_as_its_length_has_bits() -> None:
    def wide(earliest: int, latest: int) -> int:
        return width(Instant(earliest), Instant(latest))

    assert [wide(5, 5 + length) for length in (0, 1, 2, 3, 4, 7, 8)] == [0, 1, 2, 2, 3, 3, 4]
    ends = [wide(BEGINNING, 5), wide(5, END), wide(BEGINNING, END)]
    assert ends == [OPEN_BEGINNING, OPEN_END, OPEN_END]


class TestALane:
    def test_of_a_telling_is_its_own(self) -> None:
        telling = a_learning(1, 1, party=LENA, basis=Basis.TELLING, source=None)
        assert [each.lane for each in placed([telling])] == [Lane.TELLING]

    def test_of_what_is_learned_where_the_same_party_tells_is_an_echo(self) -> None:
        telling = a_learning(1, 1, basis=Basis.TELLING, source=None)
        told = a_learning(1, 1, source=ANA)
        other = a_learning(1, 1, item=Item("event:x"))
        lanes = {each.learning: each.lane for each in placed([telling, told, other])}
        assert lanes == {telling: Lane.TELLING, told: Lane.ECHO, other: Lane.PLAIN}

    def test_names_those_who_tell_where_others_learn_it_too(self) -> None:
        by_lena = a_learning(1, 1, party=LENA, basis=Basis.TELLING, source=None)
        shared = a_learning(1, 1, party=GROUP, shared=True)
        published = a_learning(1, 1, party=PUBLIC, basis=Basis.PUBLIC)
        untold = a_learning(1, 1, party=GROUP, shared=True, item=Item("event:x"))
        learned = [by_lena, shared, published, untold]
        found = {each.learning: each.tellers for each in placed(learned)}
        assert found == {by_lena: "", shared: LENA, published: LENA, untold: ""}
        assert circle([KIM, LENA]) == circle([LENA, KIM]) != circle([LENA])
        assert len(circle([KIM, LENA])) == 32
