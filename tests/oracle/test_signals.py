"""The signals, point by point: worked by hand."""

from typing import Any

from .given import P, corrected, event, joined, left, of_tester, retracted, told
from .signals import signals
from .visibility import Event

NOW = "2024-06-01T00:00:00Z"
EARLY = dict.fromkeys(range(1, 30), "1000-01-01T00:00:00Z")


def series(
    history: list[Event],
    name: str,
    as_of: str = NOW,
    step: str = "day",
    hindsight: bool = True,
    recorded_at: dict[int, str] | None = None,
) -> list[tuple[str, Any]]:
    """(point, value) of one signal."""
    recorded = recorded_at or EARLY
    found = signals(history, P, as_of, len(history), recorded, step, hindsight)
    return list(zip(found["points"], found["signals"][name], strict=True))


def at(history: list[Event], name: str, as_of: str = NOW) -> Any:
    """The value at as_of, which is always the last point."""
    return series(history, name, as_of)[-1][1]


def given(number: int, when: str, tester: str = "tester:ana", slug: str = "f") -> Event:
    return of_tester(number, "feedback-given", when, tester, feedback=slug, text="t", to=["org:o"])


def answered(number: int, when: str, tester: str = "tester:ana", slug: str = "f") -> Event:
    return of_tester(number, "feedback-answered", when, tester, feedback=slug, by="org:o")


# --- points --------------------------------------------------------------------------------------


def test_points_are_the_midnights_after_the_start_and_then_as_of() -> None:
    history = [given(1, "2024-05-01T12:00:00Z")]
    assert series(history, "feedback_open", "2024-05-03T06:00:00Z") == [
        ("2024-05-02T00:00:00Z", 1),
        ("2024-05-03T00:00:00Z", 1),
        ("2024-05-03T06:00:00Z", 1),
    ]
    # Strictly after the start, before as_of; as_of once, even if it is a midnight.
    history = [given(1, "2024-05-01T00:00:00Z")]
    assert series(history, "feedback_open", "2024-05-03T00:00:00Z") == [
        ("2024-05-02T00:00:00Z", 1),
        ("2024-05-03T00:00:00Z", 1),
    ]
    assert series(history, "feedback_open", "2024-05-01T00:00:00Z") == [("2024-05-01T00:00:00Z", 1)]


def test_points_by_hour() -> None:
    history = [given(1, "2024-05-01T10:30:00Z")]
    found = series(history, "feedback_open", "2024-05-01T12:10:00Z", "hour")
    assert [point for point, _ in found] == [
        "2024-05-01T11:00:00Z",
        "2024-05-01T12:00:00Z",
        "2024-05-01T12:10:00Z",
    ]


def test_the_start_is_the_first_bounded_beginning() -> None:
    history = [told(1, "../2024-04-01", None, "staff:bo"), given(2, "2024-05-31")]
    assert [point for point, _ in series(history, "feedback_open")] == [NOW]
    # Where no beginning is bounded, the first end is.
    [first, *_] = series(history[:1], "feedback_open")
    assert first[0] == "2024-04-02T00:00:00Z"  # after the last microsecond of 1 April
    # What has not begun yet does not count; without anything there is no point.
    assert series([given(1, "2024-06-02")], "feedback_open") == []
    assert series([], "feedback_open") == []
    assert series([given(1, "2024-05-01"), retracted(2, 1)], "feedback_open") == []


# --- look-ahead ----------------------------------------------------------------------------------


def test_nothing_recorded_later_leaks_into_a_point_without_hindsight() -> None:
    history = [given(1, "2024-05-29"), answered(2, "2024-05-30")]
    recorded = {1: "2024-05-31T00:00:00Z", 2: "2024-05-31T12:00:00Z"}
    as_seen = series(history, "feedback_open", hindsight=False, recorded_at=recorded)
    # Given on the 29th, but recorded at midnight of the 31st; answered on the 30th, but recorded
    # at noon of the 31st.
    assert as_seen == [
        ("2024-05-30T00:00:00Z", 0),
        ("2024-05-31T00:00:00Z", 1),
        ("2024-06-01T00:00:00Z", 0),
    ]
    in_hindsight = series(history, "feedback_open", recorded_at=recorded)
    assert [value for _, value in in_hindsight] == [1, 0, 0]


def test_not_beyond_as_recorded_either() -> None:
    history = [given(1, "2024-05-30"), answered(2, "2024-05-31")]
    found = signals(history, P, NOW, 1, EARLY)
    assert found["points"] == ["2024-05-31T00:00:00Z", NOW]
    assert found["signals"]["feedback_open"] == [1, 1]


