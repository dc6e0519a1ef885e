"""Commitments that were broken or forgotten, feedback and concerns without an answer."""

from __future__ import annotations

import pytest

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.promised import (
    commitment_broken,
    commitment_overdue,
    concern_unanswered,
    feedback_unanswered,
)
from domain.occurrence import Certainty, Occurrence
from domain.promises import promise
from tests.domain.recorded import an_act, an_id

from .story import AFTER, ANA, DAY, LATER, Act, Verdict, at, deeds, found, verdict

NOON = "2024-03-10T12:00:00Z"


def made(when: str, due_at: str | None = None) -> Act:
    more = {} if due_at is None else {"due_at": due_at}
    return an_act("commitment-made", when, commitment="pay", **more)


def kept(when: str) -> Act:
    return an_act("commitment-kept", when, commitment="pay")


def broken(when: str) -> Act:
    return an_act("commitment-broken", when, commitment="pay")


# --- broken --------------------------------------------------------------------------------


def of_the_breach(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    (breach,) = (each for each in found(promise, *acts) if each.type == "commitment-broken")
    others = [each for each in found(promise, *acts, as_of=as_of) if each.type != breach.type]
    return commitment_broken(breach, others[::-1], at(as_of))


def test_a_commitment_was_broken() -> None:
    assert of_the_breach(made("2024-02-01"), made("2024-01"), broken(DAY)) == Irregularity(
        code=Code.COMMITMENT_BROKEN,
        certainty=Certainty.CERTAIN,
        tester=None,
        events=(an_id(1), an_id(2), an_id(3)),
        detail="commitment:pay, which was made on 1 February 2024 and in January 2024, was broken"
        " on 10 March 2024.",
        since=an_id(3),
        position=3,
    )


def test_it_is_broken_even_if_nobody_recorded_that_it_was_made() -> None:
    found = of_the_breach(broken(DAY))
    assert found is not None
    assert found.events == (an_id(1),)
    assert found.detail == (
        "commitment:pay, of which it is not recorded that it was made, was broken on 10 March 2024."
    )


def test_it_is_broken_as_certainly_as_that_happened() -> None:
    acts = (made("2024-01-01"), broken(DAY))
    assert verdict(of_the_breach(*acts, as_of="2024-03-09T23:59:59Z")) is None
    assert verdict(of_the_breach(*acts, as_of=NOON)) == ("possible", [1, 2])


# --- overdue -------------------------------------------------------------------------------


def of_the_promise(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    (promised,) = (each for each in found(promise, *acts) if each.type == "commitment-made")
    others = [each for each in found(promise, *acts, as_of=as_of) if each.type != promised.type]
    return commitment_overdue(promised, others, at(as_of))


def overdue(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_promise(*acts, as_of=as_of))


def test_a_commitment_is_overdue() -> None:
    due = at(NOON)
    assert of_the_promise(made("2024-01-01", due_at=NOON)) == Irregularity(
        code=Code.COMMITMENT_OVERDUE,
        certainty=Certainty.CERTAIN,
        tester=None,
        events=(an_id(1),),
        detail="commitment:pay, made on 1 January 2024, was due by 10 March 2024, 12:00 UTC, and is"
        " neither kept nor broken.",
        since=Occurrence(NOON, due, due),
        position=1,
    )


def test_it_is_overdue_once_it_was_due() -> None:
    promised = made("2024-01-01", due_at=NOON)
    assert overdue(promised, as_of=NOON) is None
    assert overdue(promised, as_of="2024-03-10T12:00:00.000001Z") == ("certain", [1])
    assert overdue(made("2024-01-01")) is None


def test_it_is_perhaps_overdue_if_it_was_perhaps_made() -> None:
    assert overdue(made("2024-01-01/..", due_at=NOON)) == ("possible", [1])
    assert overdue(made(AFTER, due_at=NOON), as_of="2024-03-10T13:00:00Z") is None


def test_what_was_kept_or_broken_however_late_is_not_overdue() -> None:
    promised = made("2024-01-01", due_at=NOON)
    assert overdue(promised, kept("2024-06-01")) is None
    assert overdue(promised, broken("2024-02-01")) is None
    assert overdue(promised, kept("2024-06-01"), as_of="2024-05-01T00:00:00Z") == ("certain", [1])
    assert overdue(promised, broken("2024-02-01/..")) == ("possible", [1])
    assert overdue(promised, kept("2024-02-01/.."), broken("2024-06-01")) is None


# --- unanswered ----------------------------------------------------------------------------


def feedback(when: str) -> Act:
    return an_act("feedback-given", when, feedback="one")


def of_the_feedback(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    (given,) = deeds("feedback-given", *acts)
    return feedback_unanswered(given, deeds("feedback-answered", *acts, as_of=as_of), at(as_of))


def of_the_concern(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    (raised,) = deeds("concern-raised", *acts)
    return concern_unanswered(raised, deeds("concern-answered", *acts, as_of=as_of), at(as_of))


def unanswered(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_feedback(*acts, as_of=as_of))


def test_feedback_has_had_no_answer() -> None:
    assert of_the_feedback(feedback(NOON)) == Irregularity(
        code=Code.FEEDBACK_UNANSWERED,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(1),),
        detail="feedback:one of tester:ana, given on 10 March 2024 at 12:00 UTC, has had no answer"
        " for over 14 days.",
        since=Occurrence(
            "2024-03-24T12:00:00Z", at("2024-03-24T12:00:00Z"), at("2024-03-24T12:00:00Z")
        ),
        position=1,
    )


def test_a_concern_has_had_no_answer() -> None:
    assert of_the_concern(an_act("concern-raised", DAY, concern="one")) == Irregularity(
        code=Code.CONCERN_UNANSWERED,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(1),),
        detail="concern:one of tester:ana, raised on 10 March 2024, has had no answer for over 7"
        " days.",
        since=Occurrence(
            "2024-03-17T00:00:00Z/2024-03-17T23:59:59.999999Z",
            at("2024-03-17T00:00:00Z"),
            at("2024-03-17T23:59:59.999999Z"),
        ),
        position=1,
    )


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        ("2024-03-24T00:00:00Z", None),  # 14 days after the day began
        ("2024-03-24T00:00:00.000001Z", "possible"),
        ("2024-03-24T23:59:59.999999Z", "possible"),  # 14 days after it ended
        ("2024-03-25T00:00:00Z", "certain"),
    ],
)
def test_an_answer_to_feedback_may_take_fourteen_days(as_of: str, answer: str | None) -> None:
    assert unanswered(feedback(DAY), as_of=as_of) == (answer and (answer, [1]))


