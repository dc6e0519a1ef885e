"""The command `testigo`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Final

import click

from service.cli.options import database_option
from service.config import DEFAULT_BIND, BadConfig, config_from, is_postgres

WORKERS = 2
"""How many processes answer on PostgreSQL unless it is said."""


OTHERS: Final[Mapping[str, str]] = {
    "import": "importing.import_",
    "who": "questions.who",
    "what": "questions.what",
    "how": "questions.how",
    "reach": "reaching.reach",
    "timeline": "questions.timeline",
    "roster": "questions.roster",
    "diff": "differing.diff",
    "tester": "tester.tester",
    "irregularities": "irregularities.irregularities",
    "step": "stepping.step",
    "signals": "signals.signals",
    "review": "reviewing.review",
    "follow": "following.follow",
    "export": "moving.export",
    "restore": "moving.restore",
    "replay": "rebuilding.replay",
    "verify": "rebuilding.verify",
    "token": "tokens.token",
    "access-log": "access_log.access_log",
    "migrate": "migrating.migrate",
}
"""Where the commands besides `serve` are found, in the order in which one comes to need them."""


class Commands(click.Group):
    """Loads a command when it is asked for: the service starts without the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click asks so)
        """As click asks for it."""
        return [*self.commands, *OTHERS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """As click asks for it."""
        if cmd_name not in OTHERS:
            return super().get_command(ctx, cmd_name)
        module, _, name = OTHERS[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"service.cli.{module}"), name)
        return command


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
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
@click.option(
    "--replica",
    metavar="URL",
    envvar="TESTIGO_REPLICA",
    help="A standby of the database: answer from it, and only what can never change.",
)
def serve(bind: str, threads: int, workers: int | None, database: str, replica: str | None) -> None:
    """Run the service until it is stopped (Ctrl-C, SIGTERM)."""
    from service.cli.serving import run  # gunicorn is for this command alone

    try:
        shared = is_postgres(database)
        if replica is not None and not (is_postgres(replica) and shared):
            raise BadConfig("A replica is a standby of a PostgreSQL database")
        config = replace(config_from(os.environ), bind=bind, database=database, replica=replica)
    except BadConfig as error:
        raise click.UsageError(f"{error}.") from error
    if not shared and workers not in (None, 1):
        click.echo("One process writes to a SQLite file: there will be one worker.", err=True)
    run(config, threads, workers=(workers or WORKERS) if shared else 1)