def test_a_correction_counts_from_when_it_is_recorded() -> None:
    history = [given(1, "2024-05-29"), corrected(2, 1, occurred_at="2024-05-31")]
    recorded = {1: "2024-05-29T12:00:00Z", 2: "2024-05-31T12:00:00Z"}
    # The start is by what is visible at the head: the 31st. At its end the correction is known.
    assert series(history, "feedback_open", hindsight=False, recorded_at=recorded) == [(NOW, 1)]
    assert at(history, "feedback_oldest_days") == 0.0


def test_only_what_is_certain_counts() -> None:
    history = [given(1, "2024-05"), given(2, "2024-05-01/..", slug="g")]
    assert at(history, "feedback_open", "2024-05-31T12:00:00Z") == 0
    assert at(history, "feedback_open") == 1


# --- feedback and concerns -----------------------------------------------------------------------


def test_open_feedback_and_its_age() -> None:
    history = [
        given(1, "2024-05-01T00:00:00Z"),
        given(2, "2024-05-22T00:00:00Z", slug="g"),
        given(3, "2024-05-20T06:00:00Z", "tester:ben"),
        given(4, "2024-05-30T00:00:00Z", "tester:ben"),  # the same again: the first counts
        answered(5, "2024-05-25T00:00:00Z"),
        answered(6, "2024-05-25T00:00:00Z", "tester:cai", "g"),  # nobody's
    ]
    assert at(history, "feedback_open") == 2  # ana's g, ben's f
    assert at(history, "feedback_oldest_days") == 11.75  # ben's, of the 20th at six
    assert at(history, "feedback_oldest_days", "2024-05-24T00:00:00Z") == 23.0
    assert at(history[:1], "feedback_oldest_days", "2024-05-01T08:00:00Z") == 0.33
    assert at([history[0], history[4]], "feedback_oldest_days") is None


def test_how_long_answers_take() -> None:
    history = [
        given(1, "2024-05-01T00:00:00Z"),
        given(2, "2024-05-01T00:00:00Z", slug="g"),
        given(3, "2024-05-01T00:00:00Z", slug="h"),
        answered(4, "2024-05-02T12:00:00Z"),  # a day and a half
        answered(5, "2024-05-05T00:00:00Z", slug="g"),  # four days
        answered(6, "2024-05-09T00:00:00Z", slug="g"),  # answered again
        answered(7, "2024-04-01T00:00:00Z", slug="h"),  # before it was given: at once
        answered(8, "2024-05-30T00:00:00Z", slug="none"),
    ]
    assert at(history, "answer_days_median") == 1.5
    assert at(history[:5], "answer_days_median") == 2.75
    assert at(history[:3], "answer_days_median") is None


def test_the_share_of_testers_who_never_heard_back() -> None:
    history = [
        given(1, "2024-05-01"),
        given(2, "2024-05-01", slug="g"),
        given(3, "2024-05-01", "tester:ben"),
        given(4, "2024-05-01", "tester:cai"),
        answered(5, "2024-05-02", slug="g"),
        answered(6, "2024-05-02", "tester:ben", "none"),  # not what ben gave
        answered(7, "2024-05-02", "tester:dan"),  # gave nothing
    ]
    assert at(history, "testers_never_answered_share") == 0.6667
    assert at(history[:1], "testers_never_answered_share") == 1.0
    assert at(history[4:], "testers_never_answered_share") is None


def test_concerns_alike() -> None:
    history = [
        of_tester(1, "concern-raised", "2024-05-30T00:00:00Z", concern="c", text="t", to=["org:o"]),
        of_tester(2, "concern-answered", "2024-05-31T12:00:00Z", concern="c", by="org:o"),
    ]
    assert series(history, "concerns_open") == [("2024-05-31T00:00:00Z", 1), (NOW, 0)]
    assert series(history, "concern_oldest_days") == [("2024-05-31T00:00:00Z", 1.0), (NOW, None)]


# --- promises, rewards, terms --------------------------------------------------------------------


