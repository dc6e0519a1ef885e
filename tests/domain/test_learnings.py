"""Who comes to know what by each type of event: the contract's table, row by row."""

from __future__ import annotations

from typing import Any

import pytest

from domain.instant import parse_instant
from domain.learnings import Basis, Extent, learnings

from .recorded import an_act, an_id, read

ANA, KIM, LEE = "tester:ana", "staff:kim", "staff:lee"
NOVA, ARTISTS, ARS = "org:nova", "group:artists", "press:ars"
SORA, MODEL = "item:sora", "item:model"
ID = "00000000-0000-4000-8000-000000000007"
ITSELF = f"event:{ID}"

Taught = tuple[str, str, str, str | None, str]
"""Who, what, on what basis, from whom, how much."""


def taught_by(type_name: str, **data: Any) -> set[Taught]:
    """All that anybody learns from an event, but that those who took part know of it."""
    event = read({**an_act(type_name, **data), "id": ID})
    return {
        (each.party, each.item, each.basis.word, each.source, each.extent.word)
        for each in learnings(event, 1)
        if (each.basis.word, each.item) != ("took-part", ITSELF)
    }


def told(who: str, *what: str, by: str | None, extent: str = "full") -> set[Taught]:
    return {(who, each, "told", by, extent) for each in what}


def public(by: str | None, *what: str) -> set[Taught]:
    return {("public", each, "public", by, "full") for each in what}


def told_others(who: str, *what: str, extent: str = "full") -> set[Taught]:
    return {(who, each, "telling", None, extent) for each in what}


def took_part(who: str, *what: str) -> set[Taught]:
    return {(who, each, "took-part", None, "full") for each in what}


def test_a_learning_says_by_which_event_and_channel_and_when() -> None:
    event = read({**an_act("item-disclosed", "2024-11-20", channel="call", to=[ANA]), "id": ID})
    for each in learnings(event, 7):
        assert (each.via, each.position, each.channel) == (ID, 7, "call")
        assert each.earliest == parse_instant("2024-11-20T00:00:00Z")
        assert each.latest == parse_instant("2024-11-20T23:59:59.999999Z")
    without = read({**an_act("incident-closed", by=KIM), "id": ID})
    assert {each.channel for each in learnings(without, 7)} == {None}


@pytest.mark.parametrize("each", [*Extent, *Basis])
def test_a_word_of_the_contract_is_read_as_it_is_written(each: Extent | Basis) -> None:
    assert type(each).of(each.word) is each


def test_to_whom_something_is_promised_is_told_by_whoever_promises() -> None:
    pledge = {"commitment": "reply", "by": KIM, "text": "words"}
    assert taught_by("commitment-made", to=[ANA], **pledge) == {
        *took_part(KIM, "commitment:reply"),
        *told(ANA, ITSELF, "commitment:reply", by=KIM),
    }


@pytest.mark.parametrize("kind", ["feedback", "concern"])
def test_who_hears_feedback_or_a_concern_is_told_by_the_tester(kind: str) -> None:
    said = {kind: "length", "tester": ANA, "text": "words", "to": [KIM]}
    type_name = {"feedback": "feedback-given", "concern": "concern-raised"}[kind]
    assert taught_by(type_name, **said) == {
        *took_part(ANA, f"{kind}:length"),
        *told(KIM, ITSELF, f"{kind}:length", by=ANA),
    }


def test_to_whom_a_concern_is_passed_on_is_told_by_whoever_does_behind_the_testers_back() -> None:
    assert taught_by("concern-escalated", tester=ANA, concern="pay", by=KIM, to=[LEE]) == {
        *took_part(KIM, "concern:pay"),
        *told(LEE, ITSELF, "concern:pay", by=KIM),
    }


def test_who_is_addressed_by_a_statement_is_told_of_it_and_of_its_items() -> None:
    said = {"statement": "sorry", "by": NOVA, "to": [ANA, "public"], "text": "words"}
    assert taught_by("statement-issued", items=[SORA], **said) == {
        *took_part(NOVA, "statement:sorry"),
        *told(ANA, ITSELF, "statement:sorry", SORA, by=NOVA),
        *public(NOVA, ITSELF, "statement:sorry", SORA),
        *told_others(NOVA, SORA),
    }
    assert taught_by("statement-issued", **said) == {
        *took_part(NOVA, "statement:sorry"),
        *told(ANA, ITSELF, "statement:sorry", by=NOVA),
        *public(NOVA, ITSELF, "statement:sorry"),
    }


