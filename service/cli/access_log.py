"""`testigo access-log`: who asked who knew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from service.cli import showing
from service.cli.asking import get_all
from service.cli.options import Where, limit_option, where_options
from service.prose.times import instant

Told = Mapping[str, Any]


@click.command("access-log", short_help="Who asked who knew.")
@click.option("--since", metavar="INSTANT", help="Only what was asked from then on.")
@click.option("--until", metavar="INSTANT", help="Only what was asked before.")
@click.option("--caller", metavar="NAME|PRINCIPAL", help="Only what this caller asked.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
@limit_option
@where_options
def access_log(
    where: Where,
    since: str | None,
    until: str | None,
    caller: str | None,
    as_json: bool,
    limit: int | None,
) -> None:
    """Who asked who knew what, and within which bounds it was answered; the latest first."""
    given = {"since": since, "until": until, "caller": caller}
    wanted = {name: each for name, each in given.items() if each is not None}
    with where.asker() as asker:
        answer = get_all(asker, "/v1/access-log", wanted, "reads", limit)
    if as_json:
        showing.document(answer)
        return
    console = showing.paper()
    if not answer["reads"]:
        showing.say(console, "Nobody is noted as having asked.")
        return
    heads = ("When", "Who", "Asked", "As of", "As recorded")
    showing.table(console, heads, [_row(each) for each in answer["reads"]])
    if answer["next"]:
        showing.say(console)
        showing.say(console, "There is more; leave out --limit to see all of it.")


def _row(read: Told) -> tuple[str, ...]:
    asked = dict(read["parameters"])
    programme = asked.pop("programme", "")
    question = read["question"].partition("{programme}/")[2]
    said = " ".join((programme, question, *(f"{name}={each}" for name, each in asked.items())))
    return (
        instant(read["at"]),
        read["caller"]["name"],
        said,
        instant(read["as_of"]),
        f"{read['as_recorded']['position']}",
    )
