"""What holds after retractions, corrections and disputes: worked by hand."""

from .given import (
    LATER,
    P,
    corrected,
    disputed,
    event,
    retracted,
    settled,
    told,
    uid,
)
from .knowledge import who
from .visibility import Event, visible


def positions(history: list[Event], as_recorded: int) -> list[int]:
    return [position for _, position in visible(history, P, as_recorded)]


def test_a_retraction_of_a_retraction_restores() -> None:
    # 2 hides 1; 3 hides 2, so 1 is back; 4 hides 3, so 2 is back and 1 is hidden.
    history = [told(1, "2024", "staff:bo", "tester:ana")]
    history += [retracted(2, 1), retracted(3, 2), retracted(4, 3)]
    assert positions(history, 0) == []
    assert positions(history, 1) == [1]
    assert positions(history, 2) == [2]
    assert positions(history, 3) == [1, 3]
    assert positions(history, 4) == [2, 4]


def test_disputes_and_settlements() -> None:
    history = [
        told(1, "2024", "staff:bo", "tester:ana"),
        disputed(2, 1),
        disputed(3, 1),
        settled(4, 1, "dismissed"),  # closes 2 and 3
        disputed(5, 1),
        settled(6, 1, "upheld"),  # closes 5 only
        retracted(7, 6),  # 5 is open again
        retracted(8, 5),  # nothing is open
        settled(9, 1, "upheld"),  # would be refused; here it closes nothing
        retracted(10, 4),  # now 2 and 3 are first settled by 9: upheld
        retracted(11, 9),  # now 2 and 3 are open
    ]
    hidden = [n for n in range(1, 12) if 1 not in positions(history, n)]
    assert hidden == [6, 10]
    dispute_shown = []
    for n in range(1, 12):
        knowers = who(history[:n], P, "item:x", LATER, n)["knowers"]
        dispute_shown.append(knowers[0]["disputed"] if knowers else None)
    assert dispute_shown == [
        *[False, True, True, False, True],
        *[None, True, False, False],
        *[None, True],
    ]


def test_corrections_are_applied_by_position_and_can_be_retracted() -> None:
    history = [
        event(1, "incident-opened", "2024-11-26", {"incident": "i", "title": "t"}, source="s"),
        corrected(2, 1, occurred_at="2024-11-20", grade="primary"),
        corrected(3, 1, zone="+01:00", source=None),
        corrected(4, 1, occurred_at="2024-11-21", data={"incident": "j", "title": "u"}),
        retracted(5, 4),
    ]
    contents = [visible(history, P, n)[0][0] for n in range(1, 6)]
    assert [each["occurred_at"] for each in contents] == [
        "2024-11-26",
        "2024-11-20",
        "2024-11-20",
        "2024-11-21",
        "2024-11-20",
    ]
    assert [each.get("zone") for each in contents] == [None, None, "+01:00", "+01:00", "+01:00"]
    assert [each["grade"] for each in contents] == ["reported"] + ["primary"] * 4
    assert [each.get("source") for each in contents] == ["s", "s", None, None, None]
    assert [each["data"]["incident"] for each in contents] == ["i", "i", "i", "j", "i"]


def test_ids_in_upper_case_are_the_same_ids() -> None:
    history = [told(1, "2024", "staff:bo", "tester:ana"), retracted(2, 1)]
    history[1]["data"]["event"] = uid(1).upper()
    history[0]["id"] = uid(1).upper()
    assert positions(history, 2) == [2]
    assert visible(history, P, 1)[0][0]["id"] == uid(1)


def test_other_programmes_are_not_seen_but_take_positions() -> None:
    other = told(1, "2024", "staff:bo", "tester:ana")
    other["programme"] = "other"
    history = [other, told(2, "2024", "staff:bo", "tester:ana")]
    assert positions(history, 2) == [2]
