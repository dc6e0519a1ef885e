"""What all questions at a terminal share: how an answer is shown, and when a name is doubted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console

from service.cli import showing
from service.cli.inquiry import Inquiry
from service.prose import words

Answer = Mapping[str, Any]


def show(answer: Answer, as_json: bool, tell: Callable[[Console, Answer], None]) -> None:
    """The answer for machines, or for people under the sentence that bounds it."""
    if as_json:
        showing.document(answer)
        return
    console = showing.paper()
    showing.say(console, words.bounds(answer))
    showing.say(console)
    tell(console, answer)
    if answer.get("next"):
        showing.say(console)
        showing.say(console, "There is more; leave out --limit to see all of it.")


def doubt(inquiry: Inquiry, **named: str) -> None:
    """Say which of these names no event gives: they are perhaps misspelt."""
    for kind, name in named.items():
        if not inquiry.is_named(kind, name):
            showing.say(showing.margin(), words.unnamed(name, inquiry.names_near(name)))
