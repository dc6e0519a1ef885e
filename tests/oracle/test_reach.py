"""Who could have come to know: worked by hand."""

from typing import Any

import pytest

from .given import LATER, P, corrected, event, joined, left, retracted, told, uid
from .reach import reach
from .visibility import Event
from .way import way_holds


def contact(number: int, when: str, *parties: str) -> Event:
    people = [party if ":" in party else f"tester:{party}" for party in parties]
    return event(number, "contact-observed", when, {"parties": people})


def member(number: int, when: str, name: str, group: str = "group:g") -> Event:
    return event(number, "group-joined", when, {"group": group, "party": f"tester:{name}"})


def reached(
    history: list[Event], as_of: str = LATER, as_recorded: int | None = None
) -> list[tuple[str, str | None]]:
    """Name and time of each tester that is reached; nobody else may be."""
    at = len(history) if as_recorded is None else as_recorded
    found = reach(history, P, "item:x", as_of, at)["reached"]
    assert all(each["party"].startswith("tester:") for each in found)
    return [(each["party"].removeprefix("tester:"), each["at"]) for each in found]


def of_sources(history: list[Event], as_of: str = LATER) -> list[tuple[str, str | None]]:
    found = reach(history, P, "item:x", as_of, len(history))["sources"]
    return [(each["party"], each["at"]) for each in found]


# ana knows item:x from noon of 1 February on; who told her is not known.
ANA_KNOWS = told(1, "2024-02-01T12:00:00Z", None, "tester:ana")
NOON = "2024-02-01T12:00:00Z"

# --- sources -------------------------------------------------------------------------------------


def test_the_sources_are_those_who_knew_since_their_first_beginning() -> None:
    history = [
        told(1, "2024-03", "staff:bo", "tester:ana"),
        told(2, "2024-02-01", None, "tester:ana", "rumour"),
        event(3, "item-published", "2024-04-01", {"items": ["item:x"]}),
        told(4, "../2024-05-01", None, "tester:zoe"),
        event(5, "knowledge-requested", "2024-01-01", {"item": "item:x", "by": "a", "of": "b"}),
    ]
    assert of_sources(history) == [
        ("tester:zoe", None),
        ("tester:ana", "2024-02-01T00:00:00Z"),
        ("staff:bo", "2024-03-01T00:00:00Z"),
        ("public", "2024-04-01T00:00:00Z"),
    ]
    # Perhaps she knows already, on 1 February at noon; bo and the public do not.
    assert of_sources(history, NOON) == [
        ("tester:zoe", None),
        ("tester:ana", "2024-02-01T00:00:00Z"),
    ]
    assert reach([], P, "item:x", LATER, 0) == {"item": "item:x", "sources": [], "reached": []}


def test_what_is_public_reaches_nobody_by_contact_or_group() -> None:
    history = [
        event(1, "item-published", "2024-02-01", {"items": ["item:x"]}),
        contact(2, "2024-03-01", "ana", "ben"),
        joined(3, "2024-01-01"),
    ]
    assert reached(history) == []


# --- contacts ------------------------------------------------------------------------------------


def test_a_contact_after_somebody_knew_passes_it_on() -> None:
    history = [ANA_KNOWS, contact(2, "2024-02-02T10:00:00Z", "ben", "ana")]
    assert reached(history) == [("ben", "2024-02-02T10:00:00Z")]
    assert reached(history, "2024-02-02T09:59:59Z") == []
    assert reached(history, as_recorded=1) == []
    assert reached([ANA_KNOWS, contact(2, "2024-01-31T10:00:00Z", "ana", "ben")]) == []
    # At the very instant it may be just after.
    assert reached([ANA_KNOWS, contact(2, NOON, "ana", "ben")]) == [("ben", NOON)]


def test_an_uncertain_contact_may_have_been_at_any_time_of_its_bounds() -> None:
    # On that day: perhaps after noon, so from noon on. In February: the same.
    for when in ("2024-02-01", "2024-02", "../2024-02-02", "2024-01-01/.."):
        assert reached([ANA_KNOWS, contact(2, when, "ana", "ben")]) == [("ben", NOON)]
    # Not before it can have begun, and not after it must have ended.
    assert reached([ANA_KNOWS, contact(2, "2024-03", "ana", "ben")]) == [
        ("ben", "2024-03-01T00:00:00Z")
    ]
    assert reached([ANA_KNOWS, contact(2, "../2024-01-31", "ana", "ben")]) == []
    # By the end of January that contact, perhaps over already, could not have passed it on.
    assert reached([ANA_KNOWS, contact(2, "2024", "ana", "ben")], "2024-01-31T00:00:00Z") == []


