"""`testigo tester`: one tester, what had been promised to it, and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

import click
from rich.console import Console

from service.cli import showing
from service.cli.answering import doubt, show
from service.cli.asking import Refused
from service.cli.options import Asked, limit_option, question_options
from service.cli.questions import tell_timeline
from service.prose import deeds, words
from service.prose.times import instant, when

Answer = Mapping[str, Any]

_WAYS: Final = {"told": "by name", "member": "as a member of a group", "public": "as to all"}


@click.command(short_help="One TESTER: standing, promises, events.")
@click.argument("tester")
@limit_option
@question_options
def tester(asked: Asked, tester: str, limit: int | None) -> None:
    """Where a TESTER stood, such as tester:ana, what was promised to it, and what happened."""
    with asked.inquiry() as inquiry:
        try:
            answer = inquiry.answer(f"testers/{quote(tester, safe='')}", {}, "events", limit)
        except Refused as refused:
            if refused.status == 404:
                if inquiry.is_named("party", tester):
                    raise click.ClickException(no_tester(tester)) from refused
                doubt(inquiry, party=tester)
            raise
        if not asked.as_json:
            at = answer["as_recorded"]["position"]
            answer["cited"] = inquiry.cited(answer["events"], at)
    show(answer, asked.as_json, _tell)


def no_tester(party: str) -> str:
    """That a party is named, but nothing was done by it or to it as a tester."""
    return (
        f"{party} is named, but no event that is asked about has it as its tester."
        f" What it knew: testigo what {party}"
    )


def _tell(console: Console, answer: Answer) -> None:
    showing.say(console, answer["tester"], "bold")
    showing.points(console, [f"{each}." for each in standing(answer, words.year_of(answer))])
    showing.say(console)
    _tell_commitments(console, answer["commitments"], words.year_of(answer))
    showing.say(console)
    tell_timeline(console, answer)


def standing(answer: Answer, year: int) -> list[str]:
    """The facets of a tester and what is open, each in a few words."""
    items = answer["access"]["items"]
    to_items = f", for {words.listed(items)}" if items else ""
    return [
        f"Membership: {deeds.facet(answer['membership'], year)}",
        f"NDA: {deeds.facet(answer['nda'], year)}",
        f"Access: {deeds.facet(answer['access'], year)}{to_items}",
        words.capital(deeds.counts(answer["counts"])),
    ]


def _tell_commitments(console: Console, found: Sequence[Answer], year: int) -> None:
    if not found:
        showing.say(console, "No commitment to it is recorded.")
        return
    showing.say(console, f"Promised to it ({len(found)}):", "bold")
    if showing.is_wide(console):
        heads = ("Commitment", "Made", "To it", "Now", "The promise")
        showing.table(console, heads, [_commitment_row(each, year) for each in found])
    else:
        showing.points(console, [f"{words.capital(commitment(each, year))}." for each in found])


def _commitment_row(each: Answer, year: int) -> tuple[str, ...]:
    return (
        f"commitment:{each['commitment']}",
        when(each["made"], year),
        _way(each),
        _fate(each, year),
        f"{each['by']}: {each['text']}",
    )


def commitment(each: Answer, year: int) -> str:
    """A promise in one sentence, without its full stop."""
    return (
        f"commitment:{each['commitment']}, {when(each['made'], year)}, {_way(each)}: "
        f"{each['by']} promised “{each['text']}”; {_outcome(each, year)}"
    )


def _way(each: Answer) -> str:
    perhaps = "" if each["certainty"] == "certain" else "perhaps "
    return f"{perhaps}{_WAYS[each['basis']]}"


def _outcome(each: Answer, year: int) -> str:
    """What became of it, in words that stand alone."""
    fate = _fate(each, year)
    return fate.replace("open", "open, neither kept nor broken on record", 1)


def _fate(each: Answer, year: int) -> str:
    due = f", due {instant(each['due_at'], year)}" if each["due_at"] else ""
    return f"{each['state']}{due}"
