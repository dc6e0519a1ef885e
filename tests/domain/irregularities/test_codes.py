"""What an irregularity says of itself."""

from __future__ import annotations

import pytest

from domain.irregularities.codes import Code, Irregularity, irregularity
from domain.irregularities.definitions import DECIDED_BY, meaning
from domain.names import EventId, Party
from domain.occurrence import Certainty

ONE, OTHER = EventId("one"), EventId("other")


def said(sentence: str, certainty: Certainty = Certainty.CERTAIN) -> str:
    return irregularity(
        Code.OUTDATED_TERMS, certainty, sentence, position=1, since=ONE, events=(ONE,)
    ).detail


@pytest.mark.parametrize(
    ("sentence", "detail"),
    [
        ("what happened was late.", "What happened was late."),
        ("tester:ana was late.", "tester:ana was late."),
        ("perhaps: tester:ana was late.", "Perhaps: tester:ana was late."),
        ("that of tester:ana was late.", "That of tester:ana was late."),
    ],
)
def test_a_sentence_begins_with_a_capital_but_a_name_stays_as_it_is(
    sentence: str, detail: str
) -> None:
    assert said(sentence) == detail


def test_what_is_only_possible_is_said_to_be() -> None:
    assert said("tester:ana was late.", Certainty.POSSIBLE) == (
        "Perhaps, depending on the exact times: tester:ana was late."
    )


def test_each_event_that_shows_it_is_named_once_as_they_were_named_first() -> None:
    bounds = {"position": 7, "since": ONE, "tester": Party("tester:ana")}
    shown = irregularity(
        Code.OUTDATED_TERMS, Certainty.CERTAIN, "It is.", events=(OTHER, ONE, OTHER), **bounds
    )
    assert shown == Irregularity(
        code=Code.OUTDATED_TERMS,
        certainty=Certainty.CERTAIN,
        events=(OTHER, ONE),
        detail="It is.",
        **bounds,
    )


def test_every_code_is_decided_and_says_what_it_means() -> None:
    assert list(DECIDED_BY) == list(Code)
    for code in Code:
        assert meaning(code).endswith(".")
        assert "`signed`" not in meaning(code)


def test_a_meaning_is_what_its_rule_promises_without_what_it_is_given() -> None:
    assert meaning(Code.FEEDBACK_UNANSWERED) == (
        "Feedback has had no answer for over 14 days; an acknowledgement is none. Certain if the 14"
        " days have certainly passed, and no answer may have been given; possible if they may have"
        " passed, and no answer was certainly given. It is so since the 14 days had passed."
    )
