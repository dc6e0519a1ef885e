"""Requests that wait while a commit is synced share the next one, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from service.errors import StoreUnavailable
from tests.builders import a_minimal_event
from tests.databases import Database
from tests.given import AService, an_id

PATIENCE_SECONDS = 20.0


@contextmanager
def a_commit_that_is_being_synced(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[int]]:
    """Appends wait until the scene is over; yields how many requests each append then served."""
    appending = type(ledger.service.storage.store).appending
    served: list[int] = []
    begun, synced = threading.Event(), threading.Event()

    @contextmanager
    def slowly(store):  # type: ignore[no-untyped-def]
        with appending(store) as append:
            savepoint, requests = append.savepoint, []
            append.savepoint = lambda: (requests.append(1), savepoint())[1]
            yield append
            served.append(len(requests))
            begun.set()
            synced.wait(PATIENCE_SECONDS)

    first = threading.Thread(target=ledger.post, args=(an_event(1),))
    monkeypatch.setattr(type(ledger.service.storage.store), "appending", slowly)
    first.start()
    begun.wait(PATIENCE_SECONDS)
    try:
        yield served
    finally:
        synced.set()
        first.join()


def an_event(number: int, **more: object) -> dict[str, object]:
    return a_minimal_event("item-disclosed", id=an_id(number), **more)


def post_at_once(
    ledger: AService, events: list[dict[str, object]]
) -> tuple[list[threading.Thread], dict[object, int]]:
    """Post each in a thread of its own, and wait until all of them wait for their commit."""
    statuses: dict[object, int] = {}

    def post(number: int, event: dict[str, object]) -> None:
        statuses[number] = ledger.post(event).status_code

    threads = [threading.Thread(target=post, args=each) for each in enumerate(events)]
    for thread in threads:
        thread.start()
    waiting = ledger.service.ledger._commits._waiting
    for _ in range(2000):
        if len(waiting) + len(statuses) == len(events):
            break
        threading.Event().wait(PATIENCE_SECONDS / 2000)
    return threads, statuses


def test_who_waits_meanwhile_shares_the_next_commit(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_commit_that_is_being_synced(ledger, monkeypatch) as served:
        threads, statuses = post_at_once(ledger, [an_event(n) for n in range(2, 12)])
    for thread in threads:
        thread.join()
    assert served == [1, 10]
    assert set(statuses.values()) == {201}
    assert [e["position"] for e in ledger.ask("/v1/events")["events"]] == list(range(1, 12))


def test_a_conflict_refuses_only_its_own_request(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = an_event(3, expected_version=77)
    with a_commit_that_is_being_synced(ledger, monkeypatch) as served:
        threads, statuses = post_at_once(ledger, [an_event(2), refused, an_event(4)])
    for thread in threads:
        thread.join()
    assert served == [1, 3]
    assert statuses == {0: 201, 1: 409, 2: 201}
    assert [e["position"] for e in ledger.ask("/v1/events")["events"]] == [1, 2, 3]


def test_a_batch_that_is_refused_leaves_nothing_among_those_that_share_its_commit(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = [an_event(2), an_event(3, expected_version=77)]
    with a_commit_that_is_being_synced(ledger, monkeypatch):
        threads, statuses = post_at_once(ledger, [batch, an_event(4)])  # type: ignore[list-item]
    for thread in threads:
        thread.join()
    assert statuses == {0: 409, 1: 201}
    assert {e["id"] for e in ledger.ask("/v1/events")["events"]} == {an_id(1), an_id(4)}


def test_too_many_who_wait_are_asked_to_come_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with AService(database, waiting_most=2) as ledger:
        with a_commit_that_is_being_synced(ledger, monkeypatch):
            threads, _ = post_at_once(ledger, [an_event(2), an_event(3)])
            refused = ledger.post(an_event(4))
            assert refused.status_code == 503
            assert "Retry-After" in refused.headers
        for thread in threads:
            thread.join()
        assert ledger.post(an_event(4)).status_code == 201


def test_fewer_may_wait_while_others_follow(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with AService(database, waiting_most=4) as ledger:
        followers = [ledger.service.feed.join() for _ in range(4)]
        with a_commit_that_is_being_synced(ledger, monkeypatch):
            threads, _ = post_at_once(ledger, [an_event(2)])
            assert ledger.post(an_event(3)).status_code == 503
        for thread in threads:
            thread.join()
        for follower in followers:
            assert follower is not None
            follower.leave()
        assert ledger.post(an_event(3)).status_code == 201


def test_a_commit_that_fails_fails_all_who_share_it_and_keeps_nothing(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = type(ledger.service.storage.store)
    appending = store.appending

    @contextmanager
    def failing(self):  # type: ignore[no-untyped-def]
        with appending(self) as append:
            yield append
            raise StoreUnavailable("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(store, "appending", failing)
        assert ledger.post(an_event(1)).status_code == 503
    assert ledger.ask("/v1/events")["events"] == []
    assert ledger.post(an_event(1)).status_code == 201