def test_all_who_were_there_could_have_come_to_know() -> None:
    history = [ANA_KNOWS, contact(2, "2024-02-02", "cai", "ana", "ben", "ana")]
    day = "2024-02-02T00:00:00Z"
    assert reached(history) == [("ben", day), ("cai", day)]


def test_passing_on_chains_in_time_only() -> None:
    later, latest = "2024-02-02T10:00:00Z", "2024-02-03T10:00:00Z"
    history = [ANA_KNOWS, contact(2, latest, "ben", "cai"), contact(3, later, "ana", "ben")]
    assert reached(history) == [("ben", later), ("cai", latest)]
    # ben met cai before he met ana: nothing to pass on yet.
    history = [ANA_KNOWS, contact(2, later, "ben", "cai"), contact(3, latest, "ana", "ben")]
    assert reached(history) == [("ben", latest)]
    # Of two uncertain ones, both may have been that evening, one after the other.
    history = [ANA_KNOWS, contact(2, "2024-02", "ben", "cai"), contact(3, "2024-02", "ana", "ben")]
    assert reached(history) == [("ben", NOON), ("cai", NOON)]


def test_the_earliest_way_counts_even_if_it_is_longer() -> None:
    history = [
        ANA_KNOWS,
        contact(2, "2024-06-01T00:00:00Z", "ana", "dan"),
        contact(3, "2024-02-02T00:00:00Z", "ana", "ben"),
        contact(4, "2024-02-03T00:00:00Z", "ben", "cai"),
        contact(5, "2024-02-04T00:00:00Z", "cai", "dan"),
    ]
    assert reached(history)[-1] == ("dan", "2024-02-04T00:00:00Z")


def test_who_knew_later_may_have_come_to_know_before_and_passed_it_on() -> None:
    # ben was told in June; by then he had met ana, and then cai. He stays a source, of June.
    history = [
        ANA_KNOWS,
        told(2, "2024-06-01T00:00:00Z", None, "tester:ben"),
        contact(3, "2024-03-01T00:00:00Z", "ana", "ben"),
        contact(4, "2024-04-01T00:00:00Z", "ben", "cai"),
    ]
    assert reached(history) == [("cai", "2024-04-01T00:00:00Z")]
    assert of_sources(history)[1] == ("tester:ben", "2024-06-01T00:00:00Z")


def test_what_was_known_always_may_have_been_passed_on_always() -> None:
    history = [
        told(1, "../2024-02-01", None, "tester:ana"),
        contact(2, "../2024-01-01", "ana", "ben"),
        contact(3, "2023", "ana", "cai"),
    ]
    assert reached(history) == [("ben", None), ("cai", "2023-01-01T00:00:00Z")]


def test_contacts_are_as_corrected_and_not_as_retracted() -> None:
    history = [ANA_KNOWS, contact(2, "2024-01-01", "ana", "ben")]
    history += [corrected(3, 2, occurred_at="2024-03-01"), retracted(4, 2)]
    by_position = [reached(history, as_recorded=at) for at in (2, 3, 4)]
    assert by_position == [[], [("ben", "2024-03-01T00:00:00Z")], []]


# --- groups --------------------------------------------------------------------------------------


def test_a_common_group_passes_on_as_soon_as_both_belong() -> None:
    history = [ANA_KNOWS, joined(2, "2024-01-01"), member(3, "2024-01-01", "ben")]
    assert reached(history) == [("ben", NOON)]
    # He joins in March; or she does.
    march = "2024-03-01T00:00:00Z"
    assert reached([*history[:2], member(3, "2024-03-01", "ben")]) == [("ben", march)]
    assert reached([ANA_KNOWS, joined(2, "2024-03-01"), history[2]]) == [("ben", march)]
    assert reached([ANA_KNOWS, joined(2, "2024-03-01"), history[2]], "2024-02-28T00:00:00Z") == []
    # Not in different groups.
    assert reached([*history[:2], member(3, "2024-01-01", "ben", "group:h")]) == []
    # The group itself belongs to no group: it is not reached, and passes on to nobody.
    assert reached([told(1, "2024-02-01", None, "group:g"), joined(2, "2024-03-01")]) == []


