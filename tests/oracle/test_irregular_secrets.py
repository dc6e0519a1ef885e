"""Secrets told to who had not signed, and broken embargoes: worked by hand."""

from typing import Any

from .given import all_irregular, event, irregular, joined, left, of_tester, uid
from .visibility import Event

DAY = "2024-03-10"
MARCH = "2024-03"


def registered(number: int, when: str, kind: str, item: str = "item:x", **data: Any) -> Event:
    said = {"item": item, "title": "t", "confidentiality": kind, **data}
    return event(number, "item-registered", when, said)


def disclosed(number: int, when: str, *to: str, **data: Any) -> Event:
    said = {"items": ["item:x"], "by": "staff:bo", "to": list(to), **data}
    return event(number, "item-disclosed", when, said)


def signed(number: int, when: str, tester: str = "tester:ana") -> Event:
    return of_tester(number, "nda-signed", when, tester, terms="nda-1")


SECRET = registered(1, "2024-01-01", "confidential")
UNTIL_DAY = registered(1, "2024-01-01", "embargoed", embargo_until="2024-03-10T12:00:00Z")

# --- disclosed-without-nda -----------------------------------------------------------------------

TOLD = "disclosed-without-nda"


def test_a_secret_told_to_a_tester_who_had_not_signed() -> None:
    history = [SECRET, disclosed(2, DAY, "tester:ana", "staff:eva", "public")]
    assert all_irregular(history, TOLD) == [
        {
            "code": "disclosed-without-nda",
            "tester": "tester:ana",
            "events": [uid(2), uid(1)],
            "since": {
                "text": DAY,
                "earliest": "2024-03-10T00:00:00Z",
                "latest": "2024-03-10T23:59:59.999999Z",
            },
            "certainty": "certain",
        }
    ]
    assert irregular(history, TOLD, "2024-03-10T12:00:00Z") == [("possible", [2, 1])]
    assert irregular(history, TOLD, "2024-03-09T12:00:00Z") == []


def test_a_statement_tells_too_and_without_items_it_tells_no_secret() -> None:
    said = {"statement": "s", "by": "org:o", "to": ["tester:ana"], "text": "t"}
    stated = event(2, "statement-issued", DAY, {**said, "items": ["item:x"]})
    assert irregular([SECRET, stated], TOLD) == [("certain", [2, 1])]
    assert irregular([SECRET, event(2, "statement-issued", DAY, said)], TOLD) == []


def test_who_signed_before_may_be_told() -> None:
    history = [SECRET, disclosed(2, DAY, "tester:ana")]
    assert irregular([*history, signed(3, "2024-03-09")], TOLD) == []
    assert irregular([*history, signed(3, "2024-03-11")], TOLD) == [("certain", [2, 1])]
    assert irregular([*history, signed(3, MARCH)], TOLD) == [("possible", [2, 1])]
    assert irregular([*history, signed(3, "2024-03-09", "tester:ben")], TOLD) == [
        ("certain", [2, 1])
    ]
    # The signature that arrived late: at position 2 it was not there.
    assert irregular([*history, signed(3, "2024-03-09")], TOLD, as_recorded=2) == [
        ("certain", [2, 1])
    ]


def test_the_registration_in_force_says_what_is_secret() -> None:
    told_ana = disclosed(3, DAY, "tester:ana")
    public = registered(2, "2024-02-01", "public")
    assert irregular([SECRET, public, told_ana], TOLD) == []
    # Released in February, secret again in March: the second is in force.
    again = registered(4, "2024-03-01", "confidential")
    assert irregular([SECRET, public, told_ana, again], TOLD) == [("certain", [3, 4])]
    # Perhaps released before that day, perhaps later.
    maybe = registered(2, MARCH, "public")
    assert irregular([SECRET, maybe, told_ana], TOLD) == [("possible", [3, 1])]
    # Registered only afterwards: at that time it was no secret. At some time of March: perhaps.
    assert irregular([registered(1, "2024-03-11", "confidential"), told_ana], TOLD) == []
    assert irregular([registered(1, MARCH, "confidential"), told_ana], TOLD) == [
        ("possible", [3, 1])
    ]


def test_an_embargo_keeps_secret_until_it_ends_and_without_an_end_for_ever() -> None:
    def at(when: str) -> list[tuple[str, list[int]]]:
        return irregular([UNTIL_DAY, disclosed(2, when, "tester:ana")], TOLD)

    assert at("2024-03-10T11:59:59Z") == [("certain", [2, 1])]
    assert at("2024-03-10T12:00:00Z") == []
    assert at(DAY) == [("possible", [2, 1])]  # perhaps in the morning
    endless = registered(1, "2024-01-01", "embargoed")
    assert irregular([endless, disclosed(2, DAY, "tester:ana")], TOLD) == [("certain", [2, 1])]


def test_each_secret_item_is_named_once_by_name() -> None:
    history = [
        registered(1, "2024-01-01", "confidential", "item:z"),
        registered(2, "2024-01-01", "confidential", "item:a"),
        registered(3, "2024-01-01", "public", "item:m"),
        registered(4, MARCH, "confidential", "item:b"),
        disclosed(5, DAY, "tester:ana", items=["item:z", "item:m", "item:b", "item:a"]),
    ]
    # What is only possibly secret is not named where others are certainly so.
    assert irregular(history, TOLD) == [("certain", [5, 2, 1])]
    # Where nobody knows if she had signed, all that are possibly secret are named.
    assert irregular([*history, signed(6, MARCH)], TOLD) == [("possible", [5, 2, 4, 1])]


