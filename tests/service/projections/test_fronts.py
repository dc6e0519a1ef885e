"""The fronts that are kept, beside those of all learnings that held at each position."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings

from domain.fronts import front
from service.projections.kept.fronts import FrontRow, contenders
from service.projections.kept.learnings import LearningRow
from service.projections.kept.requests import RequestRow
from tests.builders import a_minimal_event
from tests.databases import PostgresDatabase, SQLiteFile
from tests.given import AService, an_id
from tests.histories import histories, random_history
from tests.test_agreement import a_new_ledger

Held = tuple[Any, int, int]
"""A row, and the positions from which and before which it holds."""


def kept(ledger: AService, table: str, kind: type[Any]) -> list[Held]:
    statement = f"SELECT * FROM {table}"
    if isinstance(ledger.database, PostgresDatabase):
        with ledger.database.connect() as connection:
            found = connection.execute(statement).fetchall()
    else:
        assert isinstance(ledger.database, SQLiteFile)
        with closing(sqlite3.connect(ledger.database.path)) as connection:
            found = connection.execute(statement).fetchall()
    return [(kind(*each[:-2]), each[-2], each[-1]) for each in found]


def at(held: list[Held], position: int) -> list[Any]:
    return [row for row, since, until in held if since <= position < until]


def hold_the_fronts(ledger: AService) -> None:
    """Assert that at every position the kept fronts are those of the rows that held."""
    ledger.ask("/v1/programmes")
    fronts = kept(ledger, "fronts", FrontRow)
    learned = kept(ledger, "learnings", LearningRow) + kept(ledger, "requests", RequestRow)
    for position in range(1, ledger.service.storage.rows.head_position() + 1):
        by_key = defaultdict(list)
        for row in at(learned, position):
            for each in contenders(row):
                by_key[each.key].append(each)
        expected = [each for alike in by_key.values() for each in front(alike)]
        assert sorted(at(fronts, position), key=repr) == sorted(expected, key=repr)
    assert all(since < until for _, since, until in fronts)


def test_at_every_position_they_are_those_of_all_that_was_learned_by_then(
    ledger: AService,
) -> None:
    for event in random_history(seed=11, size=250):
        ledger.post(event)
    hold_the_fronts(ledger)


@settings(max_examples=30)
@given(histories(max_events=40))
def test_whatever_is_corrected_or_retracted(offered: list[dict[str, Any]]) -> None:
    with a_new_ledger() as ledger:
        for event in offered:
            ledger.post(event)
        hold_the_fronts(ledger)


def told(number: int, occurred_at: str) -> dict[str, Any]:
    data = {"items": ["item:sora"], "by": "staff:lena", "to": ["tester:ana"]}
    event = a_minimal_event("item-disclosed", occurred_at=occurred_at, data=data)
    return {**event, "id": an_id(number)}


def about(number: int, kind: str, target: int, **data: Any) -> dict[str, Any]:
    data = {"event": an_id(target), "reason": "so it was", **data}
    return {**a_minimal_event(kind, data=data), "id": an_id(number)}


@pytest.mark.parametrize("at_once", [True, False])
def test_what_stood_behind_a_row_comes_forward_while_that_is_retracted(
    ledger: AService, at_once: bool
) -> None:
    history = [
        told(1, "2024-05-02"),
        told(2, "2024-05"),
        told(3, "2024-05-03"),
        told(4, "2024-05-01"),
        about(5, "event-retracted", 4),
        about(6, "event-retracted", 1),
        about(7, "event-retracted", 5),
        about(8, "event-corrected", 2, occurred_at="../2024-04"),
    ]
    for event in history:
        ledger.recorded(event)
        if not at_once:
            ledger.ask("/v1/programmes")
    ledger.ask("/v1/programmes")
    ana = [
        (int(row.via[-2:]), since, min(until, 9))
        for row, since, until in kept(ledger, "fronts", FrontRow)
        if (row.party, row.item) == ("tester:ana", "item:sora")
    ]
    assert sorted(ana) == [
        (1, 1, 4), (1, 5, 6),
        (2, 2, 4), (2, 5, 7), (2, 8, 9),
        (3, 6, 7),
        (4, 4, 5), (4, 7, 8),
    ]  # fmt: skip
    hold_the_fronts(ledger)
