"""What refusals carry."""

from __future__ import annotations

from domain.errors import Fault, Invalid, TooLarge


def test_what_is_invalid_says_where_and_something_for_people() -> None:
    faults = (Fault("/id", "no UUID"), Fault("/data", "missing"))
    refusal = Invalid(*faults)
    assert refusal.faults == faults
    assert refusal.detail


def test_a_refusal_reads_as_its_detail() -> None:
    assert str(TooLarge("It is too large.")) == TooLarge("It is too large.").detail
    assert str(TooLarge("It is too large.")) == "It is too large."
