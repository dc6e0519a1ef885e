"""Times in words."""

from __future__ import annotations

import pytest

from domain.instant import bound_text
from domain.occurrence import parse_occurrence
from service.prose.times import instant, when


def said(text: str, zone: str | None = None, year: int | None = None) -> str:
    """An uncertain time, as the ledger answers it, in words."""
    occurred = parse_occurrence(text, zone)
    three_part = {
        "text": text,
        "earliest": bound_text(occurred.earliest),
        "latest": bound_text(occurred.latest),
    }
    return when(three_part, year)


def test_an_instant_is_told_in_utc_to_the_second_if_it_has_one() -> None:
    assert instant("2024-11-26T17:05:00Z") == "26 Nov 2024 17:05 UTC"
    assert instant("2026-11-26T18:10:03.250000Z") == "26 Nov 2026 18:10:03 UTC"
    assert instant("2024-01-02T00:00:00Z", year=2024) == "2 Jan 00:00 UTC"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-11-26T12:01:00-05:00", "on 26 Nov 2024 at 17:01 UTC"),
        ("2024-11-26", "on 26 Nov 2024"),
        ("2024-11", "in Nov 2024"),
        ("2024", "in 2024"),
        ("2024-02-15?", "perhaps on 15 Feb 2024"),
        ("2024-03?", "perhaps in Mar 2024"),
        ("2024-03~", "about Mar 2024"),
        ("2024-11-26~", "about 26 Nov 2024"),
        ("../2024-05-31", "by 31 May 2024"),
        ("../2024-12", "by Dec 2024"),
        ("../2024-05", "by May 2024"),
        ("../2024?", "by perhaps 2024"),
        ("../2024-11-26T17:00:00Z", "by 26 Nov 2024 17:00 UTC"),
        ("2024-11-27/..", "not before 27 Nov 2024"),
        ("2024-11-27T08:00:00Z/..", "not before 27 Nov 2024 08:00 UTC"),
        ("2024-11-26T13:30:00Z/2024-11-26T17:01:00Z", "between 26 Nov 2024 13:30 and 17:01 UTC"),
        ("2024-11-26T13:30:00Z/2024-11-27", "between 26 Nov 2024 13:30 and 28 Nov 00:00 UTC"),
        ("2024-12-31/2025-01-01", "between 31 Dec 2024 00:00 and 2 Jan 2025 00:00 UTC"),
        ("2024-11-26T13:30:00Z/2024-11-26T13:30:00Z", "on 26 Nov 2024 at 13:30 UTC"),
        ("0001-01-01", "on 1 Jan 0001"),
        ("9999", "in 9999"),
        ("../9999-12-31", "by 31 Dec 9999"),
        ("../9999", "by 9999"),
        ("2024-01-01/9999", "between 1 Jan 2024 00:00 and 31 Dec 9999 23:59:59 UTC"),
    ],
)
def test_uncertain_times_are_told_as_one_would_say_them(text: str, words: str) -> None:
    assert said(text) == words


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2024-11-26", "-05:00", "on 26 Nov 2024 (UTC-5)"),
        ("2024-11-26", "+05:30", "on 26 Nov 2024 (UTC+5:30)"),
        ("../2024-11-26", "-05:00", "by 26 Nov 2024 (UTC-5)"),
        ("../2024-12", "+01:00", "by Dec 2024 (UTC+1)"),
        ("2024-11-26/..", "+08:00", "not before 26 Nov 2024 (UTC+8)"),
        ("2024-11-26T13:30:00Z/2024-11-26", "-05:00", "between 26 Nov 13:30 and 27 Nov 05:00 UTC"),
    ],
)
def test_days_elsewhere_name_their_offset(text: str, zone: str, words: str) -> None:
    year = 2024 if words.startswith("between") else None
    assert said(text, zone, year) == words


def test_a_year_that_is_understood_is_left_out() -> None:
    assert said("2024-11-26", year=2024) == "on 26 Nov"
    assert said("2024-11-26", year=2025) == "on 26 Nov 2024"
    assert said("2024-11", year=2024) == "in Nov 2024"
