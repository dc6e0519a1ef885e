"""The series of the signals against the oracle's, on histories that were recorded as they came."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st

from domain.instant import DAY, Instant, parse_instant
from tests.given import AService
from tests.histories import Question, histories, questions
from tests.history_words import OF_ANSWERS, OF_COMPANY, Words
from tests.oracle.acceptance import acceptable
from tests.oracle.signals import signals
from tests.oracle.times import BEGINNING, read_occurrence, show_instant
from tests.test_agreement import a_new_ledger

Event = dict[str, Any]

OPENED = parse_instant("2024-05-09T06:00:00Z")
CORRECTED = parse_instant("2024-05-12T12:00:00Z")
"""When whatever corrections speak of has begun."""
ASKED = parse_instant("2025-01-02T00:00:00Z")
GAPS = (0, DAY // 7, 3, DAY // 2, 2 * DAY, 20 * DAY)
"""How long nothing is recorded between two events."""


def recorded(
    service: AService, offered: list[Event], gaps: list[int]
) -> tuple[list[Event], dict[int, str]]:
    """Post a history in the course of time: what was taken, and when it was recorded."""
    history: list[Event] = []
    recorded_at: dict[int, str] = {}
    service.clock.now = OPENED
    for event, gap in zip(offered, gaps, strict=True):
        service.clock.now = Instant(max(service.clock.now + gap, begins(event)))
        expected = acceptable(history, event)
        answer = service.post(event)
        assert answer.status_code == (201 if expected is None else expected[0]), answer.text
        if expected is None:
            history.append(event)
            recorded_at[answer.get_json()["position"]] = answer.get_json()["recorded_at"]
    service.clock.now = ASKED
    return history, recorded_at


def begins(event: Event) -> int:
    """When it can be recorded at the earliest, so as not to speak of the future."""
    if event["type"] == "event-corrected":
        return CORRECTED
    earliest = read_occurrence(event["occurred_at"], event.get("zone")).earliest
    shown = None if earliest == BEGINNING else show_instant(earliest)
    return OPENED if shown is None else parse_instant(shown)


def agree(
    service: AService,
    told: tuple[list[Event], dict[int, str]],
    asked: Question,
    hindsight: bool,
    limit: int | None,
) -> None:
    """The series over HTTP are the oracle's: whole by days, or their first two pages by hours."""
    history, recorded_at = told
    if not any(event["programme"] == asked.programme for event in history):
        return
    bounds = {"as_of": asked.as_of, "as_recorded": min(asked.as_recorded, len(history))}
    step = "day" if limit is None else "hour"
    given = {"step": step, "hindsight": str(hindsight).lower(), **bounds, "limit": limit or 2000}
    route = f"/v1/programmes/{asked.programme}/signals"
    page = service.ask(route, **given)
    found = {"points": page["points"], "signals": page["signals"]}
    if page["next"] is not None:
        page = service.ask(route, **given, cursor=page["next"])
        found["points"] += page["points"]
        for name, values in page["signals"].items():
            found["signals"][name] += values
    most = 2000 if limit is None else 2 * limit
    assert found == signals(
        history, asked.programme, **bounds, recorded_at=recorded_at, step=step,
        hindsight=hindsight, limit=most,
    )  # fmt: skip


def told_and_asked(service: AService, offered: list[Event], data: st.DataObject) -> None:
    """Three questions about a history."""
    gaps = st.lists(st.sampled_from(GAPS), min_size=len(offered), max_size=len(offered))
    told = recorded(service, offered, data.draw(gaps))
    for limit in (None, None, 30):
        asked = data.draw(questions(told[0]))
        agree(service, told, asked, hindsight=data.draw(st.booleans()), limit=limit)


@given(histories(max_events=25, words=OF_ANSWERS), st.data())
def test_what_is_left_open_is_as_a_plain_reading_of_the_contract_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        told_and_asked(service, offered, data)


@given(histories(max_events=25, words=OF_COMPANY), st.data())
def test_who_is_in_touch_is_as_a_plain_reading_of_the_contract_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        told_and_asked(service, offered, data)


@settings(max_examples=8)
@given(st.sampled_from((OF_ANSWERS, OF_COMPANY)), st.data())
def test_postgresql_gives_the_same_signals(words: Words, data: st.DataObject) -> None:
    offered = data.draw(histories(max_events=25, words=words))
    with a_new_ledger("postgres") as service:
        told_and_asked(service, offered, data)
