"""Which of two uncertain events came before the other."""

from __future__ import annotations

import pytest

from domain.irregularities.order import first, happened, last, maybe_before, surely_before
from domain.occurrence import Certainty
from domain.standing import Deed, deed
from tests.domain.recorded import an_act

from .story import at, found


def some(*times: str) -> list[Deed]:
    return found(deed, *(an_act("tester-left", each) for each in times))


@pytest.mark.parametrize(
    ("one", "other", "surely", "maybe"),
    [
        ("2024-03-09", "2024-03-10", True, True),
        ("2024-03-10T12:00:00Z", "2024-03-10T12:00:00Z", True, True),
        ("2024-03-09/2024-03-10T00:00:00Z", "2024-03-10", True, True),
        ("2024-03-10", "2024-03-10", False, True),
        ("2024-03-10T23:59:59.999999Z", "2024-03-10", False, True),
        ("2024-03-11T00:00:00Z", "2024-03-10", False, False),
        ("../2024", "2024/..", False, True),
    ],
)
def test_one_comes_before_another(one: str, other: str, surely: bool, maybe: bool) -> None:
    this, that = some(one, other)
    assert (surely_before(this, that), maybe_before(this, that)) == (surely, maybe)


@pytest.mark.parametrize(
    ("as_of", "certainty"),
    [
        ("2024-03-09T23:59:59.999999Z", None),
        ("2024-03-10T00:00:00Z", Certainty.POSSIBLE),
        ("2024-03-10T23:59:59.999998Z", Certainty.POSSIBLE),
        ("2024-03-10T23:59:59.999999Z", Certainty.CERTAIN),
    ],
)
def test_it_happens_possibly_from_its_earliest_and_certainly_from_its_latest_on(
    as_of: str, certainty: Certainty | None
) -> None:
    (one,) = some("2024-03-10")
    assert happened(one, at(as_of)) is certainty


def test_first_is_what_had_happened_first_then_what_can_have_then_what_was_recorded_first() -> None:
    month, day, again, earlier = some("2024-03", "2024-03-31", "2024-03-31", "2024-03-30")
    in_order = [earlier, month, day, again]
    while in_order:
        assert first(in_order[::-1]) == in_order[0]
        assert last(in_order[::-1]) == in_order[-1]
        in_order.pop(0)


def test_of_nothing_there_is_no_first_and_no_last() -> None:
    assert first(some()) is None
    assert last(some()) is None
