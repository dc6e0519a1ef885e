"""`kill -9` at random moments under load."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.faults.bench import Bench, Outcome
from tests.faults.databases import DATABASES, PostgresServer

ROUNDS_OF_A_LEDGER = 10
"""A ledger is followed through so many deaths; then a new one is begun."""
LONGEST_LIFE = 1.5
UNTIL_CAUGHT_LIFE = 0.8
LONGEST_AFTER = 0.4
UNTIL_IT_PROJECTS = 1.0
DIES_AGAIN = 0.25
"""How often it is killed a second time, while it starts."""

Killing = Callable[[Bench], None]


def _kill_projector(bench: Bench) -> None:
    """The worker that holds the lock of those who project, while it projects."""
    database = bench.database
    assert isinstance(database, PostgresServer)
    deadline = time.monotonic() + UNTIL_IT_PROJECTS
    port = database.projector_port()
    while port is None and time.monotonic() < deadline:
        port = database.projector_port()
    holder = [pid for pid in bench.service.workers() if port in _local_ports(pid)]
    bench.service.kill_worker(holder[0] if holder else None)


def _kill_backend(bench: Bench) -> None:
    assert isinstance(bench.database, PostgresServer)
    bench.database.kill_backend()


SERVICE: Mapping[str, Killing] = {
    "service": lambda bench: bench.service.kill(),
    "worker": lambda bench: bench.service.kill_worker(),
    "arbiter": lambda bench: bench.service.kill_arbiter(),
}
SERVER: Mapping[str, Killing] = {
    "projector": _kill_projector,
    "database": lambda bench: bench.database.kill(),
    "backend": _kill_backend,
}
HOW = {
    "service": "all processes of the service; started again",
    "worker": "one that answers (on SQLite it projects, too); its arbiter starts another",
    "arbiter": "the first process alone; its workers give way; started again",
    "projector": "the worker that holds the lock of those who project; another takes over",
    "database": "all processes of the server; started again",
    "backend": "one process of the server, which then restarts all of them",
}


def kill_rounds(
    kind: str,
    rounds: int,
    seed: int,
    folder: Path,
    *,
    planted: tuple[str, ...] = (),
    victims: tuple[str, ...] = (),
    workers: int = 1,
    dies_again: float = DIES_AGAIN,
    until_caught: bool = False,
) -> Iterator[tuple[int, str, Outcome]]:
    """Kill so many times; each round's victim and what came of it.

    With `until_caught` it ends with the first round in which something was amiss.
    """
    chance = Random(seed)
    means = {**SERVICE, **SERVER} if kind == "postgres" else SERVICE
    names = victims or tuple(means)
    done = 0
    while done < rounds:
        with (
            TemporaryDirectory(dir=folder, prefix=f"{kind}-", ignore_cleanup_errors=True) as room,
            Bench(
                DATABASES[kind](Path(room)),
                Path(room),
                chance.randrange(2**32),
                planted=planted,
                workers=workers,
            ) as bench,
        ):
            for _ in range(min(ROUNDS_OF_A_LEDGER, rounds - done)):
                done += 1
                victim = names[done % len(names)]
                life = chance.uniform(UNTIL_CAUGHT_LIFE if until_caught else 0, LONGEST_LIFE)
                again = chance.random() < dies_again
                outcome = _one_round(bench, victim, means[victim], life, chance, again=again)
                yield done, victim, outcome
                if until_caught and not outcome.count.clean:
                    return
            for each in bench.database.faults():
                yield done, victim, Outcome("", "", problems=[each])


def _one_round(
    bench: Bench, victim: str, kill: Killing, life: float, chance: Random, *, again: bool
) -> Outcome:
    outcome = Outcome(f"kill -9 {victim}", HOW[victim], rounds=1)
    bench.load.start()
    try:
        time.sleep(life)
        kill(bench)
        if again:
            if not bench.service.running:
                bench.service.spawn()
            time.sleep(chance.uniform(0, LONGEST_LIFE))
            bench.service.kill()
        outcome.recovered_seconds = bench.recover()
        time.sleep(chance.uniform(0, LONGEST_AFTER))
    finally:
        bench.load.stop()
    bench.load.settle()
    bench.tell(outcome)
    return outcome


def _local_ports(pid: int) -> set[int]:
    """The TCP ports that a process is connected from."""
    inodes = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            inodes.add(str(each.readlink()).removeprefix("socket:[").removesuffix("]"))
    ports = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if words[9] in inodes:
            ports.add(int(words[1].rpartition(":")[2], 16))
    return ports
