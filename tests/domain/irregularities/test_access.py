"""Access without an NDA, under outdated terms, and while cut."""

from __future__ import annotations

import pytest

from domain.irregularities.access import access_while_cut, access_without_nda, outdated_terms
from domain.irregularities.codes import Code, Irregularity
from domain.occurrence import Certainty
from domain.terms import NDA, Terms, published_terms
from tests.domain.recorded import an_act, an_id

from .story import AFTER, ANA, BEFORE, DAY, LATER, MARCH, Act, Verdict, at, deeds, found, verdict


def nda(when: str, terms: str = "nda-1", replaces: str | None = None) -> Act:
    more = {} if replaces is None else {"replaces": replaces}
    return an_act("terms-published", when, terms=terms, kind="nda", **more)


def signed(when: str, terms: str = "nda-1") -> Act:
    return an_act("nda-signed", when, terms=terms)


def granted(when: str, **data: object) -> Act:
    return an_act("access-granted", when, **data)


def cut(when: str, **data: object) -> Act:
    return an_act("access-cut", when, **data)


def feedback(when: str, **data: object) -> Act:
    return an_act("feedback-given", when, feedback="one", **data)


def suspended(when: str) -> Act:
    return an_act("programme-suspended", when)


def resumed(when: str) -> Act:
    return an_act("programme-resumed", when)


# --- access without an NDA -----------------------------------------------------------------


def of_the_grant(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    (grant,) = deeds("access-granted", *acts)
    ndas = [each for each in found(published_terms, *acts, as_of=as_of) if each.kind == NDA]
    return access_without_nda(grant, deeds("nda-signed", *acts, as_of=as_of), ndas, at(as_of))


def without_nda(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_grant(*acts, as_of=as_of))


def test_access_was_granted_to_whom_had_signed_nothing() -> None:
    published = (nda("2024-01-02", "other"), nda("2024-01-01"))
    assert of_the_grant(granted(DAY), *published) == Irregularity(
        code=Code.ACCESS_WITHOUT_NDA,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(3), an_id(1)),
        detail="tester:ana was given access on 10 March 2024 without having signed an NDA before,"
        " though terms:nda-1 had been published on 1 January 2024.",
        since=an_id(1),
        position=1,
    )


@pytest.mark.parametrize(
    ("published", "answer"),
    [(BEFORE, "certain"), (DAY, "possible"), (MARCH, "possible"), (AFTER, None)],
)
def test_there_must_have_been_an_nda_to_be_signed(published: str, answer: str | None) -> None:
    assert without_nda(nda(published), granted(DAY)) == (answer and (answer, [1, 2]))
    assert without_nda(granted(DAY)) is None


@pytest.mark.parametrize(
    ("when", "answer"),
    [(BEFORE, None), (DAY, "possible"), (MARCH, "possible"), (AFTER, "certain")],
)
def test_who_had_signed_any_terms_may_be_given_access(when: str, answer: str | None) -> None:
    of_january = nda("2024-01-01")
    found = without_nda(of_january, granted(DAY), signed(when, "other"))
    assert found == (answer and (answer, [1, 2]))


def test_it_is_as_certain_as_the_grant() -> None:
    acts = (nda("2024-01-01"), granted(DAY))
    assert without_nda(*acts, as_of="2024-03-09T23:59:59Z") is None
    assert without_nda(*acts, as_of="2024-03-10T12:00:00Z") == ("possible", [1, 2])


def test_what_is_only_possible_names_the_first_nda_that_may_have_been_published() -> None:
    assert without_nda(nda(MARCH, "b"), nda("2024-03-10/2024-03-12", "a"), granted(DAY)) == (
        ("possible", [2, 3])
    )


# --- outdated terms ------------------------------------------------------------------------

UNDER_OLD = (
    signed("2024-01-02"),
    granted("2024-01-03"),
    nda(DAY, "nda-2", "nda-1"),
)


