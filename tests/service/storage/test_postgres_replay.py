"""Views of a PostgreSQL database rebuilt: seen and stopped from everywhere, by its owner only."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from service.bootstrap import migrate, open_service
from service.errors import StoreUnavailable
from service.projections.replay import ReplayCancelled
from service.storage.postgres.rebuilding import PostgresBeside
from tests.builders import a_minimal_event
from tests.databases import PostgresDatabase, postgres_server
from tests.given import AService, an_id

PATIENCE_SECONDS = 10.0


@pytest.fixture
def database() -> Iterator[PostgresDatabase]:
    """A new PostgreSQL database."""
    with postgres_server().ledger() as made:
        yield made


def told(number: int) -> dict[str, object]:
    return a_minimal_event("item-disclosed", id=an_id(number))


def outcome(service: AService) -> tuple[str, str | None]:
    replay = service.ask("/v1/projections")["replay"]
    return replay["outcome"], replay["reason"]


@contextmanager
def a_replay_that_cannot_swap(ledger: AService, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A reading of the views stays open; the replay has tried to swap, and waits."""
    waits = threading.Event()
    swap = PostgresBeside._swap

    def swapped(self: PostgresBeside, *given: object) -> bool:
        done = swap(self, *given)
        waits.set()
        return done

    monkeypatch.setattr(PostgresBeside, "_swap", swapped)
    with ledger.service.views.reading():
        ledger.service.replays.start()
        assert waits.wait(PATIENCE_SECONDS)
        yield


def test_a_replay_goes_on_though_a_reading_stays_open_and_swaps_after_it(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.storage.postgres.rebuilding.AGAIN_SECONDS", 0.05)
    ledger.recorded(*(told(number) for number in range(1, 20)))
    with ledger.service.views.reading() as asked:
        replaying = threading.Thread(target=ledger.service.replays.run)
        replaying.start()
        replaying.join(1.5)
        assert replaying.is_alive()
        assert asked.programmes is not None
        assert len(ledger.ask("/v1/events")["events"]) == 19
    replaying.join(PATIENCE_SECONDS)
    assert not replaying.is_alive()
    assert ledger.service.verify()[1] == []


def test_nobody_waits_for_a_replay_that_waits_for_a_comparison(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.storage.postgres.rebuilding.AGAIN_SECONDS", 0.05)
    monkeypatch.setattr("service.storage.postgres.rebuilding.PATIENCE_MS", 60_000)
    ledger.recorded(told(1))
    with ledger.service.storage.comparing():
        replaying = threading.Thread(target=ledger.service.replays.run)
        replaying.start()
        replaying.join(1)
        begun = time.monotonic()
        assert len(ledger.ask("/v1/events")["events"]) == 1
        assert time.monotonic() - begun < PATIENCE_SECONDS / 2
        assert replaying.is_alive()
    replaying.join(PATIENCE_SECONDS)
    assert not replaying.is_alive()
    assert outcome(ledger) == ("done", None)


def test_a_replay_is_seen_by_every_process_while_it_runs(
    ledger: AService, database: PostgresDatabase
) -> None:
    ledger.recorded(told(1))
    with AService(database) as other:
        seen: list[object] = []

        def look(_done: int, _of: int) -> None:
            seen.append(other.service.replays.latest())

        ledger.service.replays.run((), look)
        assert [each.outcome for each in seen] == ["running"] * len(seen) != []
        assert other.service.replays.latest().outcome == "done"


def test_a_replay_whose_process_died_leaves_nothing_and_can_be_repeated(
    ledger: AService, database: PostgresDatabase
) -> None:
    ledger.recorded(told(1))
    with pytest.raises(StoreUnavailable):
        ledger.service.replays.run((), lambda _done, _of: database.cut())
    assert ledger.service.replays.latest().outcome == "failed"
    assert database.leftovers() == []
    ledger.service.replays.run()
    assert ledger.service.verify()[1] == []


def test_a_replay_is_stopped_by_whichever_process_is_asked(
    ledger: AService, database: PostgresDatabase
) -> None:
    ledger.recorded(told(1))
    with AService(database) as other:

        def stop(_done: int, _of: int) -> None:
            other.service.replays.cancel(0)

        with pytest.raises(ReplayCancelled):  # as `testigo replay --database` runs it
            ledger.service.replays.run((), stop)
        assert outcome(other) == outcome(ledger) == ("cancelled", "It was asked to stop.")
    assert database.leftovers() == []
    assert ledger.service.verify() == (1, [])


def test_a_replay_that_waits_to_swap_can_be_cancelled_anywhere(
    ledger: AService, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.recorded(told(1))
    with AService(database) as other, a_replay_that_cannot_swap(ledger, monkeypatch):
        begun = time.monotonic()
        answer = other.send("DELETE", "/v1/projections/replay", role="admin").get_json()
        assert answer["replay"]["outcome"] == "cancelled"
        assert time.monotonic() - begun < PATIENCE_SECONDS / 2
    assert database.leftovers() == []


def test_a_replay_that_waits_to_swap_does_not_keep_the_service_from_stopping(
    ledger: AService, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.recorded(told(1))
    with AService(database) as other, a_replay_that_cannot_swap(ledger, monkeypatch):
        begun = time.monotonic()
        ledger.service.replays.close()
        assert time.monotonic() - begun < PATIENCE_SECONDS / 2
        assert outcome(other) == ("cancelled", "The service was stopped.")


def test_a_replay_that_waits_to_swap_projects_what_comes_before_it_holds_projecting_back(
    ledger: AService, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.storage.postgres.rebuilding.AGAIN_SECONDS", 0.05)
    ledger.recorded(told(1))
    with a_replay_that_cannot_swap(ledger, monkeypatch), AService(database) as other:
        other.recorded(*(told(number) for number in range(2, 12)))
        assert len(other.ask("/v1/events")["events"]) == 11
    ledger.service.replays._thread.join(PATIENCE_SECONDS)
    assert outcome(ledger) == ("done", None)
    assert ledger.service.verify() == (11, [])


@pytest.fixture
def owned() -> PostgresDatabase:
    """A database in which somebody owns the schema `testigo`, and nothing more."""
    database = postgres_server().unmigrated()
    name = "app_" + database.name
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")
        connection.execute(f"CREATE SCHEMA testigo AUTHORIZATION {name}")
    return PostgresDatabase(database.url.replace("postgres:@", f"{name}:@"))


def test_whoever_owns_the_schema_can_migrate_serve_replay_and_verify(
    owned: PostgresDatabase,
) -> None:
    with owned.connect() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE SCHEMA another")
    migrate(owned.url)
    with AService(owned) as ledger:
        ledger.recorded(told(1), told(2))
        assert len(ledger.ask("/v1/events")["events"]) == 2
        for names in ((), ("moves", "terms")):
            ledger.service.replays.run(names)
            assert ledger.service.verify() == (2, [])
    assert owned.leftovers() == []
    open_service(owned.url).close()
