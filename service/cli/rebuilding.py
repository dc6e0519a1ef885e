"""`testigo replay` and `testigo verify`: the views made again from the events."""

from __future__ import annotations

import time

import click

from service.cli.asking import Document, RemoteAsker, running_service
from service.cli.opening import opened
from service.cli.options import Where, database_option, where_options
from service.cli.progress import Report, reporting
from service.prose import words

LOOK_SECONDS = 0.5


@click.command(short_help="Rebuild the views from the events.")
@click.argument("projection", nargs=-1)
@where_options
def replay(projection: tuple[str, ...], where: Where) -> None:
    """Rebuild the views from the events, and swap them in at once.

    All of them, unless PROJECTIONs are named. With --url a running service does it, and goes on
    serving meanwhile.
    """
    from service.projections.kept import KEPT

    unknown = [name for name in projection if name not in KEPT]
    if unknown:
        raise click.UsageError(
            f"There is no projection {words.listed(unknown)}; there are {words.listed(list(KEPT))}."
        )
    head = (
        _replayed_here(where, projection)
        if where.url is None
        else _replayed_there(where, projection)
    )
    names = words.listed(projection or list(KEPT))
    click.echo(f"Rebuilt {names} from {words.counted(head, 'event')}.")


def _replayed_here(where: Where, names: tuple[str, ...]) -> int:
    from service.errors import ReplayRunning
    from service.projections.replay import ReplayCancelled

    with opened(where.database, writes=True) as service, reporting("Rebuilding") as report:
        try:
            return service.replays.run(names, report)
        except ReplayRunning as running:
            raise click.ClickException(str(running)) from running
        except ReplayCancelled as cancelled:
            raise click.ClickException(
                words.not_rebuilt("cancelled", str(cancelled))
            ) from cancelled


def _replayed_there(where: Where, names: tuple[str, ...]) -> int:
    """Have a running service rebuild its views, and watch it to its end."""
    assert where.url is not None  # the caller saw it
    wanted = {"projections": ",".join(names)} if names else {}
    with running_service(where.url, where.token) as asker, reporting("Rebuilding") as report:
        replay = asker.begin("/v1/projections/replay", wanted)["replay"]
        try:
            replay = _watched(asker, replay, report)
        except KeyboardInterrupt:
            click.echo(f"{where.url} goes on rebuilding.", err=True)
            raise
    if replay["outcome"] != "done":
        raise click.ClickException(words.not_rebuilt(replay["outcome"], replay["reason"]))
    return int(replay["done"])


def _watched(asker: RemoteAsker, replay: Document, report: Report) -> Document:
    """A replay when it has ended."""
    begun = replay["id"]
    while replay["outcome"] == "running":
        report(replay["done"], replay["of"])
        time.sleep(LOOK_SECONDS)
        replay = asker.get("/v1/projections", {})["replay"]
        if replay["id"] != begun:
            raise click.ClickException(
                "Another replay has begun since; what became of this one is no longer told."
            )
    report(replay["done"], replay["of"])
    return replay


@click.command(short_help="Compare the views with what the events make.")
@database_option
def verify(database: str) -> None:
    """Rebuild the views beside the live ones and say what differs; exit 1 if anything does."""
    with opened(database, writes=False) as service, reporting("Comparing") as report:
        position, found = service.verify(report)
    if not found:
        click.echo(
            f"Nothing differs: the views are what {words.counted(position, 'event')} make them."
        )
        return
    for each in found:
        click.echo(words.difference(each.view, each.missing, each.surplus, each.doubled))
        for example in each.examples:
            click.echo(f"  {words.plain(example)}")
    click.echo("Rebuild the views with: testigo replay")
    raise click.exceptions.Exit(1)
