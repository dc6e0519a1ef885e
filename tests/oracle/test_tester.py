"""One tester's facets, commitments and timeline: worked by hand."""

from typing import Any

from .given import (
    LATER,
    P,
    corrected,
    event,
    joined,
    of_tester,
    retracted,
    told,
    uid,
)
from .tester import one_tester
from .timeline import timeline
from .visibility import Event


def promised(number: int, when: str, *to: str, slug: str = "c", **data: Any) -> Event:
    said = {"commitment": slug, "by": "org:o", "to": list(to), "text": "t", **data}
    return event(number, "commitment-made", when, said)


def ended(number: int, kind: str, when: str) -> Event:
    return event(number, f"commitment-{kind}", when, {"commitment": "c"})


def of_ana(history: list[Event], as_of: str = LATER) -> list[dict[str, Any]]:
    invited = of_tester(90, "tester-invited", "2020", by="org:o")
    found = one_tester([*history, invited], P, "tester:ana", as_of, len(history))
    assert found is not None
    return list(found["commitments"])


def test_a_tester_nobody_ever_recorded_is_unknown() -> None:
    history = [told(1, "2024-02-01", "staff:bo", "tester:ana")]
    assert one_tester(history, P, "tester:ana", LATER, 1) is None
    # Recorded in this programme, though it be retracted, or recorded after as_recorded.
    history += [of_tester(2, "tester-left", "2024-03-01"), retracted(3, 2)]
    for at in (0, 1, 2, 3):
        assert one_tester(history, P, "tester:ana", LATER, at) is not None
    assert one_tester(history, "other", "tester:ana", LATER, 3) is None
    # Or named as tester in a correction.
    history.append(of_tester(4, "tester-left", "2024-03-01"))
    history.append(corrected(5, 4, data={"tester": "tester:ben"}))
    assert one_tester(history, P, "tester:ben", LATER, 5) is not None


def test_a_tester_of_whom_nothing_happened_yet() -> None:
    found = one_tester([of_tester(1, "tester-left", "2024-03-01")], P, "tester:ana", LATER, 0)
    assert found is not None
    nothing = {"since": None, "via": None, "certainty": None, "possibly": None}
    assert [found[facet] for facet in ("membership", "nda", "access")] == [
        {"state": None, **nothing},
        {"state": "none", **nothing, "terms": None},
        {"state": "none", **nothing},
    ]
    assert set(found["counts"].values()) == {0}
    assert (found["commitments"], found["events"]) == ([], [])


def test_a_commitment_made_to_the_tester() -> None:
    assert of_ana(
        [promised(1, "2024-02-01", "tester:ana", due_at="2024-03-01T01:00:00+01:00")]
    ) == [
        {
            "commitment": "c",
            "by": "org:o",
            "to": ["tester:ana"],
            "text": "t",
            "due_at": "2024-03-01T00:00:00Z",
            "made": {
                "text": "2024-02-01",
                "earliest": "2024-02-01T00:00:00Z",
                "latest": "2024-02-01T23:59:59.999999Z",
            },
            "via": uid(1),
            "certainty": "certain",
            "basis": "told",
            "state": "overdue",
            "settled": None,
        }
    ]


def test_by_which_way_a_commitment_came_and_how_certainly() -> None:
    def came(*to: str, when: str = "2024-02-01") -> list[Any]:
        found = of_ana([joined(1, "2024-01-01"), joined(2, "2024"), promised(3, when, *to)])
        return [(each["basis"], each["certainty"]) for each in found]

    assert came("tester:ben", "org:q") == []
    assert came("public") == [("public", "certain")]
    assert came("public", "group:g") == [("member", "certain")]
    assert came("group:g", "tester:ana") == [("told", "certain")]
    # In 2023 she was no member yet; on 1 January 2024 she had perhaps not joined.
    assert came("group:g", when="2023") == []
    assert came("group:g", when="2024-01") == [("member", "possible")]
    assert came("public", "group:g", when="2024-01") == [("public", "certain")]
    assert came("public", "group:g", when="2024-01/..") == [("member", "possible")]
    # A group's own.
    invited = of_tester(2, "tester-invited", "2020", "group:g", by="org:o")
    history = [promised(1, "2024-02-01", "group:g"), invited]
    found = one_tester(history, P, "group:g", LATER, 2)
    assert found is not None
    assert [each["basis"] for each in found["commitments"]] == ["told"]


def test_what_became_of_a_commitment() -> None:
    made = promised(1, "2024-02-01", "tester:ana", due_at="2024-03-01T00:00:00Z")
    kept, broken = ended(2, "kept", "2024-04-01"), ended(3, "broken", "2024-05-01")

    def became(history: list[Event], as_of: str = LATER) -> tuple[Any, Any]:
        [found] = of_ana(history, as_of)
        return found["state"], found["settled"]

    assert became([made], "2024-03-01T00:00:00Z") == ("open", None)
    assert became([made], "2024-03-01T00:00:00.000001Z") == ("overdue", None)
    assert became([promised(1, "2024-02-01", "tester:ana")]) == ("open", None)
    assert became([made, kept]) == ("kept", uid(2))
    assert became([made, kept, broken]) == ("broken", uid(3))
    assert became([made, kept, broken], "2024-04-15T00:00:00Z") == ("kept", uid(2))
    # Perhaps kept is not kept.
    assert became([made, ended(2, "kept", "2024-04-01/..")]) == ("overdue", None)


def test_commitments_stand_in_the_order_in_which_they_were_made() -> None:
    history = [
        promised(1, "2024-03-01", "tester:ana"),
        promised(2, "2024-02", "tester:ana", slug="d"),
        promised(3, "2024-02-29T23:59:59.999999Z", "tester:ana"),
    ]
    # 2 and 3 end at one instant; 2 begins earlier.
    assert [each["via"] for each in of_ana(history)] == [uid(2), uid(3), uid(1)]
    assert [each["certainty"] for each in of_ana(history, "2024-02-10T00:00:00Z")] == ["possible"]


def test_the_tester_s_timeline_is_of_what_names_it() -> None:
    changed = {"party": "tester:ana", "group": "group:h"}
    history = [
        of_tester(1, "tester-left", "2024-05-01"),
        told(2, "2024-04-01", "staff:bo", "tester:ana"),
        told(3, "2024-03-01", "staff:bo", "group:g"),
        joined(4, "2024-02"),
        joined(5, "2024-01-01", "tester:ben"),
        corrected(6, 5, data=changed),
    ]
    expected = [(uid(5), "certain"), (uid(4), "certain"), (uid(2), "certain"), (uid(1), "certain")]
    assert timeline(history, P, LATER, 6, "tester:ana") == [*expected, (uid(6), "certain")]
    found = one_tester(history, P, "tester:ana", "2024-02-10T00:00:00Z", 5)
    assert found is not None
    assert found["events"] == [(uid(4), "possible")]
