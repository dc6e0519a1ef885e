"""Every signal, worked by hand: what counts, from when on, and as it was recorded by then."""

from __future__ import annotations

from typing import Any

import pytest

from domain.instant import DAY, END, Instant
from domain.names import Group, Party, Slug, Tester
from domain.signals.contacts import ContactFact, MoveFact
from domain.signals.points import Points
from domain.signals.promises import PromiseFact
from domain.signals.series import SIGNALS, Series, definition
from domain.signals.testers import DeedFact, TermsFact

STILL = 2**63 - 1
ANA, BEN, CAI = (Party(f"tester:{name}") for name in ("ana", "ben", "cai"))
DAYS = Points([Instant(day * DAY) for day in range(10)], [100] * 10)
"""Ten days with hindsight: on day n all that happened by n counts."""


def deed(type_: str, day: float, slug: str | None = "one", who: Party = ANA, **held: int) -> Any:
    return DeedFact(
        latest=Instant(int(day * DAY)),
        tester=Tester(who),
        type=type_,
        slug=None if slug is None else Slug(slug),
        **{"since": 1, "until": STILL, **held},
    )


def promise(
    type_: str, day: float, due: float | None = None, slug: str = "one", **held: int
) -> Any:
    return PromiseFact(
        latest=Instant(int(day * DAY)),
        commitment=Slug(slug),
        type=type_,
        due_at=None if due is None else Instant(int(due * DAY)),
        **{"since": 1, "until": STILL, **held},
    )


def replaced(slug: str, day: float, **held: int) -> TermsFact:
    return TermsFact(
        latest=Instant(int(day * DAY)),
        replaced=Slug(slug),
        **{"since": 1, "until": STILL, **held},
    )


def contact(day: float, *parties: Party, **held: int) -> ContactFact:
    return ContactFact(
        latest=Instant(int(day * DAY)), parties=parties, **{"since": 1, "until": STILL, **held}
    )


def move(
    day: float,
    who: Party,
    group: str = "group:alpha",
    *,
    joined: bool = True,
    earliest: float | None = None,
    **held: int,
) -> MoveFact:
    return MoveFact(
        latest=Instant(int(day * DAY)),
        earliest=Instant(int((day if earliest is None else earliest) * DAY)),
        group=Group(Party(group)),
        party=who,
        joined=joined,
        **{"since": 1, "until": STILL, **held},
    )


def values(signal: str, *facts: Any, points: Points = DAYS) -> list[Any]:
    """A signal of these facts, in the order in which each kind comes."""

    def of(kind: type) -> list[Any]:
        return [each for each in facts if isinstance(each, kind)]

    series = Series(
        points,
        terms=of(TermsFact),
        deeds=sorted(of(DeedFact), key=lambda each: each.tester),
        promises=sorted(of(PromiseFact), key=lambda each: each.commitment),
        contacts=of(ContactFact),
        moves=sorted(of(MoveFact), key=lambda each: (each.group, each.party)),
    )
    return list(SIGNALS[signal](series))


# --- feedback and concerns -----------------------------------------------------------------


def test_feedback_is_open_until_it_is_answered() -> None:
    facts = deed("feedback-given", 2), deed("feedback-answered", 5)
    assert values("feedback_open", *facts) == [0, 0, 1, 1, 1, 0, 0, 0, 0, 0]
    assert values("feedback_oldest_days", *facts)[:6] == [None, None, 0, 1, 2, None]


def test_an_acknowledgement_is_no_answer() -> None:
    facts = deed("feedback-given", 2), deed("feedback-acknowledged", 3)
    assert values("feedback_open", *facts)[3:] == [1] * 7


def test_an_answer_answers_the_same_testers_feedback_of_that_name() -> None:
    facts = deed("feedback-given", 2), deed("feedback-answered", 3, who=BEN)
    assert values("feedback_open", *facts)[3:] == [1] * 7
    facts = deed("feedback-given", 2), deed("feedback-answered", 3, "two")
    assert values("feedback_open", *facts)[3:] == [1] * 7


