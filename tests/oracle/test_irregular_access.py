"""Access without an NDA, under outdated terms, and while cut: worked by hand."""

from typing import Any

from .given import all_irregular, corrected, event, irregular, of_tester, retracted, uid
from .visibility import Event

DAY = "2024-03-10"
MARCH = "2024-03"


def nda(number: int, when: str, terms: str = "nda-1", **data: Any) -> Event:
    said = {"terms": terms, "kind": "nda", **data}
    return event(number, "terms-published", when, said)


def signed(number: int, when: str, terms: str = "nda-1", tester: str = "tester:ana") -> Event:
    return of_tester(number, "nda-signed", when, tester, terms=terms)


def granted(number: int, when: str, tester: str = "tester:ana", **data: Any) -> Event:
    return of_tester(number, "access-granted", when, tester, **data)


def cut(number: int, when: str, **data: Any) -> Event:
    return of_tester(number, "access-cut", when, **data)


def feedback(number: int, when: str, **data: Any) -> Event:
    said = {"feedback": "f", "text": "t", "to": ["org:o"], **data}
    return of_tester(number, "feedback-given", when, **said)


def suspended(number: int, when: str) -> Event:
    return event(number, "programme-suspended", when, {})


def resumed(number: int, when: str) -> Event:
    return event(number, "programme-resumed", when, {})


# --- access-without-nda --------------------------------------------------------------------------

WITHOUT_NDA = "access-without-nda"


def test_access_where_an_nda_is_published_and_none_is_signed() -> None:
    history = [nda(1, "2024-01-01"), nda(2, "2024-01-02", "nda-2"), granted(3, DAY)]
    # The first of the published terms is named.
    assert all_irregular(history, WITHOUT_NDA) == [
        {
            "code": "access-without-nda",
            "tester": "tester:ana",
            "events": [uid(1), uid(3)],
            "since": {
                "text": DAY,
                "earliest": "2024-03-10T00:00:00Z",
                "latest": "2024-03-10T23:59:59.999999Z",
            },
            "certainty": "certain",
        }
    ]
    # Not before the day begins; during it, the grant itself is but possible.
    assert irregular(history, WITHOUT_NDA, "2024-03-09T23:59:59Z") == []
    assert irregular(history, WITHOUT_NDA, "2024-03-10T12:00:00Z") == [("possible", [1, 3])]


def test_access_needs_no_nda_where_none_is_published_before_it() -> None:
    participation = event(
        1, "terms-published", "2024-01-01", {"terms": "p", "kind": "participation"}
    )
    assert irregular([participation, granted(2, DAY)], WITHOUT_NDA) == []
    assert irregular([nda(1, "2024-03-11"), granted(2, DAY)], WITHOUT_NDA) == []
    # Published at some time of March: perhaps before the 10th, perhaps after.
    assert irregular([nda(1, MARCH), granted(2, DAY)], WITHOUT_NDA) == [("possible", [1, 2])]
    # On the 5th, though, nothing that may still come counts: the grant has not happened.
    assert irregular([nda(1, MARCH), granted(2, DAY)], WITHOUT_NDA, "2024-03-05T00:00:00Z") == []


def test_a_signature_before_it_excuses_access() -> None:
    history = [nda(1, "2024-01-01"), granted(2, DAY)]
    assert irregular([*history, signed(3, "2024-03-09")], WITHOUT_NDA) == []
    # Any terms will do, but only of the same tester.
    assert irregular([*history, signed(3, "2024-03-09", "other")], WITHOUT_NDA) == []
    of_ben = signed(3, "2024-03-09", tester="tester:ben")
    assert irregular([*history, of_ben], WITHOUT_NDA) == [("certain", [1, 2])]
    # On the same day, or at some time of March: an order would excuse it, another would not.
    assert irregular([*history, signed(3, DAY)], WITHOUT_NDA) == [("possible", [1, 2])]
    assert irregular([*history, signed(3, MARCH)], WITHOUT_NDA) == [("possible", [1, 2])]
    assert irregular([*history, signed(3, "2024-03-11")], WITHOUT_NDA) == [("certain", [1, 2])]


def test_at_one_instant_the_signature_is_before_the_access() -> None:
    noon = "2024-03-10T12:00:00Z"
    history = [nda(1, noon), granted(2, noon), signed(3, noon)]
    assert irregular(history, WITHOUT_NDA) == []
    assert irregular(history[:2], WITHOUT_NDA) == [("certain", [1, 2])]


