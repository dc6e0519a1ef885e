"""The matrix, and what changed between two positions: worked by hand."""

from typing import Any

from .diff import diff
from .given import (
    LATER,
    P,
    corrected,
    disputed,
    event,
    joined,
    retracted,
    settled,
    told,
    uid,
)
from .knowledge import who
from .matrix import matrix
from .visibility import Event

# --- matrix --------------------------------------------------------------------------------------

TWO_ITEMS = [
    told(1, "2024-02-01", "staff:bo", "tester:ana"),
    event(2, "item-published", "2024-03-01", {"items": ["item:a"], "by": "press:ars"}),
    event(
        3,
        "knowledge-requested",
        "2024-03-02",
        {"item": "item:b", "by": "tester:ana", "of": "staff:bo"},
    ),
]


def pairs(**asked: Any) -> list[tuple[str, str, str]]:
    found = matrix(TWO_ITEMS, P, LATER, 3, **asked)
    return [(each["party"], each["item"], each["state"]) for each in found["cells"]]


def test_the_matrix_has_a_cell_for_each_that_who_lists() -> None:
    # ana knows item:a from the public, but not by herself: who does not list her.
    assert pairs() == [
        ("press:ars", "item:a", "full"),
        ("public", "item:a", "full"),
        ("staff:bo", "item:x", "full"),
        ("tester:ana", "item:b", "asked-not-told"),
        ("tester:ana", "item:x", "full"),
    ]
    whole = matrix(TWO_ITEMS, P, LATER, 3)
    assert whole["parties"] == ["press:ars", "public", "staff:bo", "tester:ana"]
    assert whole["items"] == ["item:a", "item:b", "item:x"]
    assert whole["cells"][2] == who(TWO_ITEMS, P, "item:x", LATER, 3)["knowers"][0]
    assert matrix(TWO_ITEMS, P, "2024-02-29T00:00:00Z", 3)["items"] == ["item:x"]
    assert matrix(TWO_ITEMS, P, LATER, 0) == {"parties": [], "items": [], "cells": []}


def test_the_matrix_of_some_items_and_parties() -> None:
    assert pairs(items=["item:x", "item:none"], parties=["tester:ana", "public"]) == [
        ("tester:ana", "item:x", "full")
    ]
    # An event is an item where it is asked for.
    of_event = [("press:ars", f"event:{uid(2)}", "full"), ("public", f"event:{uid(2)}", "full")]
    assert pairs(items=[f"event:{uid(2).upper()}"]) == of_event
    assert [pair for pair in pairs(events=True) if pair[1] == f"event:{uid(2)}"] == of_event


# --- diff ----------------------------------------------------------------------------------------


def changes(
    history: list[Event], then: int, as_of: str = LATER, **asked: Any
) -> dict[str, list[Any]]:
    found = diff(history, P, then, as_of, len(history), **(asked or {"item": "item:x"}))
    return {
        kind: [
            (each["party"], each["fields"], [int(one[-12:]) for one in each["because"]])
            for each in entries
        ]
        for kind, entries in found.items()
    }


def test_who_came_to_be_known_to_know() -> None:
    history = [
        told(1, "2024-02-01", "staff:bo", "tester:ana"),
        told(2, "2024-02-02", "tester:ana", "tester:zoe"),
    ]
    found = diff(history, P, 1, LATER, 2, item="item:x")
    # What ana told changes nothing of what is answered about her: she had been told before.
    assert (found["removed"], found["changed"]) == ([], [])
    [added] = found["added"]
    assert added == {
        "party": "tester:zoe",
        "item": "item:x",
        "before": None,
        "after": who(history, P, "item:x", LATER, 2)["knowers"][2],
        "fields": [],
        "because": [uid(2)],
    }
    assert changes(history, 0)["added"] == [
        ("staff:bo", [], [1]),
        ("tester:ana", [], [1]),
        ("tester:zoe", [], [2]),
    ]
    assert changes(history, 2) == {"added": [], "removed": [], "changed": []}
    # By 1 February, ana had told nobody.
    assert changes(history, 1, "2024-02-01T00:00:00Z")["added"] == []


