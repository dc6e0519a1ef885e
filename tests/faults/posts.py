"""What the clients post: single events, batches and imports, each event with an id of its own."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Any, Literal
from uuid import UUID

from tests.builders import an_event

PROGRAMME = "sora-early-access"
TYPES = ("item-disclosed", "feedback-given", "item-leaked", "access-granted", "access-cut")
MOST_IN_BATCH = 20
MOST_IN_IMPORT = 40
HEAVY_BATCH = 150
LONGEST_TEXT = 20_000

Event = dict[str, Any]


@dataclass(frozen=True)
class Post:
    """One request: `lines` are an import, of which every good line is kept."""

    form: Literal["one", "batch", "lines"]
    events: tuple[Event, ...]


class Writer:
    """Makes posts. What it says about earlier events, it says about its own, once each."""

    def __init__(self, chance: Random, name: str, *, heavy: bool = False) -> None:
        """`heavy`: some batches are larger than the database keeps in memory until it commits."""
        self._chance = chance
        self._tester = f"tester:{name}"
        self._recorded: deque[Event] = deque(maxlen=200)
        self._seen: set[str] = set()
        self._heavy = heavy

    def post(self) -> Post:
        """Something that was not posted before."""
        chance = self._chance.random()
        if self._heavy and chance > 0.9:
            return Post("batch", tuple(self._large_event() for _ in range(HEAVY_BATCH)))
        if chance < 0.15 and self._recorded:
            return Post("one", (self._about(self._recorded.popleft()),))
        if chance < 0.6:
            return Post("one", (self._event(),))
        if chance < 0.85:
            return Post("batch", self._events(MOST_IN_BATCH))
        return Post("lines", self._events(MOST_IN_IMPORT))

    def was_recorded(self, event: Event) -> None:
        """An event of its own is in the ledger: something may be said about it."""
        if event["type"] in TYPES and event["id"] not in self._seen:
            self._seen.add(event["id"])
            self._recorded.append(event)

    def _events(self, most: int) -> tuple[Event, ...]:
        return tuple(self._event() for _ in range(self._chance.randint(1, most)))

    def _event(self) -> Event:
        kind = self._chance.choice(TYPES)
        data: dict[str, Any] = {"channel": f"room-{self._chance.randint(1, 9)}"}
        if kind in ("item-disclosed", "item-leaked"):
            data |= {"to": [self._tester]}
        else:
            data = {"tester": self._tester}
        return an_event(kind, id=self._id(), data=data)

    def _large_event(self) -> Event:
        data = {"tester": self._tester, "text": "x" * LONGEST_TEXT}
        return an_event("feedback-given", id=self._id(), data=data)

    def _about(self, event: Event) -> Event:
        about = {"event": event["id"], "reason": "seen again"}
        if self._chance.random() < 0.5:
            return _said("event-retracted", self._id(), about)
        return _said("event-corrected", self._id(), {**about, "occurred_at": "2024-11-21"})

    def _id(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))


def _said(kind: str, event_id: str, data: dict[str, Any]) -> Event:
    event = an_event(kind, id=event_id)
    return {**event, "data": data}
