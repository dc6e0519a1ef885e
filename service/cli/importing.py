"""`testigo import`: a file of events into a ledger, slice by slice, good lines kept."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from service.cli import showing, words
from service.cli.asking import Asker, Document, Refused, Unreachable
from service.cli.options import Where, where_options

SLICE_LINES: Final = 1_000
SLICE_BYTES: Final = 1 << 20
"""A slice is sent before its answer is read: small enough for the answers of a slice to wait in
the connection's buffers, so that nobody waits for the other for ever."""
LONGEST_LINE: Final = 4 << 20
"""Of a longer line only so much is sent; no event is that long, and it is refused as it is."""

_ID: Final = re.compile(rb'"id"\s*:')


@dataclass(slots=True)
class Tally:
    """What was done with the lines so far."""

    lines: int = 0
    recorded: int = 0
    already: int = 0
    refused: int = 0
    nameless: int = 0
    """Lines without an id that are or may be recorded: sent again, they would be so twice."""

    def add(self, done: Document) -> None:
        """Count the last line of an answer."""
        self.lines += done["lines"]
        self.recorded += done["recorded"]
        self.already += done["already"]
        self.refused += done["refused"]

    def sentence(self) -> str:
        """The end of it all."""
        done = f"{self.recorded:,} recorded, {self.already:,} recorded already"
        return f"{words.counted(self.lines, 'line')}: {done}, {self.refused:,} refused."

    def warning(self) -> str:
        """What sending the same lines again would do."""
        return f"{words.counted(self.nameless, 'line')} without an id would be recorded twice"


@click.command("import", short_help="Record a file of events, one JSON event a line.")
@click.argument("file", type=click.File("rb"))
@where_options
def import_(where: Where, file: BinaryIO) -> None:
    """Record the events of FILE, one JSON event a line (- is standard input).

    Good lines are kept, refused ones are listed with their line numbers. A file can be sent
    again: events with an id are recorded once.
    """
    tally = Tally()
    with where.asker(writes=True) as asker, _progress() as progress:
        bar = progress.add_task("Recording", total=_size(file))
        for lines in _slices(file):
            _send(asker, lines, tally)
            progress.advance(bar, sum(map(len, lines)))
    click.echo(tally.sentence())
    if tally.nameless:
        showing.say(showing.margin(), f"{tally.warning()} if sent again.")
    if tally.refused:
        raise click.exceptions.Exit(1)


def _progress() -> Progress:
    console = showing.margin()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def _size(file: BinaryIO) -> int | None:
    """How many bytes there are to read; None where nobody knows beforehand."""
    try:
        found = os.fstat(file.fileno())
    except (OSError, AttributeError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _slices(file: BinaryIO) -> Iterator[list[bytes]]:
    """The lines in slices; the last line of a file may lack its end."""
    lines: list[bytes] = []
    size = 0
    for line in _lines(file):
        if lines and (len(lines) == SLICE_LINES or size + len(line) > SLICE_BYTES):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
        yield line if line.endswith(b"\n") else line + b"\n"


def _send(asker: Asker, lines: list[bytes], tally: Tally) -> None:
    """Record a slice, and say which of its lines were refused."""
    nameless = {
        number
        for number, line in enumerate(lines, start=1)
        if line.strip() and not _ID.search(line)
    }
    tally.nameless += len(nameless)
    try:
        *refused, done = asker.post(b"".join(lines))
    except Refused as error:
        raise click.ClickException(_broken_off(error.message, lines, tally, sent=False)) from error
    except Unreachable as error:
        raise click.ClickException(_broken_off(error.message, lines, tally)) from error
    except KeyboardInterrupt as error:
        raise click.ClickException(_broken_off("Interrupted.", lines, tally)) from error
    console = showing.margin()
    for each in refused:
        line = tally.lines + each["line"]
        code = each.get("code", each["status"])
        showing.say(console, f"line {line}: {code}: {words.problem(each)}")
    tally.add(done)
    tally.nameless -= sum(1 for each in refused if each["line"] in nameless)


def _broken_off(why: str, lines: list[bytes], tally: Tally, *, sent: bool = True) -> str:
    """What is certain and what is not when an answer did not come."""
    first, last = tally.lines + 1, tally.lines + len(lines)
    said = [why]
    if tally.lines:
        said.append(f"Confirmed are {tally.sentence()}")
    said.append(
        f"Lines {first} to {last} may have been recorded or not."
        if sent
        else f"Nothing was recorded from line {first} on."
    )
    if tally.nameless:
        said.append(f"Not everything can simply be sent again: {tally.warning()}.")
    else:
        said.append("The same file can be sent again: events with an id are recorded once.")
    return " ".join(said)
