"""The options that commands share, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from service.cli.asking import (
    Asker,
    database_in_process,
    database_to_try,
    only_programme,
    running_service,
)
from service.cli.inquiry import Inquiry
from service.config import DEFAULT_DATABASE

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Where:
    """Which ledger a command is about."""

    url: str | None
    token: str | None
    database: str

    def asker(self, *, writes: bool = False, tries: bool = False) -> AbstractContextManager[Asker]:
        """Open the way to it; `tries`: what would be recorded, where there may be nothing yet."""
        if self.url is not None:
            return running_service(self.url, self.token)
        if tries:
            return database_to_try(self.database)
        return database_in_process(self.database, writes=writes)


@dataclass(frozen=True, slots=True)
class Asked:
    """What every question is asked with."""

    where: Where
    programme: str | None
    as_of: str | None
    as_recorded: str | None
    as_json: bool

    @contextmanager
    def inquiry(self) -> Iterator[Inquiry]:
        """Open the way to a programme, to ask about it within these bounds."""
        bounds = {"as_of": self.as_of, "as_recorded": self.as_recorded}
        given = {name: value for name, value in bounds.items() if value is not None}
        with self.where.asker() as asker:
            yield Inquiry(asker, self.programme or only_programme(asker), given)


database_option = click.option(
    "--database",
    metavar="URL",
    envvar="TESTIGO_DATABASE",
    default=DEFAULT_DATABASE,
    show_default=True,
    help="The ledger's database.",
)
limit_option = click.option("--limit", type=click.IntRange(min=1), help="Only the first so many.")


def where_options(command: Command) -> Command:
    """`--database`, or `--url` and `--token`; the command gets `where`."""

    @click.option("--url", metavar="URL", help="A running service to go through instead.")
    @click.option(
        "--token", metavar="TOKEN", envvar="TESTIGO_TOKEN", help="Its token, else $TESTIGO_TOKEN."
    )
    @database_option
    @wraps(command)
    def with_where(url: str | None, token: str | None, database: str, **rest: Any) -> Any:
        context = click.get_current_context()
        named = context.get_parameter_source("database") is click.core.ParameterSource.COMMANDLINE
        if url is not None and named:
            raise click.UsageError("Give --database or --url, not both.")
        return command(where=Where(url, token, database), **rest)

    return with_where


def question_options(command: Command) -> Command:
    """What every question takes; the command gets `asked`."""

    @click.option("--programme", metavar="NAME", help="May be left out if there is only one.")
    @click.option("--as-of", metavar="INSTANT", help="What had happened by then; else by now.")
    @click.option(
        "--as-recorded",
        metavar="POSITION|INSTANT",
        help="What had been recorded by then; else all.",
    )
    @click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
    @where_options
    @wraps(command)
    def with_asked(
        where: Where,
        programme: str | None,
        as_of: str | None,
        as_recorded: str | None,
        as_json: bool,
        **rest: Any,
    ) -> Any:
        return command(asked=Asked(where, programme, as_of, as_recorded, as_json), **rest)

    return with_asked
