"""How far a command is, for those who wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from service.cli import showing, words

Report = Callable[[int, int], None]
TENTH = 10


@contextmanager
def reporting(what: str) -> Iterator[Report]:
    """Progress for people: a bar with the time left at a terminal, a line each tenth elsewhere."""
    console = showing.margin()
    if not console.is_terminal:
        yield _each_tenth(what)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


def _each_tenth(what: str) -> Report:
    said = -1

    def report(done: int, total: int) -> None:
        nonlocal said
        tenth = done * TENTH // total if total else TENTH
        if tenth > said:
            said = tenth
            click.echo(f"{what}: {done:,} of {words.counted(total, 'event')}", err=True)

    return report
