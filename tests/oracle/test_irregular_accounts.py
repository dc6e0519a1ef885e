"""Recorded late, told before knowing, and references to nothing: worked by hand."""

from typing import Any

from .given import (
    all_irregular,
    corrected,
    disputed,
    event,
    irregular,
    joined,
    of_tester,
    retracted,
    told,
    uid,
)
from .irregularities import irregularities
from .visibility import Event

DAY = "2024-03-10"

# --- recorded-late -------------------------------------------------------------------------------

LATE = "recorded-late"


def late(history: list[Event], recorded: list[str], as_of: str = "2030-01-01T00:00:00Z") -> Any:
    at = dict(enumerate(recorded, 1))
    found = irregularities(history, "sora", as_of, len(history), at, LATE)
    return [(each["certainty"], *each["events"], each.get("tester")) for each in found]


def test_recorded_more_than_a_day_after_it_had_ended() -> None:
    history = [of_tester(1, "tester-left", "2024-03-10T12:00:00Z"), told(2, DAY, None, "staff:bo")]
    # A day after noon; a day after the end of the day.
    assert late(history, ["2024-03-11T12:00:00Z", "2024-03-11T23:59:59.999999Z"]) == []
    assert late(history, ["2024-03-11T12:00:00.000001Z", "2024-03-12T00:00:00Z"]) == [
        ("certain", uid(1), "tester:ana"),
        ("certain", uid(2), None),
    ]
    # What is open to the future is never late.
    assert late([told(1, "2024-03-10/..", None, "staff:bo")], ["2029-01-01T00:00:00Z"]) == []


def test_late_is_as_certain_as_the_event_by_as_of() -> None:
    history = [told(1, DAY, None, "staff:bo")]
    recorded = ["2024-04-01T00:00:00Z"]
    assert late(history, recorded, "2024-03-09T23:59:59Z") == []
    assert late(history, recorded, "2024-03-10T12:00:00Z") == [("possible", uid(1), None)]


def test_a_ledger_event_is_late_too_and_a_correction_of_the_date_counts() -> None:
    history = [told(1, DAY, None, "staff:bo"), corrected(2, 1, occurred_at="2024-02-01")]
    history[1]["occurred_at"] = "2024-03-01"
    on_time = ["2024-03-10T13:00:00Z", "2024-03-11T00:00:00Z"]
    # The correction, of 1 March, came on the 11th; and by its date, so did the first.
    assert late(history, on_time) == [("certain", uid(1), None), ("certain", uid(2), None)]
    assert late(history[:1], on_time) == []


# --- told-before-knowing -------------------------------------------------------------------------

BEFORE = "told-before-knowing"


def tells(number: int, when: str, by: str = "tester:ana", to: str = "tester:zoe") -> Event:
    return told(number, when, by, to)


def test_a_teller_who_learned_it_only_after_telling() -> None:
    history = [tells(1, DAY), told(2, "2024-04-01", "staff:bo", "tester:ana")]
    assert all_irregular(history, BEFORE) == [
        {
            "code": "told-before-knowing",
            "tester": "tester:ana",
            "events": [uid(1), uid(2)],
            "since": {
                "text": DAY,
                "earliest": "2024-03-10T00:00:00Z",
                "latest": "2024-03-10T23:59:59.999999Z",
            },
            "certainty": "certain",
        }
    ]
    # Before she was told there is nothing to compare with; while she is being told, perhaps.
    assert irregular(history, BEFORE, "2024-03-31T00:00:00Z") == []
    assert irregular(history, BEFORE, "2024-04-01T12:00:00Z") == [("possible", [1, 2])]


def test_having_learned_it_by_then_excuses() -> None:
    history = [tells(1, DAY), told(2, "2024-04-01", "staff:bo", "tester:ana")]
    earlier = told(3, "2024-02-01", "staff:eva", "tester:ana", "rumour")
    assert irregular([*history, earlier], BEFORE) == []
    assert irregular([*history, earlier], BEFORE, as_recorded=2) == [("certain", [1, 2])]
    # On the same day it may have been before.
    assert irregular([*history, told(3, DAY, "staff:eva", "tester:ana")], BEFORE) == []
    # Also what was public, or told to her group, or found out by herself.
    published = event(3, "item-published", "2024-02-01", {"items": ["item:x"]})
    assert irregular([*history, published], BEFORE) == []
    in_group = [joined(3, "2024-01-01"), told(4, "2024-02-01", "staff:eva", "group:g")]
    assert irregular([*history, *in_group], BEFORE) == []