def test_a_backdated_signature_that_arrives_late_excuses_from_then_on_only() -> None:
    history = [nda(1, "2024-01-01"), granted(2, DAY), signed(3, "2024-02-01")]
    # At position 2 the irregularity stands for ever, at position 3 it is gone.
    assert irregular(history, WITHOUT_NDA, as_recorded=2) == [("certain", [1, 2])]
    assert irregular(history, WITHOUT_NDA, as_recorded=3) == []
    # So it goes with a correction of the signature's date; and the retraction of it undoes that.
    history = [nda(1, "2024-01-01"), granted(2, DAY), signed(3, "2024-04-01")]
    history += [corrected(4, 3, occurred_at="2024-02-01"), retracted(5, 4)]
    seen = [irregular(history, WITHOUT_NDA, as_recorded=at) for at in (3, 4, 5)]
    assert seen == [[("certain", [1, 2])], [], [("certain", [1, 2])]]


def test_a_tester_is_irregular_once_for_each_grant_in_order_of_position() -> None:
    history = [
        granted(1, "2024-04-01", "tester:cai"),
        granted(2, DAY, "tester:ben"),
        granted(3, "2024-02-01", "tester:ben"),
        nda(4, "2024-01-01"),
    ]
    expected = [("certain", [4, 1]), ("certain", [4, 2]), ("certain", [4, 3])]
    assert irregular(history, WITHOUT_NDA) == expected


# --- outdated-terms ------------------------------------------------------------------------------

OUTDATED = "outdated-terms"
UNDER_OLD = [
    nda(1, "2024-01-01"),
    signed(2, "2024-01-02"),
    granted(3, "2024-01-03"),
    nda(4, DAY, "nda-2", replaces="nda-1"),
]


def test_access_under_terms_that_others_replaced() -> None:
    assert all_irregular(UNDER_OLD, OUTDATED) == [
        {
            "code": "outdated-terms",
            "tester": "tester:ana",
            "events": [uid(3), uid(2), uid(4)],
            "since": {
                "text": DAY,
                "earliest": "2024-03-10T00:00:00Z",
                "latest": "2024-03-10T23:59:59.999999Z",
            },
            "certainty": "certain",
        }
    ]
    assert irregular(UNDER_OLD, OUTDATED, "2024-03-10T12:00:00Z") == [("possible", [3, 2, 4])]
    assert irregular(UNDER_OLD, OUTDATED, "2024-03-09T12:00:00Z") == []


def test_it_is_since_the_last_of_grant_signature_and_replacement() -> None:
    regranted = [*UNDER_OLD, granted(5, "2024-05-01")]
    [found] = all_irregular(regranted, OUTDATED)
    assert (found["events"], found["since"]["text"]) == ([uid(5), uid(2), uid(4)], "2024-05-01")


def test_signing_the_new_terms_ends_it_and_a_signature_that_arrives_late_ended_it_before() -> None:
    history = [*UNDER_OLD, signed(5, "2024-03-09", "nda-2")]
    assert irregular(history, OUTDATED, as_recorded=4) == [("certain", [3, 2, 4])]
    assert irregular(history, OUTDATED, as_recorded=5) == []
    # A signature that is but possible leaves it possible.
    maybe = [*UNDER_OLD, signed(5, "2024-03-09/..", "nda-2")]
    assert irregular(maybe, OUTDATED) == [("possible", [3, 2, 4])]
    # Once the new terms are replaced in their turn, all that ana signed is outdated; the last is S.
    again = [*history, nda(6, "2024-06-01", "nda-3", replaces="nda-2")]
    assert irregular(again, OUTDATED) == [("certain", [3, 5, 6])]


def test_terms_are_not_replaced_by_themselves_and_unsigned_terms_are_nobodys() -> None:
    itself = [*UNDER_OLD[:3], nda(4, DAY, "nda-1", replaces="nda-1")]
    assert irregular(itself, OUTDATED) == []
    assert irregular([UNDER_OLD[0], granted(2, "2024-01-03"), UNDER_OLD[3]], OUTDATED) == []


def test_access_that_is_cut_or_suspended_is_not_held() -> None:
    assert irregular([*UNDER_OLD, cut(5, "2024-04-01")], OUTDATED) == []
    # Perhaps cut: still granted, so possible.
    assert irregular([*UNDER_OLD, cut(5, "2024-04-01/..")], OUTDATED) == [("possible", [3, 2, 4])]
    assert irregular([*UNDER_OLD, suspended(5, "2024-04-01")], OUTDATED) == []
    # Perhaps resumed: perhaps held again, under the grant that the suspension had cut.
    history = [*UNDER_OLD, suspended(5, "2024-04-01"), resumed(6, "2024-05-01/..")]
    assert irregular(history, OUTDATED) == [("possible", [3, 2, 4])]


