"""Which events are of an incident."""

from __future__ import annotations

import pytest

from domain import incidents
from domain.events.incident import (
    FindingRecorded,
    IncidentOpened,
    LeakDetected,
    LetterSigned,
    OpenLetterPublished,
    StatementIssued,
)
from domain.events.knowledge import ItemLeaked
from domain.events.tester import AccessCut
from domain.incidents import (
    behind,
    elapsed,
    incident_of,
    is_decision,
    is_response,
    leaked_items,
    revealed_items,
    spoken_of,
    starts,
)
from domain.names import EventId, Item, Party, Recipient, Slug, Tester
from domain.occurrence import parse_occurrence

ONE, OTHER = (EventId(f"00000000-0000-4000-8000-00000000000{number}") for number in (1, 2))
LEAK = ItemLeaked(items=(Item("item:a"),), by=Party("tester:ana"), to=(Recipient(Party("public")),))
DETECTED = LeakDetected(
    incident=Slug("leak"), by=Party("staff:kim"), leak=ONE, items=(Item("item:b"),)
)
LETTER = OpenLetterPublished(
    letter=Slug("dear"),
    title="Dear all",
    by=Party("group:circle"),
    signatories=(Party("tester:ben"),),
    reveals=(Item("concern:pay"),),
)


def a_statement(by: str) -> StatementIssued:
    return StatementIssued(
        statement=Slug("sorry"), by=Party(by), to=(Recipient(Party("public")),), text="Sorry."
    )


def test_an_event_is_of_the_incident_that_it_names() -> None:
    assert incident_of(DETECTED) == "leak"
    assert incident_of(IncidentOpened(incident=Slug("leak"), title="It leaked")) == "leak"
    assert incident_of(LETTER) is None


def test_a_detection_is_about_its_leak_and_a_finding_about_what_it_names() -> None:
    finding = FindingRecorded(incident=Slug("leak"), text="So it was.", about=(ONE, OTHER))
    nothing = FindingRecorded(incident=Slug("leak"), text="So it was.")
    assert spoken_of(DETECTED) == (ONE,)
    assert spoken_of(finding) == (ONE, OTHER)
    assert spoken_of(nothing) == spoken_of(LETTER) == ()


def test_what_leaked_and_what_a_letter_reveals() -> None:
    assert list(leaked_items([LEAK, DETECTED, LETTER])) == ["item:a", "item:b"]
    assert list(revealed_items([LEAK, DETECTED, LETTER])) == ["letter:dear", "concern:pay"]


def test_behind_it_is_who_leaked_published_and_signed() -> None:
    signed = LetterSigned(letter=Slug("dear"), signatory=Party("tester:cleo"))
    found = list(behind([LEAK, LETTER, signed, DETECTED]))
    assert found == ["tester:ana", "group:circle", "tester:ben", "tester:cleo"]
    nobody = ItemLeaked(items=LEAK.items, to=LEAK.to)
    assert list(behind([nobody])) == []


@pytest.mark.parametrize(
    ("by", "counts"), [("org:acme", True), ("staff:kim", True), ("press:daily", False)]
)
def test_a_statement_counts_if_an_organisation_makes_it(by: str, counts: bool) -> None:
    assert is_response(a_statement(by)) is counts
    assert is_decision("statement-issued", a_statement(by)) is counts


def test_a_cut_of_access_is_a_decision_and_a_leak_is_none() -> None:
    assert is_decision("access-cut", AccessCut(tester=Tester(Party("tester:ana"))))
    assert not is_decision("item-leaked", LEAK)


@pytest.mark.parametrize(
    ("times", "start"),
    [
        (["2024-11-26", "2024-11-25T10:00:00Z"], "2024-11-25T10:00:00Z"),
        (["../2024-11-24", "2024-11-26"], "2024-11-24T23:59:59.999999Z"),
        (["2024-11-26/.."], "2024-11-26T00:00:00Z"),
    ],
)
def test_it_starts_with_the_first_instant_that_is_bounded(times: list[str], start: str) -> None:
    occurrences = [parse_occurrence(each) for each in times]
    assert starts(occurrences) == parse_occurrence(start).earliest


def test_without_any_time_it_has_no_start() -> None:
    assert starts([]) is None


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("2024-11-26T10:00:00Z", "2024-11-26T10:00:05Z", 5_000_000, 5_000_000),
        ("2024-11-26", "2024-11-26T12:00:00Z", -43_199_999_999, 43_200_000_000),
        ("../2024-11-26", "2024-11-27T00:00:00Z", 1, None),
        ("2024-11-26T00:00:00Z", "2024-11-27/..", 86_400_000_000, None),
        ("2024-11-26/..", "2024-11-27T00:00:00Z", None, 86_400_000_000),
        ("2024-11-26T00:00:00Z", "../2024-11-25", None, -1),
    ],
)
def test_how_long_it_took_lies_between_its_bounds(
    one: str, other: str, least: int | None, most: int | None
) -> None:
    assert elapsed(parse_occurrence(one), parse_occurrence(other)) == (least, most)


def test_what_is_looked_for_by_type_is_in_the_catalogue() -> None:
    from domain.events.catalogue import CATALOGUE

    named = {
        *incidents.LETTERS_AND_LEAKS,
        *incidents.BEGINS,
        *incidents.RESPONSES,
        *incidents.TELLINGS,
        *incidents.DECISIONS,
    }
    assert named <= CATALOGUE.keys()
