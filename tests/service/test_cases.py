"""However much was said about an event, one more is recorded and projected at the same price."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from service.errors import StoreUnavailable
from service.event_store import LedgerMapper
from tests.builders import a_minimal_event
from tests.given import AService, an_id

PROGRAMME = a_minimal_event("item-disclosed")["programme"]
TOLD = {**a_minimal_event("item-disclosed"), "id": an_id(1)}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many stored events were read since this was last asked."""
    count = 0
    to_domain_event = LedgerMapper.to_domain_event

    def counting(self: LedgerMapper, stored: Any) -> Any:
        nonlocal count
        count += 1
        return to_domain_event(self, stored)

    def taken() -> int:
        nonlocal count
        found, count = count, 0
        return found

    monkeypatch.setattr(LedgerMapper, "to_domain_event", counting)
    return taken


def about(number: int, target: int, kind: str = "event-corrected", **data: Any) -> dict[str, Any]:
    if kind == "event-corrected":
        data = {"grade": "primary", **data}
    return {
        **a_minimal_event(kind),
        "id": an_id(number),
        "data": {"event": an_id(target), "reason": "so it was", **data},
    }


def projected(ledger: AService) -> None:
    ledger.service.runner.catch_up(ledger.service.storage.rows.head_position())


def timeline(ledger: AService) -> dict[str, Any]:
    events = ledger.ask(f"/v1/programmes/{PROGRAMME}/timeline", limit=1000)["events"]
    return {each["id"]: each for each in events}


def test_recording_and_projecting_a_correction_reads_a_few_events(
    ledger: AService, read: Callable[[], int]
) -> None:
    ledger.recorded(TOLD)
    projected(ledger)
    for number in range(2, 60):
        read()
        ledger.recorded(about(number, 1, occurred_at=f"2024-05-{number % 28 + 1:02}"))
        projected(ledger)
        assert read() <= 5
    entry = timeline(ledger)[an_id(1)]
    assert entry["occurred_at"]["text"] == "2024-05-04"
    assert entry["corrected_by"] == [an_id(number) for number in range(2, 60)]
    assert ledger.service.verify()[1] == []


def test_corrections_in_one_batch_are_read_once_each(
    ledger: AService, read: Callable[[], int]
) -> None:
    ledger.recorded(TOLD)
    projected(ledger)
    read()
    ledger.post([about(number, 1) for number in range(2, 202)])
    assert read() <= 3 * 200
    projected(ledger)
    assert read() <= 3 * 200


def test_retracting_and_restoring_over_and_over_reads_a_few_events(
    ledger: AService, read: Callable[[], int]
) -> None:
    ledger.recorded(TOLD)
    target = 1
    for number in range(2, 40):
        read()
        ledger.recorded(about(number, target, "event-retracted"))
        projected(ledger)
        target = number
        assert read() <= 5
    assert an_id(1) in timeline(ledger)
    assert ledger.service.verify()[1] == []


def test_what_a_refused_batch_said_is_not_taken_for_said(ledger: AService) -> None:
    ledger.recorded(TOLD, about(2, 1))
    retracted_then_wrong = [about(3, 1, "event-retracted"), about(4, 1)]
    assert ledger.post(retracted_then_wrong).status_code == 409
    assert ledger.post(about(5, 1, occurred_at="2024-01-01")).status_code == 201
    assert timeline(ledger)[an_id(1)]["occurred_at"]["text"] == "2024-01-01"


def test_what_a_failed_commit_said_is_not_taken_for_said(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.recorded(TOLD, about(2, 1))
    recorder = type(ledger.service.storage.store.recorder)
    appending = recorder.appending

    @contextmanager
    def failing(self: Any) -> Iterator[Any]:
        with appending(self) as rows:
            yield rows
            raise StoreUnavailable("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(recorder, "appending", failing)
        lost = [about(3, 1, "event-retracted"), about(4, 3, "event-retracted")]
        assert ledger.post(lost).status_code == 503
    ledger.recorded(about(5, 1, occurred_at="2024-01-01"))
    assert timeline(ledger)[an_id(1)]["occurred_at"]["text"] == "2024-01-01"
    assert timeline(ledger)[an_id(1)]["corrected_by"] == [an_id(2), an_id(5)]


def test_what_another_process_said_is_known(ledger: AService) -> None:
    if ledger.database.kind == "sqlite":
        pytest.skip("one process at a time writes to a SQLite file")
    with AService(ledger.database, ledger.clock) as other:
        ledger.recorded(TOLD, about(2, 1))
        other.recorded(about(3, 1, "event-retracted"))
        assert ledger.post(about(4, 1)).status_code == 409
        ledger.recorded(about(5, 3, "event-retracted"))
        other.recorded(about(6, 1))
        projected(ledger)
        other.recorded(about(7, 1))
        projected(other)
        ledger.recorded(about(8, 1))
        projected(ledger)
        assert len(timeline(other)[an_id(1)]["corrected_by"]) == 4
        assert ledger.service.verify()[1] == []