def test_access_that_is_only_possible() -> None:
    history = [*UNDER_OLD[:2], granted(3, "2024-01-03/.."), UNDER_OLD[3]]
    assert irregular(history, OUTDATED) == [("possible", [3, 2, 4])]


def test_a_possible_signature_of_outdated_terms() -> None:
    # Nothing is signed certainly, so that nothing certain has to be replaced.
    history = [nda(1, "2024-01-01"), signed(2, "2024-01-02/.."), *UNDER_OLD[2:]]
    assert irregular(history, OUTDATED) == [("possible", [3, 2, 4])]


# --- access-while-cut ----------------------------------------------------------------------------

WHILE_CUT = "access-while-cut"


def test_feedback_by_a_tester_who_had_been_cut() -> None:
    history = [cut(1, "2024-03-01"), feedback(2, DAY)]
    assert irregular(history, WHILE_CUT) == [("certain", [1, 2])]
    assert irregular([cut(1, "2024-03-11"), feedback(2, DAY)], WHILE_CUT) == []
    # On the same day: who knows.
    assert irregular([cut(1, DAY), feedback(2, DAY)], WHILE_CUT) == [("possible", [1, 2])]
    # The last of the cuts is named.
    history = [cut(1, "2024-02-01"), cut(2, "2024-01-01"), feedback(3, DAY)]
    assert irregular(history, WHILE_CUT) == [("certain", [1, 3])]


def test_a_grant_between_cut_and_feedback_restores() -> None:
    history = [cut(1, "2024-03-01"), feedback(2, DAY)]
    assert irregular([*history, granted(3, "2024-03-05")], WHILE_CUT) == []
    assert irregular([*history, granted(3, "2024-02-01")], WHILE_CUT) == [("certain", [1, 2])]
    assert irregular([*history, granted(3, "2024-03-11")], WHILE_CUT) == [("certain", [1, 2])]
    # At some time of March: an order excuses it. Recorded late, it did so only from then on.
    assert irregular([*history, granted(3, MARCH)], WHILE_CUT) == [("possible", [1, 2])]
    assert irregular([*history, granted(3, "2024-03-05")], WHILE_CUT, as_recorded=2) == [
        ("certain", [1, 2])
    ]


def test_a_cut_of_some_items_applies_to_feedback_about_them() -> None:
    of_x = cut(1, "2024-03-01", items=["item:x"])
    assert irregular([of_x, feedback(2, DAY, about="item:x")], WHILE_CUT) == [("certain", [1, 2])]
    assert irregular([of_x, feedback(2, DAY, about="item:y")], WHILE_CUT) == []
    assert irregular([of_x, feedback(2, DAY)], WHILE_CUT) == []
    # Restored for y: not for x. Without `about`, any grant restores.
    again = granted(3, "2024-03-05", items=["item:y"])
    about_x = [cut(1, "2024-03-01"), feedback(2, DAY, about="item:x"), again]
    assert irregular(about_x, WHILE_CUT) == [("certain", [1, 2])]
    assert irregular([cut(1, "2024-03-01"), feedback(2, DAY), again], WHILE_CUT) == []


def test_a_suspended_programme_cuts_all_until_it_is_resumed() -> None:
    history = [suspended(1, "2024-03-01"), feedback(2, DAY)]
    assert irregular(history, WHILE_CUT) == [("certain", [1, 2])]
    # A grant does not resume; a resumption does, and does not restore what was cut.
    assert irregular([*history, granted(3, "2024-03-05")], WHILE_CUT) == [("certain", [1, 2])]
    assert irregular([*history, resumed(3, "2024-03-05")], WHILE_CUT) == []
    with_cut = [*history, resumed(3, "2024-03-05"), cut(4, "2024-02-01")]
    assert irregular(with_cut, WHILE_CUT) == [("certain", [4, 2])]


def test_what_has_not_happened_yet_does_not_cut() -> None:
    # Feedback at some time of March, a cut on the 20th: on the 15th, there is no cut yet.
    history = [cut(1, "2024-03-20"), feedback(2, MARCH)]
    assert irregular(history, WHILE_CUT, "2024-03-15T00:00:00Z") == []
    assert irregular(history, WHILE_CUT, "2024-03-25T00:00:00Z") == [("possible", [1, 2])]
