"""Views of a SQLite file rebuilt in the file itself: briefly at a time, and tidily."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.instant import Instant
from service.bootstrap import open_service
from service.errors import StoreUnavailable
from service.projections.kept import KEPT
from service.storage.sqlite import beside, connections, numbered
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.kept import TABLES
from service.storage.sqlite.kept.table import about
from tests.databases import SQLiteFile
from tests.given import AService
from tests.histories import random_history

PATIENCE_SECONDS = 10.0


@pytest.fixture
def database(tmp_path: Path) -> SQLiteFile:
    """A new SQLite file."""
    return SQLiteFile(tmp_path / "ledger.db")


def a_long_history(ledger: AService) -> None:
    for event in random_history(seed=7, size=120):
        ledger.post(event)
    ledger.ask("/v1/programmes")


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many rows are changed each time that the connection that writes is held."""
    alone = LedgerDatastore.alone
    changed: list[int] = []

    @contextmanager
    def counting(self: LedgerDatastore) -> Iterator[sqlite3.Connection]:
        with alone(self) as connection:
            before = connection.total_changes
            yield connection
            changed.append(connection.total_changes - before)

    with monkeypatch.context() as patched:
        patched.setattr(LedgerDatastore, "alone", counting)
        yield changed


@contextmanager
def always_read(ledger: AService) -> Iterator[None]:
    """Readings of milliseconds, each begun before another ends."""
    enough = threading.Event()

    def read() -> None:
        while not enough.is_set():
            with ledger.service.views.reading() as asked:
                asked.head_at(Instant(0))
                enough.wait(0.005)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    try:
        yield
    finally:
        enough.set()
        for each in readers:
            each.join()


