"""`testigo review`: everything about an incident, in a document that can be made again."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import click

from service.cli.asking import Refused
from service.cli.options import Asked, question_options

FORMS: Final = {
    "markdown": "text/markdown",
    "html": "text/html",
    "json": "application/json",
}


@click.command(short_help="The review of an INCIDENT, as a document.")
@click.argument("incident")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="markdown",
    show_default=True,
    help="HTML has the pictures, too; --json is short for json.",
)
@click.option("--pictures", is_flag=True, help="Markdown with the pictures in it, as images.")
@question_options
def review(asked: Asked, incident: str, form: str, *, pictures: bool) -> None:
    """The review of an INCIDENT: what happened, who knew what at each decision, and what was
    learned only later, to standard output.

    It says within which bounds it was made, and how it is made again, byte for byte.
    """
    slug = incident.removeprefix("incident:")
    media_type = FORMS["json" if asked.as_json else form]
    wanted = {"pictures": "true"} if pictures else {}
    with asked.inquiry() as inquiry:
        try:
            path = f"incidents/{quote(slug, safe='')}/review"
            written = inquiry.written(path, wanted, media_type)
        except Refused as refused:
            if refused.status != 404:
                raise
            names = _names(inquiry.answer("incidents", {}, "incidents")["incidents"])
            raise click.ClickException(f"There is no incident {slug}. {names}") from refused
    click.echo(written.rstrip(b"\n"))  # as it is, and one line end


def _names(found: list[dict[str, str]]) -> str:
    names = ", ".join(each["incident"] for each in found)
    return f"There are: {names}" if names else "None is recorded within these bounds."
