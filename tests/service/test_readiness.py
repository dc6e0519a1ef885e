"""Whether the service is ready is known in bounded time, and what keeps it from being so."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from service.errors import StoreUnavailable
from service.readiness import STUCK_SECONDS, Readiness


class AStore:
    """A store that says what it is told to."""

    def __init__(self) -> None:
        self.head = 10
        self.reached = 10
        self.tended = True
        self.now = 0.0
        self.readiness = Readiness(self.look, lambda: self.tended, lambda: self.now)

    def look(self) -> Mapping[str, Any]:
        return {"head": self.head, "projections": {"deeds": self.head, "readings": self.reached}}

    @property
    def stuck(self) -> tuple[str, ...]:
        return self.readiness.condition().stuck


def test_a_store_that_answers_and_views_that_keep_up_are_ready() -> None:
    store = AStore()
    assert store.stuck == ()
    assert store.readiness.condition().details["head"] == 10


def test_a_store_that_hangs_is_not_ready_and_holds_nobody_up() -> None:
    hanging = threading.Event()
    looks = []

    def look() -> Mapping[str, Any]:
        looks.append(1)
        hanging.wait(10)
        return {"head": 0, "projections": {}}

    readiness = Readiness(look, lambda: True)
    began = time.monotonic()
    assert [readiness.condition(0.05).stuck for _ in range(3)] == [("database",)] * 3
    assert time.monotonic() - began < 2
    assert len(looks) == 1, "whoever asks next waits for the same look"
    hanging.set()
    while readiness.condition(1).stuck:
        pass
    assert time.monotonic() - began < 5


def test_a_store_that_fails_is_not_ready() -> None:
    for error in (StoreUnavailable("away"), ValueError("a fault of ours")):

        def look(error: Exception = error) -> Mapping[str, Any]:
            raise error

        assert Readiness(look, lambda: True).condition().stuck == ("database",)


def test_a_view_that_is_behind_and_comes_no_nearer_is_stuck() -> None:
    store = AStore()
    store.reached = 4
    assert store.stuck == ()
    store.now, store.head = STUCK_SECONDS - 1, 20
    assert store.stuck == (), "not for long enough"
    store.now = STUCK_SECONDS
    assert store.stuck == ("projections",)
    store.reached = 5
    assert store.stuck == (), "it goes on"


def test_a_view_that_is_far_behind_but_comes_nearer_is_not_stuck() -> None:
    store = AStore()
    for second in range(0, 300, 20):
        store.now, store.head, store.reached = second, 1000 + second * 10, 10 + second
        assert store.stuck == ()


def test_a_view_that_nothing_is_recorded_for_is_not_stuck() -> None:
    store = AStore()
    assert store.stuck == ()
    store.now, store.head = 1000, 11
    assert store.stuck == ()


def test_where_nobody_projects_any_more_it_is_stuck() -> None:
    store = AStore()
    store.tended = False
    assert store.stuck == ("projections",)
