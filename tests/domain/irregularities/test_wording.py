"""Times and lists in the sentences of irregularities."""

from __future__ import annotations

import pytest

from domain.instant import parse_instant
from domain.irregularities.wording import by, listed, when
from domain.standing import deed
from tests.domain.recorded import an_act, an_id, history


def said(occurred_at: str, zone: str = "+00:00") -> str:
    (record,) = history({**an_act("feedback-given", occurred_at), "zone": zone})
    found = deed(record.event, 1)
    assert found is not None
    assert found.via == an_id(1)
    return when(found)


@pytest.mark.parametrize(
    ("occurred_at", "words"),
    [
        ("2024-11-26T17:05:00Z", "on 26 November 2024 at 17:05 UTC"),
        ("2024-11-26T17:05:09Z", "on 26 November 2024 at 17:05:09 UTC"),
        ("2024-11-26", "on 26 November 2024"),
        ("2024-11", "in November 2024"),
        ("2024-12", "in December 2024"),
        ("2024", "in 2024"),
        ("../2024-11-26", "by 26 November 2024"),
        ("../2024-11-26T17:05:00Z", "by 26 November 2024, 17:05 UTC"),
        ("2024-11-26/..", "not before 26 November 2024"),
        ("2024-11-26/2024-11-28", "between 26 November 2024 and 28 November 2024"),
        ("2024-11-02/2024-11-30", "between 2 November 2024 and 30 November 2024"),
        ("2024-11-01/2024-11-29", "between 1 November 2024 and 29 November 2024"),
        ("2024-02/2024-11", "between 1 February 2024 and 30 November 2024"),
        ("2024-11/2025-11", "between 1 November 2024 and 30 November 2025"),
        ("9999-12", "in December 9999"),
        (
            "2024-11-26/2024-11-26T17:05:00Z",
            "between 26 November 2024 and 26 November 2024, 17:05 UTC",
        ),
        (
            "2024-11-26T10:00:00Z/2024-11-27",
            "between 26 November 2024, 10:00 UTC and 27 November 2024",
        ),
    ],
)
def test_a_time_is_said_as_one_would_say_it(occurred_at: str, words: str) -> None:
    assert said(occurred_at) == words


def test_a_day_elsewhere_ends_at_a_full_hour_here() -> None:
    assert said("2024-11-26", "+01:00") == (
        "between 25 November 2024, 23:00 UTC and 26 November 2024, 23:00 UTC"
    )


def test_a_midnight_is_the_day_that_it_ends() -> None:
    assert by(parse_instant("2024-12-01T00:00:00Z")) == "30 November 2024"
    assert by(parse_instant("2024-12-01T09:00:00Z")) == "1 December 2024, 09:00 UTC"


def test_before_the_first_midnight_of_all_there_is_no_day() -> None:
    assert by(parse_instant("0001-01-01T00:00:00Z")) == "1 January 1, 00:00 UTC"


def test_things_are_listed() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        *("a", "a and b", "a, b and c"),
    ]
