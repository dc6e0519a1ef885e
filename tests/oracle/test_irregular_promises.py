"""Broken and overdue commitments, and what was not answered: worked by hand."""

from typing import Any

import pytest

from .given import all_irregular, event, irregular, of_tester, uid
from .visibility import Event

DAY = "2024-03-10"


def made(number: int, when: str, slug: str = "c", **data: Any) -> Event:
    said = {"commitment": slug, "by": "org:o", "to": ["tester:ana"], "text": "t", **data}
    return event(number, "commitment-made", when, said)


def kept(number: int, when: str, slug: str = "c") -> Event:
    return event(number, "commitment-kept", when, {"commitment": slug})


def broken(number: int, when: str, slug: str = "c") -> Event:
    return event(number, "commitment-broken", when, {"commitment": slug})


def given(number: int, when: str, tester: str = "tester:ana", slug: str = "f") -> Event:
    return of_tester(number, "feedback-given", when, tester, feedback=slug, text="t", to=["org:o"])


def answered(number: int, when: str, tester: str = "tester:ana", slug: str = "f") -> Event:
    return of_tester(number, "feedback-answered", when, tester, feedback=slug, by="org:o")


# --- commitment-broken ---------------------------------------------------------------------------

BROKEN = "commitment-broken"


def test_a_broken_commitment_with_all_that_made_it() -> None:
    history = [made(1, "2024-02-01"), broken(2, DAY), made(3, "2024-01-01"), made(4, DAY, "d")]
    assert irregular(history, BROKEN) == [("certain", [1, 3, 2])]
    assert irregular(history, BROKEN, "2024-03-10T12:00:00Z") == [("possible", [1, 3, 2])]
    assert irregular(history, BROKEN, "2024-03-09T12:00:00Z") == []
    [found] = all_irregular(history, BROKEN)
    assert "tester" not in found


def test_broken_counts_even_where_it_was_kept_or_never_made() -> None:
    assert irregular([broken(1, DAY)], BROKEN) == [("certain", [1])]
    history = [made(1, "2024-01-01"), kept(2, "2024-02-01"), broken(3, DAY)]
    assert irregular(history, BROKEN) == [("certain", [1, 3])]
    # What is made later is not among its makers yet.
    history = [broken(1, DAY), made(2, "2024-04-01")]
    assert irregular(history, BROKEN, "2024-03-31T00:00:00Z") == [("certain", [1])]
    assert irregular(history, BROKEN) == [("certain", [2, 1])]


# --- commitment-overdue --------------------------------------------------------------------------

OVERDUE = "commitment-overdue"
DUE = {"due_at": "2024-03-10T13:00:00+01:00"}


def test_overdue_once_due_at_has_passed() -> None:
    history = [made(1, "2024-01-01", **DUE)]
    assert irregular(history, OVERDUE, "2024-03-10T12:00:00Z") == []  # at the very instant
    assert all_irregular(history, OVERDUE, "2024-03-10T12:00:00.000001Z") == [
        {
            "code": "commitment-overdue",
            "events": [uid(1)],
            "since": {
                "text": "2024-03-10T12:00:00Z",
                "earliest": "2024-03-10T12:00:00Z",
                "latest": "2024-03-10T12:00:00Z",
            },
            "certainty": "certain",
        }
    ]
    assert irregular([made(1, "2024-01-01")], OVERDUE) == []


def test_what_was_kept_or_broken_is_not_overdue() -> None:
    history = [made(1, "2024-01-01", **DUE)]
    assert irregular([*history, kept(2, "2024-05-01")], OVERDUE) == []
    assert irregular([*history, broken(2, "2024-02-01")], OVERDUE) == []
    assert irregular([*history, kept(2, "2024-02-01", "d")], OVERDUE) == [("certain", [1])]
    # Overdue until it is kept; kept late in the ledger, it stays overdue at the earlier position.
    both = [*history, kept(2, "2024-05-01")]
    assert irregular(both, OVERDUE, "2024-04-30T00:00:00Z") == [("certain", [1])]
    assert irregular(both, OVERDUE, as_recorded=1) == [("certain", [1])]
    # Perhaps kept.
    assert irregular([*history, kept(2, "2024-02-01/..")], OVERDUE) == [("possible", [1])]
    # Perhaps made.
    assert irregular([made(1, "2024-01-01/..", **DUE)], OVERDUE) == [("possible", [1])]