def test_who_had_left_before_is_not_reached() -> None:
    both = [ANA_KNOWS, joined(2, "2024-01-01"), member(3, "2024-01-01", "ben")]
    assert reached([*both, left(4, "2024-02-01T12:00:00.000001Z")]) == [("ben", NOON)]
    assert reached([*both, left(4, NOON)]) == []  # at the instant she has left
    assert reached([*both, left(4, "2024-01-15", "tester:ben")]) == []
    # Left some time in February: perhaps after noon of the first.
    assert reached([*both, left(4, "2024-02")]) == [("ben", NOON)]
    # A leave that may have been before the join ends nothing.
    assert reached([*both, left(4, "2024-01-01", "tester:ben")]) == [("ben", NOON)]
    # Left and come again.
    again = [*both, left(4, "2024-01-15", "tester:ben"), member(5, "2024-05-01", "ben")]
    assert reached(again) == [("ben", "2024-05-01T00:00:00Z")]


def test_never_at_one_time_in_the_group_is_not_together() -> None:
    history = [
        ANA_KNOWS,
        joined(2, "2024-01-01"),
        left(3, "2024-03-01"),
        member(4, "2024-03-02T00:00:00Z", "ben"),
    ]
    assert reached(history) == []
    # The leave of 1 March may be as late as its last microsecond; ben may have come in it.
    assert reached([*history[:3], member(4, "2024-03-01", "ben")]) == [
        ("ben", "2024-03-01T00:00:00Z")
    ]


def test_groups_and_contacts_chain() -> None:
    history = [
        ANA_KNOWS,
        contact(2, "2024-02-02T00:00:00Z", "ana", "ben"),
        member(3, "2024-01-01", "ben"),
        member(4, "2024-02-05", "cai"),
        contact(5, "2024-02-04", "cai", "dan"),
        contact(6, "2024-02-06", "cai", "eva"),
    ]
    assert reached(history) == [
        ("ben", "2024-02-02T00:00:00Z"),
        ("cai", "2024-02-05T00:00:00Z"),
        ("eva", "2024-02-06T00:00:00Z"),
    ]


# --- paths ---------------------------------------------------------------------------------------

MARCH = "2024-03-01T00:00:00Z"
WAY = [ANA_KNOWS, contact(2, NOON, "ana", "ben"), member(3, "2024-01-01", "ben")]
WAY += [member(4, "2024-03-01", "cai"), contact(5, "2024-05-01", "ana", "cai")]


def hop(giver: str, taker: str, at: str, via: int | None = None) -> dict[str, Any]:
    return {
        "from": f"tester:{giver}",
        "to": f"tester:{taker}",
        "at": at,
        "through": "group" if via is None else "contact",
        "via": None if via is None else uid(via),
        "group": "group:g" if via is None else None,
    }


BEN, CAI = hop("ana", "ben", NOON, 2), hop("ben", "cai", MARCH)


def test_a_path_that_holds() -> None:
    assert reached(WAY) == [("ben", NOON), ("cai", MARCH)]
    for path in ([BEN], [BEN, CAI]):
        entry = {"party": path[-1]["to"], "at": path[-1]["at"], "path": path}
        assert way_holds(entry, WAY, P, "item:x", LATER, 5)


@pytest.mark.parametrize(
    "path",
    [
        [],
        [CAI],  # not from a source
        [BEN],  # not to the party
        [BEN, hop("ana", "cai", "2024-05-01T00:00:00Z", 5)],  # not from where it had come
        [BEN, hop("ben", "cai", MARCH, 5)],  # they did not meet there
        [BEN, CAI | {"group": "group:h"}],
        [BEN, CAI | {"at": NOON}],  # cai was no member yet
        [BEN | {"at": MARCH}, CAI],
        [BEN, CAI | {"via": uid(2)}],  # a group is no event
    ],
)
def test_paths_that_do_not_hold(path: list[dict[str, Any]]) -> None:
    entry = {"party": "tester:cai", "at": MARCH, "path": path}
    assert not way_holds(entry, WAY, P, "item:x", LATER, 5)
    # Nor does the one that does, before the time.
    entry = {"party": "tester:cai", "at": MARCH, "path": [BEN, CAI]}
    assert not way_holds(entry, WAY, P, "item:x", "2024-02-29T00:00:00Z", 5)
