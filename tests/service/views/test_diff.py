"""What changed in who knew what between two positions, and because of which events."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.builders import PROGRAMME
from tests.given import AService, a_new_ledger, an_id
from tests.histories import Event, histories, questions
from tests.service.views.test_imputation import an_act, told

KNOWLEDGE = f"/v1/programmes/{PROGRAMME}/knowledge"
SORA = "item:sora"


def diff(ledger: AService, **asked: Any) -> dict[str, Any]:
    return ledger.ask(f"{KNOWLEDGE}/diff", **asked)


def told_of(changes: list[dict[str, Any]]) -> list[tuple[str, list[str], list[str]]]:
    return [(each["party"], each["fields"], each["because"]) for each in changes]


def corrected(number: int, event: int, **changes: Any) -> dict[str, Any]:
    act = an_act(number, "event-corrected", "2024-06-01", event=an_id(event), reason="an error")
    act["data"] = {"event": an_id(event), "reason": "an error", **changes}
    return act


def retracted(number: int, event: int) -> dict[str, Any]:
    return an_act(number, "event-retracted", "2024-06-01", event=an_id(event), reason="wrong")


def test_tells_what_was_added_removed_and_changed_and_because_of_which_events(
    ledger: AService,
) -> None:
    ledger.recorded(
        told(1, "tester:ana", "2024-05-10", extent="partial"),
        told(2, "tester:ben", "2024-05-10"),
        told(3, "tester:cai", "2024-05-11"),
        told(4, "tester:ana", "2024-05-12", by="staff:lee"),
        retracted(5, 2),
    )
    found = diff(ledger, item=SORA, then=2)
    assert list(found)[3:] == ["item", "then", "added", "removed", "changed", "next"]
    assert (found["item"], found["then"]["position"], found["next"]) == (SORA, 2, None)
    assert told_of(found["added"]) == [
        ("staff:lee", [], [an_id(4)]),
        ("tester:cai", [], [an_id(3)]),
    ]
    assert told_of(found["removed"]) == [("tester:ben", [], [an_id(5)])]
    changed = ["state", "full_at", "from", "via"]
    assert told_of(found["changed"]) == [
        ("staff:kim", ["full_at", "via"], [an_id(5)]),
        ("tester:ana", changed, [an_id(4)]),
    ]
    for bound, side in ((2, "before"), (5, "after")):
        knowers = ledger.ask(f"{KNOWLEDGE}/who", item=SORA, as_recorded=bound)["knowers"]
        by_party = {each["party"]: each for each in knowers}
        for each in (*found["added"], *found["removed"], *found["changed"]):
            assert each[side] == by_party.get(each["party"])


def test_of_a_party_it_tells_what_changed_in_what_it_knew(ledger: AService) -> None:
    ledger.recorded(
        told(1, "tester:ana", "2024-05-10"),
        told(2, "public", "2024-05-12", items=["item:price"]),
        told(3, "tester:ben", "2024-05-12", items=["item:date"]),
    )
    found = diff(ledger, party="tester:ana", then=1)
    assert found["party"] == "tester:ana"
    assert [(each["item"], each["because"]) for each in found["added"]] == [
        ("item:price", [an_id(2)])
    ]
    assert (found["removed"], found["changed"]) == ([], [])
    with_events = diff(ledger, party="tester:ana", then=1, events="true")["added"]
    assert [each["item"] for each in with_events] == [f"event:{an_id(2)}", "item:price"]
    assert diff(ledger, item="item:price", then=1)["added"][0]["party"] == "public"
    assert len(diff(ledger, item="item:price", then=1)["added"]) == 2


def test_what_changed_and_changed_back_is_no_difference(ledger: AService) -> None:
    ledger.recorded(told(1, "tester:ana", "2024-05-10"), retracted(2, 1), retracted(3, 2))
    found = diff(ledger, item=SORA, then=1)
    assert [found[kind] for kind in ("added", "removed", "changed")] == [[], [], []]


def test_only_what_changed_it_since_it_was_last_as_it_had_been_is_responsible(
    ledger: AService,
) -> None:
    ledger.recorded(
        told(1, "tester:ana", "2024-05-10"),
        retracted(2, 1),
        retracted(3, 2),
        corrected(4, 1, grade="claimed"),
        told(5, "tester:ana", "2024-05-11"),
        corrected(6, 1, grade="rumour"),
    )
    (kim, ana) = diff(ledger, item=SORA, then=1)["changed"]
    assert told_of([ana]) == [("tester:ana", ["grade"], [an_id(4), an_id(6)])]
    assert kim["because"] == ana["because"]


def test_disputes_change_an_answer_and_so_do_times_that_are_told_otherwise(
    ledger: AService,
) -> None:
    ledger.recorded(
        told(1, "tester:ana", "2024-05-10"),
        an_act(2, "event-disputed", "2024-06-01", event=an_id(1), by="staff:kim", grounds="no"),
        corrected(3, 1, occurred_at="2024-05-10~"),
    )
    changes = diff(ledger, item=SORA, then=1, as_recorded=2)["changed"]
    assert {tuple(each["fields"]) for each in changes} == {("disputed",)}
    changes = diff(ledger, item=SORA, then=2)["changed"]
    assert {tuple(each["fields"]) for each in changes} == {("learned_at", "full_at")}
    assert {tuple(each["because"]) for each in changes} == {(an_id(3),)}


def test_who_joined_a_group_late_knows_because_of_that(ledger: AService) -> None:
    ledger.recorded(
        told(1, "group:circle", "2024-05-10"),
        told(2, "tester:ben", "2024-05-10"),
        an_act(3, "group-joined", "2024-05-01", group="group:circle", party="tester:ana"),
        an_act(4, "group-left", "2024-05-09", group="group:circle", party="tester:ana"),
        retracted(5, 4),
    )
    assert told_of(diff(ledger, item=SORA, then=2)["added"]) == [("tester:ana", [], [an_id(5)])]
    assert told_of(diff(ledger, item=SORA, then=2, as_recorded=3)["added"]) == [
        ("tester:ana", [], [an_id(3)])
    ]
    assert told_of(diff(ledger, item=SORA, then=3, as_recorded=4)["removed"]) == [
        ("tester:ana", [], [an_id(4)])
    ]


def test_who_asked_is_added_and_is_changed_when_it_is_told(ledger: AService) -> None:
    ledger.recorded(
        told(1, "tester:ben", "2024-05-10"),
        an_act(
            *(2, "knowledge-requested", "2024-05-11"), item=SORA, by="tester:ana", of="staff:kim"
        ),
        told(3, "tester:ana", "2024-05-12"),
    )
    (asked,) = diff(ledger, item=SORA, then=1, as_recorded=2)["added"]
    assert (asked["after"]["state"], asked["because"]) == ("asked-not-told", [an_id(2)])
    (told_too,) = diff(ledger, item=SORA, then=2)["changed"]
    assert told_too["fields"] == [
        *("state", "learned_at", "full_at", "from", "basis", "via"),
    ]


def test_who_is_no_longer_listed_is_removed_though_it_knows_as_everybody_does(
    ledger: AService,
) -> None:
    ledger.recorded(
        told(1, "tester:ana", "2024-05-10"), told(2, "public", "2024-05-11"), retracted(3, 1)
    )
    found = diff(ledger, item=SORA, then=2)
    assert told_of(found["removed"]) == [("tester:ana", [], [an_id(3)])]
    (known,) = diff(ledger, party="tester:ana", then=2)["changed"]
    assert (known["before"]["basis"], known["after"]["basis"]) == ("told", "public")


def test_all_kinds_of_change_go_on_together_from_page_to_page(ledger: AService) -> None:
    names = [f"tester:t{number}" for number in range(9)]
    ledger.recorded(
        *(told(number, name, "2024-05-10") for number, name in enumerate(names[:6], 1)),
        *(retracted(number + 6, number) for number in (1, 3)),
        *(corrected(number + 6, number, grade="claimed") for number in (4, 6)),
        *(told(number + 7, name, "2024-05-10") for number, name in enumerate(names[6:], 6)),
    )
    whole = diff(ledger, item=SORA, then=6)
    kinds = ("added", "removed", "changed")
    expected = sorted((each["party"], kind) for kind in kinds for each in whole[kind])
    assert len(expected) == 8
    assert {kind for _, kind in expected} == set(kinds)
    for limit in (1, 3, 8):
        page = diff(ledger, item=SORA, then=6, limit=limit)
        found = []
        while True:
            on_page = [(each["party"], kind) for kind in kinds for each in page[kind]]
            assert len(on_page) <= limit
            found += sorted(on_page)
            if page["next"] is None:
                break
            page = diff(ledger, item=SORA, then=6, limit=limit, cursor=page["next"])
        assert found == expected


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"then": 1}, "item"),
        ({"item": SORA, "party": "tester:ana", "then": 1}, "party"),
        ({"item": SORA}, "then"),
        ({"item": SORA, "then": 3, "as_recorded": 2}, "then"),
        ({"item": SORA, "then": 99}, "then"),
        ({"item": SORA, "then": "2099-01-01T00:00:00Z"}, "then"),
        ({"item": SORA, "then": "yesterday"}, "then"),
        ({"item": "sora", "then": 1}, "item"),
        ({"item": SORA, "then": 1, "imputed": "true"}, "imputed"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    ledger: AService, asked: dict[str, Any], parameter: str
) -> None:
    ledger.recorded(*(told(number, "tester:ana", "2024-05-10") for number in (1, 2, 3)))
    answer = ledger.get(f"{KNOWLEDGE}/diff", **asked)
    assert answer.status_code == 422, answer.text
    assert [each["parameter"] for each in answer.get_json()["errors"]] == [parameter]


def test_then_may_be_an_instant_or_before_everything(ledger: AService) -> None:
    (receipt, _) = ledger.recorded(
        told(1, "tester:ana", "2024-05-10"), told(2, "tester:ben", "2024-05-10")
    )
    found = diff(ledger, item=SORA, then=receipt["recorded_at"])
    assert found["then"] == {"position": 1, "recorded_at": receipt["recorded_at"]}
    before = diff(ledger, item=SORA, then=0)
    assert before["then"] == {"position": 0, "recorded_at": None}
    assert [each["party"] for each in before["added"]] == ["staff:kim", "tester:ana", "tester:ben"]


# --- against the answers themselves --------------------------------------------------------


@settings(max_examples=25)
@given(histories(max_events=20), st.data())
def test_it_is_what_who_and_what_would_tell_at_every_position(
    offered: list[Event], data: st.DataObject
) -> None:
    """All that the definition says, by asking at each position what is otherwise asked."""
    with a_new_ledger() as service:
        history = [each for each in offered if service.post(each).status_code == 201]
        asked = data.draw(questions(history))
        if not any(each["programme"] == asked.programme for each in history):
            return
        then = data.draw(st.integers(0, len(history)))
        now = data.draw(st.integers(then, len(history)))
        knowledge = f"/v1/programmes/{asked.programme}/knowledge"
        about = {
            name: asked.params[name]
            for name in ("item", "party")
            if name in asked.params and ("item" not in asked.params or name == "item")
        }
        question, name = ("who", "knowers") if "item" in about else ("what", "items")

        def at(position: int) -> dict[tuple[str, str], Any]:
            bounds = {"as_of": asked.as_of, "as_recorded": position, "limit": 1000}
            found = service.ask(f"{knowledge}/{question}", **about, **bounds)[name]
            return {(each["party"], each["item"]): each for each in found}

        stood = {position: at(position) for position in range(then, now + 1)}
        answer = service.ask(
            f"{knowledge}/diff", then=then, as_of=asked.as_of, as_recorded=now, **about
        )
        found = {
            (each["party"], each["item"]): each
            for kind in ("added", "removed", "changed")
            for each in answer[kind]
        }
        pairs = stood[then].keys() | stood[now].keys()
        differ = {each for each in pairs if stood[then].get(each) != stood[now].get(each)}
        assert found.keys() == differ
        for pair in differ:
            story = [stood[position].get(pair) for position in range(then, now + 1)]
            last = max(i for i, each in enumerate(story) if each == story[0])
            because = [
                history[then + i - 1]["id"]
                for i in range(last + 1, len(story))
                if story[i] != story[i - 1]
            ]
            assert found[pair]["because"] == because
            assert (found[pair]["before"], found[pair]["after"]) == (story[0], story[-1])
