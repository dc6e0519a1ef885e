"""What the PostgreSQL storage promises."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import requests

from domain.instant import SECOND, Instant
from service.access import Caller
from service.bootstrap import check, migrate, open_service
from service.clock import system_clock
from service.errors import StoreUnavailable, WrongSchema
from service.storage.postgres import connections, questions
from service.storage.postgres.connections import LedgerDatastore, commit
from service.storage.postgres.migrating import LATEST
from tests.builders import a_minimal_event
from tests.databases import PostgresDatabase, PostgresServer, postgres_server
from tests.given import NOW, AClock, AService, an_id
from tests.served import TOKEN, Served

PATIENCE_SECONDS = 10.0


@pytest.fixture
def database() -> Iterator[PostgresDatabase]:
    """A new PostgreSQL database."""
    with postgres_server().ledger() as made:
        yield made


@pytest.fixture
def datastore(database: PostgresDatabase) -> Iterator[LedgerDatastore]:
    opened = LedgerDatastore(database.url)
    yield opened
    opened.close()


def told(number: int) -> dict[str, object]:
    return a_minimal_event("item-disclosed", id=an_id(number))


def posted_to(service: Served, number: int) -> requests.Response:
    """The answer to a post on a connection of its own."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return requests.post(f"{service.url}/v1/events", json=told(number), headers=headers, timeout=60)


@contextmanager
def standby_away(database: PostgresDatabase) -> Iterator[None]:
    """Commits wait for a standby that never answers."""
    with database.connect() as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        connection.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
            connection.execute("SELECT pg_reload_conf()")


def given_up(database: PostgresDatabase, post: Callable[[], int]) -> int:
    """The status of a post whose wait for the standby an operator ends."""
    statuses: list[int] = []
    posting = threading.Thread(target=lambda: statuses.append(post()))
    posting.start()
    with database.connect() as connection:
        while posting.is_alive():
            connection.execute(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
            )
            posting.join(0.05)
    return statuses[0]


