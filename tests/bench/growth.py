"""How answers of at most 100 rows grow with the ledger, at any bounds, in the views alone.

    .venv/bin/python -m tests.bench.growth FOLDER [--shape one] [--kind sqlite]
        [--sizes 10000 1000000] [--only timeline] [--rounds 100] [--json growth.json]
        [--cpu] [--plans]

Prints, for each question at each depth, how much longer it takes than in the smallest ledger (by
p50 and by p99), then p50 and p99 in milliseconds at each size, and how many rows the answers had.
The ledgers are asked in turns. `--cpu` counts this process's own time alone: on SQLite that is
all. `--plans` prints how the databases go about each statement instead. The ledgers are built into
the folder (see `tests.bench.big`).
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from service import content
from service.bootstrap import Service
from tests.bench.asked import DEPTHS, QUESTIONS, Scope
from tests.bench.big import KINDS, SHAPES, SIZES, Big, opened
from tests.bench.plans import explained

PATIENCE_SECONDS = 40.0
"""After so long a question is not asked again at that depth."""
WARMING = 3
"""The first answers to a question, which are not counted."""


class Taken(NamedTuple):
    """How long the answers took, in milliseconds, and how many rows half of them had at least."""

    p50: float
    p99: float
    rows: int


Clock = Callable[[], float]
Times = Mapping[tuple[str, str], Mapping[int, Taken]]
"""By question and depth, then by the ledger's size."""


def measured(ledgers: Mapping[Big, Service], only: str, rounds: int, clock: Clock) -> Times:
    """Every question at every depth, so many times of each ledger."""
    return {
        (question, depth): _taken(ledgers, question, depth, rounds, clock)
        for question in QUESTIONS
        if only in question
        for depth in DEPTHS
    }


def _taken(
    ledgers: Mapping[Big, Service], question: str, depth: str, rounds: int, clock: Clock
) -> dict[int, Taken]:
    """By the ledgers' sizes. They take turns: whatever else slows the machine slows them alike.

    None remembers events from question to question: the smallest ledger is small enough for all.
    """
    chances = {big: random.Random(f"{question} {depth}") for big in ledgers}
    took: dict[Big, list[float]] = {big: [] for big in ledgers}
    rows: dict[Big, list[int]] = {big: [] for big in ledgers}
    began = time.monotonic()
    for turn in range(rounds + WARMING):
        late = time.monotonic() > began + PATIENCE_SECONDS
        for big, service in ledgers.items():
            scope = Scope.drawn(big, DEPTHS[depth], chances[big])
            content._remembered.cache_clear()
            with service.views.reading() as asked:
                start = clock()
                rows[big].append(QUESTIONS[question](asked, scope))
                if turn >= WARMING or late:
                    took[big].append((clock() - start) * 1000)
        if late:
            break
    return {big.size: _summed_up(took[big], rows[big]) for big in ledgers}


def _summed_up(took: list[float], rows: list[int]) -> Taken:
    took.sort()
    p50, p99 = took[len(took) // 2], took[min(len(took) - 1, len(took) * 99 // 100)]
    return Taken(p50, p99, statistics.median_high(rows))


def printed(times: Times) -> None:
    """A table, ratios first; where an answer has not as many rows, there is nothing to compare."""
    sizes = list(next(iter(times.values())))
    smallest, largest = min(sizes), max(sizes)
    head = "".join(f"{size:>20,}" for size in sizes)
    print(f"{'p50 x':>8}{'p99 x':>8}{head}  {'rows':>9}  question")  # noqa: T201
    for (question, depth), found in times.items():
        base, most = found[smallest], found[largest]
        cells = "".join(f"{each.p50:11.2f} {each.p99:8.2f}" for each in found.values())
        ratios = f"{most.p50 / base.p50:8.2f}{most.p99 / base.p99:8.2f}"
        print(f"{ratios}{cells}  {base.rows:4}/{most.rows:4}  {question} | {depth}")  # noqa: T201


def as_json(times: Times) -> list[dict[str, Any]]:
    return [
        {"size": size, "question": question, "depth": depth, **taken._asdict()}
        for (question, depth), found in times.items()
        for size, taken in found.items()
    ]


def show_plans(bigs: Sequence[Big], folder: Path, only: str) -> None:
    """How the database goes about each question, in the largest ledger."""
    big = bigs[-1]
    with opened(big, folder) as service:
        for question in QUESTIONS:
            if only in question:
                scope = Scope.drawn(big, DEPTHS["late, recorded early"], random.Random(question))
                print(f"\n=== {question}")  # noqa: T201
                for statement, plan in explained(big.kind, service, QUESTIONS[question], scope):
                    print(f"{statement}\n{plan}")  # noqa: T201


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("folder", type=Path)
    asked.add_argument("--shape", choices=SHAPES, default="one")
    asked.add_argument("--kind", choices=KINDS, default="sqlite")
    asked.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    asked.add_argument("--only", default="", help="part of the name of a question")
    asked.add_argument("--rounds", type=int, default=100)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--cpu", action="store_true")
    asked.add_argument("--plans", action="store_true")
    given = asked.parse_args()
    bigs = [Big(given.shape, size, given.kind) for size in sorted(given.sizes)]
    if given.plans:
        show_plans(bigs, given.folder, given.only)
        return
    clock = time.thread_time if given.cpu else time.perf_counter
    with ExitStack() as stack:
        ledgers = {big: stack.enter_context(opened(big, given.folder)) for big in bigs}
        times = measured(ledgers, given.only, given.rounds, clock)
    print(f"{given.shape} on {given.kind}")  # noqa: T201
    printed(times)
    if given.json:
        given.json.write_text(json.dumps(as_json(times), indent=1))


if __name__ == "__main__":
    main()
