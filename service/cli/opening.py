"""Opening a ledger's database for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from service.bootstrap import Service


@contextmanager
def opened(database: str, *, writes: bool, make: bool = False) -> Iterator[Service]:
    """Open a database; a command that only reads reads along with whoever holds it.

    `make`: a database that is not there is made. Says clearly what is in the way.
    """
    from service.config import BadConfig, is_postgres, sqlite_path, without_password
    from service.errors import StoreUnavailable

    try:
        if not is_postgres(database) and not make and not sqlite_path(database).exists():
            raise click.ClickException(
                f"There is no ledger at {sqlite_path(database)}. Name one with --database "
                "sqlite:///FILE or postgresql://…, or a running service with --url."
            )
        with _open(database, writes=writes) as service:
            yield service
    except BadConfig as error:
        raise click.UsageError(f"{error}.") from error
    except StoreUnavailable as error:
        raise click.ClickException(
            f"{without_password(database)} cannot be used: {error}"
        ) from error


def _open(database: str, *, writes: bool) -> Service:
    from service.bootstrap import open_service
    from service.errors import LedgerHeld

    try:
        return open_service(database)
    except LedgerHeld as held:
        if writes:
            raise click.ClickException(
                f"A running service holds {database}. Stop it, or go through it with --url."
            ) from held
        return open_service(database, writable=False)