def at_once(*deeds: object) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class TestWorkersThatAppendAtOnce:
    """Each service here has what a worker has: connections and locks of its own."""

    def test_make_one_gapless_order_whatever_their_clocks_say(
        self, database: PostgresDatabase
    ) -> None:
        with ExitStack() as stack:
            workers = [
                stack.enter_context(AService(database, AClock(Instant(NOW - skew))))
                for skew in (0, 2 * SECOND, 4 * SECOND)
            ]

            def append(worker: AService, first: int) -> None:
                worker.recorded(*(told(first + number) for number in range(25)))

            at_once(
                *(
                    lambda worker=worker, first=1000 * number: append(worker, first)
                    for number, worker in enumerate([*workers, *workers], start=1)
                )
            )
            events = workers[0].ask("/v1/events", limit=1000)["events"]
            assert [each["position"] for each in events] == list(range(1, 151))
            assert [each["version"] for each in events] == list(range(1, 151))
            times = [each["recorded_at"] for each in events]
            assert times == sorted(set(times))
            assert len({each["id"] for each in events}) == 150
            assert workers[1].service.verify()[1] == []

    def test_record_an_event_that_two_of_them_were_sent_once(
        self, database: PostgresDatabase
    ) -> None:
        with AService(database) as one, AService(database) as other:
            answers: list[int] = []
            for number in range(1, 11):
                event = told(number)
                at_once(
                    lambda event=event: answers.append(one.post(event).status_code),
                    lambda event=event: answers.append(other.post(event).status_code),
                )
            assert sorted(answers) == [200] * 10 + [201] * 10

    def test_read_what_another_recorded(self, database: PostgresDatabase) -> None:
        with AService(database) as one, AService(database) as other:
            for number in range(1, 20):
                writer, reader = (one, other) if number % 2 else (other, one)
                (receipt,) = writer.recorded(told(number))
                programme = told(1)["programme"]
                events = reader.ask(f"/v1/programmes/{programme}/timeline", limit=1000)["events"]
                assert len(events) == number == receipt["position"]

    def test_wait_no_longer_than_they_can_answer(
        self, ledger: AService, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        impatient = connections.BEGIN_APPENDING.replace("'10s'", "'100ms'")
        monkeypatch.setattr("service.storage.postgres.events.BEGIN_APPENDING", impatient)
        with database.connect() as hanging, hanging.transaction():
            hanging.execute("SELECT pg_advisory_xact_lock(1952805748, 1)")
            assert ledger.post(told(1)).status_code == 503
        assert ledger.post(told(1)).status_code == 201

    def test_make_one_first_token(
        self, database: PostgresDatabase, tmp_path: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(str(tmp_path))
        with ExitStack() as stack:
            workers = [stack.enter_context(open_service(database.url)) for _ in range(4)]
            at_once(*(lambda worker=worker: worker.admit(None) for worker in workers))
            with open("testigo.token", encoding="ascii") as file:
                token = file.read().strip()
            assert isinstance(workers[0].tokens.caller(token, system_clock()), Caller)
        with database.connect() as connection:
            assert connection.execute("SELECT count(*) FROM token").fetchone() == (1,)


class TestACommit:
    def test_of_a_failed_transaction_is_not_taken_for_one(self, datastore: LedgerDatastore) -> None:
        with (
            pytest.raises(StoreUnavailable),
            datastore.writing() as cursor,
            suppress(psycopg.errors.DivisionByZero),
        ):
            cursor.execute("SELECT 1 / 0")

    def test_that_ends_with_a_warning_is_not_acknowledged(self, datastore: LedgerDatastore) -> None:
        # As a standby that does not answer is told of; here: a second BEGIN warns.
        with pytest.raises(StoreUnavailable), datastore.writing() as cursor:
            commit(cursor, "BEGIN; COMMIT")

    def test_whose_connection_broke_can_be_tried_again(
        self, ledger: AService, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def break_off(cursor: connections.Cursor, statements: str = "COMMIT") -> None:
            with monkeypatch.context() as mended:
                mended.setattr(connections, "commit", commit)
                commit(cursor, statements)
                database.cut()
                raise psycopg.OperationalError("the answer was lost")

        with monkeypatch.context() as patched:
            patched.setattr(connections, "commit", break_off)
            assert ledger.post(told(1)).status_code == 503
        answer = ledger.post(told(1))
        assert (answer.status_code, answer.get_json()["position"]) == (200, 1)


class TestASynchronousStandby:
    """One that is away: nobody answers to its name."""

    @pytest.fixture
    def server(self) -> Iterator[PostgresServer]:
        """A server of its own: others would wait for the standby, too."""
        made = PostgresServer()
        yield made
        made.stop()

    def test_must_have_an_event_before_it_is_acknowledged_also_on_a_retry(
        self, server: PostgresServer
    ) -> None:
        with server.ledger() as database, AService(database) as ledger:
            ledger.recorded(told(1))
            with standby_away(database):
                assert given_up(database, lambda: ledger.post(told(2)).status_code) == 503
                assert given_up(database, lambda: ledger.post(told(2)).status_code) == 503
            assert ledger.post(told(2)).status_code == 200


class TestADatabaseThatHangs:
    def test_lets_some_wait_and_asks_the_others_to_come_again(
        self, database: PostgresDatabase, tmp_path: Path
    ) -> None:
        options = ("--database", database.url, "--workers", "1", "--threads", "8")
        with Served(tmp_path, options=options) as service, database.connect() as hanging:
            answers: list[requests.Response] = []
            posting = [
                threading.Thread(target=lambda n=n: answers.append(posted_to(service, n)))
                for n in range(1, 13)
            ]
            with hanging.transaction():
                hanging.execute("SELECT pg_advisory_xact_lock(1952805748, 1)")
                for thread in posting:
                    thread.start()
                deadline = time.monotonic() + PATIENCE_SECONDS
                while len(answers) < 6 and time.monotonic() < deadline:
                    time.sleep(0.02)
                assert requests.get(f"{service.url}/healthz", timeout=2).status_code == 200
                assert [(each.status_code, "Retry-After" in each.headers) for each in answers] == [
                    (503, True)
                ] * 6
            for thread in posting:
                thread.join()
            assert sorted(each.status_code for each in answers) == [201] * 6 + [503] * 6


class TestSettingsOfTheServer:
    def test_that_would_lose_what_was_acknowledged_are_not_followed(
        self, database: PostgresDatabase
    ) -> None:
        url = f"{database.url}&options=-c%20synchronous_commit%3Doff"
        datastore = LedgerDatastore(url)
        with closing(datastore), datastore.writing(connections.BEGIN_APPENDING) as cursor:
            setting = "SELECT current_setting('synchronous_commit') AS setting"
            assert cursor.execute(setting).fetchall() == [{"setting": "on"}]

    def test_of_the_isolation_refuse_nobody(self, database: PostgresDatabase) -> None:
        url = f"{database.url}&options=-c%20default_transaction_isolation%3Dserializable"
        with ExitStack() as stack:
            workers = [stack.enter_context(AService(replace(database, url=url))) for _ in range(3)]
            statuses: list[int] = []
            at_once(
                *(
                    lambda worker=worker, first=1000 * number: statuses.extend(
                        worker.post(told(first + each)).status_code for each in range(10)
                    )
                    for number, worker in enumerate(workers, start=1)
                )
            )
            assert statuses == [201] * 30


class TestALostConnection:
    def test_is_replaced(self, ledger: AService, database: PostgresDatabase) -> None:
        ledger.recorded(told(1))
        for number in range(2, 6):
            database.cut()
            assert ledger.post(told(number)).status_code == 201
            database.cut()
            assert len(ledger.ask("/v1/events")["events"]) == number

    def test_amid_an_append_keeps_nothing_of_it(
        self, ledger: AService, database: PostgresDatabase
    ) -> None:
        def append_and_be_cut_off() -> None:
            with ledger.service.storage.store.appending() as append:
                database.cut()
                append.find(an_id(1))

        with pytest.raises(StoreUnavailable):
            append_and_be_cut_off()
        assert ledger.recorded(told(1))[0]["position"] == 1

    def test_does_not_end_projecting(self, ledger: AService, database: PostgresDatabase) -> None:
        ledger.service.start_projecting()
        ledger.recorded(told(1))
        database.cut()
        ledger.recorded(told(2))
        deadline = time.monotonic() + PATIENCE_SECONDS
        while min(ledger.service.views.lag()["projections"].values()) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)


class TestProjecting:
    def test_is_done_by_one_at_a_time_and_taken_over_from_one_that_died(
        self, ledger: AService, database: PostgresDatabase
    ) -> None:
        ledger.recorded(told(1))
        asking = threading.Thread(target=ledger.ask, args=("/v1/programmes",))
        dying = database.connect()
        dying.execute(connections.BEGIN_PROJECTING)
        asking.start()
        asking.join(0.3)
        assert asking.is_alive()
        cut_one(database, dying.info.backend_pid)
        dying.close()
        asking.join(PATIENCE_SECONDS)
        assert not asking.is_alive()
        assert ledger.service.verify()[1] == []

    def test_of_many_processes_skips_and_repeats_nothing(self, database: PostgresDatabase) -> None:
        with ExitStack() as stack:
            workers = [stack.enter_context(AService(database)) for _ in range(3)]
            for worker in workers:
                worker.service.start_projecting()
            at_once(
                *(
                    lambda worker=worker, number=number: worker.recorded(
                        *(told(1000 * number + each) for each in range(30))
                    )
                    for number, worker in enumerate(workers, start=1)
                )
            )
            assert workers[0].service.verify() == (90, [])

    def test_is_woken_by_an_append_of_another_process(
        self, ledger: AService, database: PostgresDatabase
    ) -> None:
        storage = ledger.service.storage
        storage.wait_for_append(PATIENCE_SECONDS)  # it listens from here on
        with AService(database) as other:
            other.recorded(told(1))
        begun = time.monotonic()
        storage.wait_for_append(PATIENCE_SECONDS)
        assert time.monotonic() - begun < PATIENCE_SECONDS / 2

    def test_wakes_by_itself_also_without_a_database_to_listen_to(
        self, ledger: AService, database: PostgresDatabase
    ) -> None:
        storage = ledger.service.storage
        for _ in range(6):
            storage.wait_for_append(0.05)
            database.cut()


class TestADatabaseIsRefused:
    def test_that_has_no_tables_until_it_is_migrated(self) -> None:
        database = postgres_server().unmigrated()
        with pytest.raises(WrongSchema):
            open_service(database.url)
        assert migrate(database.url) == (0, LATEST)
        assert migrate(database.url) == (LATEST, LATEST)
        open_service(database.url).close()

    def test_that_a_newer_testigo_made(self) -> None:
        database = postgres_server().unmigrated()
        migrate(database.url)
        database.execute("INSERT INTO schema_version (version) VALUES (9)")
        for refuse in (open_service, migrate, check):
            with pytest.raises(WrongSchema):
                refuse(database.url)

    def test_that_does_not_wait_for_the_disk(self, database: PostgresDatabase) -> None:
        with pytest.raises(StoreUnavailable, match="synchronous_commit"):
            check(f"{database.url}&options=-c%20synchronous_commit%3Doff")

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://ana:s3cret@127.0.0.1:1/none",
            "postgresql://ana:s3cret@127.0.0.1:none/none",
            "postgresql://ana:s3cret@127.0.0.1:1/none?what=ever",
        ],
    )
    def test_that_is_not_there_without_telling_the_password(self, url: str) -> None:
        with pytest.raises(StoreUnavailable) as refused:
            open_service(url)
        assert "s3cret" not in str(refused.value)


