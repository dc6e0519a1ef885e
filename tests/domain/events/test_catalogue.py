"""The catalogue against the contract's table, and the way of a fact to its `data` and back."""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, fields
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from domain import names
from domain.events import fields as forms
from domain.events.catalogue import (
    CATALOGUE,
    CHAPTERS,
    LEDGER_TYPES,
    TYPE_VERSION,
    Fact,
    type_name,
)
from domain.events.encoding import data_of, fact_of
from domain.events.fields import UNCHANGED, Unchanged, field_names, is_personal, stored_name
from domain.events.ledger import EventCorrected, LedgerFact, OrdinaryFact
from tests.builders import ALL_TYPES, CORRECTED_TYPE, a_minimal_event, an_event, some_data

# Section 5, written off by hand: `?` optional, `[]` a list, `†` personal.
TABLE = {
    "Programme": {
        "programme-opened": "org title purpose?",
        "commitment-made": "commitment by to[] text due_at?",
        "commitment-kept": "commitment note?",
        "commitment-broken": "commitment note?",
        "terms-published": "terms kind by? summary? sha256? replaces?",
        "item-registered": "item title confidentiality embargo_until? by?",
        "programme-suspended": "by? reason?",
        "programme-resumed": "by? reason?",
        "programme-closed": "by? reason?",
    },
    "Tester": {
        "tester-invited": "tester by role? name?† email?† channel? size?",
        "invitation-accepted": "tester reason?†",
        "invitation-declined": "tester reason?†",
        "tester-left": "tester reason?†",
        "nda-signed": "tester terms sha256?",
        "nda-released": "tester terms sha256?",
        "access-granted": "tester items?[] by?",
        "access-cut": "tester by? reason? items?[]",
        "feedback-given": "tester feedback text† to[] about? channel?",
        "feedback-acknowledged": "tester feedback by text?†",
        "feedback-answered": "tester feedback by text?†",
        "concern-raised": "tester concern text† to[] channel?",
        "concern-escalated": "tester concern by to[] channel?",
        "concern-answered": "tester concern by text?†",
        "reward-agreed": "tester amount currency for? by?",
        "reward-paid": "tester amount currency for? by?",
        "credit-given": "tester by for",
    },
    "Knowledge": {
        "item-disclosed": "items[] by? to[] extent? channel? under?",
        "knowledge-requested": "item by of channel?",
        "item-published": "items[] by? where? extent? channel?",
        "item-leaked": "items[] by? to[] where? channel?",
        "group-joined": "group party",
        "group-left": "group party",
        "affiliation-began": "party org",
        "affiliation-ended": "party org",
        "party-identified": "party same_as",
        "contact-observed": "parties[] channel?",
    },
    "Incident": {
        "incident-opened": "incident title by?",
        "leak-detected": "incident by leak? items[] channel?",
        "leak-contained": "incident by?",
        "open-letter-published": (
            "letter title by url? signatories?[] addressed_to?[] reveals?[] demands?[] text? "
            "channel?"
        ),
        "letter-signed": "letter signatory",
        "statement-issued": "statement by to[] text items?[] channel?",
        "finding-recorded": "incident text about?[] by?",
        "action-agreed": "incident action owner due_at?",
        "incident-closed": "incident by?",
    },
    "Ledger": {
        "event-retracted": "event reason",
        "event-corrected": "event reason occurred_at? zone? data? source? grade? asserted_by?",
        "event-disputed": "event by grounds",
        "dispute-settled": "event outcome reason",
    },
}
LISTED = {name: row for chapter in TABLE.values() for name, row in chapter.items()}


def annotation_of(kind: type[Any], each: Field[Any]) -> Any:
    """What a field holds where it is given."""
    annotation = get_type_hints(kind)[each.name]
    if get_origin(annotation) in (None, Literal, tuple):
        return annotation
    held = [arg for arg in get_args(annotation) if arg not in (NoneType, Unchanged)]
    # A closed union of facts stays as it is; of all else there is one.
    return held[0] if len(held) == 1 else OrdinaryFact


def is_list(kind: type[Any], each: Field[Any]) -> bool:
    return get_origin(annotation_of(kind, each)) is tuple


def held_by(kind: type[Any], each: Field[Any]) -> Any:
    """What a field holds, or each place of its list."""
    annotation = annotation_of(kind, each)
    return get_args(annotation)[0] if is_list(kind, each) else annotation


def as_in_the_table(kind: type[Any], each: Field[Any]) -> str:
    optional = "" if each.default is MISSING else "?"
    many = "[]" if is_list(kind, each) else ""
    mark = "†" if is_personal(each) else ""
    return f"{stored_name(each)}{optional}{many}{mark}"


def corrected_type(name: str, data: dict[str, Any]) -> str | None:
    return CORRECTED_TYPE if name == "event-corrected" and "data" in data else None


EVERY_FIELD = [(name, each) for name, kind in CATALOGUE.items() for each in fields(kind)]


