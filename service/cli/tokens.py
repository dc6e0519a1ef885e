"""`testigo token`: tokens made, listed and revoked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from domain.instant import parse_instant
from service.cli import showing
from service.cli.asking import Asker, get_all
from service.cli.options import Where, where_options
from service.clock import system_clock
from service.prose import words
from service.prose.times import instant

Told = Mapping[str, Any]

TOKENS: Final = "/v1/tokens"
ROLES: Final = ("reader", "recorder", "archivist", "admin")


@click.group(short_help="Tokens: make, list and revoke them.")
def token() -> None:
    """Tokens: who may ask and post, as what, about which programmes, until when."""


@token.command(short_help="Make a token, which is shown only now.")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="What it may: read; post, too; restore, too; administer, too.",
)
@click.option(
    "--programme",
    "programmes",
    metavar="NAME",
    multiple=True,
    help="Bind it to this programme; again for more. Others are then not there for it.",
)
@click.option(
    "--expires",
    metavar="INSTANT|DURATION",
    help="Until when it is valid: a number of minutes, hours, days or weeks (30m, 12h, 90d, 8w), or"
    " an RFC 3339 instant.",
)
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
@where_options
def create(
    where: Where,
    name: str,
    role: str,
    programmes: tuple[str, ...],
    expires: str | None,
    as_json: bool,
) -> None:
    """Make a token for NAME. It stands alone on standard output, and is shown only now."""
    wanted: dict[str, Any] = {"name": name, "role": role}
    wanted |= {"programmes": list(programmes)} if programmes else {}
    wanted |= {} if expires is None else {"expires": expires}
    with where.asker(writes=True) as asker:
        made = asker.tell("POST", TOKENS, wanted)
    if as_json:
        showing.document(made)
        return
    click.echo(made["token"])
    showing.say(showing.margin(), f"{_sentence(made)} It is shown only now.")


@token.command("list", short_help="List the tokens, but for what they are.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
@where_options
def list_(where: Where, as_json: bool) -> None:
    """List the tokens in the order in which they were made, also those that are valid no more."""
    with where.asker() as asker:
        answer = get_all(asker, TOKENS, {}, "tokens")
    if as_json:
        showing.document(answer)
        return
    console = showing.paper()
    if not answer["tokens"]:
        showing.say(console, "There is no token.")
        return
    heads = ("Id", "Name", "Role", "Programmes", "Made", "Until")
    showing.table(console, heads, [_row(each) for each in answer["tokens"]])


@token.command(short_help="Revoke a token, at once and for good.")
@click.argument("token_", metavar="ID|NAME")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
@where_options
def revoke(where: Where, token_: str, as_json: bool) -> None:
    """Revoke a token, at once and for good: by its id, or by its name if one alone has it."""
    with where.asker(writes=True) as asker:
        revoked = asker.tell("DELETE", f"{TOKENS}/{_id_of(asker, token_)}")
    if as_json:
        showing.document(revoked)
        return
    showing.say(showing.paper(), f"{revoked['name']} ({revoked['id']}) is revoked.")


def _id_of(asker: Asker, wanted: str) -> str:
    """The id of the token that is meant."""
    found: list[Told] = get_all(asker, TOKENS, {}, "tokens")["tokens"]
    if any(each["id"] == wanted.lower() for each in found):
        return wanted.lower()
    named = [each["id"] for each in found if each["name"] == wanted and not each["revoked_at"]]
    if not named:
        raise click.ClickException(f"No token that is valid has the id or the name {wanted}.")
    if len(named) > 1:
        raise click.ClickException(
            f"{len(named)} tokens have the name {wanted}; say which by its id: "
            f"{words.listed(named)}."
        )
    return str(named[0])


def _sentence(made: Told) -> str:
    of = "all programmes" if made["programmes"] is None else words.listed(made["programmes"])
    until = f", until {instant(made['expires_at'])}" if made["expires_at"] else ""
    return f"{made['name']} ({made['id']}) is {made['role']} of {of}{until}."


def _row(told: Told) -> tuple[str, ...]:
    until = ""
    if told["expires_at"]:
        over = parse_instant(told["expires_at"]) <= system_clock()
        until = f"{'expired ' if over else ''}{instant(told['expires_at'])}"
    if told["revoked_at"]:
        until = f"revoked {instant(told['revoked_at'])}"
    return (
        told["id"],
        told["name"],
        told["role"],
        "all" if told["programmes"] is None else ", ".join(told["programmes"]),
        instant(told["created_at"]),
        until,
    )