def of_the_terms(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    own = deeds("nda-signed access-granted access-cut", *acts, as_of=as_of)
    suspensions = deeds("programme-suspended programme-resumed", *acts, as_of=as_of)
    replacing: dict[str, list[Terms]] = {}
    for each in found(published_terms, *acts, as_of=as_of):
        replacing.setdefault(each.replaces or "", []).append(each)
    return outdated_terms(ANA, own, suspensions, replacing, at(as_of))


def outdated(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_terms(*acts, as_of=as_of))


def test_access_is_held_under_terms_that_others_replaced() -> None:
    assert of_the_terms(*UNDER_OLD) == Irregularity(
        code=Code.OUTDATED_TERMS,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(2), an_id(1), an_id(3)),
        detail="tester:ana holds the access given on 3 January 2024 under terms:nda-1, signed on"
        " 2 January 2024, which terms:nda-2, published on 10 March 2024, replaced; it has signed"
        " none that still hold.",
        since=an_id(3),
        position=1,
    )


def test_it_is_so_since_the_last_of_grant_signature_and_replacement() -> None:
    old, access, new = UNDER_OLD
    for acts in ((access, old, new), (old, new, granted(AFTER)), (access, new, signed(AFTER))):
        irregular = of_the_terms(*acts)
        assert irregular is not None
        assert irregular.since == an_id(3)


def test_it_is_only_possible_while_one_of_them_is() -> None:
    old, access, new = UNDER_OLD
    perhaps = of_the_terms(*UNDER_OLD, as_of="2024-03-10T12:00:00Z")
    assert perhaps is not None
    assert (perhaps.tester, verdict(perhaps)) == (ANA, ("possible", [2, 1, 3]))
    assert outdated(old, granted("2024-01-03/.."), new) == ("possible", [2, 1, 3])
    assert outdated(signed("2024-01-02/.."), access, new) == ("possible", [2, 1, 3])
    assert outdated(*UNDER_OLD, cut("2024-04-01/..")) == ("possible", [2, 1, 3])


def test_who_signed_terms_that_still_hold_holds_access_under_these() -> None:
    assert outdated(*UNDER_OLD[:2]) is None
    assert outdated(*UNDER_OLD[1:]) is None
    assert outdated(*UNDER_OLD, signed("2024-01-01", "nda-2")) is None
    assert outdated(*UNDER_OLD, signed(AFTER, "nda-2")) is None
    assert outdated(*UNDER_OLD, signed("2024-03-11/..", "nda-2")) == ("possible", [2, 1, 3])


def test_of_what_was_signed_the_last_counts_and_of_what_replaced_it_the_first() -> None:
    assert outdated(
        *UNDER_OLD, signed("2024-01-05", "nda-2"), nda("2024-06-02", "c", "nda-2"), nda(DAY, "b")
    ) == ("certain", [2, 4, 5])
    again = nda(BEFORE, "nda-3", "nda-1")
    assert outdated(*UNDER_OLD, again) == ("certain", [2, 1, 4])


def test_of_what_may_have_been_signed_the_last_that_may_have_been_replaced_counts() -> None:
    maybe = signed("2024-01-05/..", "other")
    assert outdated(*UNDER_OLD, maybe) == ("possible", [2, 1, 3])
    assert outdated(*UNDER_OLD, maybe, nda(AFTER, "more", "other")) == ("certain", [2, 1, 3])
    assert outdated(*UNDER_OLD, maybe, nda("2024-03-11/..", "more", "other")) == (
        ("possible", [2, 4, 5])
    )


def test_access_that_was_cut_is_held_no_more() -> None:
    assert outdated(*UNDER_OLD, cut(AFTER)) is None
    assert outdated(*UNDER_OLD, suspended(AFTER)) is None
    assert outdated(*UNDER_OLD, suspended(AFTER), resumed("2024-04-01")) == ("certain", [2, 1, 3])
    assert outdated(UNDER_OLD[0], UNDER_OLD[2]) is None


# --- access while cut ----------------------------------------------------------------------


def of_the_feedback(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    (given,) = deeds("feedback-given", *acts)
    access = deeds("access-granted access-cut", *acts, as_of=as_of)
    suspensions = deeds("programme-suspended programme-resumed", *acts, as_of=as_of)
    return access_while_cut(given, access, suspensions, at(as_of))


def while_cut(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_feedback(*acts, as_of=as_of))


def told_of(*acts: Act) -> str:
    irregular = of_the_feedback(*acts)
    assert irregular is not None
    return irregular.detail


def test_feedback_was_given_by_whom_had_been_cut() -> None:
    assert of_the_feedback(feedback(DAY), cut("2024-03-01"), cut("2024-02-01")) == Irregularity(
        code=Code.ACCESS_WHILE_CUT,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(2), an_id(1)),
        detail="tester:ana gave feedback:one on 10 March 2024, after its access was cut on 1 March"
        " 2024.",
        since=an_id(1),
        position=1,
    )


