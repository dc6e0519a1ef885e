"""One ledger under test: its database, its service, its clients, and what they wrote down."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from tests.faults.clients import Load
from tests.faults.counting import Count, count
from tests.faults.databases import Database
from tests.faults.notebook import Notebook
from tests.faults.serving import Service


@dataclass
class Outcome:
    """What a fault did, for the table."""

    fault: str
    how: str
    rounds: int = 0
    acknowledged: int = 0
    again: int = 0
    lost: int = 0
    later: int = 0
    kept: int = 0
    """How many were answered with 503, and recorded all the same."""
    count: Count = field(default_factory=Count)
    recovered_seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    """What else should not be, in words."""
    skipped: bool = False
    """Whether it could not be exercised here; `how` says why."""

    count_names: ClassVar[tuple[str, ...]] = Count.NUMBERS

    @property
    def passed(self) -> bool:
        """Whether it was survived."""
        return self.count.clean and not self.problems

    def add(self, other: Outcome) -> None:
        """Take another of the same kind into this one."""
        for name in ("rounds", "acknowledged", "again", "lost", "later", "kept"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.count = self.count + other.count
        self.recovered_seconds = max(self.recovered_seconds, other.recovered_seconds)
        self.problems += other.problems

    def numbers(self) -> list[str]:
        """Its row in the table, from `rounds` to the slowest recovery."""
        done = (self.rounds, self.acknowledged, self.again, self.lost, self.later)
        counted = (getattr(self.count, name) for name in self.count_names)
        return [f"{each:,}" for each in (*done, *counted)] + [f"{self.recovered_seconds:.1f}"]


class Bench:
    """A ledger in a folder of its own, being written to."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        seed: int,
        *,
        planted: tuple[str, ...] = (),
        workers: int = 1,
        clients: int = 6,
        heavy: bool = False,
        address: str | None = None,
    ) -> None:
        """`address`: where the service finds the database, if not where it is."""
        self.database = database
        self.service = Service(address or database.url, folder, planted=planted, workers=workers)
        self.notebook = Notebook(folder / "acknowledged.jsonl")
        self.load = Load(self.service.url, self.notebook, seed, clients, heavy=heavy)
        self._open = ExitStack()

    def __enter__(self) -> Bench:
        with ExitStack() as opening:
            opening.callback(self.database.kill)
            opening.enter_context(self.notebook)
            opening.callback(self.load.close)
            self.database.start()
            opening.callback(self.service.kill)
            opening.callback(self.load.stop)
            self.service.serve()
            self._open = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def recover(self) -> float:
        """Start what does not run, as a supervisor does; the seconds until it was ready."""
        began = time.monotonic()
        self.database.start()
        self.service.serve()
        return time.monotonic() - began

    def counted(self) -> Count:
        """Compare the ledger with the notebook; the service must run."""
        wrong, self.load.wrong[:] = list(self.load.wrong), []
        return count(self.service.url, self.database.url, self.notebook.read(), wrong)

    def tell(self, outcome: Outcome) -> None:
        """Add what was counted since the last time to an outcome."""
        outcome.acknowledged += self.notebook.lines
        self.notebook.lines = 0
        seen, self.load.seen = self.load.seen, type(self.load.seen)()
        outcome.again += seen["again"]
        outcome.lost += seen["lost"]
        outcome.later += seen["later"]
        outcome.kept += seen["kept"]
        outcome.count = outcome.count + self.counted()
