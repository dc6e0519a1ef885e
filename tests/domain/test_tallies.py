"""What is counted of a tester, and the steps and blocks that counts are sums of."""

from __future__ import annotations

import random
from dataclasses import asdict

import pytest
from hypothesis import given, strategies as st

from domain.instant import END, Instant
from domain.tallies import (
    CONCERN,
    FEEDBACK,
    REWARDS,
    SIDE,
    WIDTH,
    Block,
    Counts,
    Steps,
    Sums,
    blocks_upto,
    by_instant,
    completed_by,
    counts,
    counts_of,
    running,
    steps_of_concern,
    steps_of_feedback,
    steps_of_reward,
)

NOTHING = dict.fromkeys(asdict(counts(())), 0)


def counted(**named: int) -> Counts:
    return Counts(**{**NOTHING, **named})


def grown(since: int, **named: int) -> Sums:
    return Sums(Instant(since), tuple(asdict(counted(**named)).values()))


def first(**named: int) -> dict[str, Instant]:
    return {name.replace("_", "-"): Instant(each) for name, each in named.items()}


class TestCounting:
    def test_nothing_comes_to_nothing(self) -> None:
        assert asdict(counts(())) == NOTHING
        assert asdict(counts_of(())) == NOTHING

    def test_feedback_counts_by_its_slugs(self) -> None:
        said = [("feedback-given", "a"), ("feedback-given", "a"), ("feedback-given", "b")]
        assert counts(said) == counted(feedback_given=2, feedback_open=2)

    def test_feedback_that_was_answered_is_not_open_whoever_gave_it(self) -> None:
        said = [("feedback-given", "a"), ("feedback-answered", "a"), ("feedback-answered", "b")]
        assert counts(said) == counted(feedback_given=1, feedback_answered=2)

    def test_what_was_only_acknowledged_stays_open(self) -> None:
        said = [("feedback-given", "a"), ("feedback-acknowledged", "a")]
        expected = counted(feedback_given=1, feedback_acknowledged=1, feedback_open=1)
        assert counts(said) == expected

    def test_concerns_are_open_until_they_are_answered(self) -> None:
        said = [("concern-raised", "a"), ("concern-raised", "b"), ("concern-answered", "b")]
        assert counts(said) == counted(concerns_open=1)

    def test_a_slug_is_of_its_kind_alone(self) -> None:
        said = [("concern-raised", "a"), ("feedback-answered", "a"), ("feedback-given", "b")]
        expected = counted(concerns_open=1, feedback_answered=1, feedback_given=1, feedback_open=1)
        assert counts(said) == expected

    def test_rewards_count_by_events(self) -> None:
        said = [("reward-agreed", None), ("reward-agreed", None), ("reward-paid", None)]
        assert counts(said) == counted(rewards_agreed=2, rewards_paid=1)

    def test_other_deeds_are_not_counted(self) -> None:
        assert counts([("nda-signed", "nda"), ("access-cut", None)]) == counted()

    def test_sums_are_added_count_by_count(self) -> None:
        parts = [grown(1, feedback_given=2, rewards_paid=1), grown(9, feedback_given=-1)]
        expected = counted(feedback_given=1, rewards_paid=1)
        assert counts_of(each.counts for each in parts) == expected


