"""Who comes to know what by each type of event: the contract's table, row by row; and how it is
carried on to members, to everybody, and to organisations."""

from __future__ import annotations

from typing import Any

import pytest

from domain.instant import BEGINNING, END, Instant, parse_instant
from domain.learnings import (
    Basis,
    Extent,
    Learning,
    Request,
    as_imputed,
    as_member,
    as_public,
    in_order,
    learnings,
    participants,
    request,
    tellings,
)
from domain.names import PUBLIC
from domain.occurrence import Certainty
from tests.builders import ALL_TYPES, CORRECTED_TYPE, an_event

from .learned import ANA, ARTISTS, BEN, KIM, LEE, NOVA, SORA, learned
from .recorded import an_act, an_id, read

ARS, MODEL = "press:ars", "item:model"
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


# --- words and orders ----------------------------------------------------------------------


def test_extents_go_from_access_to_full() -> None:
    words = ["access", "rumour", "existence", "partial", "full"]
    assert [each.word for each in sorted(Extent)] == words
    assert [Extent.of(word) for word in words] == sorted(Extent)


def test_bases_go_in_the_order_of_first() -> None:
    words = ["took-part", "telling", "told", "member", "leak", "public", "access", "imputed"]
    assert [each.word for each in sorted(Basis)] == words
    assert [Basis.of(word) for word in words] == sorted(Basis)


# From what decides last to what decides first: one that comes before, and one after.
DECIDING: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"extent": Extent.FULL}, {"extent": Extent.PARTIAL}),
    ({"channel": None}, {"channel": "chat"}),
    ({"channel": None}, {"channel": "A call"}),
    ({"channel": "chat"}, {"channel": "mail"}),
    ({"source": None}, {"source": KIM}),
    ({"source": KIM}, {"source": LEE}),
    ({"basis": Basis.TOLD}, {"basis": Basis.MEMBER}),
    ({"position": 9}, {"position": 10}),
    ({"earliest": 3}, {"earliest": 4}),
    ({"earliest": BEGINNING}, {"earliest": 1}),
    ({"latest": 8}, {"latest": 9}),
    ({"latest": 8}, {"latest": END}),
]


@pytest.mark.parametrize("place", range(len(DECIDING)))
def test_what_decides_first_decides_against_all_that_comes_after(place: int) -> None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for one, other in DECIDING[:place]:
        if not one.keys() & DECIDING[place][0].keys():
            before, after = {**before, **other}, {**after, **one}
    one, other = DECIDING[place]
    bounds = {"earliest": 5, "latest": 7}
    first = learned(ANA, 0, **{**bounds, **before, **one})
    second = learned(ANA, 0, **{**bounds, **after, **other})
    assert in_order(first) < in_order(second)


# --- events to learnings -------------------------------------------------------------------


def learnings_from(type_name: str, occurred_at: str = "2024-11-20", **data: Any) -> set[Learning]:
    posted = an_act(type_name, occurred_at, **data)
    return set(learnings(read({**posted, "id": an_id(7)}), 7))


def brief(found: set[Learning]) -> set[tuple[str, str, str]]:
    return {(each.party, each.item, each.basis.word) for each in found}


def test_a_learning_has_the_place_and_the_bounds_of_its_event() -> None:
    found = learnings_from("letter-signed", "2024-11-20/..", letter="open", signatory=ANA)
    assert {each.item for each in found} == {f"event:{an_id(7)}", "letter:open"}
    day = parse_instant("2024-11-20T00:00:00Z")
    for each in found:
        assert (each.via, each.position, each.earliest, each.latest) == (an_id(7), 7, day, END)
        assert (each.channel, each.source, each.doubtful, each.shared) == (None, None, False, False)


def test_what_is_learned_over_a_channel_says_so() -> None:
    found = learnings_from("item-disclosed", by=KIM, to=[ANA], channel="call")
    assert {each.channel for each in found} == {"call"}


def test_only_what_a_group_is_told_or_can_see_is_shared_with_its_members() -> None:
    everybody = [ARTISTS, ANA, "public"]
    for type_name in ("item-disclosed", "item-leaked", "statement-issued", "commitment-made"):
        found = learnings_from(type_name, by=ARTISTS, to=everybody)
        assert found
        for each in found:
            to_the_group = each.party == ARTISTS and each.basis in (Basis.TOLD, Basis.LEAK)
            assert each.shared == to_the_group
    seen = learnings_from("access-granted", tester=ARTISTS, by=ARTISTS, items=[SORA])
    assert {each.basis for each in seen if each.shared} == {Basis.ACCESS}
    assert not any(
        each.shared for each in learnings_from("access-granted", tester=ANA, by=KIM, items=[SORA])
    )


def test_who_stands_in_several_fields_learns_it_once() -> None:
    signed = learnings_from(
        "open-letter-published", letter="open", by=ANA, signatories=[ANA, ANA, BEN]
    )
    event = f"event:{an_id(7)}"
    assert brief(signed) == {
        *((ANA, event, "took-part"), (ANA, "letter:open", "took-part")),
        *((BEN, event, "took-part"), (BEN, "letter:open", "took-part")),
        *(("public", event, "public"), ("public", "letter:open", "public")),
    }
    assert len(signed) == 6


