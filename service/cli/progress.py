"""How far a command is, for those who wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from service.cli import showing
from service.prose import words

Report = Callable[[int, int], None]
TENTH: Final = 10
LINE_SECONDS: Final = 10.0
"""How long nothing is said at most where there is no terminal, while something is done."""


class _Rate(ProgressColumn):
    """Events a second."""

    def render(self, task: Task) -> Text:
        rate = task.finished_speed or task.speed
        return Text("" if rate is None else f"{rate:,.0f} a second")


@contextmanager
def reporting(what: str) -> Iterator[Report]:
    """Progress for people, the rate and the time left: a bar at a terminal, elsewhere lines."""
    console = showing.margin()
    if not console.is_terminal:
        yield _now_and_then(what)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


def _now_and_then(what: str) -> Report:
    """A line at each tenth, and when nothing was said for a while."""
    begun = said_at = time.monotonic()
    said = -1

    def report(done: int, total: int) -> None:
        nonlocal said, said_at
        now = time.monotonic()
        tenth = done * TENTH // total if total else TENTH
        if tenth > said or now - said_at >= LINE_SECONDS:
            said, said_at = tenth, now
            click.echo(f"{what}: {words.progress(done, total, now - begun)}", err=True)

    return report
