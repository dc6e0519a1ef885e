"""What can happen in a made story: each scene gives one fact, at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from domain.events import incident, knowledge, programme, tester
from domain.events.ledger import OrdinaryFact

EVERYBODY: Final = "group:everybody"
TOLD_MOST: Final = "item:launch-date"
BRIEFS: Final = tuple(f"item:brief-{number:02}" for number in range(40))
ITEMS: Final = (TOLD_MOST, *BRIEFS)
STAFF: Final = tuple(f"staff:s{number:02}" for number in range(20))
PRESS: Final = tuple(f"press:p{number}" for number in range(10))
CIRCLE: Final = 30
"""How many testers are ever told a brief: the same ones each time."""
HABITS: Final = 12
"""Of how many things a steady tester speaks."""


@dataclass
class Cast:
    """Who plays in it."""

    testers: Sequence[str]
    groups: Mapping[str, Sequence[str]]
    circles: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, testers: int, chance: random.Random) -> Cast:
        """So many testers; the first half of them is steady."""
        named = [f"tester:t{number:03}" for number in range(testers)]
        groups = {
            EVERYBODY: named,
            "group:artists": named[: testers // 3],
            "group:film": named[testers // 2 : testers // 2 + testers // 10],
        }
        circles = {brief: chance.sample(named, min(CIRCLE, testers)) for brief in BRIEFS}
        return cls(named, groups, circles)

    def one(self, chance: random.Random) -> str:
        return self.testers[chance.randrange(len(self.testers))]

    def thing(self, of: str, chance: random.Random, number: int) -> str:
        """The slug of what a tester speaks of: an old one if it is steady."""
        steady = int(of[-3:]) < len(self.testers) // 2
        which = chance.randrange(HABITS) if steady else chance.randrange(number + 1)
        return f"{of[7:]}-{which}"


Scene = Callable[[Cast, random.Random, int], OrdinaryFact]
_Given = Callable[[Cast, random.Random, int], dict[str, Any]]


def _scene(kind: Callable[..., OrdinaryFact], given: _Given) -> Scene:
    return lambda cast, chance, number: kind(**given(cast, chance, number))


def _of_a_tester(kind: Callable[..., OrdinaryFact], given: _Given | None = None) -> Scene:
    def play(cast: Cast, chance: random.Random, number: int) -> OrdinaryFact:
        more = {} if given is None else given(cast, chance, number)
        return kind(tester=cast.one(chance), **more)

    return play


def _of_a_thing(kind: Callable[..., OrdinaryFact], field: str, given: _Given) -> Scene:
    def play(cast: Cast, chance: random.Random, number: int) -> OrdinaryFact:
        who = cast.one(chance)
        said = given(cast, chance, number)
        return kind(tester=who, **{field: cast.thing(who, chance, number)}, **said)

    return play


def _by_staff(_: Cast, chance: random.Random, __: int) -> dict[str, Any]:
    return {"by": chance.choice(STAFF)}


def _to_staff(_: Cast, chance: random.Random, __: int) -> dict[str, Any]:
    return {"text": "It lags when I drag two clips.", "to": (chance.choice(STAFF),)}


def _brief(cast: Cast, chance: random.Random, _: int) -> dict[str, Any]:
    item = chance.choice(BRIEFS)
    to = tuple(chance.sample(cast.circles[item], chance.choice((1, 1, 2))))
    extent = chance.choice((None, None, "partial", "existence"))
    return {"items": (item,), "by": chance.choice(STAFF), "to": to, "extent": extent}


def _launch(cast: Cast, chance: random.Random, _: int) -> dict[str, Any]:
    to = EVERYBODY if chance.random() < 0.5 else cast.one(chance)
    return {"items": (TOLD_MOST,), "by": chance.choice(STAFF), "to": (to,), "channel": "call"}


def _pair(cast: Cast, chance: random.Random, _: int) -> dict[str, Any]:
    return {"parties": tuple(chance.sample(cast.testers, 2)), "channel": "chat"}


def _move(cast: Cast, chance: random.Random, _: int) -> dict[str, Any]:
    group = chance.choice(("group:artists", "group:film"))
    return {"group": group, "party": chance.choice(cast.groups[group])}


def _slug(name: str) -> _Given:
    return lambda cast, chance, number: {name: f"{name[0]}-{chance.randrange(number + 1)}"}


def _commitment(cast: Cast, chance: random.Random, number: int) -> dict[str, Any]:
    to = (chance.choice((EVERYBODY, cast.one(chance))),)
    more = {"by": chance.choice(STAFF), "to": to, "text": "You will be paid by May."}
    return {**_slug("commitment")(cast, chance, number), **more}


def _statement(cast: Cast, chance: random.Random, number: int) -> dict[str, Any]:
    more = {"by": chance.choice(STAFF), "to": ("group:artists",), "text": "We will be back."}
    return {**_slug("statement")(cast, chance, number), **more}


def _leak(cast: Cast, chance: random.Random, _: int) -> dict[str, Any]:
    return {
        "items": (chance.choice(BRIEFS),),
        "by": cast.one(chance),
        "to": (chance.choice(PRESS),),
    }


def _question(cast: Cast, chance: random.Random, _: int) -> dict[str, Any]:
    return {"item": chance.choice(BRIEFS), "by": cast.one(chance), "of": chance.choice(STAFF)}


def _affiliation(cast: Cast, chance: random.Random, _: int) -> dict[str, Any]:
    return {"party": cast.one(chance), "org": chance.choice(("org:studio", "org:agency"))}


def _money(_: Cast, chance: random.Random, __: int) -> dict[str, Any]:
    return {"amount": f"{chance.randrange(500)}.00", "currency": "USD"}


def _terms(_: Cast, chance: random.Random, __: int) -> dict[str, Any]:
    return {"terms": chance.choice(("nda-1", "nda-2"))}


def _items(_: Cast, chance: random.Random, __: int) -> dict[str, Any]:
    items = (chance.choice(BRIEFS),) if chance.random() < 0.3 else None
    return {"by": chance.choice(STAFF), "items": items}


_PLAYED: Final[Mapping[Scene, float]] = {
    _scene(knowledge.ItemDisclosed, _launch): 10.5,
    _scene(knowledge.ItemDisclosed, _brief): 10,
    _of_a_thing(tester.FeedbackGiven, "feedback", _to_staff): 20,
    _of_a_thing(tester.FeedbackAcknowledged, "feedback", _by_staff): 9,
    _of_a_thing(tester.FeedbackAnswered, "feedback", _by_staff): 13,
    _of_a_thing(tester.ConcernRaised, "concern", _to_staff): 4,
    _of_a_thing(tester.ConcernAnswered, "concern", _by_staff): 3,
    _of_a_tester(tester.AccessGranted, _items): 2,
    _of_a_tester(tester.AccessCut, _items): 1.5,
    _of_a_tester(tester.NdaSigned, _terms): 0.6,
    _of_a_tester(tester.NdaReleased, _terms): 0.2,
    _of_a_tester(tester.InvitationAccepted): 0.3,
    _of_a_tester(tester.TesterLeft): 0.2,
    _of_a_tester(tester.RewardAgreed, _money): 2.5,
    _of_a_tester(tester.RewardPaid, _money): 2,
    _scene(knowledge.ContactObserved, _pair): 12,
    _scene(knowledge.KnowledgeRequested, _question): 2,
    _scene(knowledge.ItemLeaked, _leak): 0.3,
    _scene(knowledge.GroupJoined, _move): 0.06,
    _scene(knowledge.GroupLeft, _move): 0.04,
    _scene(knowledge.AffiliationBegan, _affiliation): 0.06,
    _scene(knowledge.AffiliationEnded, _affiliation): 0.03,
    _scene(programme.CommitmentMade, _commitment): 2,
    _scene(programme.CommitmentKept, _slug("commitment")): 1,
    _scene(programme.CommitmentBroken, _slug("commitment")): 0.3,
    _scene(programme.ProgrammeSuspended, _by_staff): 0.02,
    _scene(programme.ProgrammeResumed, _by_staff): 0.02,
    _scene(incident.StatementIssued, _statement): 1,
}
SCENES: Final = tuple(_PLAYED)
WEIGHTS: Final = tuple(accumulate(_PLAYED.values()))
