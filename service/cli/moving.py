"""`testigo export` and `testigo restore`: a ledger as a file, and made again from it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

import click

from service.cli.opening import opened
from service.cli.options import database_option
from service.cli.progress import reporting
from service.prose import words

if TYPE_CHECKING:
    from service.moving.exporting import Form


@click.command(short_help="Write every event to standard output.")
@click.option("--programme", metavar="NAME", help="The events of this programme only.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "cloudevents", "csv"]),
    default="jsonl",
    show_default=True,
    help="jsonl can be restored; the others are for other programs.",
)
@database_option
def export(programme: str | None, form: Form, database: str) -> None:
    """Write every event to standard output, by position.

    jsonl keeps the stored bytes, positions and recorded times, and ends with a digest; testigo
    restore makes the ledger again from it, if it is of all programmes. cloudevents are
    CloudEvents 1.0, one JSON document a line. csv has the data of each event as JSON.
    """
    from domain.errors import Refusal

    out = sys.stdout.buffer
    with opened(database, writes=False) as service:
        try:
            for line in service.export(form, programme):
                out.write(line)
        except Refusal as refusal:
            raise click.ClickException(refusal.detail) from refusal
    out.flush()


@click.command(short_help="Make a ledger again from an export of it.")
@click.argument("file", type=click.File("rb"))
@database_option
def restore(file: BinaryIO, database: str) -> None:
    """Make a ledger again, as it was, from the jsonl that testigo export wrote to FILE.

    The database must be new or empty (a FILE of - is standard input). A FILE that was cut off
    or changed is refused; whatever goes wrong, nothing is kept, and it can be tried again.
    """
    from domain.errors import Refusal
    from service.moving.archive import intact

    try:
        with intact(file) as archive, opened(database, writes=True, make=True) as service:
            with reporting("Restoring") as report:
                events = service.restore(archive, report)
            with reporting("Projecting") as report:
                service.runner.catch_up(events, report)
    except Refusal as refusal:
        raise click.ClickException(words.plain(refusal.detail)) from refusal
    click.echo(f"Restored {words.counted(events, 'event')}.")
