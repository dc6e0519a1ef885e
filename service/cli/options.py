"""The options that commands share, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote

import click

from service.cli.asking import (
    Asker,
    Document,
    database_in_process,
    get_all,
    only_programme,
    running_service,
)
from service.config import DEFAULT_DATABASE

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Where:
    """Which ledger a command is about."""

    url: str | None
    token: str | None
    database: str

    def asker(self, *, writes: bool = False) -> AbstractContextManager[Asker]:
        """Open the way to it."""
        if self.url is not None:
            return running_service(self.url, self.token)
        return database_in_process(self.database, writes=writes)


@dataclass(frozen=True, slots=True)
class Asked:
    """What every question is asked with."""

    where: Where
    programme: str | None
    as_of: str | None
    as_recorded: str | None
    as_json: bool

    def answer(
        self, about: str, wanted: Mapping[str, str | None], name: str, limit: int | None = None
    ) -> Document:
        """The answer of a route about a programme, its list `name` whole or up to `limit`."""
        given = {field: value for field, value in wanted.items() if value is not None}
        with self.where.asker() as asker:
            path = self._path(asker, about)
            return get_all(asker, path, {**given, **self._bounds()}, name, limit)

    def _path(self, asker: Asker, about: str) -> str:
        programme = self.programme or only_programme(asker)
        return f"/v1/programmes/{quote(programme, safe='')}/{about}"

    def _bounds(self) -> dict[str, str]:
        bounds = {"as_of": self.as_of, "as_recorded": self.as_recorded}
        return {name: value for name, value in bounds.items() if value is not None}


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