def test_what_is_disclosed_is_told_as_far_as_its_extent_and_the_teller_knows_as_much() -> None:
    assert taught_by("item-disclosed", items=[SORA], by=KIM, to=[ANA], extent="rumour") == {
        *told(ANA, ITSELF, by=KIM),
        *told(ANA, SORA, by=KIM, extent="rumour"),
        *told_others(KIM, SORA, extent="rumour"),
    }
    assert taught_by("item-disclosed", items=[SORA, MODEL], to=[ANA]) == {
        *told(ANA, ITSELF, SORA, MODEL, by=None)
    }


def test_a_leak_is_heard_as_a_leak_also_by_the_public() -> None:
    assert taught_by("item-leaked", items=[SORA], by=ANA, to=[ARS, "public"]) == {
        *((who, what, "leak", ANA, "full") for who in (ARS, "public") for what in (ITSELF, SORA)),
        *told_others(ANA, SORA),
    }


def test_what_is_published_is_public_as_far_as_its_extent() -> None:
    assert taught_by("item-published", items=[SORA], by=NOVA, extent="existence") == {
        *public(NOVA, ITSELF),
        ("public", SORA, "public", NOVA, "existence"),
        *told_others(NOVA, SORA, extent="existence"),
    }
    assert taught_by("item-published", items=[SORA]) == public(None, ITSELF, SORA)


def test_an_open_letter_makes_itself_and_what_it_reveals_public_and_its_signatories_know() -> None:
    letter = {"letter": "dear", "title": "Dear all", "by": ANA, "signatories": [LEE]}
    assert taught_by("open-letter-published", reveals=[SORA], **letter) == {
        *took_part(ANA, "letter:dear"),
        *took_part(LEE, "letter:dear"),
        *public(ANA, ITSELF, "letter:dear", SORA),
        *told_others(ANA, SORA),
        *told_others(LEE, SORA),
    }
    alone = {"letter": "dear", "title": "Dear all", "by": ANA}
    assert taught_by("open-letter-published", **alone) == {
        *took_part(ANA, "letter:dear"),
        *public(ANA, ITSELF, "letter:dear"),
    }


def test_who_registers_an_item_made_or_found_it() -> None:
    registered = {"item": SORA, "title": "Sora", "confidentiality": "confidential"}
    assert taught_by("item-registered", by=NOVA, **registered) == took_part(NOVA, SORA)
    assert taught_by("item-registered", **registered) == set()


def test_who_detects_a_leak_knows_its_items_and_the_leak() -> None:
    found = {"incident": "leak", "by": KIM, "items": [SORA]}
    assert taught_by("leak-detected", leak=an_id(3), **found) == took_part(
        KIM, "incident:leak", SORA, f"event:{an_id(3)}"
    )
    assert taught_by("leak-detected", **found) == took_part(KIM, "incident:leak", SORA)


def test_access_gives_the_means_to_know_and_whoever_grants_it_knows() -> None:
    assert taught_by("access-granted", tester=ANA, items=[SORA], by=KIM) == {
        (ANA, SORA, "access", KIM, "access"),
        *took_part(KIM, SORA),
    }
    assert taught_by("access-granted", tester=ANA, by=KIM) == set()
    assert taught_by("access-granted", tester=ANA, items=[SORA]) == {
        (ANA, SORA, "access", None, "access")
    }


@pytest.mark.parametrize(
    ("type_name", "data", "shared"),
    [
        ("item-disclosed", {"items": [SORA], "by": ARTISTS, "to": [ARTISTS]}, {"told"}),
        ("item-leaked", {"items": [SORA], "to": [ARTISTS]}, {"leak"}),
        ("access-granted", {"tester": ARTISTS, "items": [SORA], "by": KIM}, {"access"}),
        ("item-registered", {"item": SORA, "title": "S", "confidentiality": "public"}, set()),
        ("item-published", {"items": [SORA], "by": ARTISTS}, set()),
    ],
)
def test_only_what_a_group_is_told_or_given_it_shares_with_its_members(
    type_name: str, data: dict[str, Any], shared: set[str]
) -> None:
    found = learnings(read({**an_act(type_name, **data), "id": ID}), 1)
    assert {each.basis.word for each in found if each.shared} == shared
    assert all(each.party == ARTISTS for each in found if each.shared)