def test_an_answer_to_a_concern_may_take_seven_days() -> None:
    raised = an_act("concern-raised", NOON)
    assert of_the_concern(raised, as_of="2024-03-17T12:00:00Z") is None
    assert of_the_concern(raised, as_of="2024-03-17T12:00:00.000001Z") is not None
    assert of_the_concern(raised, an_act("concern-answered", "2024-06-01")) is None


def test_an_answer_ends_the_wait_however_late() -> None:
    acts = (feedback(DAY), an_act("feedback-answered", "2024-06-01"))
    assert unanswered(*acts, as_of="2024-05-31T23:59:59Z") == ("certain", [1])
    assert unanswered(*acts, as_of="2024-06-01T12:00:00Z") == ("possible", [1])
    assert unanswered(*acts) is None


def test_it_is_so_since_the_wait_was_over_and_two_weeks_after_the_last_day_there_is_no_date() -> (
    None
):
    def since(when: str) -> str:
        irregular = of_the_feedback(feedback(when))
        assert irregular is not None
        assert isinstance(irregular.since, Occurrence)
        return irregular.since.text

    assert since("../2024-03-10") == "../2024-03-24T23:59:59.999999Z"
    assert since("2024-03-10/..") == "2024-03-24T00:00:00Z/.."
    assert since("2024-03-10/9999-12-18") == "2024-03-24T00:00:00Z/.."
    assert since("2024-03-10/9999-12-17") == "2024-03-24T00:00:00Z/9999-12-31T23:59:59.999999Z"
