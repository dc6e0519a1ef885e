"""The oracle against situations that were worked by hand; the working stands in the comments."""

from typing import Any

import pytest

from .acceptance import acceptable
from .given import (
    LATER,
    P,
    corrected,
    disputed,
    event,
    joined,
    left,
    retracted,
    settled,
    told,
    uid,
)
from .knowledge import what, who
from .path import how
from .roster import roster
from .timeline import timeline
from .times import certainty, read_instant, read_occurrence, show_instant, three_part
from .visibility import Event, visible


def knower(
    history: list[Event], party: str, item: str = "item:x", as_of: str = LATER
) -> dict[str, Any] | None:
    """The party's K out of `who`."""
    found = who(history, P, item, as_of, len(history))["knowers"]
    return next((each for each in found if each["party"] == party), None)


def of(answer: dict[str, Any] | None, *fields: str) -> list[Any]:
    assert answer is not None
    return [answer[field] for field in fields]


# --- times ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-11-20T10:00:00+01:00", "2024-11-20T09:00:00Z"),
        ("2024-11-20t10:00:00z", "2024-11-20T10:00:00Z"),
        ("2024-11-20T10:00:00.5Z", "2024-11-20T10:00:00.500000Z"),
        ("2024-11-20T10:00:00.1234569Z", "2024-11-20T10:00:00.123456Z"),
        ("2024-11-20T10:00:00.0000009Z", "2024-11-20T10:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ("2024-03-01T00:30:00+23:59", "2024-02-29T00:31:00Z"),
    ],
)
def test_instants_are_answered_in_utc(text: str, shown: str) -> None:
    assert show_instant(read_instant(text)) == shown


