"""`testigo reach`: who could have come to know, which is not who knew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click
from rich.console import Console

from service.cli import showing
from service.cli.answering import doubt
from service.cli.options import Asked, limit_option, question_options
from service.prose import words
from service.prose.times import instant

Answer = Mapping[str, Any]

COULD: Final = "magenta"
"""The colour of what could have been; what was is bold."""


@click.command(short_help="Who could have come to know an ITEM.")
@click.argument("item")
@limit_option
@question_options
def reach(asked: Asked, item: str, limit: int | None) -> None:
    """Who COULD have come to know an ITEM, by contact or in a group: not who knew it.

    From those who knew, in order of time, with a path to each. For who knew see testigo who.
    """
    with asked.inquiry() as inquiry:
        answer = inquiry.answer("knowledge/reach", {"item": item}, "reached", limit)
        doubt(inquiry, item=item)
    if asked.as_json:
        showing.document(answer)
        return
    console = showing.paper()
    showing.say(console, could_have(answer), COULD)
    showing.say(console, words.bounds(answer))
    showing.say(console)
    _tell(console, answer)
    if answer.get("next"):
        showing.say(console)
        showing.say(console, "There is more; leave out --limit to see all of it.")


def _tell(console: Console, answer: Answer) -> None:
    if not answer["sources"]:
        showing.say(console, words.nobody(answer["item"]))
        return
    year = words.year_of(answer)
    knew = f"Those who knew, and since when at the earliest ({len(answer['sources'])}):"
    showing.say(console, knew, "bold")
    showing.points(console, [f"{source(each, year)}." for each in answer["sources"]])
    showing.say(console)
    if not answer["reached"]:
        nobody = "From them it could have come to nobody else, as far as contacts are recorded."
        showing.say(console, nobody)
        return
    showing.say(console, f"Those who could have come to know ({len(answer['reached'])}):", COULD)
    showing.points(console, [f"{reached(each, year)}." for each in answer["reached"]])


def could_have(answer: Answer) -> str:
    """What this answer says and what not, before all else."""
    return (
        f"Who could have come to know of {answer['item']}, and not who knew: an opportunity is no"
        " knowledge."
    )


def source(known: Answer, year: int | None = None) -> str:
    """Since when a party may have known, without a full stop."""
    since = "perhaps always" if known["at"] is None else f"since {instant(known['at'], year)}"
    return f"{words.party(known['party'])}, {since}"


def reached(could: Answer, year: int | None = None) -> str:
    """When a party could have come to know, and along which path; without a full stop."""
    at = "at any time" if could["at"] is None else f"at the earliest {instant(could['at'], year)}"
    return f"{could['party']}, {at}: {'; '.join(hop(each, year) for each in could['path'])}"


def hop(passed: Answer, year: int | None = None) -> str:
    """Where two parties of a path could have met, without a full stop."""
    where = "in contact" if passed["through"] == "contact" else f"in {passed['group']}"
    at = "at any time" if passed["at"] is None else instant(passed["at"], year)
    return f"{passed['from']} and {passed['to']} {where}, {at}"
