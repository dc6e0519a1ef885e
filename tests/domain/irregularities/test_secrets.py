"""Secrets that were told to whom had signed nothing, and embargoes that were broken."""

from __future__ import annotations

import pytest

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.secrets import (
    disclosed_without_nda,
    embargo_broken,
    embargoes,
    secrets,
)
from domain.names import Item
from domain.occurrence import Certainty
from domain.secrecy import Registration, disclosure, registration
from tests.domain.recorded import an_act, an_id

from .story import AFTER, ANA, BEFORE, DAY, LATER, MARCH, Act, Verdict, at, deeds, found, verdict

NOON = "2024-03-10T12:00:00Z"


def registered(
    when: str, confidentiality: str, item: str = "item:a", until: str | None = None
) -> Act:
    more = {} if until is None else {"embargo_until": until}
    return an_act("item-registered", when, item=item, confidentiality=confidentiality, **more)


def told(when: str, *items: str, **data: object) -> Act:
    return an_act("item-disclosed", when, items=[*items] or ["item:a"], to=[ANA], **data)


def signed(when: str) -> Act:
    return an_act("nda-signed", when)


SECRET = registered("2024-01-01", "confidential")
EMBARGO = registered("2024-01-01", "embargoed", until=NOON)


def registrations(*acts: Act, as_of: str) -> dict[Item, list[Registration]]:
    by_item: dict[Item, list[Registration]] = {}
    for each in found(registration, *acts, as_of=as_of):
        by_item.setdefault(each.item, []).append(each)
    return by_item


# --- told without an NDA -------------------------------------------------------------------


def of_the_telling(
    *acts: Act, as_of: str = LATER, being_told: Certainty = Certainty.CERTAIN
) -> Irregularity | None:
    (telling,) = found(disclosure, *acts)
    kept = secrets(telling, registrations(*acts, as_of=as_of))
    signatures = deeds("nda-signed", *acts, as_of=as_of)
    return disclosed_without_nda(telling, ANA, being_told, kept, signatures, at(as_of))


def without_nda(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_telling(*acts, as_of=as_of))


def test_a_secret_was_told_to_whom_had_signed_nothing() -> None:
    assert of_the_telling(told(DAY, by="staff:kim"), SECRET) == Irregularity(
        code=Code.DISCLOSED_WITHOUT_NDA,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(1), an_id(2)),
        detail="tester:ana was told by staff:kim on 10 March 2024 of item:a (confidential) without"
        " having signed an NDA before.",
        since=an_id(1),
        position=1,
    )


def test_it_is_told_why_each_item_was_secret_in_the_order_of_their_names() -> None:
    embargo = registered("2024-01-01", "embargoed", "item:b", "2024-12-01T00:00:00Z")
    irregular = of_the_telling(told(DAY, "item:b", "item:a"), embargo, SECRET)
    assert irregular is not None
    assert irregular.events == (an_id(1), an_id(3), an_id(2))
    assert irregular.detail.startswith(
        "tester:ana was told on 10 March 2024 of item:a (confidential) and item:b (under embargo"
        " until 30 November 2024) without"
    )


@pytest.mark.parametrize(
    ("when", "answer"),
    [(BEFORE, None), (DAY, "possible"), (MARCH, "possible"), (AFTER, "certain")],
)
def test_who_had_signed_may_be_told(when: str, answer: str | None) -> None:
    assert without_nda(SECRET, told(DAY), signed(when)) == (answer and (answer, [2, 1]))


@pytest.mark.parametrize(
    ("when", "answer"),
    [(BEFORE, "certain"), (DAY, "possible"), (MARCH, "possible"), (AFTER, None)],
)
def test_it_is_secret_from_its_registration_on(when: str, answer: str | None) -> None:
    assert without_nda(registered(when, "confidential"), told(DAY)) == (answer and (answer, [2, 1]))


def test_it_is_as_certain_as_the_telling_and_as_being_told() -> None:
    acts = (SECRET, told(DAY))
    assert without_nda(*acts, as_of="2024-03-09T23:59:59Z") is None
    assert without_nda(*acts, as_of=NOON) == ("possible", [2, 1])
    perhaps_told = of_the_telling(*acts, being_told=Certainty.POSSIBLE)
    assert perhaps_told is not None
    assert (perhaps_told.tester, verdict(perhaps_told)) == (ANA, ("possible", [2, 1]))


def test_what_is_no_secret_may_be_told() -> None:
    assert without_nda(told(DAY)) is None
    assert without_nda(registered("2024-01-01", "public"), told(DAY)) is None
    assert without_nda(registered("2024-01-01", "confidential", "item:b"), told(DAY)) is None


def test_the_registration_in_force_says_what_is_secret() -> None:
    public, again = registered("2024-02-01", "public"), registered("2024-03-01", "confidential")
    assert without_nda(SECRET, public, told(DAY)) is None
    assert without_nda(SECRET, public, told(DAY), again) == ("certain", [3, 4])
    assert without_nda(SECRET, registered(MARCH, "public"), told(DAY)) == ("possible", [3, 1])
    assert without_nda(SECRET, registered(AFTER, "public"), told(DAY)) == ("certain", [3, 1])


