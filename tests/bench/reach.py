"""What it takes to find who could have come to know, over more and more contacts.

    .venv/bin/python -m tests.bench.reach [--sizes 10000 100000 1000000] [--through domain sqlite]

Half of the contacts are at an instant, half on some day of 270. A tenth of the parties come and go
in groups of 20; one party knows from the first day on. The parties are 300 (`few`), or one for
every ten contacts (`many`). Each measurement is a process of its own: the seconds of one answer,
those in which the process was busy and what a contact took of these, by how much it grew at most
while it answered, and how many were reached. `domain` is the sweep alone, without the making of its
contacts; `sqlite` and `postgres` are the whole question, over contacts that were written into the
kept view directly.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from domain.contacts import Contact
from domain.instant import DAY, Instant, format_instant, parse_instant
from domain.membership import Span
from domain.names import Item, Party, Programme
from domain.reach import Stay, reach
from service.views.bounds import Bounds
from tests.databases import Database, PostgresDatabase, SQLiteFile, a_database
from tests.given import NOW, AService, an_id

SIZES: Final = (10_000, 100_000, 1_000_000)
PARTIES: Final = ("few", "many")
THROUGH: Final = ("domain", "sqlite", "postgres")
START: Final = parse_instant("2024-01-01T00:00:00Z")
DAYS: Final = 270
PROGRAMME: Final = Programme("meetings")
ITEM: Final = Item("item:plan")
BATCH: Final = 10_000
INTO_SQLITE: Final = "INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?, 1, 9223372036854775807)"
INTO_POSTGRES: Final = "COPY testigo.contacts FROM STDIN"


class Taken(NamedTuple):
    """What one answer took: seconds, megabytes at most, and how many it reached."""

    seconds: float
    busy: float
    megabytes: float
    reached: int


@dataclass(frozen=True)
class World:
    """So many contacts among few parties or many, always the same ones."""

    size: int
    parties: str

    @property
    def names(self) -> list[Party]:
        count = 300 if self.parties == "few" else self.size // 10
        return [Party(f"tester:t{number}") for number in range(count)]

    def contacts(self) -> Iterator[Contact]:
        """By earliest and position: of each day first those that were some time on it."""
        chance, names = random.Random(self.size), self.names
        daily = self.size // DAYS + 1
        for position in range(self.size):
            number, place = divmod(position, daily)
            day = Instant(START + number * DAY)
            at = Instant(day + place * DAY // daily)
            bounds = (day, Instant(day + DAY - 1)) if place < daily // 2 else (at, at)
            one, other = chance.choice(names), chance.choice(names)
            pair = sorted((one, other)) if one != other else names[:2]
            yield Contact(tuple(pair), an_id(position), position + 1, *bounds)

    def stays(self) -> Iterator[Stay]:
        """A tenth of the parties, each in a group of 20 for a month of its own."""
        for number, name in enumerate(self.names[::10]):
            start = Instant(START + (number * 7 % DAYS) * DAY)
            span = Span(start, Instant(start + 30 * DAY))
            yield Stay(Party(f"group:g{number // 20}"), name, span)


def through_domain(world: World) -> Taken:
    """The sweep alone."""
    stays = list(world.stays())
    with Measured() as making:
        deque(world.contacts(), maxlen=0)
    with Measured() as measured:
        found = reach({world.names[0]: START}, world.contacts(), stays, NOW)
    both, made = measured.taken(len(found.arrivals) - 1), making.taken(0)
    return both._replace(seconds=both.seconds - made.seconds, busy=both.busy - made.busy)


def through_storage(world: World, kind: str) -> Taken:
    """The whole question, with a page of its answer."""
    with tempfile.TemporaryDirectory() as folder, a_database(kind, Path(folder)) as database:
        with AService(database) as service:
            service.recorded(*_events(world))
            service.ask("/v1/programmes")
        _fill(database, world)
        with AService(database) as service, service.service.views.reading() as questions:
            head = questions.head()
            bounds = Bounds(NOW, head.position, head.recorded_at)
            with Measured() as measured:
                _, reached = questions.reach(PROGRAMME, ITEM, bounds)
                reached[:100]
            return measured.taken(len(reached))


def _events(world: World) -> Iterator[dict[str, Any]]:
    told = {"items": [ITEM], "to": [world.names[0]]}
    yield _event("item-disclosed", START, told)
    for stay in world.stays():
        data = {"group": stay.group, "party": stay.party}
        yield _event("group-joined", stay.span.start, data)
        yield _event("group-left", stay.span.end, data)


def _event(type_: str, at: Instant, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": type_,
        "programme": PROGRAMME,
        "occurred_at": format_instant(at),
        "data": data,
    }


def _fill(database: Database, world: World) -> None:
    rows = (
        (PROGRAMME, each.via, each.position, json.dumps(each.parties), each.earliest, each.latest)
        for each in world.contacts()
    )
    if isinstance(database, SQLiteFile):
        with closing(sqlite3.connect(database.path)) as connection, connection:
            connection.executemany(INTO_SQLITE, rows)
    if isinstance(database, PostgresDatabase):
        with database.connect() as connection:
            with connection.cursor().copy(INTO_POSTGRES) as copy:
                for row in rows:
                    copy.write_row((*row, 1, 2**63 - 1))
            connection.execute("ANALYZE testigo.contacts")


class Measured:
    """The time within it, and the growth of the process's greatest size."""

    def __enter__(self) -> Measured:
        self._peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self._start, self._busy = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self._seconds = time.perf_counter() - self._start
        self._busy = time.process_time() - self._busy
        self._grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - self._peak

    def taken(self, reached: int) -> Taken:
        return Taken(self._seconds, self._busy, self._grown / 1024, reached)


def _in_a_process(through: str, world: World) -> Taken:
    command = [sys.executable, "-m", "tests.bench.reach", "--alone", through, world.parties]
    done = subprocess.run(
        [*command, str(world.size)], capture_output=True, text=True, check=True, timeout=3600
    )
    return Taken(*json.loads(done.stdout))


def _told(taken: Taken, size: int) -> str:
    each = taken.busy / size * 1e6
    took = f"{taken.seconds:9.2f} {taken.busy:9.2f} {each:8.2f}"
    return f"{took} {taken.megabytes:7.1f} {taken.reached:10,}"


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    asked.add_argument("--through", nargs="+", choices=THROUGH, default=list(THROUGH))
    asked.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.alone:
        through, parties, size = given.alone
        world = World(int(size), parties)
        taken = through_domain(world) if through == "domain" else through_storage(world, through)
        print(json.dumps(taken))  # noqa: T201
        return
    print("through   parties   contacts   seconds      busy  µs each      MB    reached")  # noqa: T201
    for through in given.through:
        for parties in PARTIES:
            for size in given.sizes:
                taken = _in_a_process(through, World(size, parties))
                print(f"{through:9} {parties:7} {size:10,} {_told(taken, size)}")  # noqa: T201
                sys.stdout.flush()


if __name__ == "__main__":
    main()
