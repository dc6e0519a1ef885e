"""The service against the oracle, on random histories and random questions at random bounds.

`make test ARGS='tests/test_agreement.py --hypothesis-profile=thorough'` reads 1,500 histories.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st

from tests.given import AService, a_new_ledger
from tests.histories import Question, histories, questions
from tests.history_words import MEETINGS, OF_RULES
from tests.oracle.acceptance import acceptable
from tests.oracle.irregularities import irregularities
from tests.oracle.knowledge import what, who
from tests.oracle.path import how
from tests.oracle.reach import reach
from tests.oracle.roster import roster
from tests.oracle.steps import steps_by_occurred, steps_by_recorded
from tests.oracle.timeline import timeline
from tests.oracle.way import way_holds

Event = dict[str, Any]
ORACLE = {"who": who, "what": what, "how": how}


def accepted(service: AService, offered: list[Event]) -> list[Event]:
    """Post a history; each event must be taken or refused as the oracle says."""
    history: list[Event] = []
    for event in offered:
        expected = acceptable(history, event)
        answer = service.post(event)
        if expected is None:
            assert answer.status_code == 201, (answer.text, event)
            history.append(event)
        else:
            assert answer.status_code == expected[0], (answer.text, event, expected)
    return history


def agree(service: AService, history: list[Event], asked: Question) -> None:
    """The answer over HTTP is the oracle's, field for field."""
    at = min(asked.as_recorded, len(history))
    if not any(event["programme"] == asked.programme for event in history):
        return
    body = service.ask(
        f"/v1/programmes/{asked.programme}/knowledge/{asked.question}",
        **{name: _text(value) for name, value in asked.params.items()},
        as_of=asked.as_of,
        as_recorded=at,
        limit=1000,
    )
    expected = ORACLE[asked.question](
        history, asked.programme, **_params(asked), **_bounds(asked, at)
    )
    assert {name: body[name] for name in expected} == expected


def agree_on_all(service: AService, history: list[Event], asked: Question) -> None:
    """Timeline and roster are the oracle's, too."""
    at = min(asked.as_recorded, len(history))
    if not any(event["programme"] == asked.programme for event in history):
        return
    bounds = {"as_of": asked.as_of, "as_recorded": at, "limit": 1000}
    programme = f"/v1/programmes/{asked.programme}"
    told = service.ask(f"{programme}/timeline", **bounds)["events"]
    assert [(each["id"], each["certainty"]) for each in told] == timeline(
        history, asked.programme, asked.as_of, at
    )
    testers = service.ask(f"{programme}/roster", **bounds)["testers"]
    assert {each.pop("tester"): _plain(each) for each in testers} == roster(
        history, asked.programme, asked.as_of, at
    )


def agree_on_irregularities(service: AService, history: list[Event], asked: Question) -> None:
    """What is irregular is what the oracle says, whole and by pages."""
    at = min(asked.as_recorded, len(history))
    if not any(event["programme"] == asked.programme for event in history):
        return
    path = f"/v1/programmes/{asked.programme}/irregularities"
    recorded = service.ask("/v1/events", limit=1000)["events"]
    expected = irregularities(
        history,
        asked.programme,
        asked.as_of,
        at,
        {each["position"]: each["recorded_at"] for each in recorded},
    )
    bounds = {"as_of": asked.as_of, "as_recorded": at}
    whole = service.ask(path, **bounds, limit=1000)["irregularities"]
    assert [{**each, "detail": None} for each in whole] == [
        {**each, "detail": None} for each in expected
    ]
    few = service.ask(path, **bounds, limit=7)
    found = few["irregularities"]
    while few["next"]:
        few = service.ask(path, limit=5, cursor=few["next"])
        found += few["irregularities"]
    assert found == whole


def agree_on_reach(service: AService, history: list[Event], asked: Question) -> None:
    """Who could have come to know is the oracle's, and each path is one that holds."""
    at, item = min(asked.as_recorded, len(history)), asked.params.get("item", "item:demo")
    if not any(event["programme"] == asked.programme for event in history):
        return
    bounds = _bounds(asked, at)
    found = service.ask(
        f"/v1/programmes/{asked.programme}/knowledge/reach", item=item, limit=1000, **bounds
    )
    expected = reach(history, asked.programme, item, **bounds)
    plain = [{"party": each["party"], "at": each["at"]} for each in found["reached"]]
    assert {"item": item, "sources": found["sources"], "reached": plain} == expected
    for each in found["reached"]:
        assert way_holds(each, history, asked.programme, item, **bounds), each


