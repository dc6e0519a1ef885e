"""Made stories of any length, the same for the same seed: what the big ledgers hold.

A programme of nine months. Half of what is recorded is recorded out of order, whole months late;
three in a hundred events correct another; a tenth of all tells one item, every second time to a
group of everybody, whose members' joins are recorded when most of it has been told. Some events
are retracted, or disputed and settled.

Whoever is `steady` speaks of few things again and again, so that answers about them stay small in
a long story; who is not, of ever new ones. Events come one by one: a story of any length takes
little memory.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain.events.catalogue import Fact
from domain.events.envelope import Event
from domain.events.incident import LetterSigned
from domain.events.knowledge import GroupJoined
from domain.events.ledger import (
    DisputeSettled,
    EventCorrected,
    EventDisputed,
    EventRetracted,
    OrdinaryFact,
)
from domain.events.programme import ItemRegistered, ProgrammeOpened, TermsPublished
from domain.events.tester import AccessGranted, InvitationAccepted, NdaSigned, TesterInvited
from domain.instant import DAY, SECOND, Instant, format_instant, parse_instant
from domain.occurrence import parse_occurrence
from tests.bench.scenes import ITEMS, SCENES, WEIGHTS, Cast

START: Final = parse_instant("2025-01-06T08:00:00Z")
LASTS: Final = 270 * DAY
END: Final = Instant(START + LASTS)
"""When the last event is recorded."""

REMEMBERED: Final = 5000
"""How many events are kept in mind, to say something about one of them later."""
RARE: Final = 100
"""How many letters are signed in a story, however long it is; by `FEW` testers."""
FEW: Final = 10
LATE: Final = 0.6
"""The part of a story after which the joins of groups begin to be recorded."""


class Told(NamedTuple):
    """An event with the instant at which it is recorded, at the earliest."""

    event: Event
    at: Instant


@dataclass
class Story:
    """A programme with so many testers, told in so many events."""

    programme: str
    testers: int
    size: int
    seed: int = 1

    def __post_init__(self) -> None:
        self._random = random.Random(f"{self.seed} {self.programme} {self.size}")
        self._cast = Cast.of(self.testers, self._random)
        self._number = 0
        self._memory: list[Event] = []
        self._disputed: list[Event] = []
        self._joins = iter(self._late_joins())

    def events(self) -> Iterator[Told]:
        """All of it, in the order in which it is recorded."""
        for fact in self._opening():
            if self._number == self.size:
                return
            yield self._told(fact)
        while self._number < self.size:
            yield self._told(self._next())

    def _told(self, fact: Fact) -> Told:
        now = self._now()
        self._number += 1
        event = Event(
            id=self._id(now),
            programme=self.programme,
            occurred=parse_occurrence(self._when(fact, now)),
            fact=fact,
            grade=self._random.choice(("reported", "reported", "primary", "claimed")),
        )
        if event.about is None:
            self._remember(event)
        return Told(event, now)

    def _now(self) -> Instant:
        return Instant(START + LASTS * (self._number + 1) // self.size)

    def _id(self, now: Instant) -> str:
        """As a UUIDv7 made at that instant."""
        stamp, chance = now // 1000, self._random.getrandbits(48)
        text = f"{stamp:012x}7{self._number & 0xFFF:03x}8{self._number >> 12:03x}{chance:012x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def _when(self, fact: Fact, now: Instant) -> str:
        if isinstance(fact, GroupJoined) and self._random.random() < 0.9:
            return format_instant(
                Instant(START + self._random.randrange(min(20 * DAY, now - START)))
            )
        late = self._random.random() < 0.5
        ago = self._random.randrange(max(1, now - START)) if late else 60 * SECOND
        return self._uncertain(Instant(now - ago))

    def _uncertain(self, then: Instant) -> str:
        chance, text = self._random.random(), format_instant(then)
        if chance < 0.70:
            return text
        if chance < 0.85:
            return text[:10]
        if chance < 0.90:
            return f"{text[:7]}~"
        if chance < 0.96:
            return f"{format_instant(Instant(then - self._random.randrange(9 * DAY)))}/{text}"
        return f"../{text[:10]}" if chance < 0.98 else f"{text[:10]}/.."

    def _remember(self, event: Event) -> None:
        if len(self._memory) < REMEMBERED:
            self._memory.append(event)
        else:
            self._memory[self._random.randrange(REMEMBERED)] = event

    def _opening(self) -> Iterator[Fact]:
        yield ProgrammeOpened(org="org:atelier", title="Early access")
        yield TermsPublished(terms="nda-1", kind="nda")
        for item in ITEMS:
            yield ItemRegistered(item=item, title=item, confidentiality="confidential")
        for each in self._cast.testers:
            yield TesterInvited(tester=each, by="staff:s00", role="artist")
            yield InvitationAccepted(tester=each)
            yield NdaSigned(tester=each, terms="nda-1")
            yield AccessGranted(tester=each, by="staff:s00")

    def _late_joins(self) -> Iterator[Fact]:
        for group, members in self._cast.groups.items():
            for each in members:
                yield GroupJoined(group=group, party=each)

    def _next(self) -> Fact:
        chance = self._random.random()
        if chance < 0.042 and len(self._memory) > 100:
            return self._about_another(chance)
        if self._random.random() < RARE / self.size:
            signatory = f"tester:t{self._random.randrange(FEW):03}"
            return LetterSigned(letter="open-letter", signatory=signatory)
        share = self._number / self.size
        if share > LATE and self._random.random() < max(0.005, 3000 / self.size):
            join = next(self._joins, None)
            if join is not None:
                return join
        scene = self._random.choices(SCENES, cum_weights=WEIGHTS)[0]
        return scene(self._cast, self._random, self._number)

    def _about_another(self, chance: float) -> Fact:
        """3 % correct; the rest retract, dispute and settle."""
        index = self._random.randrange(len(self._memory))
        event = self._memory[index]
        if chance < 0.030:
            return self._correction(event)
        if chance < 0.034:
            self._forget(index)
            return EventRetracted(event=event.id, reason="it was another day")
        if chance < 0.039 or not self._disputed:
            self._forget(index)
            self._disputed.append(event)
            return EventDisputed(event=event.id, by="press:p1", grounds="it was not so")
        event = self._disputed.pop(self._random.randrange(len(self._disputed)))
        outcome = self._random.choice(("upheld", "dismissed", "dismissed"))
        return DisputeSettled(event=event.id, outcome=outcome, reason="asked again")

    def _forget(self, index: int) -> None:
        self._memory[index] = self._memory[-1]
        self._memory.pop()

    def _correction(self, event: Event) -> EventCorrected:
        chance, reason = self._random.random(), "a slip"
        if chance < 0.6:
            then = Instant(START + self._random.randrange(max(1, self._now() - START)))
            when = self._uncertain(then)
            return EventCorrected(event=event.id, reason=reason, occurred_at=when)
        if chance < 0.8:
            return EventCorrected(event=event.id, reason=reason, grade="rumour")
        return EventCorrected(event=event.id, reason=reason, data=self._told_anew(event))

    def _told_anew(self, event: Event) -> OrdinaryFact:
        """Other data of the same type."""
        for _ in range(1000):
            scene = self._random.choices(SCENES, cum_weights=WEIGHTS)[0]
            fact = scene(self._cast, self._random, self._number)
            if type(fact) is type(event.fact):
                return fact
        return event.fact