@pytest.mark.parametrize(
    ("text", "zone", "earliest", "latest"),
    [
        ("2024", None, "2024-01-01T00:00:00Z", "2024-12-31T23:59:59.999999Z"),
        ("2024-02~", None, "2024-02-01T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
        ("2024-11-26?", "+01:00", "2024-11-25T23:00:00Z", "2024-11-26T22:59:59.999999Z"),
        ("2024-11-26", "-05:30", "2024-11-26T05:30:00Z", "2024-11-27T05:29:59.999999Z"),
        ("../2024-03-31", None, None, "2024-03-31T23:59:59.999999Z"),
        ("2024-11-26/..", None, "2024-11-26T00:00:00Z", None),
        ("2023/2024-02", None, "2023-01-01T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
        ("2024-11-26/2024-11", None, "2024-11-26T00:00:00Z", "2024-11-30T23:59:59.999999Z"),
        ("2024~/2024-11-25T23:00:00Z", "+01:00", "2023-12-31T23:00:00Z", "2024-11-25T23:00:00Z"),
        ("9999", None, "9999-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
        ("2024-11-26T10:00:00-01:00", "+09:00", "2024-11-26T11:00:00Z", "2024-11-26T11:00:00Z"),
    ],
)
def test_bounds(text: str, zone: str | None, earliest: str | None, latest: str | None) -> None:
    shown = three_part(read_occurrence(text, zone))
    assert shown == {"text": text, "earliest": earliest, "latest": latest}


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-20T10:00:00",  # naive
        "2024-11-20 10:00:00Z",
        "2024-11-20T10:00Z",
        "2024-12-31T23:59:60Z",  # a leap second
        "2024-11-20T24:00:00Z",
        "2024-11-20T10:00:00+24:00",
        "0001-01-01T00:00:00+01:00",  # year 0 in UTC
        "9999-12-31T23:59:59-00:01",  # year 10000 in UTC
        "0000",
        "2024-13",
        "2023-02-29",
        "2024%",
        "2024~?",
        "24",
        "",
        "../..",
        "2024/",
        "/2024",
        "2023/2024/2025",
        "2024/2023",
        "2024-11-20\n",
    ],
)
def test_malformed_times(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_occurrence(text)


def test_a_zone_may_push_a_date_out_of_the_years() -> None:
    with pytest.raises(ValueError, match="outside"):
        read_occurrence("0001", "+00:01")
    with pytest.raises(ValueError, match="outside"):
        read_occurrence("9999-12-31", "-00:01")


def test_certainty_at_the_bounds() -> None:
    day = read_occurrence("2024-11-26")
    assert certainty(day, read_instant("2024-11-25T23:59:59.999999Z")) is None
    assert certainty(day, read_instant("2024-11-26T00:00:00Z")) == "possible"
    assert certainty(day, read_instant("2024-11-26T23:59:59.999998Z")) == "possible"
    assert certainty(day, read_instant("2024-11-26T23:59:59.999999Z")) == "certain"
    now = read_instant("2024-11-26T00:00:00Z")
    assert certainty(read_occurrence("2024-11-26T00:00:00Z"), now) == "certain"
    assert certainty(read_occurrence("../2024-11-26"), now) == "possible"
    assert certainty(read_occurrence("2024-11-26/.."), read_instant("9999-01-01T00:00:00Z")) == (
        "possible"
    )


# --- visibility ----------------------------------------------------------------------------------


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


# --- who -----------------------------------------------------------------------------------------


def test_who_is_told_knows_and_who_tells_knew() -> None:
    # bo (2024-05-01T10:00) tells; both learn at the same instant and position, so by party.
    history = [told(1, "2024-05-01T10:00:00Z", "staff:bo", "tester:ana")]
    when = {
        "text": "2024-05-01T10:00:00Z",
        "earliest": "2024-05-01T10:00:00Z",
        "latest": "2024-05-01T10:00:00Z",
    }
    rest = {
        "item": "item:x",
        "state": "full",
        "certainty": "certain",
        "possibly": None,
        "learned_at": when,
        "full_at": when,
        "channel": None,
        "via": uid(1),
        "grade": "reported",
        "asserted_by": None,
        "disputed": False,
    }
    assert who(history, P, "item:x", LATER, 1) == {
        "item": "item:x",
        "knowers": [
            {"party": "staff:bo", "from": None, "basis": "telling", **rest},
            {"party": "tester:ana", "from": "staff:bo", "basis": "told", **rest},
        ],
    }
    assert who(history, P, "item:x", "2024-05-01T09:59:59.999999Z", 1)["knowers"] == []
    assert who(history, P, "item:x", LATER, 0)["knowers"] == []


def test_the_rumour_comes_first_and_the_state_from_who_told_it_in_full() -> None:
    history = [
        told(1, "2024-06-01", "staff:bo", "tester:ana"),
        told(2, "2024-05-01", "tester:cy", "tester:ana", "rumour"),
    ]
    ana = knower(history, "tester:ana")
    assert of(ana, "state", "from", "via") == ["full", "staff:bo", uid(1)]
    assert of(ana, "learned_at", "full_at") == [
        three_part(read_occurrence("2024-05-01")),
        three_part(read_occurrence("2024-06-01")),
    ]
    # In between it was but a rumour.
    ana = knower(history, "tester:ana", as_of="2024-05-15T00:00:00Z")
    assert of(ana, "state", "full_at", "from") == ["rumour", None, "tester:cy"]


def test_what_is_only_possible_counts_only_where_nothing_is_certain() -> None:
    history = [
        told(1, "2024-05", "staff:bo", "tester:ana"),  # full, some time in May
        told(2, "2024-05-10", "staff:cy", "tester:ana", "partial"),
    ]
    # On 5 May 12:00 only 1 is possible. On 20 May 2 is certain, 1 still possible.
    ana = knower(history, "tester:ana", as_of="2024-05-05T12:00:00Z")
    assert of(ana, "state", "certainty", "possibly") == ["full", "possible", None]
    ana = knower(history, "tester:ana", as_of="2024-05-20T00:00:00Z")
    assert of(ana, "state", "certainty", "possibly") == ["partial", "certain", "full"]
    assert of(ana, "from", "full_at") == ["staff:cy", None]
    # In June all is certain; 2 is first by latest (10 May before 31 May).
    ana = knower(history, "tester:ana")
    assert of(ana, "state", "possibly", "from") == ["full", None, "staff:bo"]
    assert ana is not None
    assert ana["learned_at"]["text"] == "2024-05-10"


def test_never_certain_after_an_open_beginning() -> None:
    history = [told(1, "2024-11-26/..", "staff:bo", "tester:ana")]
    assert knower(history, "tester:ana", as_of="2024-11-25T23:59:59Z") is None
    ana = knower(history, "tester:ana", as_of="9999-01-01T00:00:00Z")
    assert of(ana, "certainty", "state") == ["possible", "full"]


def test_a_retracted_or_upheld_disclosure_teaches_nothing_but_its_dispute_is_known() -> None:
    history = [told(1, "2024", "staff:bo", "tester:ana"), disputed(2, 1)]
    assert of(knower(history, "tester:ana"), "disputed") == [True]
    history.append(settled(3, 1, "upheld"))
    assert knower(history, "tester:ana") is None
    # eva disputed: she knows of the dispute, not of what it is about.
    assert of(knower(history, "staff:eva", f"event:{uid(2)}"), "basis") == ["took-part"]
    assert who(history, P, f"event:{uid(1)}", LATER, 3)["knowers"] == []


def test_access_is_the_means_to_know_and_gives_no_learned_at_beside_others() -> None:
    granted = {"tester": "tester:ana", "items": ["item:x"], "by": "staff:bo"}
    history = [
        event(1, "access-granted", "2024-01-01", granted),
        told(2, "2024-06-01", "staff:cy", "tester:ana", "rumour"),
    ]
    ana = knower(history, "tester:ana", as_of="2024-02-01T00:00:00Z")
    assert of(ana, "state", "basis", "from") == ["access", "access", "staff:bo"]
    assert ana is not None
    assert ana["learned_at"]["text"] == "2024-01-01"
    ana = knower(history, "tester:ana")
    assert of(ana, "state", "basis", "from") == ["rumour", "told", "staff:cy"]
    assert ana is not None
    assert ana["learned_at"]["text"] == "2024-06-01"
    # Who gave access took part, and in full.
    assert of(knower(history, "staff:bo"), "state", "basis") == ["full", "took-part"]


def test_what_is_public_everybody_knows() -> None:
    published = {"items": ["item:x"], "by": "press:ars", "extent": "partial"}
    history = [event(1, "item-published", "2024-06-01", published)]
    knowers = who(history, P, "item:x", LATER, 1)["knowers"]
    assert [each["party"] for each in knowers] == ["press:ars", "public"]
    assert of(knowers[0], "basis", "state") == ["telling", "partial"]
    assert of(knowers[1], "basis", "from", "state") == ["public", "press:ars", "partial"]
    # A stranger knows it from the public, and the publication with it.
    [item] = what(history, P, "tester:zoe", LATER, 1)["items"]
    assert of(item, "basis", "from", "state") == ["public", "public", "partial"]
    both = what(history, P, "tester:zoe", LATER, 1, events=True)["items"]
    assert [each["item"] for each in both] == [f"event:{uid(1)}", "item:x"]
    assert what(history, P, "tester:zoe", "2024-05-01T00:00:00Z", 1)["items"] == []


def test_a_statement_to_the_public_is_a_publication_and_a_leak_to_it_a_leak() -> None:
    said = {"statement": "s", "by": "org:o", "to": ["public"], "text": "t", "items": ["item:x"]}
    history = [
        event(1, "statement-issued", "2024-06-01", said),
        event(2, "item-leaked", "2024-05-01", {"items": ["item:x"], "to": ["public"]}),
    ]
    assert of(knower(history, "public"), "basis", "from", "via") == ["leak", None, uid(2)]
    zoe = what(history, P, "tester:zoe", LATER, 2)["items"]
    assert [(each["item"], each["basis"], each["from"]) for each in zoe] == [
        ("item:x", "public", "public"),
        ("statement:s", "public", "public"),
    ]


def test_asked_not_told_until_anything_is_learned() -> None:
    def asked(number: int, when: str, by: str) -> Event:
        data = {"item": "item:x", "by": by, "of": "staff:bo"}
        return event(number, "knowledge-requested", when, data, grade="primary")

    history = [
        asked(1, "2024-05-02", "tester:cy"),
        asked(2, "2024-05-01", "tester:cy"),
        asked(3, "2024-05-01", "tester:ana"),
        asked(4, "2024-05", "tester:dan"),
        told(5, "2024-06-01", "staff:bo", "tester:ana"),
    ]
    # On 3 May: ana's and cy's requests are certain, dan's (any time of May) is not.
    answer = who(history, P, "item:x", "2024-05-03T00:00:00Z", 5)
    assert [each["party"] for each in answer["knowers"]] == ["tester:ana", "tester:cy"]
    assert answer["knowers"][1] == {
        "party": "tester:cy",
        "item": "item:x",
        "state": "asked-not-told",
        "certainty": "certain",
        "possibly": None,
        "learned_at": None,
        "full_at": None,
        "from": None,
        "channel": None,
        "basis": None,
        "via": uid(2),
        "grade": "primary",
        "asserted_by": None,
        "disputed": False,
    }
    # During 1 June ana's learning is possible: no longer asked-not-told.
    answer = who(history, P, "item:x", "2024-06-01T12:00:00Z", 5)
    assert [(each["party"], each["state"], each["certainty"]) for each in answer["knowers"]] == [
        ("staff:bo", "full", "possible"),
        ("tester:ana", "full", "possible"),
        ("tester:cy", "asked-not-told", "certain"),
        ("tester:dan", "asked-not-told", "certain"),
    ]
    # Once it is public, those who asked know it from there, and are still listed.
    history.append(event(6, "item-published", "2024-07", {"items": ["item:x"]}))
    cy = knower(history, "tester:cy")
    assert of(cy, "state", "basis", "from", "via") == ["full", "public", "public", uid(6)]
    assert knower(history, "tester:zoe") is None


def test_what_happened_behind_ones_back() -> None:
    escalated = {"concern": "c", "tester": "tester:ana", "by": "staff:bo", "to": ["org:o"]}
    history = [event(1, "concern-escalated", "2024", escalated)]
    for item in ("concern:c", f"event:{uid(1)}"):
        knowers = who(history, P, item, LATER, 1)["knowers"]
        assert [(each["party"], each["basis"], each["from"]) for each in knowers] == [
            ("org:o", "told", "staff:bo"),
            ("staff:bo", "took-part", None),
        ]


def test_the_signatories_of_a_letter_tell_what_it_reveals() -> None:
    letter = {
        "letter": "l",
        "title": "t",
        "by": "group:artists",
        "signatories": ["tester:ana"],
        "reveals": ["item:x"],
        "addressed_to": ["org:o"],
    }
    history = [joined(1, "2020"), event(2, "open-letter-published", "2024", letter)]
    knowers = who(history, P, "item:x", LATER, 2)["knowers"]
    assert [(each["party"], each["basis"]) for each in knowers] == [
        ("group:artists", "telling"),
        ("public", "public"),
        ("tester:ana", "telling"),
    ]
    knowers = who(history, P, "letter:l", LATER, 2)["knowers"]
    assert [(each["party"], each["basis"]) for each in knowers] == [
        ("group:artists", "took-part"),
        ("public", "public"),
        ("tester:ana", "took-part"),
    ]


# --- members -------------------------------------------------------------------------------------


def test_a_member_learns_what_the_group_is_told() -> None:
    history = [joined(1, "2024-01-01"), told(2, "2024-01-02", "staff:bo", "group:g")]
    ana = knower(history, "tester:ana")
    assert of(ana, "certainty", "basis", "from", "channel") == [
        *["certain", "member", "staff:bo", "group:g"],
    ]
    assert of(knower(history, "group:g"), "basis", "channel") == ["told", None]


def test_a_leave_at_the_very_instant_ends_it() -> None:
    # At 12:00 the leave has happened: `latest` 12:00 <= t, and it certainly came after the join.
    history = [
        joined(1, "2024-01-01"),
        left(2, "2024-01-05T12:00:00Z"),
        told(3, "2024-01-05T12:00:00Z", "staff:bo", "group:g"),
    ]
    assert knower(history, "tester:ana") is None
    history[2]["occurred_at"] = "2024-01-05T11:59:59.999999Z"
    assert of(knower(history, "tester:ana"), "certainty") == ["certain"]
    # Over both instants it belonged at the first only: possible for ever, from `earliest` on.
    history[2]["occurred_at"] = "2024-01-05T11:59:59.999999Z/2024-01-05T12:00:00Z"
    assert of(knower(history, "tester:ana"), "certainty") == ["possible"]
    assert knower(history, "tester:ana", as_of="2024-01-05T11:59:59.999998Z") is None
    assert of(knower(history, "group:g"), "certainty") == ["certain"]


def test_who_left_and_joined_on_one_day_possibly_belongs() -> None:
    # The leave may have come after the join (its latest >= the join's earliest): not certain. It
    # did not certainly come after: still possible.
    history = [
        joined(1, "2024-01-01"),
        left(2, "2024-01-01"),
        told(3, "2024-02-01", "staff:bo", "group:g"),
    ]
    assert of(knower(history, "tester:ana"), "certainty") == ["possible"]
    # A second join, certainly after the leave, makes it certain.
    history.append(joined(4, "2024-01-20"))
    assert of(knower(history, "tester:ana"), "certainty") == ["certain"]
    # A leave the day after the first join, and nothing else: none.
    history = [joined(1, "2024-01-01"), left(2, "2024-01-02"), history[2]]
    assert knower(history, "tester:ana") is None


def test_a_gap_of_a_microsecond_within_the_bounds_is_found() -> None:
    # Left at noon, back at noon and 1 µs: at noon she did not belong. The day is not covered.
    history = [
        joined(1, "2024-01-01"),
        left(2, "2024-01-05T12:00:00Z"),
        joined(3, "2024-01-05T12:00:00.000001Z"),
        told(4, "2024-01-05", "staff:bo", "group:g"),
    ]
    assert of(knower(history, "tester:ana"), "certainty") == ["possible"]
    history[3]["occurred_at"] = "2024-01-06"
    assert of(knower(history, "tester:ana"), "certainty") == ["certain"]
    # And the other way: one microsecond of belonging within a month is enough for possible.
    history = [
        joined(1, "2024-01-05T12:00:00Z"),
        left(2, "2024-01-05T12:00:00.000001Z"),
        told(3, "2024-01", "staff:bo", "group:g"),
    ]
    assert of(knower(history, "tester:ana"), "certainty") == ["possible"]


def test_unbounded_joins_leaves_and_events() -> None:
    # Joined by 2023 (who knows when): in 2024 certain; at some time before 2023 possible.
    history = [joined(1, "../2023"), told(2, "2024", "staff:bo", "group:g")]
    assert of(knower(history, "tester:ana"), "certainty") == ["certain"]
    history[1]["occurred_at"] = "1950"
    assert of(knower(history, "tester:ana"), "certainty") == ["possible"]
    # Told by 2024, with no beginning: she did not certainly belong at all those instants.
    history[1]["occurred_at"] = "../2024"
    assert of(knower(history, "tester:ana"), "certainty") == ["possible"]
    # Left, not before 2024-06: from then on it may have happened; it never certainly has.
    history = [
        joined(1, "2023"),
        left(2, "2024-06-01/.."),
        told(3, "2024-05-31", "staff:bo", "group:g"),
        told(4, "2024-06-01", "staff:bo", "group:g"),
    ]
    ana = knower(history, "tester:ana")
    assert of(ana, "certainty", "via") == ["certain", uid(3)]
    assert of(knower([*history[:2], history[3]], "tester:ana"), "certainty") == ["possible"]


def test_a_leak_to_a_group_and_its_access_reach_the_members() -> None:
    granted = {"tester": "group:g", "items": ["item:x"], "by": "staff:bo"}
    leaked = {"items": ["item:x"], "to": ["group:g"], "channel": "discord"}
    history = [
        joined(1, "2024-01-01"),
        event(2, "access-granted", "2024-02-01", granted),
        event(3, "item-leaked", "2024-03-01", leaked),
    ]
    ana = knower(history, "tester:ana", as_of="2024-02-15T00:00:00Z")
    assert of(ana, "basis", "state", "channel") == ["access", "access", "group:g"]
    ana = knower(history, "tester:ana")
    assert of(ana, "basis", "state", "channel") == ["member", "full", "discord"]
    # The group took part in the grant; its member did not.
    assert [each["party"] for each in who(history, P, f"event:{uid(2)}", LATER, 3)["knowers"]] == [
        "group:g",
        "staff:bo",
    ]


# --- how -----------------------------------------------------------------------------------------


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


# --- the other views -----------------------------------------------------------------------------


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


# --- acceptance ----------------------------------------------------------------------------------


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
