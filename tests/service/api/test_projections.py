"""The views that are kept, looked at and rebuilt while the service runs."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from service.errors import NoRoom, StoreUnavailable
from service.projections.kept import KEPT
from service.projections.replaying import Course
from tests.builders import a_minimal_event
from tests.given import AService, an_id

PATIENCE_SECONDS = 10.0


def some_events(ledger: AService, first: int = 1) -> None:
    ledger.recorded(
        *(a_minimal_event("item-disclosed", id=an_id(each)) for each in range(first, first + 5))
    )


def wait_until_it_ends(ledger: AService) -> dict[str, Any]:
    """The replay that ended."""
    for _ in range(1000):
        replay: dict[str, Any] = ledger.ask("/v1/projections")["replay"]
        if replay["outcome"] != "running":
            return replay
        threading.Event().wait(PATIENCE_SECONDS / 1000)
    raise AssertionError("the replay did not end")


@contextmanager
def a_replay_that_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replays in the background stop after their first batch, until the scene is over."""
    go_on = threading.Event()
    report = Course.report

    def wait(self: Course, done: int, of: int) -> None:
        report(self, done, of)
        while not go_on.is_set():
            self.wait(0.01)

    with monkeypatch.context() as patched:
        patched.setattr(Course, "report", wait)
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
    ended = wait_until_it_ends(ledger)
    assert (ended["outcome"], ended["done"], ended["of"]) == ("done", 5, 5)
    assert ended["ended_at"] > ended["started_at"]
    assert ended["seconds_left"] is None
    assert ended["id"] == begun.get_json()["replay"]["id"]
    assert ledger.service.verify() == (5, [])


def test_show_the_replay_that_was_begun_at_once(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(ledger)
    with a_replay_that_waits(monkeypatch):
        for _ in range(10):
            path = "/v1/projections/replay?projections=terms,moves"
            begun = ledger.send("POST", path, role="admin").get_json()["replay"]
            assert (begun["outcome"], begun["projections"]) == ("running", ["moves", "terms"])
            ended = ledger.send("DELETE", "/v1/projections/replay", role="admin").get_json()
            assert ended["replay"]["id"] == begun["id"]
            assert ended["replay"]["outcome"] == "cancelled"
            assert ended["replay"]["reason"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (StoreUnavailable("/srv/ledger.db is broken"), "The store failed"),
        (KeyError("secret"), "KeyError"),
        (NoRoom("There is no room."), "There is no room."),
    ],
)
def test_serve_on_as_they_were_if_the_rebuilding_fails_and_say_why(
    ledger: AService, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    some_events(ledger)

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Course, "report", fail)
        ledger.send("POST", "/v1/projections/replay", role="admin")
        ended = wait_until_it_ends(ledger)
    assert ended["outcome"] == "failed"
    assert ended["reason"].startswith(reason)
    assert "secret" not in ended["reason"]
    assert "/srv" not in ended["reason"]
    assert ledger.service.verify() == (5, [])


def test_tell_what_became_of_the_last_replay_after_the_service_was_stopped_amid_it(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(ledger)
    assert ledger.ask("/v1/projections")["replay"] is None
    with a_replay_that_waits(monkeypatch):
        ledger.send("POST", "/v1/projections/replay", role="admin")
        begun = time.monotonic()
        with ledger.reopened() as again:
            assert time.monotonic() - begun < PATIENCE_SECONDS / 2
            ended = again.ask("/v1/projections")["replay"]
            assert (ended["outcome"], ended["reason"]) == ("cancelled", "The service was stopped.")
            assert again.service.verify() == (5, [])


def test_tell_that_a_replay_failed_whose_process_was_killed(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(ledger)
    killed = ledger.service.replays
    monkeypatch.setattr(type(killed), "_say", lambda *_: None)
    with pytest.raises(SystemExit):
        killed.run((), lambda _done, _of: sys.exit())
    ended = ledger.ask("/v1/projections")["replay"]
    assert (ended["outcome"], ended["ended_at"]) == ("failed", None)
    assert "process" in ended["reason"]
    killed.run()
    assert ledger.ask("/v1/projections")["replay"]["outcome"] == "done"


def test_serve_and_grow_while_they_are_rebuilt_and_tell_how_far_it_is(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(ledger)
    with a_replay_that_waits(monkeypatch):
        ledger.send("POST", "/v1/projections/replay", role="admin")
        some_events(ledger, first=6)
        assert len(ledger.ask("/v1/programmes/sora-early-access/timeline")["events"]) == 10
        replay = ledger.ask("/v1/projections")["replay"]
        assert (replay["outcome"], replay["reason"]) == ("running", None)
        assert replay["of"] >= 5
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
    nothing = ledger.send("DELETE", "/v1/projections/replay", role="admin")
    assert (nothing.status_code, nothing.get_json()["replay"]) == (200, None)
    with a_replay_that_waits(monkeypatch):
        ledger.send("POST", "/v1/projections/replay", role="admin")
        cancelled = ledger.send("DELETE", "/v1/projections/replay", role="admin")
        assert cancelled.get_json()["replay"]["outcome"] == "cancelled"
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