def agree_on_steps(service: AService, history: list[Event], asked: Question) -> None:
    """What each event changed is what the oracle says, as recorded and as occurred, by pages."""
    at = min(asked.as_recorded, len(history))
    if not any(event["programme"] == asked.programme for event in history):
        return
    path = f"/v1/programmes/{asked.programme}/replay"
    recorded = service.ask("/v1/events", limit=1000)["events"]
    instants = {each["position"]: each["recorded_at"] for each in recorded}
    bounds = {"as_of": asked.as_of, "as_recorded": at}
    for by, oracle in (("recorded", steps_by_recorded), ("occurred", steps_by_occurred)):
        page = service.ask(path, **bounds, by=by, limit=9)
        found = page["steps"]
        while page["next"]:
            page = service.ask(path, by=by, limit=4, cursor=page["next"])
            found += page["steps"]
        expected = oracle(history, asked.programme, asked.as_of, at, instants)
        assert [_step(each) for each in found] == expected


def _step(told: dict[str, Any]) -> dict[str, Any]:
    """A step as the oracle tells it: the event's id alone, and no details."""
    for irregular in told["changed"]["irregularities"].values():
        for each in irregular:
            del each["detail"]
    return {**told, "event": told["event"]["id"]}


def _bounds(asked: Question, at: int) -> dict[str, Any]:
    return {"as_of": asked.as_of, "as_recorded": at}


def _params(asked: Question) -> dict[str, Any]:
    return dict(asked.params)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(histories(max_events=25), st.data())
def test_who_what_and_how_are_as_a_plain_reading_of_the_contract_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        history = accepted(service, offered)
        for _ in range(6):
            agree(service, history, data.draw(questions(history)))


@given(histories(max_events=25), st.data())
def test_roster_and_timeline_are_as_a_plain_reading_of_the_contract_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        history = accepted(service, offered)
        agree_on_all(service, history, data.draw(questions(history)))


@given(histories(max_events=30, words=OF_RULES), st.data())
def test_irregularities_are_as_a_plain_reading_of_the_contract_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        history = accepted(service, offered)
        for _ in range(4):
            agree_on_irregularities(service, history, data.draw(questions(history)))


@settings(max_examples=8)
@given(histories(max_events=30, words=OF_RULES), st.data())
def test_postgresql_finds_the_same_irregular(offered: list[Event], data: st.DataObject) -> None:
    with a_new_ledger("postgres") as service:
        history = accepted(service, offered)
        for _ in range(4):
            agree_on_irregularities(service, history, data.draw(questions(history)))


@given(histories(max_events=25, words=MEETINGS), st.data())
def test_reach_is_as_a_plain_reading_of_the_definitions_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        history = accepted(service, offered)
        for _ in range(6):
            agree_on_reach(service, history, data.draw(questions(history)))


@settings(max_examples=8)
@given(histories(max_events=25, words=MEETINGS), st.data())
def test_postgresql_reaches_alike(offered: list[Event], data: st.DataObject) -> None:
    with a_new_ledger("postgres") as service:
        history = accepted(service, offered)
        for _ in range(6):
            agree_on_reach(service, history, data.draw(questions(history)))


@settings(max_examples=30)
@given(st.one_of(histories(20), histories(20, words=OF_RULES)), st.data())
def test_steps_through_history_are_as_a_plain_reading_of_the_contract_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        history = accepted(service, offered)
        agree_on_steps(service, history, data.draw(questions(history)))


@settings(max_examples=5)
@given(histories(20, words=OF_RULES), st.data())
def test_postgresql_takes_the_same_steps(offered: list[Event], data: st.DataObject) -> None:
    with a_new_ledger("postgres") as service:
        history = accepted(service, offered)
        agree_on_steps(service, history, data.draw(questions(history)))


@settings(max_examples=8)
@given(histories(max_events=25), st.data())
def test_postgresql_answers_alike(offered: list[Event], data: st.DataObject) -> None:
    with a_new_ledger("postgres") as service:
        history = accepted(service, offered)
        for _ in range(6):
            asked = data.draw(questions(history))
            agree(service, history, asked)
            agree_on_all(service, history, asked)
        assert service.service.verify()[1] == []


def _plain(standing: dict[str, Any]) -> dict[str, Any]:
    """A row of the roster, without the items of a partial access, of which the oracle is silent."""
    access = {name: part for name, part in standing["access"].items() if name != "items"}
    return {**standing, "access": access}


@given(histories(max_events=30))
def test_views_rebuilt_from_the_events_are_the_views_kept_as_they_came(
    offered: list[Event],
) -> None:
    with a_new_ledger() as service:
        accepted(service, offered)
        service.ask("/v1/programmes")
        assert service.service.verify()[1] == []
