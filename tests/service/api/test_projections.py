"""The views that are kept, looked at and rebuilt while the service runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from service.projections.kept import KEPT
from service.projections.replaying import Replays
from tests.builders import a_minimal_event
from tests.given import AService, an_id

PATIENCE_SECONDS = 10.0


def some_events(ledger: AService, first: int = 1) -> None:
    ledger.recorded(
        *(a_minimal_event("item-disclosed", id=an_id(each)) for each in range(first, first + 5))
    )


def wait_until_it_ends(ledger: AService) -> dict[str, Any]:
    for _ in range(1000):
        told = ledger.ask("/v1/projections")
        if told["replay"] is None:
            return told
        threading.Event().wait(PATIENCE_SECONDS / 1000)
    raise AssertionError("the replay did not end")


@contextmanager
def a_replay_that_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replays in the background stop after their first batch, until the scene is over."""
    go_on = threading.Event()
    stop_if_cancelled = Replays._stop_if_cancelled

    def wait(self: Replays, done: int, of: int) -> None:
        while not go_on.wait(0.01):
            stop_if_cancelled(self, done, of)

    with monkeypatch.context() as patched:
        patched.setattr(Replays, "_stop_if_cancelled", wait)
        try:
            yield
        finally:
            go_on.set()


def test_say_what_they_reflect(ledger: AService) -> None:
    some_events(ledger)
    ledger.ask("/v1/programmes")
    told = ledger.ask("/v1/projections")
    assert told["head"] == 5
    assert {each["name"]: each["behind"] for each in told["projections"]} == dict.fromkeys(KEPT, 0)
    assert told["replay"] is None


def test_are_rebuilt_in_the_background(ledger: AService) -> None:
    some_events(ledger)
    begun = ledger.send("POST", "/v1/projections/replay", role="admin")
    assert begun.status_code == 202
    assert begun.headers["Location"] == "/v1/projections"
    wait_until_it_ends(ledger)
    assert ledger.service.verify() == (5, [])


def test_serve_and_grow_while_they_are_rebuilt_and_tell_how_far_it_is(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(ledger)
    with a_replay_that_waits(monkeypatch):
        ledger.send("POST", "/v1/projections/replay", role="admin")
        some_events(ledger, first=6)
        assert len(ledger.ask("/v1/programmes/sora-early-access/timeline")["events"]) == 10
        replay = ledger.ask("/v1/projections")["replay"]
        assert replay["of"] == 5
        assert replay["events_per_second"] >= 0
    wait_until_it_ends(ledger)
    assert ledger.service.verify() == (10, [])


def test_are_rebuilt_by_one_at_a_time(ledger: AService, monkeypatch: pytest.MonkeyPatch) -> None:
    some_events(ledger)
    with a_replay_that_waits(monkeypatch):
        ledger.send("POST", "/v1/projections/replay", role="admin")
        second = ledger.send("POST", "/v1/projections/replay", role="admin")
    assert second.status_code == 409
    assert second.get_json()["code"] == "replay-running"
    wait_until_it_ends(ledger)


def test_serve_on_as_they_were_if_the_rebuilding_is_cancelled(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(ledger)
    with a_replay_that_waits(monkeypatch):
        ledger.send("POST", "/v1/projections/replay", role="admin")
        cancelled = ledger.send("DELETE", "/v1/projections/replay", role="admin")
        assert cancelled.get_json()["replay"] is None
    assert ledger.service.verify() == (5, [])
    assert ledger.send("POST", "/v1/projections/replay", role="admin").status_code == 202
    wait_until_it_ends(ledger)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_are_rebuilt_by_admins_only(ledger: AService, method: str) -> None:
    refused = ledger.send(method, "/v1/projections/replay", role="archivist")
    assert refused.status_code == 403


def test_are_rebuilt_by_their_names(ledger: AService) -> None:
    some_events(ledger)
    path = "/v1/projections/replay"
    assert (
        ledger.send("POST", f"{path}?projections=learnings,moves", role="admin").status_code == 202
    )
    wait_until_it_ends(ledger)
    unknown = ledger.send("POST", f"{path}?projections=dreams", role="admin")
    assert unknown.status_code == 422
    assert unknown.get_json()["errors"][0]["parameter"] == "projections"