@pytest.mark.parametrize("type_name", ALL_TYPES)
def test_who_takes_part_in_any_event_knows_of_it(type_name: str) -> None:
    posted = an_event(type_name, id=an_id(7))
    event = read(posted, CORRECTED_TYPE if type_name == "event-corrected" else None)
    known_by = {each.party for each in learnings(event, 7) if each.item == f"event:{an_id(7)}"}
    assert set(participants(event.fact)) <= known_by
    expected = set()
    for field in ("by", "signatory", "party", "of", "org", "owner", "tester"):
        behind = field == "tester" and type_name in ("concern-escalated", "access-cut")
        if field in posted["data"] and not behind:
            expected.add(posted["data"][field])
    for field in ("signatories", "parties"):
        expected |= set(posted["data"].get(field, ()))
    if type_name == "party-identified":
        expected = set()
    assert set(participants(event.fact)) == expected


def test_only_a_request_asks() -> None:
    asks = read({**an_act("knowledge-requested", item=SORA, by=ANA, of=KIM), "id": an_id(7)})
    day = asks.occurred
    assert request(asks, 7) == Request(
        party=ANA,
        item=SORA,
        via=an_id(7),
        position=7,
        earliest=day.earliest,
        latest=day.latest,
    )
    tells = read({**an_act("item-disclosed", items=[SORA], by=KIM, to=[ANA]), "id": an_id(7)})
    assert request(tells, 7) is None


# --- carried on ----------------------------------------------------------------------------


def test_a_member_learns_what_the_group_does_on_its_channel() -> None:
    group = learned(ARTISTS, 3, 5, source=KIM, extent=Extent.PARTIAL, shared=True)
    expected = {"source": KIM, "extent": Extent.PARTIAL, "via": group.via, "basis": Basis.MEMBER}
    assert as_member(group, ANA, Certainty.CERTAIN) == learned(
        ANA, 3, 5, **expected, channel=ARTISTS
    )


def test_the_channel_of_the_event_goes_before_the_group() -> None:
    group = learned(ARTISTS, 3, channel="mail", shared=True)
    assert as_member(group, ANA, Certainty.CERTAIN).channel == "mail"


@pytest.mark.parametrize(
    ("of_the_group", "of_the_member"),
    [(Basis.TOLD, Basis.MEMBER), (Basis.LEAK, Basis.MEMBER), (Basis.ACCESS, Basis.ACCESS)],
)
def test_a_member_learns_as_a_member_but_has_access_as_access(
    of_the_group: Basis, of_the_member: Basis
) -> None:
    group = learned(ARTISTS, 3, basis=of_the_group, shared=True)
    assert as_member(group, ANA, Certainty.CERTAIN).basis is of_the_member


def test_who_possibly_belonged_never_certainly_learned() -> None:
    doubtful = as_member(learned(ARTISTS, 3, 5, shared=True), ANA, Certainty.POSSIBLE)
    assert [doubtful.certainty(Instant(t)) for t in (2, 3, 5, 99)] == [None, *["possible"] * 3]
    assert (doubtful.earliest, doubtful.latest) == (3, 5)
    surely = as_member(learned(ARTISTS, 3, 5, shared=True), ANA, Certainty.CERTAIN)
    assert [surely.certainty(Instant(t)) for t in (2, 3, 5)] == [None, "possible", "certain"]


def test_everybody_knows_from_the_public_and_else_the_same() -> None:
    leak = learned(PUBLIC, 3, 5, source=KIM, basis=Basis.LEAK, channel="web", extent=Extent.RUMOUR)
    assert as_public(leak, ANA) == learned(
        *(ANA, 3, 5),
        source=PUBLIC,
        basis=Basis.PUBLIC,
        channel="web",
        extent=Extent.RUMOUR,
        via=leak.via,
    )


def test_to_an_organisation_is_imputed_what_one_of_its_people_learned_and_else_the_same() -> None:
    leak = learned(KIM, 3, 5, source=LEE, basis=Basis.LEAK, channel="web", extent=Extent.RUMOUR)
    assert as_imputed(leak, NOVA, Certainty.CERTAIN) == learned(
        *(NOVA, 3, 5),
        source=KIM,
        basis=Basis.IMPUTED,
        channel="web",
        extent=Extent.RUMOUR,
        via=leak.via,
    )


def test_what_is_imputed_is_nobody_elses() -> None:
    # A group may be an organisation's; that it shared what it learned with its members is its own.
    group = learned(ARTISTS, 3, shared=True)
    assert not as_imputed(group, NOVA, Certainty.CERTAIN).shared


def test_nothing_is_imputed_more_surely_than_it_was_learned_or_the_party_belonged() -> None:
    surely, doubtful = learned(ANA, 3), learned(ANA, 3, doubtful=True)
    found = [
        as_imputed(each, NOVA, belonging).certainty(Instant(100))
        for each in (surely, doubtful)
        for belonging in (Certainty.CERTAIN, Certainty.POSSIBLE)
    ]
    assert found == ["certain", "possible", "possible", "possible"]


@pytest.mark.parametrize("type_name", ALL_TYPES)
def test_the_tellings_of_an_event_are_those_of_its_learnings_that_say_who_told(
    type_name: str,
) -> None:
    posted = an_event(type_name, id=ID)
    event = read(posted, CORRECTED_TYPE if type_name == "event-corrected" else None)
    of_all = {each for each in learnings(event, 7) if each.basis is Basis.TELLING}
    assert tellings(event, 7) == of_all
    assert of_all or type_name not in ("item-disclosed", "item-leaked", "statement-issued")
