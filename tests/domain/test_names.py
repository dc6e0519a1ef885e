"""The names of the ledger: which texts are names, and of what."""

from __future__ import annotations

import pytest

from domain.errors import Malformed
from domain.names import (
    PARSERS,
    PARTY_KINDS,
    PUBLIC,
    SLUG_KINDS,
    EventId,
    Group,
    Item,
    Member,
    Org,
    Party,
    Programme,
    Recipient,
    Slug,
    Tester,
    id_in_source,
    is_event,
    is_group,
    is_org,
    is_party,
    item_of,
    parse_event_id,
    parse_item,
    parse_knower,
    parse_party,
    parse_programme,
    parse_slug,
)

UPPER, LOWER = "0190C1DE-7B2A-7CC0-8D2E-3F4A5B6C7D8E", "0190c1de-7b2a-7cc0-8d2e-3f4a5b6c7d8e"


@pytest.mark.parametrize("text", ["s", "0", "sora-early-access", "a--", "9" * 63])
def test_a_programme_is_small_letters_digits_and_hyphens(text: str) -> None:
    assert parse_programme(text) == text


@pytest.mark.parametrize(
    "text", ["", "-a", "Sora", "sora_early", "sora.early", "a" * 64, "a\n", "a/b", "ñ"]
)
def test_anything_else_is_no_programme(text: str) -> None:
    with pytest.raises(Malformed):
        parse_programme(text)


@pytest.mark.parametrize("text", ["a", "0", "v2.nda", "the_letter", "a-b", "a..", "9" * 64])
def test_a_slug_may_hold_dots_and_underscores_too(text: str) -> None:
    assert parse_slug(text) == text


@pytest.mark.parametrize(
    "text", ["", ".a", "_a", "-a", "A", "a b", "a" * 65, "a\n", "item:a", "a/b", "ñ"]
)
def test_anything_else_is_no_slug(text: str) -> None:
    with pytest.raises(Malformed):
        parse_slug(text)


def test_event_ids_are_lower_cased() -> None:
    assert parse_event_id(UPPER) == LOWER
    assert parse_event_id(LOWER) == LOWER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0190c1de",
        LOWER.replace("-", ""),
        f"{{{LOWER}}}",
        f"urn:uuid:{LOWER}",
        LOWER[:-1],
        LOWER + "0",
        LOWER + "\n",
        LOWER.replace("c", "g"),
        f"event:{LOWER}",
    ],
)
def test_a_uuid_in_any_other_form_is_no_event_id(text: str) -> None:
    with pytest.raises(Malformed):
        parse_event_id(text)


@pytest.mark.parametrize(
    "kind",
    ["item", "feedback", "concern", "letter", "commitment", "terms", "incident", "statement"],
)
def test_an_item_is_a_slug_with_its_kind(kind: str) -> None:
    assert parse_item(f"{kind}:v2.nda") == f"{kind}:v2.nda"
    assert kind in SLUG_KINDS
    with pytest.raises(Malformed):
        parse_item(f"{kind}:Not-A-Slug")


def test_there_are_no_other_kinds_of_slugs() -> None:
    assert len(SLUG_KINDS) == 8


def test_an_event_is_an_item_by_its_uuid_lower_cased() -> None:
    assert parse_item(f"event:{UPPER}") == f"event:{LOWER}"


@pytest.mark.parametrize(
    "text",
    [
        *("", "item", "item:", ":sora", "sora", "item:item:sora", "item:sora\n", "Item:sora"),
        *("event", "event:", "event:sora", f"EVENT:{LOWER}", "party:ana", "tester:ana", "public"),
    ],
)
def test_anything_else_is_no_item(text: str) -> None:
    with pytest.raises(Malformed):
        parse_item(text)


def test_a_bare_slug_or_event_id_stands_for_an_item() -> None:
    assert item_of("letter", Slug("dear-overlords")) == "letter:dear-overlords"
    assert item_of("event", EventId(LOWER)) == parse_item(f"event:{UPPER}")


EVERY_KIND = {"tester", "staff", "org", "press", "group", "system"}