def test_two_may_migrate_at_once() -> None:
    database = postgres_server().unmigrated()
    versions: list[tuple[int, int]] = []
    at_once(*[lambda: versions.append(migrate(database.url))] * 3)
    assert sorted(versions) == [(0, LATEST), (LATEST, LATEST), (LATEST, LATEST)]


def test_texts_sort_by_code_point(ledger: AService) -> None:
    names = ["tester:a-b", "tester:a.b", "tester:a0", "tester:ab", "tester:b"]
    for number, name in enumerate(reversed(names), start=1):
        event = a_minimal_event("tester-invited", id=an_id(number))
        ledger.recorded({**event, "data": {**event["data"], "tester": name}})
    programme = a_minimal_event("tester-invited")["programme"]
    testers = ledger.ask(f"/v1/programmes/{programme}/roster")["testers"]
    assert [each["tester"] for each in testers] == names


def cut_one(database: PostgresDatabase, pid: int) -> None:
    with database.connect() as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


ASKED = {
    "programme": "p", "item": "item:x", "party": "org:a", "parties": ["org:a"],
    "groups": ["group:g"], "vias": ["v"], "ids": ["v"],
    "as_of": 0, "until": 0, "start": 0, "at": 5, "after": 0, "limit": 10, "type": None,
    "stream": "p", "name": "org:a", "events": True,
    "after_earliest": 0, "after_latest": 0, "after_position": 0,
}  # fmt: skip

AS_IF_NEVER_ANALYSED = """
    UPDATE pg_class SET relpages = 0, reltuples = -1
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
"""
"""Of a table known to be empty, every plan costs the same, an index's without a condition, too."""

WHOLE_SCANS = {
    "CHECKPOINTS": "one row a view",
    "PROGRAMMES": "walks the index from name to name",
}


@pytest.mark.parametrize(
    "name", [name for name in vars(questions) if name.isupper() and name not in WHOLE_SCANS]
)
def test_every_question_goes_by_an_index(datastore: LedgerDatastore, name: str) -> None:
    statement = getattr(questions, name)
    parameters = (1,) if "%s" in statement else ASKED
    with datastore.alone() as connection, connection.transaction():
        cursor = connection.cursor()
        cursor.execute(AS_IF_NEVER_ANALYSED)
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = cursor.execute(f"EXPLAIN {statement}", parameters).fetchall()
    steps = [each["QUERY PLAN"].strip() for each in found]
    assert [each for each in steps if "Seq Scan" in each] == []
    by_index = [number for number, step in enumerate(steps) if "Index" in step and " on " in step]
    assert by_index
    assert [steps[n] for n in by_index if not steps[n + 1].startswith("Index Cond")] == []
