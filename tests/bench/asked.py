"""The questions whose growth is measured: each with answers of at most 100 rows, at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from domain.instant import Instant
from domain.names import Item, Party, Programme
from service.views.asking import Questions
from service.views.bounds import Bounds
from tests.bench.big import Big
from tests.bench.scenes import BRIEFS, PRESS, TOLD_MOST
from tests.bench.story import FEW, LASTS, START

ROWS: Final = 100
"""How many rows an answer has at most."""


class Scope(NamedTuple):
    """Where one question is asked: of which ledger and programme, within which bounds."""

    big: Big
    programme: Programme
    testers: int
    bounds: Bounds
    chance: random.Random

    @classmethod
    def drawn(cls, big: Big, when: tuple[float, float], chance: random.Random) -> Scope:
        """A programme of the ledger at shares of its time and of its positions."""
        story = chance.choice(big.stories())
        as_of = Instant(int(START + LASTS * when[0]))
        bounds = Bounds(as_of, int(big.size * when[1]), None)
        return cls(big, Programme(story.programme), story.testers, bounds, chance)

    def tester(self) -> Party:
        """One who speaks of few things."""
        return Party(f"tester:t{self.chance.randrange(self.testers // 2):03}")

    def signatory(self) -> Party:
        """One who perhaps signs letters, which is rare."""
        return Party(f"tester:t{self.chance.randrange(FEW):03}")

    def brief(self) -> Item:
        return Item(self.chance.choice(BRIEFS))

    def place(self) -> int:
        """A position up to the bound."""
        return self.chance.randrange(self.bounds.position + 1)


Asking = Callable[[Questions, Scope], Any]

DEPTHS: Final[Mapping[str, tuple[float, float]]] = {
    "head": (1.0, 1.0),
    "middle": (0.5, 0.5),
    "deep": (0.03, 0.03),
    "early, recorded by the head": (0.03, 1.0),
    "late, recorded early": (1.0, 0.03),
    "late, recorded by the middle": (1.0, 0.5),
}
"""Shares of the story's time (`as_of`) and of its positions (`as_recorded`)."""


def _timeline(asked: Questions, scope: Scope, **wanted: Any) -> int:
    found, _ = asked.timeline(scope.programme, scope.bounds, limit=ROWS, **wanted)
    return len(found)


def later(scope: Scope, share: float = 0.5) -> tuple[int, int, int]:
    """A place in a timeline, after that share of the time up to the bound."""
    instant = int(START + (scope.bounds.as_of - START) * share)
    return instant, instant, 0


def _events(asked: Questions, scope: Scope, after: int = 0, **wanted: Any) -> int:
    at = scope.bounds.position
    return len(asked.events(after=after, limit=ROWS, position=at, **wanted))


QUESTIONS: Final[Mapping[str, Asking]] = {
    "who, brief": lambda q, s: len(q.who(s.programme, s.brief(), s.bounds)[:ROWS]),
    "who, told most": lambda q, s: len(q.who(s.programme, Item(TOLD_MOST), s.bounds)[:ROWS]),
    "what, tester": lambda q, s: len(q.what(s.programme, s.tester(), s.bounds, None, ROWS)[0]),
    "what, press": lambda q, s: len(
        q.what(s.programme, Party(s.chance.choice(PRESS)), s.bounds, None, ROWS)[0]
    ),
    "how, brief": lambda q, s: len(
        q.how(s.programme, s.tester(), s.brief(), s.bounds)["path"][:ROWS]
    ),
    "how, told most": lambda q, s: len(
        q.how(s.programme, s.tester(), Item(TOLD_MOST), s.bounds)["path"][:ROWS]
    ),
    "roster": lambda q, s: len(q.roster(s.programme, s.bounds)[:ROWS]),
    "timeline, first page": _timeline,
    "timeline, later page": lambda q, s: _timeline(q, s, after=later(s, s.chance.random())),
    "timeline, empty page": lambda q, s: _timeline(q, s, after=later(s, 1.0)),
    "timeline, a day": lambda q, s: _timeline(q, s, start=later(s, s.chance.random())[0]),
    "timeline, of a type": lambda q, s: _timeline(q, s, type="concern-raised"),
    "timeline, of a rare type": lambda q, s: _timeline(q, s, type="letter-signed"),
    "timeline, of no such type": lambda q, s: _timeline(q, s, type="incident-closed"),
    "timeline, of a party": lambda q, s: _timeline(q, s, party=s.tester()),
    "timeline, of a party and type": lambda q, s: _timeline(
        q, s, party=s.signatory(), type="letter-signed"
    ),
    "events": lambda q, s: _events(q, s, s.place()),
    "events, empty page": lambda q, s: _events(q, s, s.bounds.position),
    "events of a programme": lambda q, s: _events(q, s, s.place(), programme=s.programme),
    "events of a rare type": lambda q, s: _events(
        q, s, programme=s.programme, type="letter-signed"
    ),
    "events of no such type": lambda q, s: _events(q, s, type="incident-closed"),
    "events of a party": lambda q, s: _events(q, s, programme=s.programme, party=s.tester()),
    "events of a party, rare type": lambda q, s: _events(
        q, s, s.place(), programme=s.programme, party=s.signatory(), type="letter-signed"
    ),
    "events of a party and item": lambda q, s: _events(
        q, s, programme=s.programme, party=s.tester(), item=s.brief()
    ),
    "events of a stream": lambda q, s: _events(q, s, stream=f"{s.programme}/{s.tester()}"),
    "events of a stream, rare type": lambda q, s: _events(
        q, s, stream=f"{s.programme}/{s.tester()}", type="nda-released"
    ),
}