def test_a_retraction_removes_and_it_is_because_of_the_retraction() -> None:
    history = [told(1, "2024-02-01", "staff:bo", "tester:ana"), retracted(2, 1)]
    assert changes(history, 1)["removed"] == [("staff:bo", [], [2]), ("tester:ana", [], [2])]


def test_what_changed_is_named_field_by_field_in_the_order_of_the_answer() -> None:
    history = [
        told(1, "2024-02-01", None, "tester:ana", "rumour"),
        told(2, "2024-01-01", "staff:bo", "tester:ana"),
        disputed(3, 2),
    ]
    fields = ["state", "learned_at", "full_at", "from", "via"]
    assert changes(history[:2], 1)["changed"] == [("tester:ana", fields, [2])]
    # The dispute adds its own; both are responsible.
    assert changes(history, 1)["changed"] == [("tester:ana", [*fields, "disputed"], [2, 3])]
    assert changes(history, 2)["changed"] == [
        ("staff:bo", ["disputed"], [3]),
        ("tester:ana", ["disputed"], [3]),
    ]


def test_what_came_and_went_in_between_is_neither_named_nor_responsible() -> None:
    # The dispute of 1 comes and is dismissed; then a correction of its grade.
    history = [
        told(1, "2024-02-01", None, "tester:ana"),
        disputed(2, 1),
        settled(3, 1, "dismissed"),
        corrected(4, 1, grade="primary"),
    ]
    # Last like at first at position 3: only what came after is responsible.
    assert changes(history, 1)["changed"] == [("tester:ana", ["grade"], [4])]
    assert changes(history[:3], 1) == {"added": [], "removed": [], "changed": []}
    # Retracted, restored and corrected: removed in between, in the end changed.
    history = [
        told(1, "2024-02-01", None, "tester:ana"),
        retracted(2, 1),
        told(3, "2024-03-01", "staff:bo", "tester:zoe"),
        corrected(4, 3, grade="claimed"),
        retracted(5, 2),
        corrected(6, 1, grade="primary"),
    ]
    found = changes(history, 1)
    assert found["changed"] == [("tester:ana", ["grade"], [6])]
    # zoe and bo: by what told them, and by what corrected it.
    assert found["added"] == [("staff:bo", [], [3, 4]), ("tester:zoe", [], [3, 4])]


def test_a_late_join_is_responsible_for_what_the_group_had_been_told() -> None:
    history = [told(1, "2024-02-01", "staff:bo", "group:g"), joined(2, "2024-01-01")]
    assert changes(history, 1)["added"] == [("tester:ana", [], [2])]


def test_the_diff_of_a_party_is_as_what_lists_it() -> None:
    history = [
        told(1, "2024-02-01", "staff:bo", "tester:ana"),
        event(2, "item-published", "2024-03-01", {"items": ["item:a"]}),
    ]
    found = diff(history, P, 0, LATER, 2, party="tester:ana")
    # From the public too, which who does not list; events only where they are asked for.
    assert [(each["item"], each["because"]) for each in found["added"]] == [
        ("item:a", [uid(2)]),
        ("item:x", [uid(1)]),
    ]
    found = diff(history, P, 1, LATER, 2, party="tester:ana", events=True)
    assert [each["item"] for each in found["added"]] == [f"event:{uid(2)}", "item:a"]


def test_events_of_other_programmes_take_positions_and_change_nothing() -> None:
    other = told(2, "2024-02-01", "staff:bo", "tester:zoe") | {"programme": "other"}
    history = [told(1, "2024-02-01", "staff:bo", "tester:ana"), other, retracted(3, 1)]
    assert changes(history, 1)["removed"] == [("staff:bo", [], [3]), ("tester:ana", [], [3])]
