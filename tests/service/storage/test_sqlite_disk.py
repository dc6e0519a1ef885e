"""A disk that is full in the middle of a transaction that several requests share."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.group_commit import GroupCommit
from service.storage.sqlite.connections import LedgerDatastore
from tests.builders import a_minimal_event
from tests.databases import SQLiteFile
from tests.given import AService, an_id

LONG = {"data": {"text": "x" * 20_000}}


@pytest.fixture
def database(tmp_path: Path) -> SQLiteFile:
    """A new SQLite file."""
    return SQLiteFile(tmp_path / "ledger.db")


def datastore_of(ledger: AService) -> LedgerDatastore:
    datastore = ledger.service.storage._datastore  # type: ignore[attr-defined]
    assert isinstance(datastore, LedgerDatastore)
    return datastore


@contextmanager
def no_page_left(ledger: AService) -> Iterator[None]:
    """What SQLite says on a full disk (SQLITE_FULL), said by its own limit."""
    with datastore_of(ledger).alone() as connection:
        connection.execute("PRAGMA max_page_count = 1")  # it is as many as there are
    yield
    with datastore_of(ledger).alone() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")


def sharing_one_commit(ledger: AService, *bodies: Any) -> list[Any]:
    """Post these so that they share a commit: their answers."""
    answers: dict[int, Any] = {}

    def post(number: int, body: Any) -> None:
        answers[number] = ledger.post(body)

    commits: GroupCommit = ledger.service.ledger._commits
    threads = [
        threading.Thread(target=post, args=(number, body)) for number, body in enumerate(bodies)
    ]
    with commits._turn:
        for number, thread in enumerate(threads, start=1):
            thread.start()
            while len(commits._waiting) < number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(bodies))]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[AService]:
    with AService(tmp_path / "ledger.db") as service:
        yield service


def test_refuses_all_who_share_it_and_keeps_nothing_of_them(ledger: AService) -> None:
    ledger.recorded(a_minimal_event("item-disclosed", id=an_id(1)))
    small = [a_minimal_event("item-disclosed", id=an_id(number)) for number in (2, 3)]
    large = [a_minimal_event("feedback-given", id=an_id(n), **LONG) for n in range(10, 30)]
    with no_page_left(ledger):
        answers = sharing_one_commit(ledger, small[0], large, small[1])
    assert [(each.status_code, each.get_json()["code"]) for each in answers] == [
        (503, "unavailable")
    ] * 3
    assert all(each.headers["Retry-After"].isdigit() for each in answers)
    assert [each["position"] for each in ledger.recorded(*small)] == [2, 3]
    events = ledger.ask("/v1/events")["events"]
    assert [each["position"] for each in events] == [1, 2, 3]
