"""`testigo migrate`: the tables of a database as this version needs them."""

from __future__ import annotations

import click

from service.cli.options import database_option


@click.command(short_help="Make or upgrade the tables of a database.")
@database_option
def migrate(database: str) -> None:
    """Make the tables of a database, or bring them to what this version of Testigo needs.

    On PostgreSQL the service refuses to start before; a SQLite file is made when it is opened.
    What was recorded is never rewritten. All is done, or nothing.
    """
    from service import bootstrap
    from service.config import BadConfig, without_password
    from service.errors import StoreUnavailable

    shown = without_password(database)
    try:
        before, after = bootstrap.migrate(database)
    except BadConfig as error:
        raise click.UsageError(f"{error}.") from error
    except StoreUnavailable as error:
        raise click.ClickException(f"{shown} cannot be migrated: {error}") from error
    if before == after:
        click.echo(f"{shown} is of schema {after} already.")
    else:
        click.echo(f"{shown} was of schema {before}, and is of schema {after}.")
