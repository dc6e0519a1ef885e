"""The path by which somebody came to know: worked by hand."""

from typing import Any

from .asked import knower, of
from .given import (
    LATER,
    P,
    corrected,
    event,
    joined,
    told,
    uid,
)
from .path import how
from .times import read_occurrence, three_part
from .visibility import Event


def walk(history: list[Event], party: str, as_of: str = LATER) -> tuple[list[Any], Any, Any]:
    found = how(history, P, party, "item:x", as_of, len(history))
    hops = [(each["party"], each["basis"], each["via"]) for each in found["path"]]
    return hops, found["complete"], found["stopped"]


def made(number: int, when: str, by: str) -> Event:
    data = {"item": "item:x", "title": "t", "confidentiality": "confidential", "by": by}
    return event(number, "item-registered", when, data)


def test_a_path_from_its_origin() -> None:
    history = [
        told(1, "2024-03-01", "staff:bo", "tester:ana"),
        told(2, "2024-02-01", "staff:eva", "staff:bo"),
        made(3, "2024-01-01", "staff:eva"),
    ]
    # bo's `telling` of March is passed over for being told in February; eva's for taking part.
    assert walk(history, "tester:ana") == (
        [
            ("staff:eva", "took-part", uid(3)),
            ("staff:bo", "told", uid(2)),
            ("tester:ana", "told", uid(1)),
        ],
        True,
        None,
    )
    found = how(history, P, "staff:eva", "item:x", LATER, 3)
    assert found["path"] == [
        {
            "party": "staff:eva",
            "item": "item:x",
            "extent": "full",
            "basis": "took-part",
            "from": None,
            "channel": None,
            "via": uid(3),
            "grade": "reported",
            "certainty": "certain",
            "learned_at": three_part(read_occurrence("2024-01-01")),
        }
    ]


def test_paths_that_stop() -> None:
    # Nobody is named as teller.
    history = [told(1, "2024-03-01", None, "tester:ana")]
    assert walk(history, "tester:ana") == (
        [("tester:ana", "told", uid(1))],
        False,
        "unknown-source",
    )
    # Nothing is known.
    assert walk(history, "tester:zoe") == ([], False, "unrecorded")
    # The teller told before it learned (April is certainly later than March): only its telling is
    # left, which has no `from`.
    history = [
        told(1, "2024-03-01", "staff:bo", "tester:ana"),
        told(2, "2024-04-01", "staff:eva", "staff:bo"),
        made(3, "2024-01-01", "staff:eva"),
    ]
    assert walk(history, "tester:ana") == (
        [("staff:bo", "telling", uid(1)), ("tester:ana", "told", uid(1))],
        False,
        "unknown-source",
    )


def test_a_path_from_the_public() -> None:
    history = [
        event(1, "item-leaked", "2024-05-01", {"items": ["item:x"], "to": ["public"]}),
        told(2, "2024-04-01", "staff:bo", "tester:ana"),
    ]
    assert walk(history, "tester:zoe") == (
        [("public", "leak", uid(1)), ("tester:zoe", "public", uid(1))],
        False,
        "unknown-source",
    )
    # ana: told on 1 April is first. bo: what is public since May is certainly later than that hop,
    # so that only his telling of 1 April is left.
    assert walk(history, "tester:ana") == (
        [("staff:bo", "telling", uid(2)), ("tester:ana", "told", uid(2))],
        False,
        "unknown-source",
    )


def test_a_path_follows_the_corrected_content() -> None:
    raised = {"tester": "tester:ana", "concern": "c", "text": "t", "to": ["staff:bo"]}
    history = [
        event(1, "concern-raised", "2024-01-01", raised),
        corrected(2, 1, data={**raised, "tester": "tester:cy"}),
    ]
    found = how(history, P, "staff:bo", "concern:c", LATER, 2)
    assert [(each["party"], each["basis"]) for each in found["path"]] == [
        ("tester:cy", "took-part"),
        ("staff:bo", "told"),
    ]


def test_a_cycle() -> None:
    # All three told in a circle on one day, so nothing is certainly later than anything.
    history = [
        told(1, "2024-03-01", "tester:cy", "tester:ana"),
        told(2, "2024-03-01", "tester:ana", "tester:bea"),
        told(3, "2024-03-01", "tester:bea", "tester:cy"),
    ]
    assert walk(history, "tester:ana") == (
        [
            ("tester:bea", "told", uid(2)),
            ("tester:cy", "told", uid(3)),
            ("tester:ana", "told", uid(1)),
        ],
        False,
        "cycle",
    )


def test_nobody_learns_from_what_they_told() -> None:
    # ana tells the group she belongs to: as a member she "learns" it from herself, by her telling.
    history = [joined(1, "2024-01-01"), told(2, "2024-02-01", "tester:ana", "group:g")]
    assert of(knower(history, "tester:ana"), "basis") == ["telling"]
    assert walk(history, "tester:ana") == (
        [("tester:ana", "telling", uid(2))],
        False,
        "unknown-source",
    )


def test_the_certain_path_is_taken_before_the_possible_and_access_before_telling() -> None:
    granted = {"tester": "tester:ana", "items": ["item:x"], "by": "staff:bo"}
    history = [
        told(1, "2024-01-01/2024-12-31", "staff:eva", "tester:ana"),  # possible in June
        event(2, "access-granted", "2024-02-01", granted),
        told(3, "2024-03-01", "tester:ana", "tester:bea"),
    ]
    assert walk(history, "tester:bea", "2024-06-01T00:00:00Z") == (
        [
            ("staff:bo", "took-part", uid(2)),
            ("tester:ana", "access", uid(2)),
            ("tester:bea", "told", uid(3)),
        ],
        True,
        None,
    )
    # In 2025 what eva told is certain, and may have been before March: it goes before the access.
    assert walk(history, "tester:bea") == (
        [
            ("staff:eva", "telling", uid(1)),
            ("tester:ana", "told", uid(1)),
            ("tester:bea", "told", uid(3)),
        ],
        False,
        "unknown-source",
    )