def test_broken_and_overdue_commitments_are_counted_by_name() -> None:
    def made(number: int, slug: str, due_at: str | None) -> Event:
        said = {"commitment": slug, "by": "org:o", "to": ["tester:ana"], "text": "t"}
        due = {} if due_at is None else {"due_at": due_at}
        return event(number, "commitment-made", "2024-05-01", {**said, **due})

    def ended(number: int, kind: str, slug: str, when: str) -> Event:
        return event(number, f"commitment-{kind}", when, {"commitment": slug})

    history = [
        made(1, "a", "2024-05-30T00:00:00Z"),
        made(2, "a", "2024-05-31T00:00:00Z"),
        made(3, "b", None),
        made(4, "c", "2024-05-30T00:00:00Z"),
        made(5, "d", "2024-05-30T00:00:00Z"),
        ended(6, "broken", "c", "2024-05-20"),
        ended(7, "broken", "c", "2024-05-21"),
        ended(8, "kept", "d", "2024-05-31"),
        ended(9, "broken", "never-made", "2024-05-21"),
    ]
    assert at(history, "commitments_broken") == 2  # c, never-made
    assert at(history, "commitments_overdue") == 1  # a
    # Before d was kept, it was overdue too; at the very instant nothing is yet.
    assert at(history, "commitments_overdue", "2024-05-30T12:00:00Z") == 2
    assert at(history, "commitments_overdue", "2024-05-30T00:00:00Z") == 0


def test_unpaid_rewards_are_counted_for_each_tester() -> None:
    money = {"amount": "1", "currency": "EUR"}
    history = [
        of_tester(1, "reward-agreed", "2024-05-01", **money),
        of_tester(2, "reward-agreed", "2024-05-01", **money),
        of_tester(3, "reward-paid", "2024-05-02", **money),
        of_tester(4, "reward-paid", "2024-05-02", "tester:ben", **money),  # never agreed
        of_tester(5, "reward-agreed", "2024-05-01", "tester:cai", **money),
    ]
    assert at(history, "rewards_unpaid") == 2  # ana's second, cai's


def test_testers_all_of_whose_terms_were_replaced() -> None:
    def terms(number: int, new: str, old: str, when: str = "2024-05-10") -> Event:
        return event(
            number, "terms-published", when, {"terms": new, "kind": "nda", "replaces": old}
        )

    history = [
        of_tester(1, "nda-signed", "2024-05-01", terms="one"),
        of_tester(2, "nda-signed", "2024-05-01", "tester:ben", terms="one"),
        of_tester(3, "nda-signed", "2024-05-20", "tester:ben", terms="two"),
        terms(4, "two", "one"),
        terms(5, "one", "one"),
        terms(6, "three", "two", "2024-05-01/.."),
    ]
    name = "terms_changed_since_signing"
    assert at(history, name) == 1  # ana
    assert at(history, name, "2024-05-15T00:00:00Z") == 2  # ben had not signed the new ones
    assert at(history, name, "2024-05-10T12:00:00Z") == 0


# --- contacts ------------------------------------------------------------------------------------

CONTACTS = "tester_contacts_30d"


def contact(number: int, when: str, *parties: str) -> Event:
    return event(number, "contact-observed", when, {"parties": list(parties)})


def test_pairs_in_contact_during_thirty_days() -> None:
    history = [
        contact(1, "2024-05-02T00:00:00Z", "tester:ana", "tester:ben"),
        contact(2, "2024-05-20", "tester:ben", "tester:ana", "tester:cai", "staff:bo"),
        contact(3, "2024-05-01/..", "tester:ana", "tester:dan"),
    ]
    assert at(history, CONTACTS) == 3  # ana-ben (twice), ana-cai, ben-cai
    # Thirty days after 2 May are over at the very instant.
    assert at(history[:1], CONTACTS, "2024-05-31T23:59:59.999999Z") == 1
    assert at(history[:1], CONTACTS, "2024-06-01T00:00:00Z") == 0


def test_pairs_in_a_common_group() -> None:
    history = [
        joined(1, "2024-01-01"),
        joined(2, "2024-01-01", "tester:ben"),
        joined(3, "2024-05-20", "tester:cai"),
        joined(4, "2024-01-01", "staff:bo"),
        joined(5, "2024-05", "tester:dan"),
        contact(6, "2024-05-19", "tester:ana", "tester:ben"),
    ]
    assert at(history, CONTACTS, "2024-05-15T00:00:00Z") == 1  # ana-ben; dan perhaps
    assert at(history, CONTACTS, "2024-05-25T00:00:00Z") == 3  # with cai
    assert at(history, CONTACTS) == 6  # with dan
    # Having perhaps left, ben certainly belongs no more; of the contact it is still within a month.
    history.append(left(7, "2024-05-30/..", "tester:ben"))
    assert at(history, CONTACTS) == 4  # ana-cai, ana-dan, cai-dan; ana-ben by contact
    assert at(history, CONTACTS, "2024-05-29T00:00:00Z") == 3
