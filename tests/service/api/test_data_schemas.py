from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from domain.errors import Malformed
from domain.events.catalogue import CATALOGUE
from domain.events.encoding import data_of
from domain.events.fields import is_personal, stored_name
from service.api.schemas.catalogue import data_schema
from service.api.schemas.forms import FORMS
from tests.builders import (
    ALL_TYPES,
    AN_EVENT,
    a_minimal_event,
    an_event,
    some_data,
)
from tests.service.api.reading import pointers, read

REQUIRED = [
    (name, field)
    for name in ALL_TYPES
    for field in some_data(name, full=False)
    if name != "event-corrected" or field != "grade"
]
OPTIONAL = [
    (name, field)
    for name in ALL_TYPES
    for field in some_data(name)
    if field not in some_data(name, full=False) and name != "event-corrected"
]
LISTS = [
    (name, field)
    for name in ALL_TYPES
    for field, value in some_data(name).items()
    if isinstance(value, list)
]
ALL_FIELDS = [(name, field) for name in ALL_TYPES for field in some_data(name)]


def without(data: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != field}


@pytest.mark.parametrize("name", ALL_TYPES)
@pytest.mark.parametrize("make", [an_event, a_minimal_event])
def test_accepts_every_type_and_keeps_its_data(name: str, make: Callable[..., Any]) -> None:
    posted = make(name)
    event = read(posted).event
    assert event.type == name
    assert type(event.fact) is CATALOGUE[name]
    assert data_of(event.fact) == posted["data"]


def test_lower_cases_ids_and_digests_and_puts_deadlines_into_utc() -> None:
    finding = read(an_event("finding-recorded", data={"about": [AN_EVENT.upper()]}))
    assert data_of(finding.event.fact)["about"] == [AN_EVENT]
    asked = read(an_event("knowledge-requested", data={"item": f"event:{AN_EVENT.upper()}"}))
    assert data_of(asked.event.fact)["item"] == f"event:{AN_EVENT}"
    signed = read(an_event("nda-signed", data={"sha256": "AB" * 32}))
    assert data_of(signed.event.fact)["sha256"] == "ab" * 32
    agreed = read(an_event("action-agreed", data={"due_at": "2025-01-01t00:00:00+01:00"}))
    assert data_of(agreed.event.fact)["due_at"] == "2024-12-31T23:00:00Z"


@pytest.mark.parametrize(("name", "field"), REQUIRED)
def test_refuses_data_that_lacks_a_required_field(name: str, field: str) -> None:
    posted = {**an_event(name), "data": without(some_data(name), field)}
    assert pointers(posted) == [f"/data/{field}"]


@pytest.mark.parametrize(("name", "field"), OPTIONAL)
def test_accepts_data_that_lacks_an_optional_field(name: str, field: str) -> None:
    data = without(some_data(name), field)
    assert data_of(read({**an_event(name), "data": data}).event.fact) == data


@pytest.mark.parametrize(("name", "field"), ALL_FIELDS)
def test_refuses_null_unless_it_removes_something(name: str, field: str) -> None:
    posted = an_event(name, data={field: None})
    if name == "event-corrected" and field in ("source", "asserted_by", "zone"):
        assert data_of(read(posted).event.fact)[field] is None
    else:
        assert pointers(posted) == [f"/data/{field}"]


@pytest.mark.parametrize(("name", "field"), ALL_FIELDS)
@pytest.mark.parametrize("wrong", [7, 1.5, True, "", {}, []])
def test_coerces_nothing(name: str, field: str, wrong: object) -> None:
    if (field, wrong) == ("size", 7):
        return
    found = pointers(an_event(name, data={field: wrong}))
    assert found
    assert all(pointer.startswith(f"/data/{field}") for pointer in found)


@pytest.mark.parametrize("name", ALL_TYPES)
def test_refuses_unknown_fields(name: str) -> None:
    assert pointers({**an_event(name, data={"extra": 1}), "more": 2}) == ["/data/extra", "/more"]


@pytest.mark.parametrize(("name", "field"), LISTS)
def test_refuses_lists_that_are_empty_or_too_long(name: str, field: str) -> None:
    for wrong in ([], some_data(name)[field][:1] * 1001):
        assert pointers(an_event(name, data={field: wrong})) == [f"/data/{field}"]
    assert read(an_event(name, data={field: some_data(name)[field][:1] * 1000}))


@pytest.mark.parametrize(("name", "field"), LISTS)
def test_points_at_the_element_of_a_list_that_is_wrong(name: str, field: str) -> None:
    good = some_data(name)[field][0]
    assert pointers(an_event(name, data={field: [good, 3, good]})) == [f"/data/{field}/1"]


def test_asks_for_two_parties_in_a_contact() -> None:
    assert pointers(an_event("contact-observed", data={"parties": ["tester:ana"]})) == [
        "/data/parties"
    ]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "x" * 20_001])
def test_refuses_texts_that_break_the_rules_of_text(text: str) -> None:
    assert pointers(an_event("feedback-given", data={"text": text})) == ["/data/text"]


@pytest.mark.parametrize("size", [0, -1, 2**53, 3.0, "3", True])
def test_refuses_sizes_that_are_no_count(size: object) -> None:
    assert pointers(an_event("tester-invited", data={"size": size})) == ["/data/size"]


@pytest.mark.parametrize("name", ["feedback-given", "item-leaked", "statement-issued"])
def test_takes_public_in_to_and_nowhere_else(name: str) -> None:
    assert read(an_event(name, data={"to": ["public"]}))
    assert pointers(an_event(name, data={"by": "public", "tester": "public"}))


# What clients are told


@pytest.mark.parametrize("name", ALL_TYPES)
def test_there_is_one_named_schema_for_each_type(name: str) -> None:
    schema = data_schema(name)
    assert schema is data_schema(name)
    assert type(schema).__name__ == f"{CATALOGUE[name].__name__}Data"
    assert list(schema.fields) == [stored_name(each) for each in fields(CATALOGUE[name])]


@pytest.mark.parametrize("name", ALL_TYPES)
def test_personal_fields_are_marked(name: str) -> None:
    marked = {
        field for field, each in data_schema(name).fields.items() if "x-personal" in each.metadata
    }
    assert marked == {stored_name(each) for each in fields(CATALOGUE[name]) if is_personal(each)}


EXAMPLES = [*(each.described["examples"][0] for each in FORMS.values()), "public"]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.described["examples"][0])
def test_examples_and_patterns_agree_with_the_parsers(form: Any) -> None:
    for example in form.described["examples"]:
        assert form.parse(example) == example

    @settings(max_examples=50, deadline=None)
    @given(st.from_regex(form.described.get("pattern", r"^[a-z]{1,100}$"), fullmatch=True))
    def parses(text: str) -> None:
        form.parse(text)

    @settings(max_examples=50, deadline=None)
    @given(st.text() | st.from_regex(r"[a-z]*:[a-z0-9.]*") | st.sampled_from(EXAMPLES))
    def agrees(text: str) -> None:
        try:
            form.parse(text)
        except Malformed:
            assert not re.fullmatch(form.described["pattern"], text)
        else:
            assert re.fullmatch(form.described["pattern"], text)

    if "pattern" in form.described:
        parses()
        agrees()