class TestSteps:
    def test_feedback_is_open_from_when_it_was_given_until_it_was_answered(self) -> None:
        firsts = first(feedback_given=2, feedback_acknowledged=3, feedback_answered=5)
        assert by_instant(steps_of_feedback(firsts)) == [
            grown(2, feedback_given=1, feedback_open=1),
            grown(3, feedback_acknowledged=1),
            grown(5, feedback_answered=1, feedback_open=-1),
        ]

    def test_feedback_that_was_answered_before_it_was_given_was_never_open(self) -> None:
        firsts = first(feedback_given=5, feedback_answered=2)
        assert by_instant(steps_of_feedback(firsts)) == [
            grown(2, feedback_answered=1),
            grown(5, feedback_given=1),
        ]

    def test_feedback_that_was_never_given_is_never_open(self) -> None:
        assert by_instant(steps_of_feedback(first(feedback_answered=2))) == [
            grown(2, feedback_answered=1)
        ]

    def test_a_concern_is_open_until_it_was_answered(self) -> None:
        assert by_instant(steps_of_concern(first(concern_raised=2, concern_answered=4))) == [
            grown(2, concerns_open=1),
            grown(4, concerns_open=-1),
        ]

    def test_a_concern_that_was_answered_before_it_was_raised_was_never_open(self) -> None:
        assert not steps_of_concern(first(concern_raised=4, concern_answered=2))

    def test_rewards_add_one_each(self) -> None:
        assert by_instant(steps_of_reward("reward-agreed", Instant(7))) == [
            grown(7, rewards_agreed=1)
        ]
        assert by_instant(steps_of_reward("reward-paid", Instant(7))) == [grown(7, rewards_paid=1)]

    def test_what_never_certainly_happens_is_no_step(self) -> None:
        assert not steps_of_reward("reward-paid", END)
        assert not steps_of_feedback(first(feedback_given=END))
        assert not steps_of_concern({})

    def test_steps_that_make_up_for_each_other_are_none(self) -> None:
        steps = Steps({(Instant(3), "feedback_given"): 0, (Instant(4), "feedback_open"): 2})
        assert by_instant(steps) == [grown(4, feedback_open=2)]

    def test_sums_run_in_order_of_time_however_steps_were_recorded(self) -> None:
        steps = [
            grown(5, feedback_given=1),
            grown(2, feedback_given=1, rewards_paid=1),
            grown(5, feedback_given=-1, concerns_open=1),
        ]
        assert running(steps) == [
            grown(2, feedback_given=1, rewards_paid=1),
            grown(5, feedback_given=1, rewards_paid=1, concerns_open=1),
        ]

    def test_there_is_a_count_for_each_field(self) -> None:
        assert len(NOTHING) == WIDTH


@given(st.integers(0, 400))
def test_steps_at_any_instant_come_to_what_is_counted(seed: int) -> None:
    chance = random.Random(seed)
    said = [
        (chance.choice((*FEEDBACK, *CONCERN, *REWARDS)), chance.choice("abc"), chance.randrange(9))
        for _ in range(chance.randrange(20))
    ]
    steps = Steps()
    for kind, steps_of in ((FEEDBACK, steps_of_feedback), (CONCERN, steps_of_concern)):
        for slug in "abc":
            firsts: dict[str, Instant] = {}
            for name, thing, instant in said:
                if name in kind and thing == slug:
                    firsts[name] = Instant(min(instant, firsts.get(name, END)))
            steps.update(steps_of(firsts))
    for name, _, instant in said:
        if name in REWARDS:
            steps.update(steps_of_reward(name, Instant(instant)))
    for as_of in range(9):
        plain = counts((name, thing) for name, thing, instant in said if instant <= as_of)
        taken = [each.counts for each in by_instant(steps) if each.since <= as_of]
        assert counts_of(taken) == plain


@given(st.integers(0, 3 * SIDE**3))
def test_blocks_are_each_step_once_in_order_and_few(last: int) -> None:
    blocks = list(blocks_upto(last))
    assert [number for block in blocks for number in block.steps] == list(range(1, last + 1))
    assert all(sum(each.level == n for each in blocks) < SIDE for n in range(4))


@given(st.integers(1, 3 * SIDE**3))
def test_a_block_is_complete_with_its_last_step(number: int) -> None:
    completed = list(completed_by(number))
    assert all(block.steps[-1] == number and block.level > 0 for block in completed)
    assert len(completed) == sum(number % SIDE**level == 0 for level in range(1, 5))


@pytest.mark.parametrize(
    ("block", "first", "last"),
    [(Block(0, 0), 1, 1), (Block(0, 6), 7, 7), (Block(1, 2), 17, 24), (Block(2, 1), 65, 128)],
)
def test_a_block_knows_the_numbers_of_its_steps(block: Block, first: int, last: int) -> None:
    assert (block.steps[0], block.steps[-1]) == (first, last)
