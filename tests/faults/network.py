"""Answers that are lost on their way, and connections to the database that are lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import requests

from tests.builders import a_minimal_event
from tests.faults.bench import Bench, Outcome
from tests.faults.clients import Load
from tests.faults.counting import count, everything_at
from tests.faults.databases import DATABASES, PostgresServer
from tests.faults.disks import until_refused
from tests.faults.notebook import Notebook
from tests.faults.proxy import Proxy
from tests.faults.serving import Service
from tests.given import an_id
from tests.served import TOKEN

LOST = 0.15
RARE = 0.02
UNDER_LOAD_SECONDS = 3.0
AWAY_SECONDS = 1.5


def lost_answers(
    kind: str, folder: Path, seed: int, seconds: float = UNDER_LOAD_SECONDS
) -> Outcome:
    """Answers that do not arrive under load; everything unanswered is posted again until it is."""
    outcome = Outcome(f"answers lost, {kind}", f"a proxy drops {LOST:.0%}; posted again", 1)
    chance, lock = Random(seed), threading.Lock()

    def loses() -> bool:
        with lock:
            return chance.random() < LOST

    database = DATABASES[kind](folder)
    try:
        database.start()
        with (
            Service(database.url, folder) as service,
            Proxy(service.port, loses) as proxy,
            Notebook(folder / "acknowledged.jsonl") as notebook,
        ):
            load = Load(proxy.url, notebook, seed)
            load.start()
            time.sleep(seconds)
            load.stop()
            load.settle()
            load.close()
            outcome.acknowledged, outcome.again = notebook.lines, load.seen["again"]
            outcome.lost = proxy.lost
            outcome.count = count(service.url, database.url, notebook.read(), load.wrong)
            if not proxy.lost:
                outcome.problems.append("no answer was lost")
    finally:
        database.kill()
    return outcome


def one_lost_answer(service: Service) -> tuple[int, int]:
    """Lose the answer to one post and post it again: the second answer, and how often it is there.

    The answer was lost after the commit: the proxy had received it.
    """
    lost = iter([True])
    event = a_minimal_event("item-disclosed", id=an_id(1))
    head = {"Authorization": f"Bearer {TOKEN}"}
    with Proxy(service.port, lambda: next(lost, False)) as proxy:
        try:
            requests.post(f"{proxy.url}/v1/events", json=event, headers=head, timeout=20)
        except requests.RequestException:
            again = requests.post(f"{proxy.url}/v1/events", json=event, headers=head, timeout=20)
        else:
            raise AssertionError("the answer was not lost")
    found = [each for each in everything_at(service.url) if each["id"] == event["id"]]
    return again.status_code, len(found)


def database_answers_lost(folder: Path, seed: int, workers: int) -> Outcome:
    """What the server says does not arrive, also that it committed; nor does the connection last.

    Then nobody in the service can know what became of the commit.
    """
    outcome = Outcome("database answers lost", f"a proxy before PostgreSQL drops {RARE:.0%}", 1)
    database = PostgresServer(folder)
    chance, lock, losing = Random(seed), threading.Lock(), threading.Event()

    def loses() -> bool:
        with lock:
            return losing.is_set() and chance.random() < RARE

    with (
        Proxy(database.port, loses) as proxy,
        Bench(
            database, folder, seed, workers=workers, address=database.url_at(proxy.port)
        ) as bench,
    ):
        bench.load.start()
        losing.set()
        time.sleep(2 * UNDER_LOAD_SECONDS)
        losing.clear()
        outcome.recovered_seconds = bench.recover()
        bench.load.stop()
        bench.load.settle()
        bench.tell(outcome)
        outcome.how += f"; {outcome.kept} posts were recorded though answered with 503"
    return outcome


def connections_ended(folder: Path, seed: int, workers: int) -> Outcome:
    """Every connection of the service is ended by the server, again and again."""
    how = "pg_terminate_backend on every connection, 10 times"
    outcome = Outcome("connections ended", how, 1)
    with _loaded(folder, seed, workers, outcome) as bench:
        assert isinstance(bench.database, PostgresServer)
        for _ in range(10):
            bench.database.end_connections()
            time.sleep(AWAY_SECONDS / 5)
    return outcome


def server_away(folder: Path, seed: int, workers: int) -> Outcome:
    """The server is stopped as an operator stops it, longer than requests wait, and started."""
    outcome = Outcome(
        "server stopped", "PostgreSQL stopped fast, started when a post was answered 503", 1
    )
    with _loaded(folder, seed, workers, outcome) as bench:
        bench.database.stop()
        until_refused(bench, outcome)
        bench.database.start()
    return outcome


@contextmanager
def _loaded(folder: Path, seed: int, workers: int, outcome: Outcome) -> Iterator[Bench]:
    """A service under load, that is to go on by itself after what is done to it."""
    with Bench(PostgresServer(folder), folder, seed, workers=workers) as bench:
        bench.load.start()
        time.sleep(AWAY_SECONDS / 3)
        yield bench
        starts = bench.service.starts
        outcome.recovered_seconds = bench.recover()
        time.sleep(AWAY_SECONDS / 3)
        bench.load.stop()
        bench.load.settle()
        bench.tell(outcome)
        if bench.service.starts != starts:
            outcome.problems.append("the service ended, and had to be started again")