def test_a_replay_never_holds_writers_up_for_longer_than_a_little(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_long_history(ledger)
    with closing(sqlite3.connect(ledger.database.path)) as connection:  # type: ignore[attr-defined]
        rows = sum(
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT
        )
    monkeypatch.setattr(beside, "DEEDS", 10)
    monkeypatch.setattr(numbered, "ROWS", 10)
    monkeypatch.setattr(ledger.service.storage, "tidy_up", lambda: None)
    with counted(monkeypatch) as changed:
        ledger.service.replays.run()
        while ledger.service.storage.tidy():
            pass
    assert sum(changed) > 2 * rows > 1000
    assert max(changed) < rows / 5
    assert ledger.database.leftovers() == []
    assert ledger.service.verify()[1] == []


def schema(ledger: AService) -> list[tuple[str, ...]]:
    """Every table and index; also that the file is sound."""
    with closing(sqlite3.connect(ledger.database.path)) as connection:  # type: ignore[attr-defined]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")
        return sorted(found.fetchall())


def test_a_replay_keeps_the_write_ahead_log_short_though_somebody_always_reads(
    ledger: AService, database: SQLiteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LONG_LOG", 2**20)
    monkeypatch.setattr("service.projections.runner.BATCH", 10)
    a_long_history(ledger)
    log = Path(f"{database.path}-wal")
    seen: list[int] = []
    with always_read(ledger):
        ledger.service.replays.run((), lambda _done, _of: seen.append(log.stat().st_size))
    assert max(seen) < 4 * 2**20
    assert ledger.service.verify()[1] == []


def test_views_that_were_rebuilt_are_named_as_they_were(ledger: AService) -> None:
    a_long_history(ledger)
    before = schema(ledger)
    for names in ((), ("terms", "moves"), ()):
        ledger.service.replays.run(names)
        assert schema(ledger) == before
    with ledger.reopened() as again:
        assert again.service.verify()[1] == []


def test_a_swap_that_breaks_off_changes_nothing(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_long_history(ledger)
    before = schema(ledger)
    malformed = numbered.RENAME.replace("sql = ?", "sql = 'CREATE ' || ?")
    with monkeypatch.context() as patched:
        patched.setattr(numbered, "RENAME", malformed)
        with pytest.raises(StoreUnavailable):
            ledger.service.replays.run()
    assert schema(ledger) == before
    assert ledger.service.verify()[1] == []
    ledger.service.replays.run()
    assert schema(ledger) == before


def test_where_nothing_may_be_renamed_rows_are_copied(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_long_history(ledger)
    before = schema(ledger)
    ledger.spoil("DELETE FROM learnings", "DELETE FROM moves")
    monkeypatch.setattr(numbered, "ALLOW_RENAMING", "PRAGMA writable_schema = OFF")
    with ledger.reopened() as again:
        again.service.replays.run()
        assert schema(again) == before
        assert again.service.verify()[1] == []


def test_readings_stay_as_they_were_opened_while_views_are_swapped(ledger: AService) -> None:
    a_long_history(ledger)
    with ledger.service.storage.rows.reading() as rows:
        before = list(rows.after(0, 1000))
        first = rows.cursor.execute("SELECT * FROM learnings")  # type: ignore[attr-defined]
        first.fetchone()
        ledger.service.replays.run()
        assert len(first.fetchall()) > 100
        assert list(rows.after(0, 1000)) == before
    assert ledger.service.verify()[1] == []


def test_what_a_replay_casts_off_is_removed_while_the_service_runs(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.bootstrap.IDLE_SECONDS", 0.01)
    a_long_history(ledger)
    ledger.service.replays.start()
    ledger.service.replays._thread.join(PATIENCE_SECONDS)  # type: ignore[union-attr]
    assert len(ledger.database.leftovers()) == len(KEPT)
    ledger.service.start_projecting()
    wait_until_tidy(ledger)
    assert ledger.service.verify()[1] == []


def test_what_a_replay_left_that_was_killed_is_removed_when_the_ledger_is_served_again(
    ledger: AService, tmp_path: Path
) -> None:
    a_long_history(ledger)
    killed = tmp_path / "killed"
    killed.mkdir()

    def be_killed(_done: int, _of: int) -> None:
        for each in tmp_path.glob("ledger.db*"):
            shutil.copy(each, killed)

    ledger.service.replays.run((), be_killed)
    with AService(SQLiteFile(killed / "ledger.db")) as again:
        assert len(again.database.leftovers()) == len(KEPT)
        assert again.service.replays.latest().outcome == "failed"  # type: ignore[union-attr]
        again.service.start_projecting()
        wait_until_tidy(again)
        again.service.replays.run()
        assert again.database.leftovers() == []
        assert again.service.verify()[1] == []


def wait_until_tidy(ledger: AService) -> None:
    for _ in range(1000):
        if not ledger.database.leftovers():
            return
        threading.Event().wait(PATIENCE_SECONDS / 1000)
    raise AssertionError(ledger.database.leftovers())


@pytest.mark.parametrize("name", KEPT)
def test_what_fills_a_rebuilt_table_writes_to_no_other(name: str) -> None:
    other = f"{name}_7"
    table = TABLES[name]
    written: set[str | None] = set()

    def note(action: int, what: str | None, _more: object, _base: object, _by: object) -> int:
        if action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE):
            written.add(what)
        return sqlite3.SQLITE_OK

    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in table.statements:
            connection.execute(statement)
            connection.execute(about(statement, name, other))
        connection.set_authorizer(note)
        for statement in (table.insert, table.close):
            marks = (None,) * statement.count("?")
            connection.execute(f"EXPLAIN {about(statement, name, other)}", marks)
    assert written == {other}


def test_a_replay_without_room_on_the_disk_is_not_begun(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_long_history(ledger)
    usage = shutil.disk_usage(ledger.database.path.parent)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    ledger.service.replays.start()
    ledger.service.replays._thread.join(PATIENCE_SECONDS)  # type: ignore[union-attr]
    replay = ledger.ask("/v1/projections")["replay"]
    assert replay["outcome"] == "failed"
    assert "1,000 are free" in replay["reason"]
    assert ledger.post({}).status_code == 422
    assert ledger.database.leftovers() == []


class TestARoomThatAKilledProcessLeft:
    @pytest.fixture
    def room(self, tmp_path: Path) -> Path:
        room = tmp_path / ".testigo-ab12"
        room.mkdir()
        for name in ("beside.db", "beside.db-lock", "beside.db-wal"):
            (room / name).write_bytes(b"")
        return room

    def test_is_removed_when_the_ledger_is_opened(self, database: SQLiteFile, room: Path) -> None:
        open_service(database.url).close()
        assert not room.exists()

    def test_is_removed_when_views_are_compared(self, ledger: AService, room: Path) -> None:
        ledger.service.verify()
        assert not room.exists()

    def test_stays_if_its_process_lives(self, database: SQLiteFile, room: Path) -> None:
        with (room / "beside.db-lock").open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            open_service(database.url).close()
            assert room.exists()

    @pytest.mark.parametrize("change", ["more in it", "no lock", "a link"])
    def test_stays_if_it_may_be_something_else(
        self, database: SQLiteFile, room: Path, change: str
    ) -> None:
        if change == "more in it":
            (room / "letter.txt").write_text("Dear Ana")
        elif change == "no lock":
            (room / "beside.db-lock").unlink()
        else:
            elsewhere = room.rename(room.parent / "elsewhere")
            room.symlink_to(elsewhere)
        open_service(database.url).close()
        assert (room / "beside.db").exists()
