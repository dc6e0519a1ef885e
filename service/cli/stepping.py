"""`testigo step`: history, one event at a time, with what each changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import click
from rich.console import Console

from service.cli import showing
from service.cli.inquiry import Inquiry
from service.cli.options import Asked, limit_option, question_options
from service.prose import changes, deeds, words
from service.prose.times import instant, when

Answer = Mapping[str, Any]

PAGE: Final = 20
FORWARD: Final = ("n", " ", "\r", "\n", "\x1b[C", "\x1b[B")
BACK: Final = ("p", "\x1b[D", "\x1b[A")
QUIT: Final = ("q", "\x1b", "\x03", "\x04")
KEYS: Final = "n or → forward, p or ← back, q to leave"


class Pages:
    """Steps by their numbers, from 0: fetched by pages as they are looked at, also backwards.

    One page is kept, and of the others where each begins.
    """

    def __init__(self, inquiry: Inquiry, wanted: Mapping[str, str | None]) -> None:
        self._inquiry = inquiry
        self._wanted = wanted
        self._number = 0
        self._page = inquiry.page("replay", wanted, limit=PAGE)
        self._begins: list[str | None] = [None, self._page["next"]]

    @property
    def answer(self) -> Answer:
        """What is said of all of them: the bounds."""
        return self._page

    def step(self, number: int) -> Answer | None:
        """The step of a number; None after the last one."""
        page, place = divmod(number, PAGE)
        if page != self._number:
            begin = self._begins[page]
            if begin is None and page:
                return None
            cursor = {} if begin is None else {"cursor": begin}
            self._page = self._inquiry.page("replay", self._wanted, limit=PAGE, **cursor)
            self._number = page
            self._begins[page + 1 :] = [self._page["next"]]
        steps = self._page["steps"]
        return self._explained(steps[place]) if place < len(steps) else None

    def _explained(self, step: Answer) -> Answer:
        """A step, with the events that its event is about."""
        at = step["at"]["as_recorded"]
        return {**step, "cited": self._inquiry.cited([step["event"]], at)}


@click.command(short_help="Step through history, and what each event changed.")
@click.option(
    "--by",
    type=click.Choice(["recorded", "occurred"]),
    default="recorded",
    show_default=True,
    help="In which order events come.",
)
@click.option("--from", "start", metavar="POSITION|INSTANT", help="Only events from then on.")
@click.option("--to", "end", metavar="POSITION|INSTANT", help="Only events up to then.")
@limit_option
@question_options
def step(asked: Asked, by: str, start: str | None, end: str | None, limit: int | None) -> None:
    """Step through history, one event at a time, and see what each changed.

    At a terminal by keys, forward and back; else all steps are told.
    """
    wanted = {"by": by, "from": start, "to": end}
    with asked.inquiry() as inquiry:
        if asked.as_json:
            showing.document(inquiry.answer("replay", wanted, "steps", limit))
            return
        console = showing.paper()
        pages = Pages(inquiry, wanted)
        showing.say(console, words.bounds(pages.answer))
        if console.is_terminal:
            _walk(console, pages, limit)
        else:
            for each in _all(pages, limit):
                _tell(console, each)


def _all(pages: Pages, limit: int | None) -> Iterator[Answer]:
    number = 0
    while (limit is None or number < limit) and (each := pages.step(number)) is not None:
        yield each
        number += 1


def _walk(console: Console, pages: Pages, limit: int | None) -> None:
    """Forward and back by keys; it stays at the first step and at the last one."""
    number, shown = 0, -1
    showing.say(console, f"({KEYS})", "dim")
    while True:
        found = None if limit is not None and number >= limit else pages.step(number)
        if found is None:
            showing.say(console, "There is no further step.", "dim")
            number = max(number - 1, 0)
            shown = number
        elif number != shown:
            _tell(console, found)
            shown = number
        key = click.getchar()
        if key in QUIT:
            return
        if key in FORWARD:
            number += 1
        elif key in BACK:
            number = max(number - 1, 0)


def _tell(console: Console, told: Answer) -> None:
    """One event, and under it what it changed."""
    event = told["event"]
    shown = event["effective"] or event
    says = words.capital(deeds.deed(event["type"], shown["data"], told["cited"]))
    showing.say(console)
    happened = f"#{event['position']}  {when(shown['occurred_at'])}: {words.ended(says)}"
    showing.say(console, happened, "bold")
    showing.say(console, f"Recorded {instant(event['recorded_at'])}.", "dim")
    showing.points(console, list(changes.changes(told["changed"])) or ["Nothing changed."])
