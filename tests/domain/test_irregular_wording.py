"""Times in the sentences of irregularities, and what their codes mean."""

from __future__ import annotations

import pytest

from domain.instant import parse_instant
from domain.irregularities.codes import Code
from domain.irregularities.definitions import DECIDED_BY, meaning
from domain.irregularities.wording import by, listed, when
from domain.standing import deed

from .recorded import an_act, an_id, history


def said(occurred_at: str) -> str:
    (record,) = history(an_act("feedback-given", occurred_at))
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
        (
            "2024-11-26T10:00:00Z/2024-11-27",
            "between 26 November 2024, 10:00 UTC and 27 November 2024",
        ),
    ],
)
def test_a_time_is_said_as_one_would_say_it(occurred_at: str, words: str) -> None:
    assert said(occurred_at) == words


def test_a_midnight_is_the_day_that_it_ends() -> None:
    assert by(parse_instant("2024-12-01T00:00:00Z")) == "30 November 2024"
    assert by(parse_instant("2024-12-01T09:00:00Z")) == "1 December 2024, 09:00 UTC"


def test_things_are_listed() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        *("a", "a and b", "a, b and c"),
    ]


def test_every_code_is_decided_and_says_what_it_means() -> None:
    assert list(DECIDED_BY) == list(Code)
    for code in Code:
        assert meaning(code).endswith(".")
        assert "`signed`" not in meaning(code)