# --- feedback-unanswered, concern-unanswered -----------------------------------------------------

UNANSWERED = "feedback-unanswered"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-03-24T00:00:00Z", []),  # 14 days after it began
        ("2024-03-24T00:00:00.000001Z", [("possible", [1])]),
        ("2024-03-24T23:59:59.999999Z", [("possible", [1])]),  # 14 days after it ended
        ("2024-03-25T00:00:00Z", [("certain", [1])]),
    ],
)
def test_feedback_is_unanswered_after_fourteen_days(as_of: str, expected: list[Any]) -> None:
    assert irregular([given(1, DAY)], UNANSWERED, as_of) == expected


def test_concerns_have_seven_days() -> None:
    noon = "2024-03-10T12:00:00Z"
    history = [of_tester(1, "concern-raised", noon, concern="f", text="t", to=["org:o"])]
    code = "concern-unanswered"
    assert irregular(history, code, "2024-03-17T12:00:00Z") == []
    [found] = all_irregular(history, code, "2024-03-17T12:00:00.000001Z")
    assert (found["certainty"], found["tester"]) == ("certain", "tester:ana")
    assert found["since"] == {
        "text": "2024-03-17T12:00:00Z",
        "earliest": "2024-03-17T12:00:00Z",
        "latest": "2024-03-17T12:00:00Z",
    }
    # An answer to a feedback of that name is none to the concern.
    assert irregular([*history, answered(2, DAY)], code) == [("certain", [1])]
    ended = of_tester(2, "concern-answered", "2024-06-01", concern="f", by="org:o")
    assert irregular([*history, ended], code) == []


def test_it_is_since_the_end_of_the_wait() -> None:
    def since(when: str) -> dict[str, Any]:
        [found] = all_irregular([given(1, when)], UNANSWERED)
        return dict(found["since"])

    assert since(DAY) == {
        "text": "2024-03-24T00:00:00Z/2024-03-24T23:59:59.999999Z",
        "earliest": "2024-03-24T00:00:00Z",
        "latest": "2024-03-24T23:59:59.999999Z",
    }
    assert since("../2024-03-10") == {
        "text": "../2024-03-24T23:59:59.999999Z",
        "earliest": None,
        "latest": "2024-03-24T23:59:59.999999Z",
    }
    # Two weeks after the last of years there is no date.
    for endless in ("2024-03-10/..", "2024-03-10/9999"):
        assert since(endless) == {
            "text": "2024-03-24T00:00:00Z/..",
            "earliest": "2024-03-24T00:00:00Z",
            "latest": None,
        }


def test_an_answer_ends_it_however_late_and_an_acknowledgement_does_not() -> None:
    history = [given(1, DAY), answered(2, "2024-06-01")]
    assert irregular(history, UNANSWERED, "2024-05-01T00:00:00Z") == [("certain", [1])]
    assert irregular(history, UNANSWERED) == []
    assert irregular(history, UNANSWERED, as_recorded=1) == [("certain", [1])]
    noted = of_tester(2, "feedback-acknowledged", "2024-03-11", feedback="f", by="org:o")
    assert irregular([given(1, DAY), noted], UNANSWERED) == [("certain", [1])]
    # Perhaps answered.
    assert irregular([given(1, DAY), answered(2, "2024-03-11/..")], UNANSWERED) == [
        ("possible", [1])
    ]


def test_an_answer_is_of_the_same_tester_and_slug() -> None:
    history = [given(1, DAY), answered(2, DAY, "tester:ben"), answered(3, DAY, slug="g")]
    assert irregular(history, UNANSWERED) == [("certain", [1])]
    # Given twice, it is listed twice, and answered at once.
    history = [given(1, DAY), given(2, "2024-03-11")]
    assert irregular(history, UNANSWERED) == [("certain", [1]), ("certain", [2])]
    assert irregular([*history, answered(3, DAY)], UNANSWERED) == []
