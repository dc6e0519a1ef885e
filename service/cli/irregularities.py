"""`testigo irregularities`: what broke a rule, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import click
from rich.console import Console

from service.cli import showing
from service.cli.inquiry import Inquiry
from service.cli.options import Asked, limit_option, question_options
from service.prose import words

Answer = Mapping[str, Any]

CODES: Final = (
    *("access-without-nda", "outdated-terms", "access-while-cut", "disclosed-without-nda"),
    *("embargo-broken", "commitment-broken", "commitment-overdue", "feedback-unanswered"),
    *("concern-unanswered", "recorded-late", "told-before-knowing", "unknown-reference"),
)
"""As the domain has them; a test holds these to it, so that asking for help loads none of it."""

SHOWN: Final = 10
"""How many of one kind are told, unless just that kind is asked for."""


@click.command(short_help="What broke a rule.")
@click.option("--code", type=click.Choice(CODES), metavar="CODE", help="Only this kind of it.")
@click.option("--tester", metavar="TESTER", help="Only what a tester did, or was done to it.")
@click.option("--events", is_flag=True, help="Also by which events it is shown.")
@click.option("--explain", is_flag=True, help="Also what each kind of it means.")
@limit_option
@question_options
def irregularities(
    asked: Asked,
    code: str | None,
    tester: str | None,
    events: bool,
    explain: bool,
    limit: int | None,
) -> None:
    """What broke a rule: access without an NDA, broken promises, silence, and more.

    Each is told in a sentence; of many of one kind the first, unless --code asks for it. What is
    only possible depends on the exact times.
    """
    with asked.inquiry() as inquiry:
        wanted = {"code": code, "tester": tester}
        answer = inquiry.answer("irregularities", wanted, "irregularities", limit)
        numbers = _numbers(inquiry, answer) if events and not asked.as_json else {}
    if asked.as_json:
        showing.document(answer)
        return
    console = showing.paper()
    showing.say(console, words.bounds(answer))
    showing.say(console)
    most = None if code or limit else SHOWN
    tell(console, answer["irregularities"], numbers, explain=explain, most=most)
    if answer.get("next"):
        showing.say(console)
        showing.say(console, "There is more; leave out --limit to see all of it.")


def tell(
    console: Console,
    found: Sequence[Answer],
    numbers: Mapping[str, int],
    *,
    explain: bool = False,
    most: int | None = None,
) -> None:
    """Irregularities under their codes, each a sentence; with the `numbers` of its events, as far
    as they are given. Of each code up to `most`, so that a common one does not hide the others."""
    if not found:
        showing.say(console, "Nothing irregular is recorded.")
    for index, (code, group) in enumerate(groupby(found, key=lambda each: each["code"])):
        if index:
            showing.say(console)
        these = list(group)
        showing.say(console, f"{code} ({len(these):,}):", "bold")
        if explain:
            showing.say(console, _meaning(code), "dim")
        showing.points(console, [_sentence(each, numbers) for each in these[:most]])
        if most is not None and len(these) > most:
            left = f"And {len(these) - most:,} more; all of them: --code {code}"
            showing.say(console, left, "dim")


def _sentence(each: Answer, numbers: Mapping[str, int]) -> str:
    shown = [f"#{numbers[event_id]}" for event_id in each["events"] if event_id in numbers]
    return f"{each['detail']} ({', '.join(shown)})" if shown else str(each["detail"])


def _meaning(code: str) -> str:
    from domain.irregularities.codes import Code
    from domain.irregularities.definitions import meaning

    return meaning(Code(code))


def _numbers(inquiry: Inquiry, answer: Answer) -> Mapping[str, int]:
    """The positions of the events that show these."""
    return dict(_found(inquiry, answer))


def _found(inquiry: Inquiry, answer: Answer) -> Iterator[tuple[str, int]]:
    at = answer["as_recorded"]["position"]
    for event_id in {each for found in answer["irregularities"] for each in found["events"]}:
        event = inquiry.event(event_id, at)
        if event is not None:
            yield event_id, event["position"]
