"""`testigo signals`: what could have been seen coming, a line for each signal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import click
from rich.console import Console

from service.cli import showing
from service.cli.asking import Document
from service.cli.inquiry import Inquiry
from service.cli.options import Asked, question_options
from service.pictures.bars import drawn
from service.prose import words
from service.prose.times import instant

Answer = Mapping[str, Any]
Value = int | float | None

MOST_POINTS: Final = 2_000
"""How many points a page has."""
WIDEST: Final = 60
NARROWEST: Final = 12
BESIDE: Final = 76
"""What the other columns take beside the line that is drawn."""


@click.command(short_help="What could have been seen coming.")
@click.option(
    "--step",
    type=click.Choice(["day", "hour"]),
    default="day",
    show_default=True,
    help="How far two points lie apart.",
)
@click.option(
    "--hindsight", is_flag=True, help="Each point by all that is recorded, not by then alone."
)
@click.option("--explain", is_flag=True, help="Say what each signal counts.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many points.")
@question_options
def signals(asked: Asked, step: str, hindsight: bool, explain: bool, limit: int | None) -> None:
    """What could have been seen coming: open feedback, broken promises, and other signals.

    Each is drawn from its first point to its last. A point is computed from what had been
    recorded by then, unless --hindsight is given.
    """
    wanted = {"step": step, "hindsight": "true" if hindsight else None}
    with asked.inquiry() as inquiry:
        answer = _whole(inquiry, wanted, limit)
    if asked.as_json:
        showing.document(answer)
        return
    console = showing.paper()
    showing.say(console, words.bounds(answer))
    showing.say(console)
    _tell(console, answer)
    if explain:
        showing.say(console)
        _explain(console)


def _whole(inquiry: Inquiry, wanted: Mapping[str, str | None], limit: int | None) -> Document:
    """All points of all series, or the first `limit`."""
    answer = page = inquiry.page("signals", wanted, limit=min(limit or MOST_POINTS, MOST_POINTS))
    while page["next"] and (limit is None or len(answer["points"]) < limit):
        left = MOST_POINTS if limit is None else limit - len(answer["points"])
        page = inquiry.page("signals", wanted, limit=min(left, MOST_POINTS), cursor=page["next"])
        series = {name: answer["signals"][name] + page["signals"][name] for name in page["signals"]}
        points = answer["points"] + page["points"]
        answer = {**answer, "points": points, "signals": series, "next": page["next"]}
    return answer


# --- for people ------------------------------------------------------------------------------


def _tell(console: Console, answer: Answer) -> None:
    points = answer["points"]
    if not points:
        showing.say(console, "Nothing is recorded as having happened.")
        return
    showing.say(console, _about(answer))
    showing.say(console)
    width = min(WIDEST, console.width - BESIDE) if console.is_terminal else WIDEST
    rows = [
        (name, drawn(values, max(width, NARROWEST)), _number(values[-1]), *_highest(values, points))
        for name, values in answer["signals"].items()
    ]
    showing.table(console, ("Signal", "From first to last", "Last", "Highest", "First on"), rows)
    if not answer["hindsight"] and not any(map(any, answer["signals"].values())):
        showing.say(console)
        showing.say(console, "Nothing that they count had been recorded by then: see --hindsight.")
    if answer["next"]:
        showing.say(console)
        showing.say(console, "There is more; leave out --limit to see all of it.")


def _about(answer: Answer) -> str:
    points = answer["points"]
    seen = "with hindsight" if answer["hindsight"] else "as it was recorded by then"
    first, last = _day(points[0]), _day(points[-1])
    number = words.counted(len(points), "point")
    return f"{number} from {first} to {last}, by the {answer['step']}, each {seen}."


def _highest(values: Sequence[Value], points: Sequence[str]) -> tuple[str, str]:
    """The highest value, and when it was first reached; nothing of a signal that was always 0."""
    highest = max((each for each in values if each is not None), default=0)
    if not highest:
        return "", ""
    return _number(highest), _day(points[values.index(highest)])


def _day(text: str) -> str:
    """An instant, as a day alone where it is the midnight at which that begins."""
    return instant(text).removesuffix(" 00:00 UTC")


def _number(value: Value) -> str:
    return "-" if value is None else f"{value:,}"


def _explain(console: Console) -> None:
    from domain.signals.series import SIGNALS, definition  # for whoever asks for it

    showing.points(console, [f"{name}: {definition(name)}" for name in SIGNALS])
