"""What groups that are told teach their members: worked by hand."""

from .asked import knower, of
from .given import (
    LATER,
    P,
    event,
    joined,
    left,
    told,
    uid,
)
from .knowledge import who


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
