"""`replay` and `verify` beside merely reading and decoding the same stored events, in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from service import content
from service.bootstrap import Service
from tests.bench.big import Big, opened
from tests.bench.figures import Figure
from tests.bench.pairs import Taken, figure
from tests.bench.room import Room
from tests.bench.servers import cpu_seconds
from tests.bench.settings import NAMES, Settings

GOAL: Final = 0.15
PAGE: Final = 1000


def measured(room: Room, settings: Settings) -> Iterator[Figure]:
    """On each database: read, replay, read, verify; and again."""
    for kind in settings.kinds:
        big = Big("one", settings.replayed, kind)
        with opened(big, room.ledgers) as service:
            pids = room.pids(kind)
            for name, work in (("replay", replayed), ("verify", verified)):
                ours, reading = [], []
                for _ in range(max(1, settings.rounds // 2)):
                    reading.append(taken(read, service, pids))
                    ours.append(taken(work, service, pids))
                what = f"{NAMES[kind]}, {name} of {big.size:,} events, beside reading and decoding"
                yield figure(what, big.size, ours, reading, GOAL)


def read(service: Service) -> None:
    """Every event, from its row to the object that it stands for, in pages."""
    content._remembered.cache_clear()  # a command that only reads has decoded nothing before
    with service.storage.store.reading() as history:
        reached = 0
        while page := history.after(reached, PAGE):
            reached = page[-1][0].position


def replayed(service: Service) -> None:
    service.replays.run()


def verified(service: Service) -> None:
    """`AssertionError`: there is a difference."""
    _, found = service.verify()
    assert not found, found


def taken(work: Callable[[Service], None], service: Service, pids: list[int]) -> Taken:
    """What it takes of time, and of the processors with what these processes do for it."""
    used, began = time.process_time() + cpu_seconds(*pids), time.perf_counter()
    work(service)
    return Taken(time.perf_counter() - began, time.process_time() + cpu_seconds(*pids) - used)
