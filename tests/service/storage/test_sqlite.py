"""What the SQLite storage promises."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from service.access import InvalidToken, Token
from service.bootstrap import open_service
from service.errors import LedgerHeld, StoreUnavailable
from service.storage.sqlite import questions, tokens as tokens_
from service.storage.sqlite.connections import LedgerDatastore
from tests.builders import a_minimal_event
from tests.databases import SQLiteFile
from tests.given import NOW, AService, an_id


@pytest.fixture
def database(tmp_path: Path) -> SQLiteFile:
    """A new SQLite file."""
    return SQLiteFile(tmp_path / "ledger.db")


def path_of(ledger: AService) -> Path:
    return Path(ledger.database.url.removeprefix("sqlite:///"))


def test_every_commit_waits_for_the_disk(tmp_path: Path) -> None:
    datastore = LedgerDatastore(tmp_path / "ledger.db")
    with datastore.writing() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
    with datastore.writing(synchronous=False) as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 1
    with datastore.writing() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
    datastore.close()


def test_a_file_that_cannot_be_written_durably_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(sqlite3.Connection):
        def execute(self, sql: str, *more: object) -> sqlite3.Cursor:  # type: ignore[override]
            return super().execute(sql.replace("synchronous = FULL", "synchronous = OFF"), *more)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=Forgetful))
    with pytest.raises(StoreUnavailable, match="durably"):
        LedgerDatastore(tmp_path / "ledger.db")


def test_one_process_at_a_time_writes(ledger: AService) -> None:
    with pytest.raises(LedgerHeld, match="held by a running service"):
        open_service(f"sqlite:///{path_of(ledger)}")


def test_one_process_at_a_time_writes_by_whichever_name_it_calls_the_file(
    ledger: AService,
) -> None:
    other_name = path_of(ledger).with_name("other.db")
    other_name.symlink_to(path_of(ledger))
    with pytest.raises(LedgerHeld):
        open_service(f"sqlite:///{other_name}")


def test_connections_that_read_cannot_write(tmp_path: Path) -> None:
    datastore = LedgerDatastore(tmp_path / "ledger.db")
    with pytest.raises(StoreUnavailable, match="readonly"), datastore.reading() as cursor:
        cursor.execute("CREATE TABLE mine (own TEXT)")
    datastore.close()


def test_an_append_holds_the_write_lock_before_it_reads(tmp_path: Path) -> None:
    datastore = LedgerDatastore(tmp_path / "ledger.db")
    with (
        datastore.writing(),
        closing(sqlite3.connect(tmp_path / "ledger.db", timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")
    datastore.close()


def test_the_library_reads_the_same_events(ledger: AService) -> None:
    ledger.recorded(*(a_minimal_event("item-disclosed", id=an_id(n)) for n in range(1, 6)))
    recorder = ledger.service.storage.store.recorder
    assert recorder.max_notification_id() == 5
    told = recorder.select_notifications(start=2, limit=2, inclusive_of_start=False)
    assert [each.id for each in told] == [3, 4]
    assert recorder.select_notifications(start=1, limit=9, topics=["item-leaked.v1"]) == []
    stream = str(told[0].originator_id)
    versions = [each.originator_version for each in recorder.select_events(stream, gt=1, desc=True)]
    assert versions == [5, 4, 3, 2]


def test_others_may_read_meanwhile(ledger: AService) -> None:
    ledger.recorded(a_minimal_event("item-disclosed", id=an_id(1)))
    ledger.ask("/v1/programmes")
    with open_service(f"sqlite:///{path_of(ledger)}", writable=False) as other:
        with other.views.reading() as questions_of_other:
            assert questions_of_other.head().position == 1
        with pytest.raises(LedgerHeld):
            other.ledger.record([], None)  # type: ignore[arg-type]


def test_positions_survive_a_vacuum(ledger: AService) -> None:
    ledger.recorded(*(a_minimal_event("item-disclosed", id=an_id(n)) for n in range(1, 6)))
    before = [each["id"] for each in ledger.ask("/v1/events")["events"]]
    ledger.service.close()
    with closing(sqlite3.connect(path_of(ledger))) as connection:
        connection.execute("VACUUM")
    with AService(path_of(ledger), ledger.clock) as again:
        assert [each["id"] for each in again.ask("/v1/events")["events"]] == before


def test_many_threads_append_one_gapless_order(ledger: AService) -> None:
    def append(thread: int) -> None:
        for number in range(20):
            answer = ledger.post(
                a_minimal_event("item-disclosed", id=an_id(thread * 1000 + number))
            )
            assert answer.status_code == 201

    threads = [threading.Thread(target=append, args=(each,)) for each in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = ledger.ask("/v1/events", limit=1000)["events"]
    assert [each["position"] for each in events] == list(range(1, 161))
    assert [each["version"] for each in events] == list(range(1, 161))
    times = [each["recorded_at"] for each in events]
    assert len(set(times)) == 160
    assert ledger.service.verify()[1] == []


def test_something_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("Dear ledger, " * 1000)
    with pytest.raises(StoreUnavailable, match="does not answer"):
        open_service(f"sqlite:///{path}")


ASKED = {
    "programme": "p", "item": "item:x", "party": "org:a", "parties": json.dumps(["org:a"]),
    "groups": json.dumps(["group:g"]),
    "vias": json.dumps(["v"]), "ids": json.dumps(["v"]),
    "as_of": 0, "until": 0, "start": 0, "at": 5, "after": 0, "limit": 10, "type": None,
    "stream": "p", "name": "org:a", "events": True,
    "after_earliest": 0, "after_latest": 0, "after_position": 0,
}  # fmt: skip

WHOLE_SCANS = {
    "CHECKPOINTS": "one row a view",
    "PROGRAMMES": "walks the index from name to name",
}


@pytest.mark.parametrize(
    "name", [name for name in vars(questions) if name.isupper() and name not in WHOLE_SCANS]
)
def test_every_question_goes_by_an_index(ledger: AService, name: str) -> None:
    statement = getattr(questions, name)
    parameters = (1,) if "?" in statement else ASKED
    with closing(sqlite3.connect(path_of(ledger))) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    steps = [each[3] for each in plan]
    scans = [each for each in steps if each.startswith("SCAN") and "json_each" not in each]
    assert [each for each in scans if each != "SCAN CONSTANT ROW"] == []


def test_a_token_that_was_just_taken_ends_with_its_revocation(ledger: AService) -> None:
    tokens = ledger.service.tokens
    tokens.admit("mine", "ana", "reader", an_id(90), NOW)
    assert tokens.caller("mine", NOW).principal.name == "ana"
    tokens.revoke(an_id(90), NOW)
    with pytest.raises(InvalidToken):
        tokens.caller("mine", NOW)


def test_what_was_read_of_a_token_before_its_revocation_is_not_remembered_after_it(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = ledger.service.tokens
    tokens.admit("mine", "ana", "reader", an_id(90), NOW)
    read = tokens_._token

    def read_and_revoked(found: sqlite3.Row) -> Token:
        monkeypatch.setattr(tokens_, "_token", read)
        token = read(found)
        tokens.revoke(an_id(90), NOW)
        return token

    monkeypatch.setattr(tokens_, "_token", read_and_revoked)
    tokens.caller("mine", NOW)
    with pytest.raises(InvalidToken):
        tokens.caller("mine", NOW)