def fields_that_hold(*wanted: Any) -> set[str]:
    """The contract's names of the fields that hold this."""
    return {
        stored_name(each) for name, each in EVERY_FIELD if held_by(CATALOGUE[name], each) in wanted
    }


# --- what there is -------------------------------------------------------------------------


def test_every_type_of_the_table_is_there_and_no_other_in_its_order() -> None:
    assert {chapter: list(types) for chapter, types in CHAPTERS.items()} == {
        chapter: list(types) for chapter, types in TABLE.items()
    }
    assert list(CATALOGUE) == list(LISTED)


@pytest.mark.parametrize("name", LISTED)
def test_a_type_has_the_fields_of_its_row(name: str) -> None:
    kind = CATALOGUE[name]
    assert " ".join(as_in_the_table(kind, each) for each in fields(kind)) == LISTED[name]


@pytest.mark.parametrize("name", LISTED)
def test_a_type_is_known_by_the_name_of_its_row(name: str) -> None:
    assert type_name(fact_of(name, some_data(name, full=False))) == name


@pytest.mark.parametrize("name", LISTED)
def test_fields_go_by_the_names_of_the_contract(name: str) -> None:
    assert field_names(CATALOGUE[name]) == tuple(
        each.rstrip("†").removesuffix("[]").removesuffix("?") for each in LISTED[name].split()
    )


def test_no_class_stands_for_two_types() -> None:
    assert len(set(CATALOGUE.values())) == len(CATALOGUE) == 49


def test_the_closed_unions_hold_every_class() -> None:
    assert set(get_args(Fact)) == set(CATALOGUE.values())
    assert set(get_args(LedgerFact)) == {CATALOGUE[name] for name in TABLE["Ledger"]}
    assert set(get_args(OrdinaryFact)) == set(get_args(Fact)) - set(get_args(LedgerFact))


def test_the_ledger_types_are_those_about_another_event() -> None:
    assert set(TABLE["Ledger"]) == LEDGER_TYPES
    assert {name for name, row in LISTED.items() if row.split()[0] == "event"} == LEDGER_TYPES


def test_every_type_is_in_its_first_version() -> None:
    assert TYPE_VERSION == 1


@pytest.mark.parametrize("name", LISTED)
def test_a_fact_is_what_it_was(name: str) -> None:
    data = some_data(name)
    fact, again = (fact_of(name, data, corrected_type(name, data)) for _ in range(2))
    with pytest.raises(FrozenInstanceError):
        setattr(fact, fields(fact)[0].name, "something else")
    assert fact == again
    assert hash(fact) == hash(again)


# --- what stands in the fields -------------------------------------------------------------


def test_the_party_fields_are_those_that_the_contract_lists() -> None:
    parties = (
        *(names.Party, names.Recipient, names.Tester),
        *(names.Group, names.Org, names.Member),
    )
    assert fields_that_hold(*parties) == {
        *("by", "of", "to", "tester", "signatory", "signatories", "party", "parties", "group"),
        *("org", "owner", "addressed_to", "same_as"),
        "asserted_by",  # of a correction: it stands in the envelope of the event corrected
    }


def test_only_in_to_may_the_public_stand() -> None:
    assert fields_that_hold(names.Recipient) == {"to"}
    assert {held_by(CATALOGUE[name], each) for name, each in EVERY_FIELD if each.name == "to"} == {
        names.Recipient
    }


def test_every_tester_is_a_tester_or_a_group() -> None:
    assert fields_that_hold(names.Tester) == {"tester"}
    holders = {name for name, each in EVERY_FIELD if each.name == "tester"}
    assert holders == set(TABLE["Tester"])
    for name in holders:
        first = fields(CATALOGUE[name])[0]
        assert (first.name, held_by(CATALOGUE[name], first)) == ("tester", names.Tester)


def test_groups_do_not_nest() -> None:
    for name in ("group-joined", "group-left"):
        group, party = fields(CATALOGUE[name])
        assert held_by(CATALOGUE[name], group) is names.Group
        assert held_by(CATALOGUE[name], party) is names.Member
    for name in ("affiliation-began", "affiliation-ended", "party-identified"):
        assert held_by(CATALOGUE[name], fields(CATALOGUE[name])[0]) is names.Party


def test_fields_named_for_a_kind_hold_the_bare_slug() -> None:
    assert fields_that_hold(names.Slug) == {
        *("feedback", "concern", "letter", "commitment", "terms", "incident", "statement"),
        *("under", "replaces"),
    }


def test_item_items_reveals_and_what_feedback_is_about_hold_items_with_their_kind() -> None:
    assert fields_that_hold(names.Item) == {"item", "items", "reveals", "about"}


def test_event_leak_and_what_a_finding_is_about_hold_event_ids() -> None:
    assert fields_that_hold(names.EventId) == {"event", "leak", "about"}
    about = {
        name: held_by(CATALOGUE[name], each) for name, each in EVERY_FIELD if "about" in each.name
    }
    assert about == {"feedback-given": names.Item, "finding-recorded": names.EventId}


