"""Who, what, how, roster, timeline: of ledgers of several sizes, in the view alone and over HTTP.

Told is by how much answers of the largest take longer than those of the smallest. The ledgers are
asked in turns. Answers have at most 100 rows at any size (`tests.bench.asked`). What of all other
questions, at all depths, and how the databases go about them, tells `tests.bench.growth`.

CPU is that of this thread for a view, and of the service over HTTP; that of PostgreSQL's own
processes, which serve all ledgers, is not in it.
"""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from statistics import fmean
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from domain.instant import format_instant
from service.bootstrap import Service
from tests.bench.asked import DEPTHS, QUESTIONS, ROWS, Scope, later
from tests.bench.big import Big, address, opened
from tests.bench.figures import Figure, centile
from tests.bench.room import Room
from tests.bench.scenes import TOLD_MOST
from tests.bench.servers import Server, cpu_seconds, testigo
from tests.bench.settings import NAMES, Settings
from tests.served import TOKEN

GOAL: Final = 2.0
WARMING: Final = 3
"""The first answers to a question, which are not counted."""
SPAN: Final = (10_000, 1_000_000)
"""The sizes that the goal is about."""

Path = Callable[[Scope], tuple[str, Mapping[str, str]]]
"""Below the programme, and what is asked beside its bounds."""

ASKED: Final[Mapping[str, Path]] = {
    "who, told most": lambda scope: ("knowledge/who", {"item": TOLD_MOST}),
    "what, tester": lambda scope: ("knowledge/what", {"party": scope.tester()}),
    "how, told most": lambda scope: (
        "knowledge/how",
        {"party": scope.tester(), "item": TOLD_MOST},
    ),
    "roster": lambda scope: ("roster", {}),
    "timeline, a day": lambda scope: ("timeline", {"from": _some_day(scope)}),
}
"""As `tests.bench.asked.QUESTIONS` names them."""


class Taken(NamedTuple):
    """How long the answers took, in milliseconds, and the processors' share of it on average."""

    p50: float
    p99: float
    cpu: float


Times = Mapping[int, Taken]
"""By size."""


def measured(room: Room, settings: Settings) -> Iterator[Figure]:
    """In the views first: who serves a ledger over HTTP has it alone."""
    for kind in settings.kinds:
        bigs = [Big("one", size, kind) for size in settings.sizes]
        with ExitStack() as stack:
            ledgers = {big: stack.enter_context(opened(big, room.ledgers)) for big in bigs}
            in_views = {each: _in_views(ledgers, each, settings.asked) for each in ASKED}
        with ExitStack() as stack:
            servers = {
                big: stack.enter_context(testigo(room.folder(), address(big, room.ledgers), kind))
                for big in bigs
            }
            over_http = {each: _over_http(servers, each, settings.asked) for each in ASKED}
        for question in ASKED:
            yield from _figures(f"{NAMES[kind]}, {question}, in the view", in_views[question])
            yield from _figures(f"{NAMES[kind]}, {question}, over HTTP", over_http[question])


def _in_views(ledgers: Mapping[Big, Service], question: str, rounds: int) -> Times:
    """What the answers take, each service asked in turn."""

    def ask(big: Big, scope: Scope) -> None:
        with ledgers[big].views.reading() as asked:
            QUESTIONS[question](asked, scope)

    return _in_turns(ledgers, ask, rounds)


def _over_http(servers: Mapping[Big, Server], question: str, rounds: int) -> Times:
    """What the answers take, each server asked in turn over a connection that is kept."""
    with ExitStack() as stack:
        connections = {
            big: stack.enter_context(
                closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60))
            )
            for big, server in servers.items()
        }

        def ask(big: Big, scope: Scope) -> None:
            _get(connections[big], _address(scope, ASKED[question]))

        before = {big: cpu_seconds(server.pid) for big, server in servers.items()}
        times = _in_turns(servers, ask, rounds)
        used = {big: cpu_seconds(server.pid) - before[big] for big, server in servers.items()}
    return {big.size: times[big.size]._replace(cpu=used[big] * 1000 / rounds) for big in servers}


def _in_turns(bigs: Iterable[Big], ask: Callable[[Big, Scope], None], rounds: int) -> Times:
    """One question to each, and then again; the same of each, as far as they hold the same."""
    chances = {big: random.Random(big.shape) for big in bigs}
    took: dict[Big, list[float]] = {big: [] for big in chances}
    busy: dict[Big, list[float]] = {big: [] for big in chances}
    for turn in range(rounds + WARMING):
        for big, chance in chances.items():
            scope = Scope.drawn(big, DEPTHS["head"], chance)
            used, start = time.thread_time(), time.perf_counter()
            ask(big, scope)
            if turn >= WARMING:
                took[big].append((time.perf_counter() - start) * 1000)
                busy[big].append((time.thread_time() - used) * 1000)
    return {
        big.size: Taken(centile(took[big], 0.5), centile(took[big], 0.99), fmean(busy[big]))
        for big in chances
    }


def _address(scope: Scope, path: Path) -> str:
    below, query = path(scope)
    bounds = {
        "as_of": format_instant(scope.bounds.as_of),
        "as_recorded": str(scope.bounds.position),
        "limit": str(ROWS),
    }
    return f"/v1/programmes/{quote(scope.programme)}/{below}?{urlencode({**query, **bounds})}"


def _some_day(scope: Scope) -> str:
    return format_instant(later(scope, scope.chance.random())[0])


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:500]!r}")


def _figures(what: str, times: Times) -> Iterator[Figure]:
    smallest, largest = min(times), max(times)
    least, most = times[smallest], times[largest]
    for name in ("p50", "p99"):
        yield Figure(
            what=f"{what}, {name}: {largest:,} events beside {smallest:,}",
            ours=getattr(most, name),
            unit="ms",
            beside=getattr(least, name),
            better="less",
            goal=GOAL if (smallest, largest) == SPAN else None,
            cpu=most.cpu / least.cpu if name == "p50" and least.cpu else None,
            more={"by_size": {size: each._asdict() for size, each in times.items()}},
        )