def test_who_never_learned_it_otherwise_is_not_listed() -> None:
    assert irregular([tells(1, DAY)], BEFORE) == []
    # What she told the public she "knows from the public" by her own telling: that is no other.
    out = {"items": ["item:x"], "by": "tester:ana"}
    history = [tells(1, DAY), event(2, "item-published", "2024-04-01", out)]
    assert irregular(history, BEFORE) == []


def test_it_is_judged_by_the_first_telling_and_names_the_first_other() -> None:
    history = [
        told(1, "2024-06-01", "staff:bo", "tester:ana"),
        told(2, "2024-05-01", "staff:bo", "tester:ana"),
        tells(3, "2024-04-01"),
        tells(4, DAY),
    ]
    assert irregular(history, BEFORE) == [("certain", [4, 2])]


def test_possible_tellings_count_only_where_none_is_certain() -> None:
    # Her telling of the 10th is certain; the one of some time from January on is only possible.
    history = [
        tells(1, "2024-01-01/.."),
        tells(2, DAY),
        told(3, "2024-04-01", "staff:bo", "tester:ana"),
    ]
    assert irregular(history, BEFORE) == [("certain", [2, 3])]
    # Alone, it never ends: nothing is certainly later.
    assert irregular([history[0], history[2]], BEFORE) == []
    # A further telling is no way of learning.
    assert irregular([tells(1, DAY), tells(2, "2024-04-01/..")], BEFORE) == []


def test_a_doubtful_membership_makes_it_possible() -> None:
    joined_some_time = joined(2, "2024-04")
    history = [tells(1, DAY), joined_some_time, told(3, "2024-04-15", "staff:bo", "group:g")]
    assert irregular(history, BEFORE) == [("possible", [1, 3])]


def test_everybody_who_tells_is_judged_and_the_ties_go_by_tester_party_and_item() -> None:
    said = {"items": ["item:y", "item:x"], "by": "staff:bo", "to": ["public"]}
    letter = {"letter": "l", "title": "t", "by": "staff:bo", "signatories": ["tester:ana"]}
    out = event(1, "open-letter-published", DAY, {**letter, "reveals": ["item:y", "item:x"]})
    history = [out, event(2, "item-disclosed", "2024-04-01", {**said, "by": "staff:eva"})]
    found = all_irregular(history, BEFORE)
    assert [(each.get("tester"), each["events"]) for each in found] == [
        (None, [uid(1), uid(2)]),  # staff:bo, item:x
        (None, [uid(1), uid(2)]),  # staff:bo, item:y
        ("tester:ana", [uid(1), uid(2)]),
        ("tester:ana", [uid(1), uid(2)]),
    ]


# --- unknown-reference ---------------------------------------------------------------------------

UNKNOWN = "unknown-reference"


def answered(number: int, when: str) -> Event:
    return of_tester(number, "feedback-answered", when, feedback="f", by="org:o")


def given(number: int, when: str, **data: Any) -> Event:
    said = {"feedback": "f", "text": "t", "to": ["org:o"], **data}
    return of_tester(number, "feedback-given", when, "tester:ben", **said)


def test_an_answer_to_a_feedback_that_nobody_gave() -> None:
    assert irregular([answered(1, DAY)], UNKNOWN) == [("certain", [1])]
    assert irregular([answered(1, DAY)], UNKNOWN, "2024-03-10T12:00:00Z") == [("possible", [1])]
    assert irregular([answered(1, DAY)], UNKNOWN, "2024-03-09T12:00:00Z") == []
    [found] = all_irregular([answered(1, DAY)], UNKNOWN)
    assert found["tester"] == "tester:ana"


