"""History stepped through, by when it was recorded and by when it happened: worked by hand."""

from typing import Any

from .given import LATER, P, corrected, disputed, event, of_tester, retracted, told, uid
from .knowledge import who
from .steps import steps_by_occurred, steps_by_recorded
from .visibility import Event

EARLY = dict.fromkeys(range(1, 30), "1000-01-01T00:00:00Z")

# Access before the NDA, as it looked; the signature of February is recorded last.
STORY = [
    event(1, "terms-published", "2024-01-01", {"terms": "nda-1", "kind": "nda"}),
    of_tester(2, "access-granted", "2024-03-10"),
    told(3, "2024-02-01", "staff:bo", "tester:ana"),
    of_tester(4, "nda-signed", "2024-02-15", terms="nda-1"),
]


def recorded(history: list[Event], as_of: str = LATER, **bounds: Any) -> list[dict[str, Any]]:
    return steps_by_recorded(history, P, as_of, len(history), EARLY, **bounds)


def occurred(history: list[Event], as_of: str = LATER, **bounds: Any) -> list[dict[str, Any]]:
    return steps_by_occurred(history, P, as_of, len(history), EARLY, **bounds)


def brief(steps: list[dict[str, Any]]) -> list[tuple[int, list[str]]]:
    """Of each step its event's number, and what it changed, in words."""
    told_of = []
    for each in steps:
        changed = each["changed"]
        words = [
            f"{pair['party']} {pair['item']} {state_of(pair['before'])}>{state_of(pair['after'])}"
            for pair in changed["knowledge"]
        ]
        words += [
            f"{one['tester']} {one['facet']} {in_words(one['before'])}>{in_words(one['after'])}"
            for one in changed["standing"]
        ]
        words += [f"+{one['code']}" for one in changed["irregularities"]["appeared"]]
        words += [f"-{one['code']}" for one in changed["irregularities"]["gone"]]
        told_of.append((int(each["event"][-12:]), words))
    return told_of


def state_of(answer: dict[str, Any] | None) -> str:
    return "" if answer is None else str(answer["state"])


def in_words(facet: dict[str, Any]) -> str:
    perhaps = "" if facet["possibly"] is None else f"({facet['possibly']})"
    return f"{facet['state']}{perhaps}"


# --- by recorded ---------------------------------------------------------------------------------


def test_as_the_ledger_came_to_know() -> None:
    assert brief(recorded([*STORY, retracted(5, 3)])) == [
        (1, []),
        (2, ["tester:ana access none>granted", "+access-without-nda"]),
        (3, ["staff:bo item:x >full", "tester:ana item:x >full"]),
        (
            4,
            [
                "tester:ana terms:nda-1 >full",  # she took part in signing them
                "tester:ana nda none>signed",
                "-access-without-nda",
            ],
        ),
        (5, ["staff:bo item:x full>", "tester:ana item:x full>"]),
    ]


def test_a_step_by_recorded_in_full() -> None:
    [step] = recorded(STORY[:3], start=3, end=3)
    [bo, ana] = who(STORY, P, "item:x", LATER, 3)["knowers"]
    assert step == {
        "event": uid(3),
        "at": {"as_of": LATER, "as_recorded": 3},
        "changed": {
            "knowledge": [
                {"party": "staff:bo", "item": "item:x", "before": None, "after": bo},
                {"party": "tester:ana", "item": "item:x", "before": None, "after": ana},
            ],
            "standing": [],
            "irregularities": {"appeared": [], "gone": []},
        },
    }
    [step] = recorded(STORY[:2], start=2)
    assert step["changed"]["standing"] == [
        {
            "tester": "tester:ana",
            "facet": "access",
            "before": {"state": "none", "possibly": None},
            "after": {"state": "granted", "possibly": None},
        }
    ]
    [found] = step["changed"]["irregularities"]["appeared"]
    assert (found["tester"], found["events"]) == ("tester:ana", [uid(1), uid(2)])


def test_all_is_judged_at_one_as_of() -> None:
    # By 1 March, access had not been granted: the recording of it changes nothing.
    assert brief(recorded(STORY, "2024-03-01T00:00:00Z"))[1] == (2, [])
    # On that day it is possible, and the irregularity with it.
    assert brief(recorded(STORY, "2024-03-10T12:00:00Z"))[1] == (
        2,
        ["tester:ana access none>none(granted)", "+access-without-nda"],
    )


def test_what_only_becomes_more_certain_is_gone_and_appears() -> None:
    # The signature of some time in February or March leaves it possible; of April, certain.
    history = [*STORY[:2], of_tester(3, "nda-signed", "2024-02/2024-03", terms="nda-1")]
    history.append(corrected(4, 3, occurred_at="2024-04-01"))
    step = recorded(history)[3]
    changes = step["changed"]["irregularities"]
    assert [each["certainty"] for each in changes["appeared"]] == ["certain"]
    assert [each["certainty"] for each in changes["gone"]] == ["possible"]


