from __future__ import annotations

from typing import Any

import pytest

from domain.errors import Fault, Invalid, LedgerEventsAreRetracted
from domain.events.catalogue import CATALOGUE, LEDGER_TYPES
from domain.events.envelope import Evidence
from domain.events.ledger import EventCorrected
from domain.instant import parse_instant
from service.api.schemas.event import FAULT_LIMIT, read_event
from tests.builders import (
    ALL_TYPES,
    AN_EVENT,
    CORRECTED_TYPE,
    ORDINARY_TYPES,
    PROGRAMME,
    a_minimal_event,
    an_event,
    some_data,
)
from tests.service.api.reading import NEW_ID, faults, pointers, read

# What is accepted


@pytest.mark.parametrize("name", ALL_TYPES)
def test_does_not_mind_the_order_of_fields(name: str) -> None:
    posted = an_event(name)
    turned = dict(reversed(posted.items()))
    turned["data"] = dict(reversed(posted["data"].items()))
    assert read(turned) == read(posted)


def test_makes_an_id_and_a_grade_where_none_is_given() -> None:
    event = read(a_minimal_event("feedback-given")).event
    assert (event.id, event.grade, event.evidence) == (NEW_ID, "reported", ())
    assert event.zone is event.source is event.asserted_by is event.reported is None


def test_makes_no_id_for_an_event_that_has_one_or_is_refused() -> None:
    def no_id() -> Any:
        raise AssertionError("an id was made")

    for posted in ({**a_minimal_event("feedback-given"), "id": AN_EVENT}, {}):
        try:
            read_event(posted, new_id=no_id, type_of=lambda *_: None)
        except Invalid:
            assert posted == {}


def test_reads_the_whole_envelope() -> None:
    draft = read(an_event("feedback-given", id=AN_EVENT.upper(), expected_version=3))
    event = draft.event
    assert event.id == AN_EVENT
    assert event.programme == PROGRAMME
    assert event.occurred.text == "2024-11-20T10:00:00+01:00"
    assert event.grade == "primary"
    assert event.evidence[1] == Evidence(note="seen by two people")
    assert (draft.expected_version, draft.recorded_at) == (3, None)


def test_reads_dates_as_days_of_the_zone() -> None:
    event = read(an_event("tester-left", occurred_at="2024-11-26", zone="+01:00")).event
    assert event.occurred.earliest == parse_instant("2024-11-25T23:00:00Z")
    assert event.reported is not None
    assert event.reported.earliest == parse_instant("2024-11-25T23:00:00Z")


def test_takes_recorded_at_from_an_archivist_only() -> None:
    posted = an_event("feedback-given", recorded_at="2024-11-20T09:00:01Z")
    assert pointers(posted) == ["/recorded_at"]
    restored = read(posted, may_restore=True)
    assert restored.recorded_at == parse_instant("2024-11-20T09:00:01Z")


# What is refused, and where


@pytest.mark.parametrize("document", [None, True, 3, "text", [], [{}]])
def test_refuses_a_document_that_is_no_object(document: object) -> None:
    assert faults(document) == [Fault("", "must be an object")]
    assert pointers(document, pointer="/3") == ["/3"]


@pytest.mark.parametrize("field", ["type", "programme", "occurred_at", "data"])
def test_refuses_an_event_that_lacks_what_every_event_has(field: str) -> None:
    posted = an_event("feedback-given")
    del posted[field]
    assert pointers(posted) == [f"/{field}"]


@pytest.mark.parametrize("field", sorted(an_event("feedback-given")))
def test_refuses_null_in_the_envelope(field: str) -> None:
    assert f"/{field}" in pointers({**an_event("feedback-given"), field: None})


def test_asks_whether_another_word_was_meant_where_one_is_near() -> None:
    (near,) = faults({**an_event("item-disclosed"), "type": "item-disclose"})
    assert near == Fault("/type", "is unknown; did you mean item-disclosed?")
    (far,) = faults({**an_event("item-disclosed"), "grade": "x" * 1_000_000})
    assert far == Fault("/grade", "must be one of primary, reported, claimed, rumour")


@pytest.mark.parametrize("version", [-1, 2**53, 0.0, "0", False])
def test_refuses_expected_versions_that_are_no_count(version: object) -> None:
    assert pointers(an_event("tester-left", expected_version=version)) == ["/expected_version"]


@pytest.mark.parametrize(
    "evidence",
    [[], [{}], [{"url": None}], [{"url": ""}], [{"sha256": "12"}], [{"text": "x"}], [3], {}, "x"],
)
def test_refuses_evidence_that_is_none(evidence: object) -> None:
    found = pointers(an_event("feedback-given", evidence=evidence))
    assert all(pointer.startswith("/evidence") for pointer in found)


