"""The points of a series, and the facts that count at them."""

from __future__ import annotations

from domain.instant import BEGINNING, DAY, END, Instant, parse_instant
from domain.signals.points import HOUR, Fact, Points, Step, ticks
from domain.signals.stretches import Stretch

STILL = 2**63 - 1


def at(text: str) -> Instant:
    return parse_instant(f"2024-05-{text}Z")


def days(*texts: str) -> list[int]:
    return [at(f"{text}T00:00:00") for text in texts]


def points(*marks: tuple[int, int]) -> Points:
    return Points([Instant(instant) for instant, _ in marks], [position for _, position in marks])


def fact(latest: int, since: int = 1, until: int = STILL) -> Fact:
    return Fact(latest=Instant(latest), since=since, until=until)


# --- the instants --------------------------------------------------------------------------


def test_every_midnight_after_the_start_and_before_the_end_is_a_point() -> None:
    found = ticks(at("09T12:00:00"), at("12T12:00:00"), Step.DAY)
    assert list(found) == days("10", "11", "12")


def test_neither_the_start_nor_the_end_is_a_midnight_between() -> None:
    assert list(ticks(at("09T00:00:00"), at("11T00:00:00"), Step.DAY)) == days("10")


def test_there_is_none_where_the_end_is_not_after_the_start() -> None:
    assert not ticks(at("09T12:00:00"), at("09T12:00:00"), Step.DAY)
    assert not ticks(at("12T12:00:00"), at("09T12:00:00"), Step.DAY)


def test_hours_are_full_ones() -> None:
    found = ticks(at("09T11:30:00"), at("09T13:00:00.000001"), Step.HOUR)
    assert list(found) == [at("09T12:00:00"), at("09T13:00:00")]


def test_days_before_1970_are_days_too() -> None:
    assert list(ticks(Instant(-DAY - 1), Instant(1), Step.DAY)) == [-DAY, 0]
    assert list(ticks(Instant(-HOUR), Instant(HOUR), Step.HOUR)) == [0]


# --- what counts at them -------------------------------------------------------------------


def test_a_fact_counts_from_the_instant_at_which_it_is_certain() -> None:
    series = points((10, 5), (20, 5), (30, 5))
    assert series.counting(fact(20)) == Stretch(1, 3)
    assert series.counting(fact(21)) == Stretch(2, 3)
    assert series.counting(fact(BEGINNING)) == Stretch(0, 3)


def test_a_fact_that_is_certain_only_later_counts_nowhere() -> None:
    series = points((10, 5), (20, 5))
    assert series.counting(fact(21)) is None
    assert series.counting(fact(END)) is None


def test_a_fact_counts_only_where_the_ledger_held_it() -> None:
    series = points((10, 1), (20, 3), (30, 4), (40, 9))
    assert series.counting(fact(5, since=3, until=9)) == Stretch(1, 3)
    assert series.counting(fact(5, since=2, until=4)) == Stretch(1, 2)
    assert series.counting(fact(5, since=5)) == Stretch(3, 4)
    assert series.counting(fact(5, since=10)) is None
    assert series.counting(fact(5, since=1, until=1)) is None


def test_with_hindsight_it_is_held_everywhere_or_nowhere() -> None:
    series = points((10, 9), (20, 9))
    assert series.counting(fact(20, since=9)) == Stretch(1, 2)
    assert series.counting(fact(20, since=1, until=9)) is None
    assert series.counting(fact(20, since=10)) is None


def test_it_may_count_only_after_an_instant_and_before_another() -> None:
    series = points((10, 5), (20, 5), (30, 5), (40, 5))
    assert series.counting(fact(5), after=Instant(20)) == Stretch(2, 4)
    assert series.counting(fact(35), after=Instant(20)) == Stretch(3, 4)
    assert series.counting(fact(5), until=Instant(30)) == Stretch(0, 2)
    assert series.counting(fact(30), until=Instant(30)) is None


def test_after_an_instant_is_from_the_next_one_on() -> None:
    series = points((20, 5), (21, 5), (22, 5))
    assert series.counting(fact(5), after=Instant(20)) == Stretch(1, 3)


def test_a_series_may_have_no_points() -> None:
    assert len(points()) == 0
    assert points().counting(fact(1)) is None