def test_it_is_told_what_was_cut() -> None:
    about = feedback(DAY, about="item:a")
    assert "after its access to item:a was cut" in told_of(about, cut(BEFORE, items=["item:a"]))
    assert "after its access to item:b and more was cut" in (
        told_of(about, cut(BEFORE, items=["item:b", "item:a"]))
    )
    assert "after the programme was suspended" in told_of(about, suspended(BEFORE))


@pytest.mark.parametrize(
    ("when", "answer"),
    [(BEFORE, "certain"), (DAY, "possible"), (MARCH, "possible"), (AFTER, None)],
)
def test_the_cut_must_have_come_before(when: str, answer: str | None) -> None:
    assert while_cut(cut(when), feedback(DAY)) == (answer and (answer, [1, 2]))
    assert while_cut(suspended(when), feedback(DAY)) == (answer and (answer, [1, 2]))


@pytest.mark.parametrize(
    ("restored", "answer"),
    [
        ("2024-02-01", "certain"),
        (BEFORE, None),
        (DAY, "possible"),
        (MARCH, "possible"),
        (AFTER, "certain"),
        ("2024-03-01", "possible"),  # on the day of the cut: before it, or after
    ],
)
def test_access_may_have_been_restored_in_between(restored: str, answer: str | None) -> None:
    expected = answer and (answer, [1, 2])
    assert while_cut(cut("2024-03-01"), feedback(DAY), granted(restored)) == expected
    assert while_cut(suspended("2024-03-01"), feedback(DAY), resumed(restored)) == expected


def test_at_one_instant_what_restores_comes_after_the_cut() -> None:
    noon = "2024-03-10T12:00:00Z"
    assert while_cut(cut(noon), feedback(noon)) == ("certain", [1, 2])
    assert while_cut(cut(noon), feedback(noon), granted(noon)) is None


def test_a_grant_resumes_no_programme_and_a_resumption_gives_no_access_back() -> None:
    assert while_cut(suspended("2024-03-01"), feedback(DAY), granted(BEFORE)) == (
        ("certain", [1, 2])
    )
    assert while_cut(cut("2024-03-01"), feedback(DAY), resumed(BEFORE)) == ("certain", [1, 2])
    assert while_cut(
        cut("2024-02-01"), feedback(DAY), suspended("2024-03-01"), resumed(BEFORE)
    ) == ("certain", [1, 2])
    assert while_cut(
        cut("2024-02-01"), feedback(DAY), suspended("2024-03-01"), granted(BEFORE)
    ) == ("certain", [3, 2])


def test_the_last_restoring_counts() -> None:
    acts = (granted("2024-02-01"), cut("2024-03-01"), granted(BEFORE), feedback(DAY))
    assert while_cut(*acts) is None
    assert while_cut(*acts[:2], granted("2024-01-01"), feedback(DAY)) == ("certain", [2, 4])


def test_what_is_certainly_a_cut_goes_before_what_may_be_one() -> None:
    assert while_cut(cut("2024-02-01"), cut(DAY), feedback(DAY)) == ("certain", [1, 3])


def test_a_cut_of_some_items_is_of_feedback_about_one_of_them() -> None:
    of_some = cut("2024-03-01", items=["item:a", "item:b"])
    assert while_cut(of_some, feedback(DAY, about="item:b")) == ("certain", [1, 2])
    assert while_cut(of_some, feedback(DAY, about="item:c")) is None
    assert while_cut(of_some, feedback(DAY)) is None


def test_a_grant_of_some_items_restores_them_and_feedback_about_nothing() -> None:
    of_some = granted(BEFORE, items=["item:a"])
    assert while_cut(cut("2024-03-01"), feedback(DAY, about="item:a"), of_some) is None
    assert while_cut(cut("2024-03-01"), feedback(DAY), of_some) is None
    assert while_cut(cut("2024-03-01"), feedback(DAY, about="item:b"), of_some) == (
        ("certain", [1, 2])
    )


def test_it_is_as_certain_as_the_feedback() -> None:
    acts = (cut("2024-03-01"), feedback(DAY))
    assert while_cut(*acts, as_of="2024-03-09T23:59:59Z") is None
    assert while_cut(*acts, as_of="2024-03-10T12:00:00Z") == ("possible", [1, 2])