def test_takes_fifty_pieces_of_evidence_at_most() -> None:
    assert read(an_event("feedback-given", evidence=[{"note": "x"}] * 50))
    assert pointers(an_event("feedback-given", evidence=[{"note": "x"}] * 51)) == ["/evidence"]


@pytest.mark.parametrize(
    "when",
    ["2024-11-26T10:00:00", "yesterday", "../..", "2024-12/2024-11", "2024-13", "9" * 30_000],
)
def test_refuses_times_that_are_none(when: str) -> None:
    posted = an_event("feedback-given", occurred_at=when, reported_at=when)
    assert pointers(posted) == ["/occurred_at", "/reported_at"]


def test_blames_a_bad_zone_and_not_the_dates_in_it() -> None:
    posted = an_event("feedback-given", occurred_at="2024-11-26", zone="CET")
    assert pointers(posted) == ["/zone"]


def test_says_all_that_is_wrong_at_once() -> None:
    posted = an_event(
        "feedback-given",
        id="1",
        programme="Sora",
        grade="sure",
        data={"tester": "ana", "to": ["press:ars", "ars"], "extra": 1},
    )
    assert pointers(posted) == [
        "/data/extra",
        "/data/tester",
        "/data/to/1",
        "/grade",
        "/id",
        "/programme",
    ]
    assert pointers(posted, pointer="/3")[2] == "/3/data/to/1"


def test_writes_pointers_as_rfc_6901_does_and_as_utf_8_can() -> None:
    posted = {**an_event("tester-left"), "a/b~c": 1, "\ud800": 2, "": 3, "_schema": 4}
    assert pointers(posted) == ["/", "/_schema", "/a~1b~0c", "/\ufffd"]


def test_does_not_repeat_personal_values_in_a_refusal() -> None:
    posted = an_event("tester-invited", data={"name": "Ana Secret\0", "email": ["Secret"]})
    assert "Secret" not in repr(faults(posted))


def test_tells_of_a_limited_number_of_faults() -> None:
    posted = {**an_event("tester-left"), **{f"extra-{number}": 1 for number in range(5_000)}}
    assert len(faults(posted)) == FAULT_LIMIT


# Corrections


def test_a_correction_holds_new_data_of_the_type_that_it_corrects() -> None:
    for target in ORDINARY_TYPES:
        posted = an_event("event-corrected", data={"data": some_data(target)})
        fact = read(posted, target).event.fact
        assert isinstance(fact, EventCorrected)
        assert type(fact.data) is CATALOGUE[target]


def test_points_into_the_new_data_of_a_correction() -> None:
    posted = an_event("event-corrected", data={"data": {"tester": "ana", "to": [3]}, "zone": "x"})
    assert pointers(posted) == [
        "/data/data/feedback",
        "/data/data/tester",
        "/data/data/text",
        "/data/data/to/0",
        "/data/zone",
    ]


def test_a_correction_has_to_correct_something() -> None:
    nothing = {"event": AN_EVENT, "reason": "wrong"}
    posted = {**an_event("event-corrected"), "data": nothing}
    assert pointers(posted) == ["/data"]
    for field in ("source", "asserted_by", "zone"):
        assert read({**posted, "data": {**nothing, field: None}})


def test_a_corrected_time_waits_for_the_zone_of_the_event() -> None:
    posted = an_event("event-corrected", data={"occurred_at": "some day"})
    fact = read(posted).event.fact
    assert isinstance(fact, EventCorrected)
    assert fact.occurred_at == "some day"


def test_refuses_to_correct_an_event_that_is_not_in_the_programme() -> None:
    assert pointers(an_event("event-corrected"), target=None) == ["/data/event"]


def test_asks_for_the_target_in_the_programme_by_its_lower_cased_id() -> None:
    asked = []

    def type_of(*about: str) -> str:
        asked.append(about)
        return CORRECTED_TYPE

    posted = an_event("event-corrected", data={"event": AN_EVENT.upper()})
    read_event(posted, new_id=lambda: NEW_ID, type_of=type_of)
    assert asked == [(AN_EVENT, PROGRAMME)]


@pytest.mark.parametrize("target", sorted(LEDGER_TYPES))
def test_ledger_events_cannot_be_corrected(target: str) -> None:
    with pytest.raises(LedgerEventsAreRetracted):
        read(an_event("event-corrected", data={"data": {"any": "thing"}}), target)
    assert pointers(an_event("event-corrected", grade="sure"), target) == ["/grade"]