def test_the_oldest_is_the_one_that_has_been_open_longest() -> None:
    facts = (
        deed("feedback-given", 1),
        deed("feedback-given", 3, "two", BEN),
        deed("feedback-answered", 5),
    )
    assert values("feedback_open", *facts) == [0, 1, 1, 2, 2, 1, 1, 1, 1, 1]
    assert values("feedback_oldest_days", *facts) == [None, 0, 1, 2, 3, 2, 3, 4, 5, 6]


def test_what_is_given_several_times_counts_from_the_first() -> None:
    facts = (deed("feedback-given", 4), deed("feedback-given", 2), deed("feedback-answered", 7))
    assert values("feedback_open", *facts) == [0, 0, 1, 1, 1, 1, 1, 0, 0, 0]
    assert values("feedback_oldest_days", *facts)[6] == 4
    assert values("answer_days_median", *facts)[6:] == [None, 5, 5, 5]


def test_the_first_answer_counts() -> None:
    facts = (deed("feedback-given", 1), deed("feedback-answered", 4), deed("feedback-answered", 8))
    assert values("answer_days_median", *facts)[3:] == [None, 3, 3, 3, 3, 3, 3]


def test_an_answer_before_the_question_took_no_time() -> None:
    facts = deed("feedback-given", 5), deed("feedback-answered", 2)
    assert values("answer_days_median", *facts) == [None] * 5 + [0] * 5
    assert values("feedback_open", *facts) == [0] * 10


def test_days_are_rounded_to_two_decimals() -> None:
    facts = deed("feedback-given", 1), deed("feedback-answered", 1 + 1 / 3)
    assert values("answer_days_median", *facts)[2] == 0.33
    assert values("feedback_oldest_days", deed("feedback-given", 2 / 3))[1] == 0.33


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    facts = (
        deed("feedback-given", 0),
        deed("feedback-answered", 1),
        deed("feedback-given", 0, "two"),
        deed("feedback-answered", 4, "two"),
        deed("feedback-given", 0, "three"),
        deed("feedback-answered", 5, "three"),
    )
    assert values("answer_days_median", *facts)[:6] == [None, 1, 1, 1, 2.5, 4]


def test_the_share_is_of_those_who_gave_feedback_and_had_no_answer_to_any() -> None:
    facts = (
        deed("feedback-given", 1),
        deed("feedback-given", 2, "two", BEN),
        deed("feedback-given", 2, "three", CAI),
        deed("feedback-answered", 4, "two", BEN),
        deed("feedback-given", 5, "four", BEN),
        deed("invitation-accepted", 0, None, Party("tester:dan")),
    )
    assert values("testers_never_answered_share", *facts) == [
        *(None, 1, 1, 1),
        *[0.6667] * 6,
    ]


def test_an_answer_to_what_was_not_given_is_none() -> None:
    facts = deed("feedback-given", 1), deed("feedback-answered", 2, "two")
    assert values("testers_never_answered_share", *facts)[1:] == [1] * 9


def test_concerns_are_counted_apart_from_feedback() -> None:
    facts = (
        deed("concern-raised", 2),
        deed("feedback-answered", 3),
        deed("concern-answered", 4),
        deed("feedback-given", 1, "two"),
    )
    assert values("concerns_open", *facts) == [0, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    assert values("concern_oldest_days", *facts)[1:5] == [None, 0, 1, None]
    assert values("feedback_open", *facts) == [0] + [1] * 9


# --- promises, rewards, terms --------------------------------------------------------------


def test_a_commitment_is_broken_once_however_often_it_is_said() -> None:
    facts = (
        promise("commitment-broken", 3),
        promise("commitment-broken", 5),
        promise("commitment-broken", 6, slug="two"),
    )
    assert values("commitments_broken", *facts) == [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]


def test_a_commitment_is_overdue_after_its_deadline() -> None:
    assert values("commitments_overdue", promise("commitment-made", 1, due=4))[3:7] == [0, 0, 1, 1]
    assert values("commitments_overdue", promise("commitment-made", 1))[9] == 0


def test_a_commitment_made_after_its_deadline_is_overdue_at_once() -> None:
    assert values("commitments_overdue", promise("commitment-made", 6, due=4))[4:8] == [0, 0, 1, 1]


@pytest.mark.parametrize("settled", ["commitment-kept", "commitment-broken"])
def test_a_commitment_that_was_kept_or_broken_is_not_overdue(settled: str) -> None:
    facts = promise("commitment-made", 1, due=4), promise(settled, 7)
    assert values("commitments_overdue", *facts) == [0, 0, 0, 0, 0, 1, 1, 0, 0, 0]
    facts = promise("commitment-made", 1, due=4), promise(settled, 7, slug="two")
    assert values("commitments_overdue", *facts)[7] == 1


def test_a_commitment_made_twice_is_overdue_from_its_first_deadline_until_it_is_first_kept() -> (
    None
):
    facts = (
        promise("commitment-made", 1, due=3),
        promise("commitment-made", 2, due=6),
        promise("commitment-kept", 7),
        promise("commitment-kept", 9),
    )
    assert values("commitments_overdue", *facts) == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0]


