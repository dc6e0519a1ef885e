"""Every page of a timeline, a roster or of events walks an index: no scan, no sorting of all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from service.bootstrap import open_service
from service.storage.postgres import (
    listings as postgres_listings,
    rosters as postgres_rosters,
    shelves as postgres_shelves,
)
from service.storage.postgres.connections import LedgerDatastore
from service.storage.sqlite import (
    listings as sqlite_listings,
    rosters as sqlite_rosters,
    shelves as sqlite_shelves,
)
from tests.databases import postgres_server

ASKED: dict[str, Any] = {
    "programme": "a", "type": "a", "party": "a", "name": "a", "stream": "a",
    "at": 5, "after": 5, "limit": 5, "helping": 5, "until": 5, "start": 5, "block": 5, "width": 5,
    "earliest": 5, "latest": 5, "position": 5, "positions": [1, 2],
    "large": [1, 2], "small": [1, 2], "widths": [1, 2],
    "as_of": 5, "offset": 0, "testers": ["a"], "facets": "[]", "reaches": "[]", "names": ["a", "b"],
    "levels": [1, 2], "blocks": [1, 2],
    "from_earliest": [1, 2], "from_latest": [1, 2], "from_position": [1, 2],
}  # fmt: skip


def statements_of(*modules: ModuleType) -> Iterator[Any]:
    for module in modules:
        for name, value in vars(module).items():
            if name.isupper():
                parts = value if isinstance(value, tuple) else (value,)
                for number, statement in enumerate(parts):
                    if "SELECT" in str(statement):
                        yield pytest.param(statement, id=f"{name}-{number}")


@pytest.mark.parametrize(
    "statement", list(statements_of(sqlite_listings, sqlite_rosters, sqlite_shelves))
)
def test_on_sqlite(tmp_path: Path, statement: str) -> None:
    open_service(f"sqlite:///{tmp_path / 'ledger.db'}").close()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        given = {
            name: str(value) if isinstance(value, list) else value for name, value in ASKED.items()
        }
        found = connection.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
    steps = [each[3] for each in found]
    made = ("SCAN found", "SCAN known", "SCAN part", "SCAN CONSTANT ROW")  # of few rows
    scans = [each for each in steps if each.startswith("SCAN") and "VIRTUAL" not in each]
    assert [each for each in scans if not each.startswith(made)] == []
    if "json_each" not in statement and "AS found" not in statement and "known" not in statement:
        assert [each for each in steps if "TEMP B-TREE" in each] == []


@pytest.fixture(scope="module")
def datastore() -> Iterator[LedgerDatastore]:
    with postgres_server().ledger() as database:
        opened = LedgerDatastore(database.url)
        yield opened
        opened.close()


@pytest.mark.parametrize(
    "statement", list(statements_of(postgres_listings, postgres_rosters, postgres_shelves))
)
def test_on_postgresql(datastore: LedgerDatastore, statement: str) -> None:
    with datastore.reading() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        found = cursor.execute(f"EXPLAIN {statement}", ASKED).fetchall()
    steps = [each["QUERY PLAN"].strip() for each in found]
    assert [each for each in steps if "Seq Scan" in each] == []
    by_index = [number for number, step in enumerate(steps) if "Index" in step and " on " in step]
    assert by_index
    if "JOIN event" in statement:  # of the few that were found, in whichever way
        by_index = [n for n in by_index if "on event" not in steps[n]]
    assert [steps[n] for n in by_index if not steps[n + 1].startswith("Index Cond")] == []
