"""Views of another version than ours are made anew, and never answer meanwhile."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest

from service.bootstrap import migrate, open_service
from service.errors import WrongSchema
from service.projections.kept import KEPT
from service.storage.postgres.kept import TABLES as POSTGRES_TABLES
from service.storage.sqlite.kept import TABLES as SQLITE_TABLES
from service.storage.sqlite.migrating import LATEST
from tests.databases import Database, SQLiteFile
from tests.given import AService
from tests.histories import random_history

RAISED = "moves"
OURS = KEPT[RAISED].version
OURS_AGAIN = f"UPDATE checkpoint SET version = {OURS} WHERE name = '{RAISED}'"
TIMELINE = "/v1/programmes/prog-a/timeline"
ASKED = {"as_of": "2024-12-31T00:00:00Z", "as_recorded": 60, "limit": 1000}


def a_long_history(ledger: AService) -> bytes:
    """Record one; what its timeline is."""
    for event in random_history(seed=7, size=120):
        ledger.post(event)
    return ledger.get(TIMELINE, **ASKED).data


def brought_up_to_date(database: Database) -> None:
    """What an operator does with a newer Testigo: nothing on SQLite, else `testigo migrate`."""
    if database.kind == "postgres":
        with pytest.raises(WrongSchema, match="testigo migrate"):
            open_service(database.url)
        migrate(database.url)


def test_every_view_has_a_table_of_its_name_in_both_storages() -> None:
    assert list(SQLITE_TABLES) == list(POSTGRES_TABLES) == list(KEPT)


def test_views_of_an_older_version_are_made_anew(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = a_long_history(ledger)
    ledger.spoil(f"DELETE FROM {RAISED} WHERE joined = 0")
    monkeypatch.setitem(KEPT, RAISED, replace(KEPT[RAISED], version=OURS + 1))  # type: ignore[attr-defined]
    brought_up_to_date(ledger.database)
    with AService(ledger.database, ledger.clock) as again:
        assert again.service.views.lag()["projections"][RAISED] == 0
        assert again.get(TIMELINE, **ASKED).data == before
        assert again.service.verify()[1] == []
    ledger.database.execute(OURS_AGAIN)


def test_a_database_that_lacks_a_view_gets_it(ledger: AService) -> None:
    a_long_history(ledger)
    ledger.spoil(f"DELETE FROM checkpoint WHERE name = '{RAISED}'", f"DROP TABLE {RAISED}")
    brought_up_to_date(ledger.database)
    with AService(ledger.database, ledger.clock) as again:
        assert again.service.verify()[1] == []


def test_views_that_a_newer_testigo_made_are_left_alone(ledger: AService) -> None:
    before = a_long_history(ledger)
    ledger.spoil(f"UPDATE checkpoint SET version = 9 WHERE name = '{RAISED}'")
    for refuse in (open_service, migrate):
        with pytest.raises(WrongSchema, match=RAISED):
            refuse(ledger.database.url)
    ledger.database.execute(OURS_AGAIN)
    with AService(ledger.database, ledger.clock) as again:
        assert again.get(TIMELINE, **ASKED).data == before


def test_a_service_whose_views_were_made_anew_by_another_version_does_not_answer(
    ledger: AService,
) -> None:
    a_long_history(ledger)
    ledger.database.execute(f"UPDATE checkpoint SET version = version + 1 WHERE name = '{RAISED}'")
    try:
        with pytest.raises(WrongSchema):
            ledger.service.storage.kept.checkpoints()
        with pytest.raises(WrongSchema), ledger.service.storage.rows.reading():
            pass
        with pytest.raises(WrongSchema):
            ledger.service.replays.run()
        answer = ledger.get(TIMELINE, **ASKED)
        assert (answer.status_code, json.loads(answer.data)["status"]) == (503, 503)
    finally:
        ledger.database.execute(OURS_AGAIN)


def test_several_that_start_at_once_fill_new_views_once(database: Database) -> None:
    if database.kind == "sqlite":
        pytest.skip("one process at a time opens a SQLite file to write")
    with AService(database) as ledger:
        before = a_long_history(ledger)
        ledger.spoil(f"DELETE FROM checkpoint WHERE name = '{RAISED}'", f"DROP TABLE {RAISED}")
    migrate(database.url)
    with ExitStack() as stack, ThreadPoolExecutor(4) as threads:
        workers = [stack.enter_context(AService(database, ledger.clock)) for _ in range(4)]
        answers = threads.map(lambda each: each.get(TIMELINE, **ASKED).data, workers)
        assert list(answers) == [before] * 4
    with AService(database, ledger.clock) as worker:
        assert worker.service.verify()[1] == []


class TestASQLiteFile:
    @pytest.fixture(params=["sqlite"])
    def ledger(self, database: Database) -> AService:
        return AService(database)

    @pytest.fixture
    def database(self, tmp_path_factory: pytest.TempPathFactory) -> SQLiteFile:
        return SQLiteFile(tmp_path_factory.mktemp("ledger") / "ledger.db")

    def test_of_before_views_had_versions_is_brought_up_to_date(self, ledger: AService) -> None:
        before = a_long_history(ledger)
        ledger.spoil(
            "DROP TABLE checkpoint",
            "CREATE TABLE checkpoint (name TEXT PRIMARY KEY, position INTEGER NOT NULL)",
            "INSERT INTO checkpoint VALUES ('moves', 60)",
            "PRAGMA user_version = 1",
        )
        with pytest.raises(WrongSchema, match="testigo migrate"):
            open_service(ledger.database.url, writable=False)
        assert migrate(ledger.database.url) == (1, LATEST)
        with AService(ledger.database, ledger.clock) as again:
            assert again.get(TIMELINE, **ASKED).data == before
            assert again.service.verify()[1] == []

    def test_whose_views_are_not_ours_is_not_read_along(self, ledger: AService) -> None:
        a_long_history(ledger)
        with open_service(ledger.database.url, writable=False) as reading_along:
            ledger.database.execute(f"UPDATE checkpoint SET version = 9 WHERE name = '{RAISED}'")
            with pytest.raises(WrongSchema), reading_along.views.reading():
                pass
        ledger.service.close()