def test_of_registrations_of_one_day_each_may_be_in_force() -> None:
    other = registered("2024-01-01", "public")
    assert without_nda(SECRET, other, told(DAY)) == ("possible", [3, 1])
    assert without_nda(SECRET, SECRET, told(DAY)) == ("certain", [3, 2])
    midnight = registered("2024-01-01T23:59:59.999999Z", "public")
    assert without_nda(SECRET, midnight, told(DAY)) == ("possible", [3, 1])


def test_an_embargo_keeps_it_secret_until_it_ends() -> None:
    endless = registered("2024-01-01", "embargoed")
    assert without_nda(EMBARGO, told("2024-03-10T11:59:59.999999Z")) == ("certain", [2, 1])
    assert without_nda(EMBARGO, told(DAY)) == ("possible", [2, 1])
    assert without_nda(EMBARGO, told(NOON)) is None
    assert without_nda(endless, told(AFTER)) == ("certain", [2, 1])


def test_what_is_certainly_secret_is_told_of_without_what_only_may_be() -> None:
    maybe = registered(MARCH, "confidential", "item:b")
    acts = (SECRET, maybe, told(DAY, "item:b", "item:a"))
    assert without_nda(*acts) == ("certain", [3, 1])
    assert without_nda(*acts, signed(MARCH)) == ("possible", [3, 1, 2])


# --- broken embargoes ----------------------------------------------------------------------


def of_the_breach(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    (telling,) = found(disclosure, *acts)
    kept = embargoes(telling, registrations(*acts, as_of=as_of))
    return embargo_broken(telling, kept, at(as_of))


def breach(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_breach(*acts, as_of=as_of))


def test_an_embargo_was_broken() -> None:
    leak = an_act("item-leaked", BEFORE, items=["item:a"], by="tester:ben")
    assert of_the_breach(leak, EMBARGO) == Irregularity(
        code=Code.EMBARGO_BROKEN,
        certainty=Certainty.CERTAIN,
        tester="tester:ben",
        events=(an_id(1), an_id(2)),
        detail="item:a (under embargo until 10 March 2024, 12:00 UTC) was leaked by tester:ben on"
        " 9 March 2024, before the embargo ended.",
        since=an_id(1),
        position=1,
    )


def test_several_embargoes_were_broken_by_nobody_knows_whom() -> None:
    other = registered("2024-01-01", "embargoed", "item:b", NOON)
    published = an_act("item-published", BEFORE, items=["item:b", "item:a"])
    irregular = of_the_breach(published, other, EMBARGO)
    assert irregular is not None
    assert (irregular.tester, irregular.events) == (None, (an_id(1), an_id(3), an_id(2)))
    assert irregular.detail == (
        "item:a (under embargo until 10 March 2024, 12:00 UTC) and item:b (under embargo until 10"
        " March 2024, 12:00 UTC) were published on 9 March 2024, before the embargo ended."
    )


@pytest.mark.parametrize(
    ("type_name", "items", "words"),
    [
        ("item-disclosed", "items", "was told by staff:kim"),
        ("statement-issued", "items", "was stated by staff:kim"),
        ("open-letter-published", "reveals", "was revealed in an open letter by staff:kim"),
    ],
)
def test_there_are_many_ways_to_break_it(type_name: str, items: str, words: str) -> None:
    made_known = an_act(type_name, BEFORE, by="staff:kim", **{items: ["item:a"]})
    irregular = of_the_breach(EMBARGO, made_known)
    assert irregular is not None
    assert irregular.tester is None
    assert f"{words} on" in irregular.detail


def test_told_under_an_agreement_it_is_not_broken() -> None:
    assert breach(EMBARGO, told(BEFORE)) == ("certain", [2, 1])
    assert breach(EMBARGO, told(BEFORE, under="nda-1")) is None


def test_it_is_broken_until_it_ended() -> None:
    assert breach(EMBARGO, told("2024-03-10T11:59:59.999999Z")) == ("certain", [2, 1])
    assert breach(EMBARGO, told(DAY)) == ("possible", [2, 1])
    assert breach(EMBARGO, told(NOON)) is None
    assert breach(EMBARGO, told("2023")) is None


def test_it_is_broken_as_certainly_as_that_happened() -> None:
    acts = (EMBARGO, told(BEFORE))
    assert breach(*acts, as_of="2024-03-08T23:59:59Z") is None
    assert breach(*acts, as_of="2024-03-09T12:00:00Z") == ("possible", [2, 1])


def test_only_an_embargo_with_an_end_can_be_broken() -> None:
    for confidentiality in ("confidential", "public", "embargoed"):
        assert breach(registered("2024-01-01", confidentiality), told(DAY)) is None


def test_an_embargo_that_was_lifted_or_moved_is_not_the_one_that_was_broken() -> None:
    assert breach(EMBARGO, told("2024-03-01"), registered("2024-02-01", "public")) is None
    perhaps_lifted = registered("2024-02-01/2024-04-01", "public")
    assert breach(EMBARGO, told("2024-03-01"), perhaps_lifted) == ("possible", [2, 1])
    moved = registered("2024-02-01", "embargoed", until="2024-05-01T00:00:00Z")
    assert breach(EMBARGO, told("2024-03-01"), moved) == ("certain", [2, 3])
