"""The command `testigo`."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from service.cli.access_log import access_log
from service.cli.differing import diff
from service.cli.following import follow
from service.cli.importing import import_
from service.cli.irregularities import irregularities
from service.cli.migrating import migrate
from service.cli.moving import export, restore
from service.cli.options import database_option
from service.cli.questions import how, roster, timeline, what, who
from service.cli.reaching import reach
from service.cli.rebuilding import replay, verify
from service.cli.reviewing import review
from service.cli.signals import signals
from service.cli.stepping import step
from service.cli.tester import tester
from service.cli.tokens import token
from service.config import DEFAULT_BIND, BadConfig, config_from, is_postgres

WORKERS = 2
"""How many processes answer on PostgreSQL unless it is said."""


class InOrder(click.Group):
    """Lists its commands as one comes to need them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click asks so)
        """As click asks for it."""
        return list(self.commands)


@click.group(
    cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="testigo", message="testigo %(version)s")
def main() -> None:
    """Who knew what, when, and from whom, as far as it was recorded by then."""


@main.command()
@click.option(
    "--bind",
    metavar="HOST:PORT",
    envvar="TESTIGO_BIND",
    default=DEFAULT_BIND,
    show_default=True,
    help="Where to listen.",
)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    default=64,
    show_default=True,
    help="Requests answered at once, by each worker; half of them at most are streams.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that share the work, on PostgreSQL.  [default: 2]",
)
@database_option
def serve(bind: str, threads: int, workers: int | None, database: str) -> None:
    """Run the service until it is stopped (Ctrl-C, SIGTERM)."""
    from service.cli.serving import run  # gunicorn is for this command alone

    try:
        shared = is_postgres(database)
        config = replace(config_from(os.environ), bind=bind, database=database)
    except BadConfig as error:
        raise click.UsageError(f"{error}.") from error
    if not shared and workers not in (None, 1):
        click.echo("One process writes to a SQLite file: there will be one worker.", err=True)
    run(config, threads, workers=(workers or WORKERS) if shared else 1)


questions = (
    *(who, what, how, reach, timeline, roster, diff, tester),
    *(irregularities, step, signals, review),
)
rest = (export, restore, replay, verify, token, access_log, migrate)
for command in (import_, *questions, follow, *rest):
    main.add_command(command)
