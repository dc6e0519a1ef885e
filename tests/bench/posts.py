"""Durable single posts beside what one would write instead, at 1 and at 16 keep-alive clients.

| beside | what it is |
|---|---|
| plain | the same Flask and gunicorn, one INSERT and COMMIT per request (`tests.bench.plain`) |
| echo | the same without a database: the limit |
| UmaDB, message-db | event stores through their Python clients, without HTTP; for information |

All servers run at once, and are loaded in turns. Ours is given the time to bring its views up to
what was posted before the next one's turn, and that is counted in its CPU, too. CPU is that of the
servers and the databases; what `wrk` takes, and the clients of UmaDB and message-db, is not in it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from tests.bench import neighbours
from tests.bench.figures import Figure
from tests.bench.loading import Load, post, refuse_without_wrk
from tests.bench.room import Room
from tests.bench.servers import Server, cpu_seconds, plain, testigo
from tests.bench.settings import NAMES, Settings

CLIENTS: Final = (1, 16)
GOALS: Final[Mapping[tuple[str, str, int], float]] = {
    ("sqlite", "plain", 16): 2,
    ("postgres", "plain", 16): 1.5,
    ("sqlite", "echo", 16): 0.5,
    ("postgres", "echo", 16): 0.5,
}
BESIDE: Final = {"plain": "Flask with INSERT and COMMIT", "echo": "Flask that echoes"}


@dataclass
class Turns:
    """What one target came to, turn by turn."""

    loads: list[Load] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Seconds of the processors for one post, those of its database included."""

    @property
    def rate(self) -> float:
        return statistics.median(each.rate for each in self.loads)


@dataclass(frozen=True)
class Target:
    """Who is posted to."""

    load: Callable[[int, int], Load]
    pids: Sequence[int]
    """Whose processors' time is counted, with those below them."""
    settle: Callable[[], object] = lambda: None
    """Waits until nothing is left to do of what was posted."""

    def turn(self, clients: int, seconds: int, turns: Turns) -> None:
        before = cpu_seconds(*self.pids)
        load = self.load(clients, seconds)
        self.settle()
        turns.loads.append(load)
        turns.cpu.append((cpu_seconds(*self.pids) - before) / load.count)


def measured(room: Room, settings: Settings) -> Iterator[Figure | str]:
    """Every target in turns, and then every second turn the other way round."""
    refuse_without_wrk()
    with ExitStack() as stack:
        targets, absent = _targets(room, settings, stack)
        for target in targets.values():
            target.turn(4, 1, Turns())
        turns: dict[int, dict[tuple[str, str], Turns]] = {
            clients: {key: Turns() for key in targets} for clients in CLIENTS
        }
        for number in range(settings.rounds):
            for clients in CLIENTS:
                for key in list(targets)[:: -1 if number % 2 else 1]:
                    targets[key].turn(clients, settings.load_seconds, turns[clients][key])
    for kind in settings.kinds:
        for clients in CLIENTS:
            yield from _figures(kind, clients, turns[clients])
    yield from absent


def _targets(
    room: Room, settings: Settings, stack: ExitStack
) -> tuple[dict[tuple[str, str], Target], list[str]]:
    """All of them, started, by database and name; and what is not installed."""
    targets: dict[tuple[str, str], Target] = {}
    for kind in settings.kinds:
        served = {
            "testigo": testigo(room.folder(), room.database(kind), kind),
            "plain": plain(room.folder(), room.database(kind, migrated=False), kind),
            "echo": plain(room.folder(), "", kind),
        }
        for name, server in served.items():
            stack.enter_context(server)
            pids = [server.pid, *(room.pids(kind) if name != "echo" else [])]
            settle = server.settle if name == "testigo" else lambda: None
            targets[kind, name] = Target(_posting(server), pids, settle)
    absent = []
    for kind, name, opened in (
        ("sqlite", "UmaDB", neighbours.umadb),
        ("postgres", "message-db", neighbours.message_db),
    ):
        if kind not in settings.kinds:
            continue
        try:
            load, pids = stack.enter_context(opened(room))
        except neighbours.NotInstalled as error:
            absent.append(f"{name} is not measured: {error}")
        else:
            targets[kind, name] = Target(load, pids)
    return targets, absent


def _posting(server: Server) -> Callable[[int, int], Load]:
    def load(clients: int, seconds: int) -> Load:
        try:
            return post(server.port, clients, seconds, server.folder)
        except ValueError as error:
            raise ValueError(f"{error}\n{server.said()}") from error

    return load


def _figures(kind: str, clients: int, turns: Mapping[tuple[str, str], Turns]) -> Iterator[Figure]:
    ours = turns[kind, "testigo"]
    for (of, name), other in turns.items():
        if of != kind or name == "testigo":
            continue
        pairs = zip(ours.loads, other.loads, strict=True)
        many = "1 client" if clients == 1 else f"{clients} clients"
        yield Figure(
            what=f"{NAMES[kind]}, {many}, beside {BESIDE.get(name, name)}",
            ours=ours.rate,
            unit="/s",
            beside=other.rate,
            ratio=statistics.median(mine.rate / its.rate for mine, its in pairs),
            goal=GOALS.get((kind, name, clients)),
            cpu=statistics.median(ours.cpu) / statistics.median(other.cpu),
            more={
                "ours": [each._asdict() for each in ours.loads],
                "beside": [each._asdict() for each in other.loads],
                "cpu_seconds_each": {"ours": ours.cpu, "beside": other.cpu},
            },
        )