def test_members_of_a_group_are_told_with_it() -> None:
    history = [SECRET, joined(2, "2024-02-01"), disclosed(3, DAY, "group:g")]
    assert irregular(history, TOLD) == [("certain", [3, 1])]
    # Having left, she was not told; having left at some time of March, perhaps.
    assert irregular([*history, left(4, "2024-03-01")], TOLD) == []
    assert irregular([*history, left(4, MARCH)], TOLD) == [("possible", [3, 1])]
    # Told as a member and by name: certainly told.
    history = [SECRET, joined(2, MARCH), disclosed(3, DAY, "group:g", "tester:ana")]
    assert irregular(history, TOLD) == [("certain", [3, 1])]
    # A member of the staff is nobody who signs.
    history = [SECRET, joined(2, "2024-02-01", "staff:eva"), disclosed(3, DAY, "group:g")]
    assert irregular(history, TOLD) == []


def test_a_group_that_stands_as_tester_has_to_sign_too() -> None:
    invited = of_tester(4, "tester-invited", "2024-04-01", "group:g", by="staff:bo")
    history = [SECRET, joined(2, "2024-02-01"), disclosed(3, DAY, "group:g"), invited]
    found = all_irregular(history, TOLD)
    assert [(each["tester"], each["certainty"]) for each in found] == [
        ("group:g", "certain"),
        ("tester:ana", "certain"),
    ]
    # Its signature is not its member's.
    found = all_irregular([*history, signed(5, "2024-02-01", "group:g")], TOLD)
    assert [each["tester"] for each in found] == ["tester:ana"]
    # Before the invitation it is no tester.
    found = all_irregular(history, TOLD, "2024-03-31T00:00:00Z")
    assert [each["tester"] for each in found] == ["tester:ana"]


# --- embargo-broken ------------------------------------------------------------------------------

BROKEN = "embargo-broken"


def published(number: int, when: str, **data: Any) -> Event:
    return event(number, "item-published", when, {"items": ["item:x"], **data})


def test_published_before_the_embargo_ended() -> None:
    def at(when: str) -> list[tuple[str, list[int]]]:
        return irregular([UNTIL_DAY, published(2, when)], BROKEN)

    assert at("2024-03-10T11:59:59.999999Z") == [("certain", [2, 1])]
    assert at("2024-03-10T12:00:00Z") == []
    assert at(DAY) == [("possible", [2, 1])]
    assert at("2023") == []  # before there was an embargo
    # During the day of it, it is not certain that it was published at all.
    history = [UNTIL_DAY, published(2, "2024-03-09")]
    assert irregular(history, BROKEN, "2024-03-09T12:00:00Z") == [("possible", [2, 1])]
    assert irregular(history, BROKEN, "2024-03-10T00:00:00Z") == [("certain", [2, 1])]


def test_all_ways_of_bringing_it_out() -> None:
    when, items = "2024-03-01", ["item:x"]
    leaked = {"items": items, "to": ["press:ars"], "by": "tester:ana"}
    letter = {"letter": "l", "title": "t", "by": "group:g", "reveals": items}
    stated = {"statement": "s", "by": "org:o", "to": ["public"], "text": "t", "items": items}
    under = {"items": items, "to": ["tester:ana"], "by": "staff:bo", "under": "nda-1"}
    told = {"items": items, "to": ["tester:ana"], "by": "tester:ben"}
    history = [
        UNTIL_DAY,
        event(2, "open-letter-published", when, letter),
        event(3, "item-leaked", when, leaked),
        event(4, "statement-issued", when, stated),
        event(5, "item-disclosed", when, under),
        event(6, "item-disclosed", when, told),
        published(7, when),
    ]
    found = all_irregular(history, BROKEN)
    # Only testers are named, as who brought it out; told under terms, it is no breach.
    assert [(each["events"], each.get("tester")) for each in found] == [
        ([uid(2), uid(1)], None),
        ([uid(3), uid(1)], "tester:ana"),
        ([uid(4), uid(1)], None),
        ([uid(6), uid(1)], "tester:ben"),
        ([uid(7), uid(1)], None),
    ]


def test_only_an_embargo_with_an_end_can_be_broken() -> None:
    for kind in ("confidential", "public", "embargoed"):
        history = [registered(1, "2024-01-01", kind), published(2, DAY)]
        assert irregular(history, BROKEN) == []


def test_an_embargo_that_was_lifted_or_shortened_before_is_not_broken() -> None:
    history = [UNTIL_DAY, published(2, "2024-03-01")]
    lifted = registered(3, "2024-02-01", "public")
    assert irregular([*history, lifted], BROKEN) == []
    # Recorded late, that was not known before.
    assert irregular([*history, lifted], BROKEN, as_recorded=2) == [("certain", [2, 1])]
    # Lifted at some time from February on: perhaps before, perhaps after.
    maybe = registered(3, "2024-02-01/2024-04-01", "public")
    assert irregular([*history, maybe], BROKEN) == [("possible", [2, 1])]
    later = registered(3, "2024-02-01", "embargoed", embargo_until="2024-05-01T00:00:00Z")
    assert irregular([*history, later], BROKEN) == [("certain", [2, 3])]


def test_two_registrations_of_one_moment_are_both_possibly_in_force() -> None:
    other = registered(2, "2024-01-01", "public")
    history = [UNTIL_DAY, other, published(3, "2024-03-01")]
    assert irregular(history, BROKEN) == [("possible", [3, 1])]