def test_a_kept_commitment_is_not_broken() -> None:
    assert values("commitments_broken", promise("commitment-kept", 1)) == [0] * 10


def test_rewards_are_weighed_tester_by_tester() -> None:
    facts = (
        deed("reward-agreed", 1, None),
        deed("reward-agreed", 2, None),
        deed("reward-paid", 4, None),
        deed("reward-paid", 3, None, BEN),
        deed("reward-agreed", 5, None, BEN),
        deed("reward-agreed", 6, None, BEN),
    )
    assert values("rewards_unpaid", *facts) == [0, 1, 2, 2, 1, 1, 2, 2, 2, 2]


def test_who_signed_only_terms_that_others_replaced_is_counted() -> None:
    facts = (
        deed("nda-signed", 1, "v1"),
        deed("nda-signed", 2, "v1", BEN),
        replaced("v1", 4),
        deed("nda-signed", 6, "v2", BEN),
        replaced("v2", 8),
        replaced("v3", 1),
    )
    assert values("terms_changed_since_signing", *facts) == [0, 0, 0, 0, 2, 2, 1, 1, 2, 2]


def test_a_release_changes_nothing_about_what_was_signed() -> None:
    facts = deed("nda-signed", 1, "v1"), deed("nda-released", 2, "v1"), replaced("v1", 4)
    assert values("terms_changed_since_signing", *facts)[4] == 1


# --- contacts ------------------------------------------------------------------------------


def test_a_contact_counts_for_thirty_days() -> None:
    month = Points([Instant(day * DAY) for day in range(40)], [100] * 40)
    found = values("tester_contacts_30d", contact(3, ANA, BEN), points=month)
    assert found == [0] * 3 + [1] * 30 + [0] * 7


def test_of_a_contact_every_pair_of_testers_counts_once() -> None:
    facts = (
        contact(1, ANA, BEN, CAI, Party("staff:kim"), Party("group:alpha")),
        contact(2, BEN, ANA),
        contact(3, ANA, ANA),
        contact(3, ANA, Party("press:daily")),
    )
    assert values("tester_contacts_30d", *facts)[:4] == [0, 3, 3, 3]


def test_members_of_a_group_are_in_touch_while_they_certainly_belong() -> None:
    facts = (
        move(1, ANA),
        move(2, BEN),
        move(4, CAI),
        move(6, BEN, joined=False),
        move(1, Party("staff:kim")),
    )
    assert values("tester_contacts_30d", *facts) == [0, 0, 1, 1, 3, 3, 1, 1, 1, 1]


def test_a_leave_that_may_have_come_ends_what_is_certain() -> None:
    facts = move(1, ANA), move(1, BEN), move(8, BEN, joined=False, earliest=5)
    assert values("tester_contacts_30d", *facts) == [0, 1, 1, 1, 1, 0, 0, 0, 0, 0]


def test_an_uncertain_join_is_none_until_its_latest() -> None:
    facts = move(1, ANA), move(4, BEN, earliest=1)
    assert values("tester_contacts_30d", *facts)[3:5] == [0, 1]