def test_a_dispute_changes_what_is_answered() -> None:
    [step] = recorded([*STORY, disputed(5, 3)], start=5)
    assert [each["after"]["disputed"] for each in step["changed"]["knowledge"]] == [True, True]


def test_steps_of_other_programmes_are_left_out() -> None:
    other = told(2, "2024-02-01", "staff:bo", "tester:zoe") | {"programme": "other"}
    assert brief(recorded([STORY[0], other, told(3, "2024-02-01", None, "tester:ana")])) == [
        (1, []),
        (3, ["tester:ana item:x >full"]),
    ]


# --- by occurred ---------------------------------------------------------------------------------


def test_as_it_happened_by_what_is_known_now() -> None:
    # With the signature there is nothing irregular in the grant of 10 March.
    steps = occurred(STORY)
    assert brief(steps) == [
        (1, []),
        (3, ["staff:bo item:x >full", "tester:ana item:x >full"]),
        (4, ["tester:ana terms:nda-1 >full", "tester:ana nda none>signed"]),
        (2, ["tester:ana access none>granted"]),
    ]
    assert steps[1]["at"] == {"as_of": "2024-02-01T23:59:59.999999Z", "as_recorded": 4}
    # Before it was recorded, there was.
    assert brief(occurred(STORY[:3]))[-1] == (
        2,
        ["tester:ana access none>granted", "+access-without-nda"],
    )


def test_what_is_retracted_is_no_step_and_what_is_disputed_is_so_from_the_start() -> None:
    history = [*STORY, retracted(5, 2), disputed(6, 3)]
    steps = occurred(history)
    assert [number for number, _ in brief(steps)] == [1, 3, 4, 5, 6]
    assert [each["after"]["disputed"] for each in steps[1]["changed"]["knowledge"]] == [True, True]
    # The dispute itself is a step of 2029, and changes nothing any more.
    assert brief(steps)[-1] == (6, [])


def test_what_is_corrected_stands_where_it_belongs() -> None:
    history = [*STORY[:3], corrected(4, 3, occurred_at="2023-12-01")]
    assert [number for number, _ in brief(occurred(history))] == [3, 1, 2, 4]


def test_an_uncertain_event_is_judged_at_its_end_or_at_as_of() -> None:
    history = [told(1, "2024-02", None, "tester:ana"), told(2, "2024-01/..", None, "tester:ben")]
    as_of = "2024-02-20T00:00:00Z"
    steps = occurred(history, as_of)
    # In order of beginning: the second may have been in January; both are but possible.
    assert [(each["event"], each["at"]["as_of"]) for each in steps] == [
        (uid(2), as_of),
        (uid(1), as_of),
    ]
    [pair] = steps[1]["changed"]["knowledge"]
    assert pair["after"]["certainty"] == "possible"
    # Later, the first is judged at the end of February.
    assert occurred(history)[1]["at"]["as_of"] == "2024-02-29T23:59:59.999999Z"
    # What has not begun is no step.
    assert [each["event"] for each in occurred(history, "2024-01-20T00:00:00Z")] == [uid(2)]


def test_what_time_alone_brings_is_no_events_doing() -> None:
    given: dict[str, Any] = {"feedback": "f", "text": "t", "to": ["org:o"]}
    history = [
        of_tester(1, "feedback-given", "2024-01-01", **given),
        event(2, "programme-closed", "2024-06-01", {}),
        of_tester(3, "feedback-answered", "2024-07-01", feedback="f", by="org:o"),
    ]
    # In June it is unanswered with and without the closing; in July the answer ends it.
    assert [words for _, words in brief(occurred(history))] == [
        ["org:o feedback:f >full", "tester:ana feedback:f >full"],
        [],
        ["-feedback-unanswered"],
    ]


def test_between_two_instants() -> None:
    def between(start: str | None, end: str | None) -> list[int]:
        return [number for number, _ in brief(occurred(STORY, start=start, end=end))]

    assert between("2024-02-01T23:59:59.999999Z", "2024-02-15T00:00:00Z") == [3, 4]
    assert between("2024-02-02T00:00:00Z", None) == [4, 2]
    assert between(None, "2024-01-31T00:00:00Z") == [1]
    # What came before is in the world nevertheless: the access was without an NDA.
    steps = occurred(STORY[:3], start="2024-03-01T00:00:00Z")
    assert [words for _, words in brief(steps)] == [
        ["tester:ana access none>granted", "+access-without-nda"]
    ]