def test_what_makes_it_may_be_recorded_or_happen_later_and_may_be_another_testers() -> None:
    history = [answered(1, DAY), given(2, "2024-05-01")]
    assert irregular(history, UNKNOWN, as_recorded=1) == [("certain", [1])]
    assert irregular(history, UNKNOWN, "2024-04-30T00:00:00Z") == [("certain", [1])]
    assert irregular(history, UNKNOWN) == []
    # During that day it is made perhaps.
    assert irregular(history, UNKNOWN, "2024-05-01T12:00:00Z") == [("possible", [1])]
    # Retracted, it is unknown again; disputed, it still stands.
    assert irregular([*history, retracted(3, 2)], UNKNOWN) == [("certain", [1])]
    assert irregular([*history, disputed(3, 2)], UNKNOWN) == []


def test_every_field_that_names_something_is_looked_at() -> None:
    told_under = {"items": ["item:x"], "to": ["tester:ana"], "under": "nda-1"}
    replaced = {"terms": "nda-2", "kind": "nda", "replaces": "nda-1"}
    signatory = {"letter": "l", "signatory": "tester:ana"}
    asked = {"item": "commitment:c", "by": "press:ars", "of": "org:o"}
    letter = {"letter": "m", "title": "t", "by": "group:g", "reveals": ["item:x", "concern:c"]}
    history = [
        event(1, "item-disclosed", DAY, told_under),
        event(2, "terms-published", DAY, replaced),
        event(3, "letter-signed", DAY, signatory),
        event(4, "knowledge-requested", DAY, asked),
        event(5, "open-letter-published", DAY, letter),
        event(6, "leak-contained", DAY, {"incident": "i"}),
        event(7, "item-published", DAY, {"items": ["letter:l"]}),
        given(8, DAY, about="terms:nda-3"),
        event(9, "commitment-kept", DAY, {"commitment": "c"}),
    ]
    assert irregular(history, UNKNOWN) == [("certain", [number]) for number in range(1, 10)]
    # Items, statements and events are no such kinds.
    others = {"items": ["item:x", "statement:s", f"event:{uid(9)}"], "to": ["tester:ana"]}
    assert irregular([event(1, "item-disclosed", DAY, others)], UNKNOWN) == []


def test_a_maker_does_not_refer_to_what_it_makes() -> None:
    history = [
        given(1, DAY, about="feedback:f"),
        event(2, "incident-opened", DAY, {"incident": "i", "title": "t"}),
        event(3, "leak-contained", DAY, {"incident": "i"}),
    ]
    assert irregular(history, UNKNOWN) == []
    # Not even while it is only possible; who refers to it then is.
    assert irregular(history, UNKNOWN, "2024-03-10T12:00:00Z") == [("possible", [3])]


def test_a_leak_that_is_detected_must_be_a_leak() -> None:
    def detected(leak: int) -> Event:
        data = {"incident": "i", "by": "org:o", "items": ["item:x"], "leak": uid(leak)}
        return event(4, "leak-detected", DAY, data)

    opened = event(1, "incident-opened", "2024-01-01", {"incident": "i", "title": "t"})
    leaked = event(2, "item-leaked", "2024-02-01", {"items": ["item:x"], "to": ["public"]})
    history = [opened, leaked, told(3, "2024-02-01", None, "press:ars")]
    assert irregular([*history, detected(2)], UNKNOWN) == []
    assert irregular([*history, detected(3)], UNKNOWN) == [("certain", [4])]
    assert irregular([*history, detected(2), retracted(5, 2)], UNKNOWN) == [("certain", [4])]
    # A leak that only perhaps happened.
    leaked["occurred_at"] = "2024-02-01/.."
    assert irregular([*history, detected(2)], UNKNOWN) == [("possible", [4])]


def test_all_codes_stand_in_the_order_of_the_contract() -> None:
    history = [
        answered(1, DAY),
        event(2, "commitment-broken", DAY, {"commitment": "c"}),
        given(3, "2024-01-01"),
    ]
    found = all_irregular(history)
    assert [(each["code"], each["events"]) for each in found] == [
        ("commitment-broken", [uid(2)]),
        ("feedback-unanswered", [uid(3)]),
        ("unknown-reference", [uid(2)]),
    ]
    early = dict.fromkeys((1, 2, 3), "1000-01-01T00:00:00Z")
    of_ben = irregularities(history, "sora", "2030-01-01T00:00:00Z", 3, early, tester="tester:ben")
    assert [each["code"] for each in of_ben] == ["feedback-unanswered"]
