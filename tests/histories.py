"""Random valid histories, and questions about them.

A history is written by a pen that takes every choice from a tape of bytes, one tape an event:
Hypothesis draws the tapes and shrinks them well (drop an event, lower a byte), and for long runs
`random_history` fills them from a seed. On a tape of zeros each choice is the first, simplest one.

Parties, slugs and times are few, so that ties, overlaps and repetitions are frequent. Ledger
events aim at what is plausibly visible, by a rough account: the service may still refuse some
with 409, and some of the rest with 422; tests skip what is refused. A question's `as_recorded`
counts the events that were given, so that after refusals it may be beyond the head.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from hypothesis import strategies as st

from .history_words import (
    CATALOGUE,
    EVERYDAY,
    INSTANTS,
    ITEMS,
    LEDGER,
    LIKELY,
    NAMES_ITEMS,
    NAMES_PARTIES,
    NAMES_THINGS,
    PARTIES,
    PERSONS,
    POOLS,
    PROGRAMMES,
    THINGS,
    TIMES,
    ZONES,
    Words,
)

Event = dict[str, Any]
Choice = TypeVar("Choice")

TAPE: Final = 40  # bytes that an event may take; what goes beyond reads zeros

# --- the pen -------------------------------------------------------------------------------


class Tape:
    """Choices taken from bytes, in order; zeros after the end."""

    def __init__(self, content: bytes) -> None:
        self._bytes = iter(content)

    def byte(self) -> int:
        return next(self._bytes, 0)

    def word(self) -> int:
        return sum(self.byte() << shift for shift in (24, 16, 8, 0))

    def chance(self, percent: int) -> bool:
        return self.byte() * 100 >= (100 - percent) * 256

    def choice(self, among: Sequence[Choice]) -> Choice:
        number = self.byte()
        if len(among) > 64:
            number = number << 8 | self.byte()
        return among[number % len(among)]

    def several(self, among: Sequence[Choice], least: int = 1) -> list[Choice]:
        """Different ones, mostly one or two, in the order drawn."""
        wanted = least + (0, 1, 0, 2)[self.byte() % 4]
        drawn = dict.fromkeys(self.choice(among) for _ in range(wanted))
        spare = (one for one in among if one not in drawn)
        while len(drawn) < least:
            drawn[next(spare)] = None
        return list(drawn)


@dataclass
class Told:
    """What was written of one programme, and roughly what of it is visible."""

    events: list[Event] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    open: dict[str, list[str]] = field(default_factory=dict)  # event -> its open disputes

    def ids(self, wanted: Callable[[Event], bool] = lambda event: True) -> list[str]:
        return [event["id"] for event in self.events if wanted(event)]

    def aims(self, type_: str) -> list[Event]:
        """What a Ledger event of that type may be about, as far as the account goes."""
        seen = [event for event in self.events if event["id"] not in self.gone]
        if type_ == "event-retracted":
            return seen
        if type_ == "dispute-settled":
            return [event for event in seen if self.open.get(event["id"])]
        return [event for event in seen if event["type"] not in LEDGER]

    def add(self, event: Event) -> None:
        self.events.append(event)
        about = event["data"].get("event")
        if event["type"] == "event-disputed":
            self.open.setdefault(about, []).append(event["id"])
        elif event["type"] == "dispute-settled":
            self.open.pop(about, None)
            if event["data"]["outcome"] == "upheld":
                self.gone.add(about)
        elif event["type"] == "event-retracted":
            self.gone.add(about)
            self._undo(next(one for one in self.events if one["id"] == about))

    def _undo(self, event: Event) -> None:
        about = event["data"].get("event")
        if event["type"] == "event-retracted":
            self.gone.discard(about)
        elif event["type"] == "dispute-settled":
            self.gone.discard(about)
            self.open.setdefault(about, []).append("reopened")
        elif event["type"] == "event-disputed" and event["id"] in self.open.get(about, ()):
            self.open[about].remove(event["id"])


def history_of(tapes: Iterable[bytes], words: Words = EVERYDAY) -> list[Event]:
    """The history that these tapes tell: as many events, as they are posted.

    `words`: what it is made of.
    """
    told = {programme: Told() for programme in PROGRAMMES}
    history = []
    for number, tape in enumerate(map(Tape, tapes), 1):
        event = _event(tape, number, told, words)
        told[event["programme"]].add(event)
        history.append(event)
    return history


def _event(tape: Tape, number: int, told: dict[str, Told], words: Words) -> Event:
    type_ = tape.choice(words.types)
    programme = PROGRAMMES[tape.chance(7)]
    before = told[programme]
    if type_ in LEDGER and not before.aims(type_):
        type_ = "item-disclosed"
    occurred_at = tape.choice(words.times)
    data = _ledger_data(tape, type_, before) if type_ in LEDGER else _data(tape, type_, before)
    event = {"type": type_, "programme": programme, "occurred_at": occurred_at, "data": data}
    if tape.chance(12):
        event["zone"] = tape.choice(ZONES)
    if tape.chance(10):
        event["grade"] = tape.choice(("primary", "claimed", "rumour", "reported"))
    if tape.chance(10):
        event["asserted_by"] = tape.choice(PERSONS)
    if tape.chance(5):
        event["source"] = "a letter"
    # The number keeps ids apart; what stands before it, their order from being that of positions.
    salt = tape.word()
    return {"id": f"{salt:08x}-0000-4000-8000-{number:012x}", **event}


def _data(tape: Tape, type_: str, before: Told) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for said in CATALOGUE[type_][1].split():
        name = said.rstrip("[]").rstrip("?")
        if "?" in said and not tape.chance(LIKELY.get(name, 30)):
            continue
        value = _value(tape, name, said.endswith("[]"), before)
        if value:
            data[name.removesuffix("_events")] = value
    return data


def _value(tape: Tape, name: str, many: bool, before: Told) -> Any:
    if name in ("items", "reveals"):
        return list(dict.fromkeys(_item(tape, before) for _ in range(1 + tape.chance(25))))
    if name in ("item", "about"):
        return _item(tape, before)
    if name == "leak":
        leaks = before.ids(lambda event: event["type"] == "item-leaked")
        return tape.choice(leaks) if leaks else None
    if name == "about_events":
        ids = before.ids()
        return [tape.choice(ids)] if ids else None
    pool = POOLS.get(name, ("words",))
    if many:
        return tape.several(pool, 2 if name == "parties" else 1)
    return tape.choice(pool)


def _item(tape: Tape, before: Told) -> str:
    kind = tape.byte() % 10
    if kind == 7:
        return tape.choice(THINGS)
    if kind >= 8 and before.events:
        return f"event:{tape.choice(before.events)['id']}"
    return tape.choice(ITEMS)


def _ledger_data(tape: Tape, type_: str, before: Told) -> dict[str, Any]:
    aims = before.aims(type_)
    of_ledger = [event for event in aims if event["type"] in LEDGER]
    if of_ledger and tape.chance(50):
        aims = of_ledger
    elif tape.chance(4):
        aims = before.events  # perhaps not visible, perhaps of the Ledger: to be refused
    about = tape.choice(aims[-200:])
    data: dict[str, Any] = {"event": about["id"]}
    if type_ == "event-disputed":
        return {**data, "by": tape.choice(PARTIES), "grounds": "words"}
    data["reason"] = "words"
    if type_ == "dispute-settled":
        data["outcome"] = tape.choice(("upheld", "dismissed"))
    elif type_ == "event-corrected":
        data |= _changes(tape, about, before)
    return data


def _changes(tape: Tape, about: Event, before: Told) -> dict[str, Any]:
    named = tape.several(
        ("occurred_at", "data", "zone", "data", "grade", "asserted_by", "source", "occurred_at")
    )
    changes: dict[str, Any] = {}
    for name in named:
        if name == "occurred_at":
            changes[name] = tape.choice(TIMES)
        elif name == "data" and about["type"] not in LEDGER:
            changes[name] = _data(tape, about["type"], before)
        elif name == "zone":
            changes[name] = tape.choice((*ZONES, None))
        elif name == "asserted_by":
            changes[name] = tape.choice((*PERSONS, None))
        elif name == "source":
            changes[name] = tape.choice((None, "another letter"))
        else:
            changes["grade"] = tape.choice(("primary", "claimed", "rumour", "reported"))
    return changes


# --- questions -----------------------------------------------------------------------------


class Question(NamedTuple):
    question: str  # who, what or how
    params: dict[str, str]
    as_of: str
    as_recorded: int  # so many of the history's events
    programme: str = PROGRAMMES[0]


def question_of(history: Sequence[Event], tape: Tape) -> Question:
    """A question about what the history mentions, at some moment of it."""
    question = tape.choice(("who", "how", "what", "who", "how"))
    programme = PROGRAMMES[tape.chance(5)]
    about = history
    if history and tape.chance(50):
        about = [history[tape.word() % len(history)]]  # so that the party may know the item
    parties, items = _mentioned(about, programme)
    party = _one_of(tape, parties, (*PARTIES, "public", "tester:stranger"))
    item = _one_of(tape, items, (*ITEMS, *THINGS))
    params = {"party": party, "item": item}
    if question == "who":
        params = {"item": item}
    elif question == "what":
        params = {"party": party, "events": "true"} if tape.chance(50) else {"party": party}
    recorded = len(history)
    if tape.chance(40):
        recorded -= tape.word() % (len(history) + 1)
    return Question(question, params, _as_of(tape), recorded, programme)


def _mentioned(history: Sequence[Event], programme: str) -> tuple[list[str], list[str]]:
    """The parties and the items of a programme, as often as they are mentioned."""
    parties, items = [], []
    for event in history:
        if event["programme"] != programme:
            continue
        items.append(f"event:{event['id']}")
        for name, value in (event["data"] | event["data"].get("data", {})).items():
            if name in NAMES_PARTIES:
                parties += value if isinstance(value, list) else [value]
            elif name in NAMES_ITEMS:
                items += value * 4 if isinstance(value, list) else [value] * 4
            elif name in NAMES_THINGS:
                items.append(f"{name}:{value}")
    return parties, items


def _one_of(tape: Tape, mentioned: Sequence[str], any_of: Sequence[str]) -> str:
    """Mostly what the history mentions, else something that it might have."""
    if mentioned and not tape.chance(15):
        return mentioned[tape.word() % len(mentioned)]
    return tape.choice(any_of)


def _as_of(tape: Tape) -> str:
    instant = datetime.fromisoformat(tape.choice(INSTANTS))
    moved = instant + timedelta(microseconds=tape.choice((0, 0, -1, 1)))
    return f"{moved.isoformat()}Z"


# --- for Hypothesis, and without it --------------------------------------------------------


def histories(max_events: int = 25, words: Words = EVERYDAY) -> st.SearchStrategy[list[Event]]:
    """Histories of up to so many events, half of them long ones."""
    tape = st.binary(min_size=TAPE, max_size=TAPE)
    short = st.lists(tape, max_size=max_events)
    long = st.lists(tape, min_size=max_events * 3 // 4, max_size=max_events)
    return st.one_of(short, long).map(lambda tapes: history_of(tapes, words))


def questions(history: Sequence[Event]) -> st.SearchStrategy[Question]:
    return st.binary(min_size=24, max_size=24).map(lambda tape: question_of(history, Tape(tape)))


def random_history(seed: int, size: int, words: Words = EVERYDAY) -> list[Event]:
    """The same history for the same seed and size, without Hypothesis."""
    source = random.Random(seed)
    return history_of((source.randbytes(TAPE) for _ in range(size)), words)


def random_questions(seed: int, history: Sequence[Event], count: int) -> list[Question]:
    source = random.Random(seed)
    return [question_of(history, Tape(source.randbytes(24))) for _ in range(count)]
