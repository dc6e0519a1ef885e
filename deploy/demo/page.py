"""The page that the demo is written on, and the ledger that it asks."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from service.cli.asking import Asker, Document, Params, get_all
from service.prose import deeds, words

PROGRAMME = "sora-early-access"
ABOUT = f"/v1/programmes/{PROGRAMME}"
LAST = "2402"
"""The last event of the story, by the end of its id."""
WIDTH = 96

Answer = Mapping[str, Any]


class Page:
    """Where the demo is written: short lines, indented, no wall of text."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._console.width = min(self._console.width, WIDTH) if self.is_live else WIDTH

    @property
    def is_live(self) -> bool:
        """Whether a person sits before it."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def title(self, text: str) -> None:
        """What comes now."""
        self._console.print()
        self._console.print(Text(text, "bold cyan"))

    def line(self, text: str = "", indent: int = 2, style: str = "") -> None:
        """One sentence."""
        self._hang(text, " " * indent, style)

    def point(self, text: str, indent: int = 4, mark: str = "-") -> None:
        """One of several: the lines after the first hang from its mark."""
        self._hang(text, f"{' ' * indent}{mark} ")

    def command(self, text: str) -> None:
        """A command to be copied: never broken by us."""
        self._console.print(Text(text), soft_wrap=True)

    def _hang(self, text: str, start: str, style: str = "") -> None:
        room = self._console.width - len(start)
        for line in Text(words.plain(text), style).wrap(self._console, room) or [Text()]:
            line.rstrip()
            self._console.print(Text(start) + line if line else Text())
            start = " " * len(start)


class Ledger:
    """What the demo asks, and the recorded events, which it calls by their positions."""

    def __init__(self, asker: Asker, positions: Mapping[str, int]) -> None:
        self._asker = asker
        self.end = positions[LAST]
        wanted: dict[str, str | int] = {"programme": PROGRAMME, "as_recorded": self.end}
        found = get_all(asker, "/v1/events", wanted, "events")
        self.events: dict[str, Answer] = {each["id"]: each for each in found["events"]}

    def ask(
        self, about: str, name: str, as_of: str, at: str | int | None = None, **params: str
    ) -> Answer:
        """A question within both bounds, answered with the whole of its list `name`.

        `at`: as recorded by then; by default in the end.
        """
        return get_all(self._asker, f"{ABOUT}/{about}", self._within(params, as_of, at), name)

    def page_of(
        self, about: str, as_of: str, at: str | int | None = None, **params: str
    ) -> Document:
        """The first page of an answer, where that is all of it."""
        return self._asker.get(f"{ABOUT}/{about}", self._within(params, as_of, at))

    def _within(self, params: Params, as_of: str, at: str | int | None) -> dict[str, str | int]:
        return {**params, "as_of": as_of, "as_recorded": self.end if at is None else at}

    def named(self, short: str) -> Answer:
        """An event by the end of its id."""
        return next(each for each in self.events.values() if each["id"].endswith(short))

    def number(self, event_id: str) -> str:
        """An event as the demo calls it: by its position, where it can be looked up."""
        return f"#{self.events[event_id]['position']}"

    def deed(self, event_id: str) -> str:
        """What an event says, in one clause; other events by their positions."""
        event = self.events[event_id]
        said = deeds.deed(event["type"], event["data"])
        about = event["data"].get("event")
        return said.replace(f"event:{about}", self.number(about)) if about else said

    def title(self, item: str) -> str:
        """What an item is, as it was registered or raised."""
        kind, _, slug = item.partition(":")
        field, text = ("concern", "text") if kind == "concern" else ("item", "title")
        wanted = slug if kind == "concern" else item
        makers = ("item-registered", "concern-raised")
        return next(
            f"“{each['data'][text]}”"
            for each in self.events.values()
            if each["type"] in makers and each["data"].get(field) == wanted
        )


def short(event_id: str) -> str:
    """An id of the demo as its README writes it."""
    return event_id[-4:]
