"""`testigo import`: a file of events into a ledger, slice by slice, good lines kept."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, NamedTuple

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from service.cli import showing
from service.cli.asking import Asker, Document, Refused, Unreachable
from service.cli.options import Where, where_options
from service.cli.tabular import Layout, Table, is_field
from service.prose import words

SLICE_LINES: Final = 1_000
SLICE_BYTES: Final = 1 << 20
"""A slice is sent before its answer is read: small enough for the answers of a slice to wait in
the connection's buffers, so that nobody waits for the other for ever."""
TRIED_LINES: Final = 10_000
TRIED_BYTES: Final = 7 << 20
"""What is only tried is answered when all of it has been read, and is tried together."""
LONGEST_LINE: Final = 4 << 20
"""Of a longer line only so much is sent; no event is that long, and it is refused as it is."""

_ID: Final = re.compile(rb'"(source_)?id"\s*:')


class Line(NamedTuple):
    """A line to be sent; or what is wrong with a row, which is not."""

    number: int
    line: bytes
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is being read."""

    lines: Iterator[Line]
    read: Callable[[], int]
    """How many of its bytes were read so far."""
    unit: str
    """What its lines are called."""
    faults: Callable[[Document], str]
    """What is wrong with one of them, by the problem that it was answered with."""


@dataclass(slots=True)
class Tally:
    """What was done with the lines so far."""

    lines: int = 0
    recorded: int = 0
    already: int = 0
    refused: int = 0
    unit: str = "line"
    tried: bool = False
    parts: int = 0
    seconds: float = field(default_factory=time.monotonic)
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
        would = "would be " if self.tried else ""
        done = f"{self.recorded:,} {would}recorded, {self.already:,} recorded already"
        return f"{words.counted(self.lines, self.unit)}: {done}, {self.refused:,} {would}refused."

    def warning(self) -> str:
        """What sending the same lines again would do."""
        return f"{words.counted(self.nameless, self.unit)} without an id would be recorded twice"

    def rate(self) -> str:
        """How fast it goes."""
        return f"{self.lines / max(time.monotonic() - self.seconds, 0.001):,.0f} a second"


@click.command("import", short_help="Record a file of events: NDJSON, or CSV.")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Only say what would be done; nothing is changed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["ndjson", "csv"]),
    help="How FILE is to be read.  [default: csv if it is named *.csv, else ndjson]",
)
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="CSV: the field of a column that is not named for it, such as Who=data.tester; - leaves"
    " it out.",
)
@click.option(
    "--mapping",
    type=click.File("rb"),
    metavar="FILE",
    help="CSV: a file of such lines, COLUMN=FIELD.",
)
@click.option(
    "--set",
    "constants",
    multiple=True,
    metavar="FIELD=VALUE",
    help="CSV: a field that is the same in each row, such as programme=beta.",
)
@click.option("--delimiter", default=",", show_default=True, help="CSV: what parts its columns.")
@click.option(
    "--separator", default=";", show_default=True, help="CSV: what parts a list in a cell."
)
@where_options
def import_(
    where: Where,
    file: BinaryIO,
    dry_run: bool,
    form: str | None,
    pairs: tuple[str, ...],
    mapping: BinaryIO | None,
    constants: tuple[str, ...],
    delimiter: str,
    separator: str,
) -> None:
    """Record the events of FILE, one JSON event a line (- is standard input).

    Good lines are kept, refused ones are listed with their line numbers. A file can be sent
    again: events with an id are recorded once.

    CSV is UTF-8, one event a row. Row 1 names the field of each column by its path: type,
    occurred_at, data.tester, data.items (a list, its elements parted by ;), data (all of it, as
    JSON). Where rows have no UUIDs, columns source and source_id make them.

    --dry-run tries each line as it would be recorded now. What others record meanwhile it cannot
    know, nor whether there will be room for it; of a large file it tries 10,000 lines at a time,
    and what refers to a line of an earlier part is refused.
    """
    name = str(getattr(file, "name", ""))  # what is piped in may have none
    is_csv = form == "csv" or (form is None and name.lower().endswith(".csv"))
    if is_csv:
        layout = _layout(pairs, mapping, constants, delimiter, separator)
        source = _csv_source(Table(file, layout))
    elif pairs or mapping or constants:
        raise click.UsageError("--map, --mapping and --set are for CSV.")
    else:
        source = _ndjson_source(file)
    tally = Tally(unit=source.unit, tried=dry_run)
    with where.asker(writes=not dry_run, tries=dry_run) as asker, _progress() as progress:
        bar = progress.add_task("Trying" if dry_run else "Recording", total=_size(file), rate="")
        for lines in _slices(source.lines, dry_run=dry_run):
            _send(asker, source, lines, tally)
            progress.update(bar, completed=source.read(), rate=tally.rate())
    click.echo(tally.sentence())
    _warn(tally)
    if tally.refused:
        raise click.exceptions.Exit(1)


def _warn(tally: Tally) -> None:
    if tally.nameless:
        showing.say(showing.margin(), f"{tally.warning()} if sent again.")
    if tally.tried and tally.parts > 1:
        showing.say(
            showing.margin(),
            f"It was tried in {tally.parts} parts, each as if there were no other.",
        )


# --- how a table is read ---------------------------------------------------------------------


def _layout(
    pairs: Iterable[str],
    mapping: BinaryIO | None,
    constants: Iterable[str],
    delimiter: str,
    separator: str,
) -> Layout:
    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise click.UsageError("--delimiter is one character, or tab.")
    if not separator.strip():
        raise click.UsageError("--separator must not be empty.")
    columns = {} if mapping is None else _pairs(_lines_of(mapping), "--mapping")
    columns |= _pairs(pairs, "--map")
    said = _pairs(constants, "--set")
    for name, option in (
        *((each, "--map") for each in columns.values()),
        *((each, "--set") for each in said),
    ):
        if not is_field(name) and not (name == "-" and option == "--map"):
            raise click.UsageError(f"{option}: there is no field {name}.")
    return Layout(columns, said, delimiter, separator)


def _lines_of(mapping: BinaryIO) -> list[str]:
    try:
        text = mapping.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError("--mapping: the file is not UTF-8.") from error
    lines = (each.strip() for each in text.splitlines())
    return [each for each in lines if each and not each.startswith("#")]


def _pairs(given: Iterable[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        # A column's name may hold an =, a field's does not; a value may.
        name, is_, value = pair.partition("=") if option == "--set" else pair.rpartition("=")
        name, value = (name.strip(), value.strip()) if option != "--map" else (name, value.strip())
        if not is_ or not name or not value:
            raise click.UsageError(f"{option}: {pair!r} is not of the form NAME=VALUE.")
        if name in found:
            raise click.UsageError(f"{option}: {name} stands twice.")
        found[name] = value
    return found


def _csv_source(table: Table) -> Source:
    def lines() -> Iterator[Line]:
        for row in table.rows():
            said = b"" if row.event is None else json.dumps(row.event).encode() + b"\n"
            yield Line(row.number, said, row.wrong)

    def faults(problem: Document) -> str:
        errors: list[dict[str, Any]] = problem.get("errors", [])
        if not errors:
            return words.problem(problem)
        told = [f"{table.place(each.get('pointer', ''))}: {each['detail']}" for each in errors]
        return words.ended("; ".join(told))

    return Source(lines(), lambda: table.size, "row", faults)


def _ndjson_source(file: BinaryIO) -> Source:
    size = 0

    def lines() -> Iterator[Line]:
        nonlocal size
        for number, line in enumerate(_lines(file), start=1):
            size += len(line)
            yield Line(number, line)

    return Source(lines(), lambda: size, "line", words.problem)


# --- sending it ------------------------------------------------------------------------------


def _progress() -> Progress:
    console = showing.margin()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("left"),
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


def _slices(lines: Iterable[Line], *, dry_run: bool) -> Iterator[list[Line]]:
    """The lines in slices; the last line of a file may lack its end."""
    lines_most, bytes_most = (TRIED_LINES, TRIED_BYTES) if dry_run else (SLICE_LINES, SLICE_BYTES)
    slice_: list[Line] = []
    size = 0
    for each in lines:
        if slice_ and (len(slice_) == lines_most or size + len(each.line) > bytes_most):
            yield slice_
            slice_, size = [], 0
        slice_.append(each)
        size += len(each.line)
    if slice_:
        yield slice_


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
        yield line if line.endswith(b"\n") else line + b"\n"


def _send(asker: Asker, source: Source, lines: list[Line], tally: Tally) -> None:
    """Record a slice, and say which of its lines were refused."""
    console = showing.margin()
    sent = [each for each in lines if each.line]
    nameless = {
        at
        for at, each in enumerate(sent, start=1)
        if each.line.strip() and not _ID.search(each.line)
    }
    tally.nameless += len(nameless)
    body = b"".join(each.line for each in sent)
    try:
        *refused, done = asker.post(body, dry_run=tally.tried) if sent else [_NOTHING]
    except Refused as error:
        raise click.ClickException(_broken_off(error.message, lines, tally, sent=False)) from error
    except Unreachable as error:
        raise click.ClickException(_broken_off(error.message, lines, tally)) from error
    except KeyboardInterrupt as error:
        raise click.ClickException(_broken_off("Interrupted.", lines, tally)) from error
    told = {each.number: each.wrong for each in lines if each.wrong}
    for each in refused:
        code = each.get("code", each["status"])
        told[sent[each["line"] - 1].number] = f"{code}: {source.faults(each)}"
    for number in sorted(told):
        showing.say(console, f"{source.unit} {number}: {told[number]}")
    wrong = len(lines) - len(sent)
    tally.add(done)
    tally.lines += wrong
    tally.refused += wrong
    tally.parts += 1
    tally.nameless -= sum(1 for each in refused if each["line"] in nameless)


_NOTHING: Final[Document] = {"lines": 0, "recorded": 0, "already": 0, "refused": 0}


def _broken_off(why: str, lines: list[Line], tally: Tally, *, sent: bool = True) -> str:
    """What is certain and what is not when an answer did not come."""
    if tally.tried:
        return f"{why} Nothing was recorded."
    first, last = lines[0].number, lines[-1].number
    said = [why]
    if tally.lines:
        said.append(f"Confirmed are {tally.sentence()}")
    said.append(
        f"{tally.unit.capitalize()}s {first} to {last} may have been recorded or not."
        if sent
        else f"Nothing was recorded from {tally.unit} {first} on."
    )
    if tally.nameless:
        said.append(f"Not everything can simply be sent again: {tally.warning()}.")
    else:
        said.append("The same file can be sent again: events with an id are recorded once.")
    return " ".join(said)
