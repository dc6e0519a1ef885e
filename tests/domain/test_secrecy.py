"""What events say of secrets: how items were registered, and what made them known."""

from __future__ import annotations

import pytest

from domain.instant import END, parse_instant
from domain.secrecy import Disclosure, Registration, disclosure, registration
from tests.builders import ORDINARY_TYPES

from .recorded import an_act, an_id, history

MAKE_KNOWN = (
    *("item-disclosed", "item-leaked", "item-published"),
    *("statement-issued", "open-letter-published"),
)


def registered(**data: object) -> Registration:
    (record,) = history(an_act("item-registered", **data))
    found = registration(record.event, 7)
    assert found is not None
    return found


def made_known(type_name: str, **data: object) -> Disclosure | None:
    (record,) = history(an_act(type_name, **data))
    return disclosure(record.event, 7)


def test_an_item_is_registered_with_the_end_of_its_embargo() -> None:
    found = registered(
        item="item:sora", confidentiality="embargoed", embargo_until="2024-12-09T19:00:00+01:00"
    )
    assert (found.item, found.confidentiality) == ("item:sora", "embargoed")
    assert (found.via, found.position) == (an_id(1), 7)
    assert found.earliest == parse_instant("2024-11-20T00:00:00Z")
    assert found.latest == parse_instant("2024-11-20T23:59:59.999999Z")
    assert found.embargo_until == parse_instant("2024-12-09T18:00:00Z")
    assert found.secret_until == found.embargoed_until == found.embargo_until


def test_what_is_confidential_and_what_has_no_end_yet_is_secret_until_further_notice() -> None:
    assert registered(confidentiality="confidential").secret_until == END
    assert registered(confidentiality="embargoed").secret_until == END


def test_an_embargo_alone_can_end() -> None:
    until = "2024-12-09T18:00:00Z"
    assert registered(confidentiality="embargoed").embargoed_until is None
    assert registered(confidentiality="public", embargo_until=until).embargoed_until is None
    assert registered(confidentiality="public", embargo_until=until).secret_until is None
    assert registered(confidentiality="confidential", embargo_until=until).embargoed_until is None
    assert registered(confidentiality="confidential", embargo_until=until).secret_until == END


@pytest.mark.parametrize("type_name", ORDINARY_TYPES)
def test_only_what_makes_items_known_discloses(type_name: str) -> None:
    more = {"reveals": ["item:sora"]} if type_name == "open-letter-published" else {}
    if type_name == "statement-issued":
        more = {"items": ["item:sora"]}
    found = made_known(type_name, **more)
    assert (found is not None) == (type_name in MAKE_KNOWN)
    if found is not None:
        assert (found.type, found.items) == (type_name, ("item:sora",))
    (record,) = history(an_act(type_name))
    assert (registration(record.event, 7) is not None) == (type_name == "item-registered")


def test_a_disclosure_names_who_told_whom_of_what_under_which_terms() -> None:
    found = made_known(
        "item-disclosed",
        by="staff:kim",
        to=["tester:ana", "group:artists"],
        items=["item:b", "item:a", "item:b"],
        under="nda-1",
    )
    assert found is not None
    assert (found.by, found.to, found.under) == (
        "staff:kim",
        ("tester:ana", "group:artists"),
        "nda-1",
    )
    assert found.items == ("item:b", "item:a")
    assert (found.via, found.position) == (an_id(1), 7)
    assert (found.earliest, found.latest) == (
        parse_instant("2024-11-20T00:00:00Z"),
        parse_instant("2024-11-20T23:59:59.999999Z"),
    )


def test_statements_and_leaks_are_to_somebody_and_what_is_published_is_to_nobody() -> None:
    told = {name: made_known(name, items=["item:a"]) for name in MAKE_KNOWN[:4]}
    letter = made_known("open-letter-published", reveals=["item:a"])
    assert {name: each and each.to for name, each in told.items()} == {
        "item-disclosed": ("press:ars",),
        "item-leaked": ("press:ars",),
        "item-published": (),
        "statement-issued": ("press:ars",),
    }
    assert letter is not None
    assert (letter.to, letter.under) == ((), None)


def test_a_statement_or_a_letter_about_no_item_discloses_nothing() -> None:
    assert made_known("statement-issued") is None
    assert made_known("open-letter-published") is None
