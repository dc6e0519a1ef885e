"""From start to the first answer, and the memory at rest and under load; beside plain Flask."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from functools import partial
from typing import Final

from tests.bench.figures import Figure
from tests.bench.loading import post, refuse_without_wrk
from tests.bench.memory import Memory
from tests.bench.room import Room
from tests.bench.servers import Server, megabytes, plain, testigo
from tests.bench.settings import NAMES, Settings

GOAL_SECONDS: Final = 1.5
CLIENTS: Final = 16


def measured(room: Room, settings: Settings) -> Iterator[Figure]:
    """Each is started so many times, in turns, and then each is loaded."""
    refuse_without_wrk()
    for kind in settings.kinds:
        servers = (
            partial(testigo, database=room.database(kind), kind=kind),
            partial(plain, database=room.database(kind, migrated=False), kind=kind),
        )
        starts: tuple[list[float], list[float]] = ([], [])
        for _ in range(settings.rounds + 1):
            for server, seconds in zip(servers, starts, strict=True):
                with server(room.folder()) as running:
                    seconds.append(running.started_seconds)
        # The first start of each has made its tables, and has read its files for the others.
        yield Figure(
            what=f"{NAMES[kind]}, from start to first answer, beside plain Flask",
            ours=statistics.median(starts[0][1:]),
            unit="s",
            beside=statistics.median(starts[1][1:]),
            better="less",
            goal=GOAL_SECONDS,
            absolute=True,
            more={"ours": starts[0], "beside": starts[1]},
        )
        held = [_held(server(room.folder()), settings.load_seconds) for server in servers]
        for place, name in enumerate(("at rest", f"at most while {CLIENTS} clients post")):
            yield Figure(
                what=f"{NAMES[kind]}, memory {name}, beside plain Flask",
                ours=held[0][place],
                unit="MB",
                beside=held[1][place],
                better="less",
            )


def _held(server: Server, seconds: int) -> tuple[float, float]:
    """Megabytes at rest and at most, of all of its processes."""
    with server:
        rests = megabytes(server.pid)
        with Memory(server.pid) as memory:
            post(server.port, CLIENTS, seconds, server.folder)
        return rests, max(memory.megabytes)