def test_deadlines_are_instants() -> None:
    assert fields_that_hold(forms.Deadline) == {"due_at", "embargo_until"}


def test_all_else_is_of_the_form_that_its_name_says() -> None:
    assert fields_that_hold(forms.Sha256) == {"sha256"}
    assert fields_that_hold(forms.Amount) == {"amount"}
    assert fields_that_hold(forms.Currency) == {"currency"}
    assert fields_that_hold(forms.Size) == {"size"}
    assert fields_that_hold(forms.ShortText) == {"where", "url", "source"}
    assert fields_that_hold(forms.Text) == {
        *("title", "purpose", "text", "note", "summary", "reason", "role", "name", "email"),
        *("channel", "for", "demands", "action", "grounds"),
    }


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("terms-published", "kind", "nda participation content-approval"),
        ("item-registered", "confidentiality", "public confidential embargoed"),
        ("item-disclosed", "extent", "full partial existence rumour"),
        ("item-published", "extent", "full partial existence rumour"),
        ("event-corrected", "grade", "primary reported claimed rumour"),
        ("dispute-settled", "outcome", "upheld dismissed"),
    ],
)
def test_some_fields_take_a_word_of_a_closed_list(name: str, field: str, words: str) -> None:
    kind = CATALOGUE[name]
    each = next(each for each in fields(kind) if each.name == field)
    assert " ".join(get_args(held_by(kind, each))) == words


def test_only_these_fields_take_a_word_of_a_closed_list() -> None:
    assert {
        each.name
        for name, each in EVERY_FIELD
        if get_origin(held_by(CATALOGUE[name], each)) is Literal
    } == {"kind", "confidentiality", "extent", "grade", "outcome"}


def test_what_is_not_given_is_none() -> None:
    optional = [
        (name, each)
        for name, each in EVERY_FIELD
        if each.default is not MISSING and name != "event-corrected"
    ]
    assert {each.default for _, each in optional} == {None}


def test_a_correction_leaves_alone_what_it_does_not_name() -> None:
    correction = EventCorrected(event=names.EventId("e"), reason=forms.Text("an error"))
    assert {
        each.name for each in fields(correction) if getattr(correction, each.name) is UNCHANGED
    } == {"occurred_at", "zone", "data", "source", "grade", "asserted_by"}


def test_a_correction_removes_source_word_and_zone_and_nothing_else() -> None:
    hints = get_type_hints(EventCorrected)
    assert {name for name, hint in hints.items() if NoneType in get_args(hint)} == {
        "source",
        "asserted_by",
        "zone",
    }


# --- a fact as data, and back --------------------------------------------------------------


@pytest.mark.parametrize("make", [an_event, a_minimal_event])
@pytest.mark.parametrize("name", ALL_TYPES)
def test_a_fact_is_written_as_it_was_given(name: str, make: Any) -> None:
    data = make(name)["data"]
    fact = fact_of(name, data, corrected_type(name, data))
    assert type(fact) is CATALOGUE[name]
    assert data_of(fact) == data
    assert list(data_of(fact)) == [each for each in field_names(type(fact)) if each in data]
    assert fact_of(name, data_of(fact), corrected_type(name, data)) == fact


def test_the_builders_give_every_field() -> None:
    for name, kind in CATALOGUE.items():
        assert set(an_event(name)["data"]) == set(field_names(kind))
        required = {each for each in LISTED[name].split() if "?" not in each}
        given = set(a_minimal_event(name)["data"])
        assert given >= {each.rstrip("†").removesuffix("[]") for each in required}


def test_lists_are_kept_in_order_and_with_what_is_said_twice() -> None:
    items = ["item:b", "item:a", "item:b"]
    data = an_event("item-published", data={"items": items})["data"]
    fact: Any = fact_of("item-published", data)
    assert fact.items == ("item:b", "item:a", "item:b")
    assert data_of(fact)["items"] == items


def test_what_is_null_in_a_correction_is_kept_and_what_is_not_named_left_out() -> None:
    data = {"event": "e", "reason": "r", "zone": None, "source": None, "asserted_by": None}
    assert data_of(fact_of("event-corrected", data)) == data


def test_new_data_in_a_correction_is_a_fact_of_the_type_that_it_corrects() -> None:
    new = a_minimal_event("reward-paid", data={"for": "a film"})["data"]
    data = {"event": "e", "reason": "r", "data": new}
    fact: Any = fact_of("event-corrected", data, "reward-paid")
    assert fact.data == fact_of("reward-paid", new)
    assert fact.data.for_ == "a film"
    assert data_of(fact) == data


def test_what_python_keeps_to_itself_has_its_own_name_in_data() -> None:
    fact: Any = fact_of("credit-given", {"tester": "tester:ana", "by": "org:o", "for": "a film"})
    assert fact.for_ == "a film"
    assert data_of(fact) == {"tester": "tester:ana", "by": "org:o", "for": "a film"}