@pytest.mark.parametrize(
    ("name", "kinds", "may_be_public"),
    [
        (Party, EVERY_KIND, False),
        (Recipient, EVERY_KIND, True),
        (Tester, {"tester", "group"}, False),
        (Group, {"group"}, False),
        (Org, {"org"}, False),
        (Member, EVERY_KIND - {"group"}, False),
    ],
)
def test_who_can_stand_where_a_party_is_named(
    name: object, kinds: set[str], may_be_public: bool
) -> None:
    parse = PARSERS[name]
    accepted = set()
    for kind in (*EVERY_KIND, "item", "event", "public", ""):
        try:
            assert parse(f"{kind}:v2.nda_x-1") == f"{kind}:v2.nda_x-1"
        except Malformed:
            continue
        accepted.add(kind)
    assert accepted == kinds
    try:
        assert parse("public") == "public"
    except Malformed:
        assert not may_be_public
    else:
        assert may_be_public


@pytest.mark.parametrize("parse", [parse_party, parse_knower])
@pytest.mark.parametrize(
    "text",
    [
        *("", "ana", "tester", "tester:", "tester: ana", "tester:Ana", "tester:-a", "tester:a:b"),
        *("Tester:ana", "tester:ana\n", "tester:" + "a" * 65, "Public", "PUBLIC", "public:x"),
    ],
)
def test_a_party_has_a_kind_and_a_slug(parse: object, text: str) -> None:
    assert callable(parse)
    with pytest.raises(Malformed):
        parse(text)


def test_only_a_knower_may_be_the_public() -> None:
    assert parse_knower("public") == PUBLIC
    with pytest.raises(Malformed):
        parse_party("public")


def test_every_kind_of_name_has_its_reader() -> None:
    assert set(PARSERS) == {
        *(Programme, EventId, Slug, Item),
        *(Party, Recipient, Tester, Group, Org, Member),
    }
    assert PARSERS[Programme] is parse_programme
    assert PARSERS[EventId] is parse_event_id
    assert PARSERS[Slug] is parse_slug
    assert PARSERS[Item] is parse_item
    assert set(PARTY_KINDS) == EVERY_KIND


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        (Programme, "Sora", ["[a-z0-9][a-z0-9-]{0,62}"]),
        (EventId, "sora", ["UUID"]),
        (Slug, "Sora", ["[a-z0-9][a-z0-9._-]{0,63}"]),
        (Item, "sora", [f"{kind}:" for kind in (*SLUG_KINDS, "event")]),
        (Party, "ana", [f"{kind}:" for kind in EVERY_KIND]),
        (Party, "public", ["`to`"]),
        (Tester, "staff:kim", ["tester:", "group:"]),
    ],
)
def test_a_refusal_says_what_such_a_name_may_be(name: object, wrong: str, said: list[str]) -> None:
    with pytest.raises(Malformed) as refused:
        PARSERS[name](wrong)
    assert [each for each in said if each not in refused.value.detail] == []


def test_only_an_event_is_an_event() -> None:
    assert is_event(f"event:{LOWER}")
    assert not is_event("item:event")
    assert not is_event("incident:leak")


def test_only_an_organisation_is_one() -> None:
    assert is_org("org:acme")
    assert not is_org("group:org")
    assert not is_org("tester:org")


def test_parties_and_the_public_are_no_items() -> None:
    assert all(is_party(f"{kind}:x") for kind in EVERY_KIND)
    assert is_party("public")
    assert not any(is_party(f"{kind}:x") for kind in (*SLUG_KINDS, "event"))
    assert not is_party("item:public")


def test_only_a_group_is_a_group() -> None:
    assert is_group("group:artists")
    assert not is_group("tester:group")
    assert not is_group("org:group")
    assert not is_group("public")


def test_an_event_with_an_id_in_its_source_has_for_ever_the_same_id_here() -> None:
    feed = "https://example.org/feed"
    assert id_in_source(feed, "17") == "ad1671f7-a621-52e6-b658-99c61b8552e9"
    assert id_in_source(feed, "18") != id_in_source(feed, "17") != id_in_source("17", feed)
