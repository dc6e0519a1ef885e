"""A timeline, and where testers stood: worked by hand."""

from .given import (
    P,
    event,
    told,
    uid,
)
from .roster import roster
from .timeline import timeline
from .times import read_occurrence, three_part


def test_the_timeline() -> None:
    history = [
        told(1, "2024-06", "staff:bo", "tester:ana"),
        told(2, "2024-06-01T00:00:00Z", "staff:bo", "tester:ana"),
        told(3, "../2024-01", "staff:bo", "tester:ana"),
        told(4, "2024-06-01/..", "staff:bo", "tester:ana"),
        told(5, "2024-07", "staff:bo", "tester:ana"),
    ]
    assert timeline(history, P, "2024-06-15T00:00:00Z", 5) == [
        (uid(3), "certain"),
        (uid(2), "certain"),
        (uid(1), "possible"),
        (uid(4), "possible"),
    ]


def test_a_roster() -> None:
    ana = {"tester": "tester:ana"}
    history = [
        event(1, "tester-invited", "2024-01-01", {**ana, "by": "staff:bo"}),
        event(2, "invitation-accepted", "2024-01-02", ana),
        event(3, "nda-signed", "2024-01-03", {**ana, "terms": "nda-1"}),
        event(4, "access-granted", "2024-01-04", ana),
        event(5, "feedback-given", "2024-01-05", {**ana, "feedback": "f", "to": ["org:o"]}),
        event(6, "feedback-given", "2024-01-05", {**ana, "feedback": "g", "to": ["org:o"]}),
        event(7, "feedback-answered", "2024-01-06", {**ana, "feedback": "f", "by": "org:o"}),
        event(8, "tester-left", "2024-02", ana),
        event(9, "programme-suspended", "2024-03-01", {}),
        event(10, "programme-resumed", "2024-04", {}),
    ]
    row = roster(history, P, "2024-02-10T00:00:00Z", 10)["tester:ana"]
    assert row == {
        "membership": {
            "state": "accepted",
            "since": three_part(read_occurrence("2024-01-02")),
            "via": uid(2),
            "certainty": "certain",
            "possibly": "left",
        },
        "nda": {
            "state": "signed",
            "since": three_part(read_occurrence("2024-01-03")),
            "via": uid(3),
            "certainty": "certain",
            "possibly": None,
            "terms": "nda-1",
        },
        "access": {
            "state": "granted",
            "since": three_part(read_occurrence("2024-01-04")),
            "via": uid(4),
            "certainty": "certain",
            "possibly": None,
        },
        "counts": {
            "feedback_given": 2,
            "feedback_acknowledged": 0,
            "feedback_answered": 1,
            "feedback_open": 1,
            "concerns_open": 0,
            "rewards_agreed": 0,
            "rewards_paid": 0,
        },
    }
    accesses = [
        roster(history, P, as_of, 10)["tester:ana"]["access"]
        for as_of in (
            "2024-03-01T12:00:00Z",
            "2024-03-02T00:00:00Z",
            "2024-04-10T00:00:00Z",
            "2024-05-01T00:00:00Z",
        )
    ]
    assert [(each["state"], each["via"], each["possibly"]) for each in accesses] == [
        ("granted", uid(4), "cut"),
        ("cut", uid(9), None),
        ("cut", uid(9), "granted"),
        ("granted", uid(4), None),
    ]
    assert roster(history, P, "2023-01-01T00:00:00Z", 10) == {}


def test_a_tester_of_whom_nothing_is_certain() -> None:
    history = [event(1, "access-granted", "2024", {"tester": "group:g"})]
    row = roster(history, P, "2024-06-01T00:00:00Z", 1)["group:g"]
    nothing = {"since": None, "via": None, "certainty": None}
    assert row["membership"] == {"state": None, **nothing, "possibly": None}
    assert row["nda"] == {"state": "none", **nothing, "possibly": None, "terms": None}
    assert row["access"] == {"state": "none", **nothing, "possibly": "granted"}
