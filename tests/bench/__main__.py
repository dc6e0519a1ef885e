"""`make bench`: our figures beside the alternatives', in one run; a table, and JSON."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

import click

from tests.bench import (
    asking,
    following,
    freshness,
    importing,
    machine,
    posts,
    replaying,
    starting,
)
from tests.bench.figures import Figure, Item, table
from tests.bench.room import Room
from tests.bench.settings import LONG, SHORT, Settings
from tests.databases import KINDS

Measured = Callable[[Room, Settings], Iterator[Figure | str]]
"""Figures as they are there, and sentences about what is not measured."""

ITEMS: Final[Mapping[str, Measured]] = {
    "posts": posts.measured,
    "import": importing.measured,
    "replay": replaying.measured,
    "questions": asking.measured,
    "freshness": freshness.measured,
    "start": starting.measured,
}
ASKED_FOR: Final[Mapping[str, Measured]] = {"following": following.measured}
"""What is measured only if it is named."""


class TooLong(Exception):
    """An item took longer than it may."""


def _sizes(
    _context: click.Context, _parameter: click.Parameter, given: str | None
) -> tuple[int, ...] | None:
    """Numbers of events, with commas between them; the least first."""
    if given is None:
        return None
    try:
        sizes = sorted(int(each) for each in given.split(","))
    except ValueError:
        sizes = []
    if not sizes or sizes[0] < 1:
        raise click.BadParameter(f"{given!r} is no list such as 10000,100000")
    return tuple(sizes)


@click.command()
@click.argument("items", nargs=-1, type=click.Choice([*ITEMS, *ASKED_FOR]))
@click.option("--long", "long", is_flag=True, help="Hours: a million lines, a million events.")
@click.option("--database", "kind", type=click.Choice([*KINDS, "all"]), default="all")
@click.option("--rounds", type=click.IntRange(1), help="How often the sides take turns.")
@click.option("--lines", type=click.IntRange(1), help="How long the import is.")
@click.option("--sizes", callback=_sizes, help="How large ledgers are, such as 10000,100000.")
@click.option(
    "--ledgers",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the big ledgers here, and use those that are here.",
)
@click.option(
    "--json",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("build/bench.json"),
    show_default=True,
)
def main(items: tuple[str, ...], long: bool, kind: str, path: Path, **given: Any) -> None:
    """Measure ITEMS (all, if none is named), each beside its alternative, in turns."""
    settings = _settings(LONG if long else SHORT, kind, given)
    signal.signal(signal.SIGTERM, _ended)
    signal.signal(signal.SIGALRM, _too_long)
    told, room = machine.described(), Room(settings.ledgers)
    click.echo(machine.in_short(told))
    if "postgres" in settings.kinds:
        told["postgres"] = room.postgres_settings()
    found: list[Item] = []
    for name in items or ITEMS:
        found.append(_item(name, room, settings))
        _write(path, {"machine": told, "settings": asdict(settings)}, found)
    click.echo(table(found))
    click.echo(f"\n{sum(each.seconds for each in found):.0f} s; all of it is in {path}.")
    sys.exit(1 if any(each.failed for each in found) else 0)


def _settings(base: Settings, kind: str, given: Mapping[str, Any]) -> Settings:
    """As asked for."""
    said = {name: value for name, value in given.items() if value is not None}
    if "sizes" in said:
        said["replayed"] = said["sizes"][-1]
    return replace(base, kinds=KINDS if kind == "all" else (kind,), **said)


def _item(name: str, room: Room, settings: Settings) -> Item:
    """What one item gives; what it had given when it failed, too."""
    click.echo(f"{name} …", err=True)
    began, figures, said, failed = time.monotonic(), [], [], None
    try:
        with _at_most(settings.item_seconds):
            for each in {**ITEMS, **ASKED_FOR}[name](room, settings):
                (figures if isinstance(each, Figure) else said).append(each)
    except Exception as error:  # noqa: BLE001 (the other items are measured all the same)
        failed = f"{type(error).__name__}: {error}"
    return Item(name, time.monotonic() - began, os.getloadavg()[0], figures, said, failed)


def _write(path: Path, measured: Mapping[str, Any], items: Sequence[Item]) -> None:
    """After every item: a long run that is ended keeps what it has measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {**measured, "items": [each.as_json() for each in items]}
    path.write_text(json.dumps(told, indent=1, default=str) + "\n")


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Raise `TooLong` in it after so long."""
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLong("it took longer than an item may")


def _ended(_number: int, _frame: FrameType | None) -> None:
    """What was started ends, and what was made goes, on the way out."""
    raise SystemExit(143)


if __name__ == "__main__":
    main()