def test_who_meets_within_a_group_is_not_counted_twice() -> None:
    facts = (
        contact(1, ANA, BEN),
        move(2, ANA),
        move(3, BEN),
        move(3, BEN, "group:beta"),
        move(4, ANA, "group:beta"),
        move(6, ANA, joined=False),
        move(7, ANA, "group:beta", joined=False),
    )
    assert values("tester_contacts_30d", *facts) == [0] + [1] * 9


def test_a_contact_that_passes_takes_nothing_from_those_in_a_common_group() -> None:
    month = Points([Instant(day * DAY) for day in range(40)], [100] * 40)
    facts = contact(1, ANA, BEN), move(2, ANA), move(3, BEN)
    assert values("tester_contacts_30d", *facts, points=month) == [0] + [1] * 39


def test_a_leave_recorded_later_ends_it_from_then_on_without_hindsight() -> None:
    points = Points([Instant(day * DAY) for day in range(6)], [1, 1, 1, 1, 2, 2])
    facts = move(1, ANA), move(1, BEN), move(2, BEN, joined=False, since=2)
    assert values("tester_contacts_30d", *facts, points=points) == [0, 1, 1, 1, 0, 0]


# --- what was recorded by then -------------------------------------------------------------


def test_what_is_recorded_late_counts_late_and_with_hindsight_from_when_it_happened() -> None:
    facts = deed("feedback-given", 1, since=1), deed("feedback-answered", 2, since=7)
    by_day = Points([Instant(day * DAY) for day in range(10)], list(range(1, 11)))
    assert values("feedback_open", *facts, points=by_day) == [0, 1, 1, 1, 1, 1, 0, 0, 0, 0]
    assert values("feedback_open", *facts) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert values("answer_days_median", *facts, points=by_day)[5:8] == [None, 1, 1]


def test_what_is_corrected_counts_as_it_stood() -> None:
    by_day = Points([Instant(day * DAY) for day in range(10)], list(range(1, 11)))
    facts = (
        deed("feedback-given", 4, since=5, until=8),
        deed("feedback-given", 1, since=8),
    )
    oldest = values("feedback_oldest_days", *facts, points=by_day)
    assert oldest == [None, None, None, None, 0, 1, 2, 6, 7, 8]
    assert values("feedback_oldest_days", *facts)[:3] == [None, 0, 1]


def test_what_is_retracted_counts_no_longer() -> None:
    by_day = Points([Instant(day * DAY) for day in range(10)], list(range(1, 11)))
    facts = deed("feedback-given", 1), deed("feedback-answered", 2, until=6)
    assert values("feedback_open", *facts, points=by_day) == [0, 1, 0, 0, 0, 1, 1, 1, 1, 1]
    assert values("answer_days_median", *facts, points=by_day)[4:6] == [1, None]
    facts = contact(1, ANA, BEN, until=4), contact(2, BEN, ANA, until=6)
    assert values("tester_contacts_30d", *facts, points=by_day) == [0, 1, 1, 1, 1] + [0] * 5


def test_what_is_never_certain_never_counts() -> None:
    given = DeedFact(
        latest=END,
        since=1,
        until=STILL,
        tester=Tester(ANA),
        type="feedback-given",
        slug=Slug("one"),
    )
    assert values("feedback_open", given) == [0] * 10


# --- definitions ---------------------------------------------------------------------------


def test_every_signal_of_the_contract_is_there_and_says_what_it_is() -> None:
    assert list(SIGNALS) == [
        "feedback_open",
        "feedback_oldest_days",
        "answer_days_median",
        "testers_never_answered_share",
        "concerns_open",
        "concern_oldest_days",
        "commitments_broken",
        "commitments_overdue",
        "rewards_unpaid",
        "terms_changed_since_signing",
        "tester_contacts_30d",
    ]
    for signal in SIGNALS:
        assert definition(signal).endswith(".")
        assert "\n" not in definition(signal)
    assert definition("commitments_broken") == "How many commitments are recorded as broken."


def test_a_series_without_points_has_no_values() -> None:
    nowhere = Points([], [])
    facts = deed("feedback-given", 1), contact(1, ANA, BEN), move(1, ANA), replaced("v1", 1)
    for signal in SIGNALS:
        assert values(signal, *facts, points=nowhere) == []
