"""`make faults`: every fault, and a table of what became of it. Exits 1 on any miss."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.table import Table

from tests.faults import clocks, disks, network, power
from tests.faults.bench import Outcome
from tests.faults.databases import DATABASES
from tests.faults.killing import kill_rounds

WORKERS = {"sqlite": 1, "postgres": 2}
COLUMNS = ("rounds", "acknowledged", "again", "unanswered", "503")

Fault = Callable[[Path, int], Outcome]


def faults_of(kind: str) -> list[Fault]:
    """The faults of a database but for `kill -9`."""
    common: list[Fault] = [
        lambda folder, seed: power.power_cuts(kind, folder, seed),
        lambda folder, seed: disks.disk_full(kind, folder, seed),
        lambda folder, seed: network.lost_answers(kind, folder, seed),
        lambda folder, seed: clocks.clock_set_back(kind, folder, seed),
    ]
    if kind == "sqlite":
        return [disks.read_only, disks.read_only_at_start, *common]
    workers = WORKERS[kind]
    return [
        disks.read_only_server,
        lambda folder, seed: network.database_answers_lost(folder, seed, workers),
        lambda folder, seed: network.connections_ended(folder, seed, workers),
        lambda folder, seed: network.server_away(folder, seed, workers),
        *common,
    ]


@click.command()
@click.option("--rounds", default=100, show_default=True, help="How often to kill -9.")
@click.option("--seed", type=int, help="Of all that is random here; by default a new one.")
@click.option("--database", "kind", type=click.Choice([*DATABASES, "all"]), default="all")
def main(rounds: int, seed: int | None, kind: str) -> None:
    """Break the service in every way we know of, and count what was lost."""
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    kinds = list(DATABASES) if kind == "all" else [kind]
    began, outcomes = time.monotonic(), []
    with TemporaryDirectory(prefix="testigo-faults-", ignore_cleanup_errors=True) as folder:
        for each in kinds:
            click.echo(f"{each}: seed {seed}, {rounds} rounds of kill -9")
            outcomes += _killed(each, rounds, seed, Path(folder))
            outcomes += list(_others(each, seed, Path(folder)))
    show(outcomes)
    missed = [each for each in outcomes if not each.passed]
    for each in missed:
        click.echo(f"\n{each.fault}: {each.count}\n" + "\n".join(each.problems))
    click.echo(f"Seed {seed}; {time.monotonic() - began:.0f} s.")
    raise SystemExit(1 if missed else 0)


def _killed(kind: str, rounds: int, seed: int, folder: Path) -> list[Outcome]:
    """The rounds of `kill -9`, summed up by whom they killed."""
    by_victim: dict[str, Outcome] = {}
    for number, victim, outcome in kill_rounds(kind, rounds, seed, folder, workers=WORKERS[kind]):
        total = by_victim.setdefault(
            victim, Outcome(f"kill -9 {victim}, {kind}", outcome.how or victim)
        )
        total.add(outcome)
        if not outcome.passed:
            click.echo(f"round {number}, {victim}: {outcome.count} {outcome.problems}")
        elif number % 10 == 0 and outcome.rounds:
            click.echo(f"round {number}: clean")
    return list(by_victim.values())


def _others(kind: str, seed: int, folder: Path) -> Iterator[Outcome]:
    for fault in faults_of(kind):
        with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as room:
            outcome = fault(Path(room), seed)
        click.echo(f"{outcome.fault}: {_said(outcome)}")
        yield outcome


def _said(outcome: Outcome) -> str:
    if outcome.skipped:
        return outcome.how
    return "survived" if outcome.passed else f"{outcome.count} {outcome.problems}"


def show(outcomes: list[Outcome]) -> None:
    """Print the table."""
    table = Table(title="Faults, survived and counted", show_footer=True)
    table.add_column("fault", footer="together", no_wrap=True)
    for name in (*COLUMNS, *Outcome.count_names, "start, s", ""):
        table.add_column(name, justify="right")
    together = Outcome("together", "")
    for each in outcomes:
        together.add(each)
        result = "skipped" if each.skipped else "ok" if each.passed else "MISS"
        table.add_row(each.fault, *map(str, each.numbers()), result)
    for column, number in zip(table.columns[1:], together.numbers(), strict=False):
        column.footer = str(number)
    Console(width=160).print(table)
    for each in outcomes:
        click.echo(f"{each.fault}: {each.how}")


if __name__ == "__main__":
    main()
