"""What the ledger refuses, and what it names: worked by hand."""

from .acceptance import acceptable
from .given import (
    corrected,
    disputed,
    event,
    retracted,
    settled,
    told,
    uid,
)


def test_what_the_ledger_refuses() -> None:
    one = told(1, "2024", "staff:bo", "tester:ana")
    assert acceptable([], one) is None
    assert acceptable([one], {**one, "id": uid(1).upper(), "grade": "reported"}) is None
    assert acceptable([one], {**one, "grade": "claimed"}) == (409, "id-taken")
    assert acceptable([], retracted(2, 1)) == (422, "unknown-event")
    assert acceptable([{**one, "programme": "other"}], retracted(2, 1)) == (422, "unknown-event")
    history = [one, retracted(2, 1)]
    for late in (retracted(3, 1), corrected(3, 1, grade="claimed"), disputed(3, 1)):
        assert acceptable(history, late) == (409, "not-visible")
    assert acceptable(history, settled(3, 1, "upheld")) == (409, "not-visible")
    assert acceptable(history, retracted(3, 2)) is None
    assert acceptable(history, disputed(3, 2)) == (409, "ledger-event")
    assert acceptable(history, corrected(3, 2, grade="claimed")) == (409, "ledger-event")
    assert acceptable(history, settled(3, 2, "upheld")) == (409, "no-open-dispute")
    history = [one, disputed(2, 1)]
    assert acceptable(history, settled(3, 1, "upheld")) is None
    history.append(settled(3, 1, "dismissed"))
    assert acceptable(history, settled(4, 1, "upheld")) == (409, "no-open-dispute")


def test_times_versions_and_named_events() -> None:
    one = told(1, "2024", "staff:bo", "tester:ana")
    assert acceptable([], {**one, "occurred_at": "2024-13"}) == (422, "time-malformed")
    now = "2024-11-26T12:00:00Z"
    soon = {**one, "occurred_at": "2024-11-26T12:05:00Z/.."}
    assert acceptable([], soon, now) is None
    too_late = {**one, "occurred_at": "2024-11-26T12:05:00.000001Z"}
    assert acceptable([], too_late, now) == (422, "in-the-future")
    # A correction of the zone alone: 0001-01-01 in +01:00 begins in year 0.
    old = {**one, "occurred_at": "0001"}
    assert acceptable([old], corrected(2, 1, zone="+01:00")) == (422, "time-malformed")
    found = event(2, "finding-recorded", "2024", {"incident": "i", "text": "t", "about": [uid(1)]})
    assert acceptable([one], found) is None
    assert acceptable([], found) == (422, "unknown-event")
    # The retraction goes into the stream of the event that it is about, which has one event.
    invited = event(2, "tester-invited", "2024", {"tester": "tester:ana", "by": "staff:bo"})
    history = [one, invited]
    assert acceptable(history, {**retracted(3, 2), "expected_version": 1}) is None
    assert acceptable(history, {**retracted(3, 2), "expected_version": 2}) == (
        *(409, "version-conflict"),
    )
