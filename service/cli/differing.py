"""`testigo diff`: what was recorded later, and what that changed in who knew what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import click
from rich.console import Console

from service.cli import showing
from service.cli.answering import doubt, show
from service.cli.asking import PAGE, Document
from service.cli.inquiry import Inquiry
from service.cli.options import Asked, limit_option, question_options
from service.prose import changes, deeds, words
from service.prose.times import instant, when

Answer = Mapping[str, Any]
KINDS: Final = ("added", "removed", "changed")


@click.command(short_help="What changed in who knew what, and why.")
@click.option("--item", metavar="ITEM", help="What changed in who knew this item.")
@click.option("--party", metavar="PARTY", help="What changed in what this party knew.")
@click.option(
    "--then",
    metavar="POSITION|INSTANT",
    required=True,
    help="Compare with what had been recorded by then.",
)
@click.option("--events", is_flag=True, help="With --party: also the events that it knew of.")
@limit_option
@question_options
def diff(
    asked: Asked,
    item: str | None,
    party: str | None,
    then: str,
    events: bool,
    limit: int | None,
) -> None:
    """What changed in who knew an item, or in what a party knew, since --then.

    Tells what was added, what was removed, what is another now; each because of the events that
    were recorded since.
    """
    if (item is None) is (party is None):
        raise click.UsageError("Give --item or --party.")
    named = {"item": item} if item is not None else {"party": party}
    wanted = {**named, "then": then, "events": "true" if events else None}
    with asked.inquiry() as inquiry:
        answer = _whole(inquiry, wanted, limit)
        doubt(inquiry, **{kind: name for kind, name in named.items() if name is not None})
        if not asked.as_json:
            _explain(inquiry, answer)
    show(answer, asked.as_json, _tell)


def _whole(inquiry: Inquiry, wanted: Mapping[str, str | None], limit: int | None) -> Document:
    """All changes, or the first `limit`, each in the list of its kind."""
    answer = page = inquiry.page("knowledge/diff", wanted, limit=min(limit or PAGE, PAGE))
    while page["next"] and (limit is None or _number(answer) < limit):
        left = PAGE if limit is None else limit - _number(answer)
        paged = {"limit": min(left, PAGE), "cursor": page["next"]}
        page = inquiry.page("knowledge/diff", wanted, **paged)
        lists = {kind: answer[kind] + page[kind] for kind in KINDS}
        answer = {**answer, **lists, "next": page["next"]}
    return answer


def _number(answer: Answer) -> int:
    return sum(len(answer[kind]) for kind in KINDS)


def _explain(inquiry: Inquiry, answer: Document) -> None:
    """Add what the responsible events say, what these are about, and who was asked."""
    at = answer["as_recorded"]["position"]
    ids = {each for kind in KINDS for change in answer[kind] for each in change["because"]}
    found = (inquiry.event(each, at) for each in ids)
    answer["cited"] = inquiry.cited([each for each in found if each is not None], at)
    before = answer["then"]["position"]
    for kind in KINDS:
        for change in answer[kind]:
            change["before"] = _with_request(inquiry, change["before"], before)
            change["after"] = _with_request(inquiry, change["after"], at)


def _with_request(inquiry: Inquiry, known: Answer | None, at: int) -> Answer | None:
    return None if known is None else inquiry.with_request(known, at)


# --- for people ------------------------------------------------------------------------------


def _tell(console: Console, answer: Answer) -> None:
    showing.say(console, changes.compared(answer))
    if not _number(answer):
        showing.say(console, "Nothing changed.")
    subject = "party" if "item" in answer else "item"
    year = words.year_of(answer)
    sentences: Mapping[str, Callable[[Answer, str, int], str]] = {
        "added": changes.added,
        "removed": changes.removed,
        "changed": changes.changed,
    }
    for kind in KINDS:
        if not answer[kind]:
            continue
        showing.say(console)
        showing.say(console, f"{kind.capitalize()} ({len(answer[kind]):,}):", "bold")
        said = [
            "\n".join((f"{sentences[kind](each, subject, year)}.", *because(each, answer["cited"])))
            for each in answer[kind]
        ]
        showing.points(console, said)


def because(change: Answer, cited: Mapping[str, Answer]) -> Iterator[str]:
    """The events that are responsible, each a line."""
    for event_id in change["because"]:
        event = cited[event_id]
        says = deeds.deed(event["type"], event["data"], cited)
        yield (
            f"because of #{event['position']} {event['type']}, {when(event['occurred_at'])}, "
            f"recorded {instant(event['recorded_at'])}: {says}"
        )
