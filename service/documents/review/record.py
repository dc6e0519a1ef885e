"""The answer that a document is made of, with its events by their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from domain.instant import BEGINNING, END, Instant, parse_instant
from service.documents.parts import Sentence
from service.prose import deeds, words
from service.prose.times import when

Answer = Mapping[str, Any]

_EVENT: Final = re.compile(r"event:([0-9a-f-]{36})")

NAMED: Final = 6
"""So many parties are named in a sentence; more are counted."""
CITED: Final = 6
"""So many events are named behind a sentence; more are counted."""


class Record:
    """A review, with what its sentences need to cite."""

    def __init__(self, review: Answer) -> None:
        self.review = review
        self.events: Mapping[str, Answer] = {each["id"]: each for each in review["cited"]}
        self._disputed = {each["position"] for each in review["cited"] if each["disputed"]}
        self.year: int | None = None
        """No year is left out: a document is read in parts."""

    def __getitem__(self, name: str) -> Any:
        return self.review[name]

    def position(self, event_id: str) -> int:
        """Where an event stands in the ledger."""
        return int(self.events[event_id]["position"])

    def positions(self, ids: Iterable[str]) -> list[int]:
        """The positions of events, in order, each once; those that are not there left out."""
        return sorted({self.position(each) for each in ids if each in self.events})

    def sentence(self, text: str, ids: Iterable[str], *, hindsight: bool = False) -> Sentence:
        """A sentence that rests on events: the first few are named."""
        found = self.positions(ids)
        named = found[:CITED]
        more = max(0, len(found) - CITED)
        return Sentence(text, named, hindsight, more, self._disputed.intersection(named))

    def numbers(self, ids: Iterable[str]) -> str:
        """Events by their numbers: `#14, #25 and 3 others`."""
        found = self.positions(ids)
        left = len(found) - CITED
        shown = [f"#{each}" for each in found[:CITED]]
        return words.listed([*shown, words.counted(left, "other")] if left > 0 else shown)

    def deed(self, event_id: str) -> str:
        """What an event says, without its full stop."""
        event = self.events[event_id]
        says = deeds.deed(event["type"], event["data"], self.events)
        return _EVENT.sub(self._numbered, says)

    def _numbered(self, found: re.Match[str]) -> str:
        return f"#{self.position(found[1])}" if found[1] in self.events else found[0]

    def account(self, event_id: str) -> str:
        """How good the account of an event is, whose, and what became of it."""
        event = self.events[event_id]
        whose = event.get("asserted_by")
        reported = event.get("reported_at")
        found = [
            words.grade(event),
            f"on the word of {words.party(whose)}" if whose else "",
            f"made public {when(reported, self.year)}" if reported else "",
            "perhaps by then" if event["certainty"] == "possible" else "",
            self._by("corrected", event["corrected_by"]),
            self._by("disputed", event["disputed_by"] if event["disputed"] else ()),
            "" if event["visible"] else self._by("retracted", event["retracted_by"]) or "refuted",
        ]
        return "; ".join(part for part in found if part)

    def _by(self, what: str, ids: Sequence[str]) -> str:
        return f"{what} by {self.numbers(ids)}" if ids else ""

    def when(self, event_id: str) -> str:
        """When an event happened."""
        return when(self.events[event_id]["occurred_at"], self.year)

    def bounds(self, event_id: str) -> tuple[Instant, Instant]:
        """The first and last instant at which an event may have happened."""
        occurred = self.events[event_id]["occurred_at"]
        earliest, latest = occurred["earliest"], occurred["latest"]
        return (
            BEGINNING if earliest is None else parse_instant(earliest),
            END if latest is None else parse_instant(latest),
        )


def parties(names: Sequence[str]) -> str:
    """Parties by name; of many the first, and how many others."""
    shown = [words.party(each) for each in names[:NAMED]]
    left = len(names) - len(shown)
    return words.listed([*shown, words.counted(left, "other")] if left else shown)


_UNITS: Final = ((86_400, "day", "h", 3_600), (3_600, "h", "min", 60), (60, "min", "s", 1))


def span(seconds: int) -> str:
    """How long that is: `3 days 4 h`, `2 h 5 min`, `40 s`."""
    for length, unit, below, short in _UNITS:
        if seconds >= length:
            number, rest = divmod(seconds, length)
            said = words.counted(number, unit) if unit == "day" else f"{number} {unit}"
            return f"{said} {rest // short} {below}" if rest >= short else said
    return f"{seconds} s"


def elapsed(seconds: Mapping[str, int | None]) -> str:
    """How long it took, between its least and its most; what may be below zero may be nothing."""
    least, most = seconds["least"], seconds["most"]
    if most is not None and most < 0:
        return f"{span(-most)} before, at least" if least != most else f"{span(-most)} before"
    if least is None or least <= 0:
        order = ", or before it" if least is None or least < 0 else ""
        return "unknown" if most is None else f"up to {span(most)} after{order}"
    if most is None:
        return f"{span(least)} after, at least"
    return f"{span(least)} after" if least == most else f"{span(least)} to {span(most)} after"
