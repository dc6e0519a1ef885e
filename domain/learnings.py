"""From visible events to learnings: one party coming to know one item through one event.

Nobody unlearns: only what no visible event taught was not learned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Final, NamedTuple

from domain.events.catalogue import CATALOGUE, Fact
from domain.events.envelope import Event
from domain.events.incident import LeakDetected, OpenLetterPublished, StatementIssued
from domain.events.knowledge import (
    ItemDisclosed,
    ItemLeaked,
    ItemPublished,
    KnowledgeRequested,
    PartyIdentified,
)
from domain.events.programme import CommitmentMade, ItemRegistered
from domain.events.tester import (
    AccessCut,
    AccessGranted,
    ConcernEscalated,
    ConcernRaised,
    FeedbackGiven,
)
from domain.instant import Instant
from domain.names import PUBLIC, EventId, Item, Party, is_group, item_of
from domain.occurrence import Certainty, Occurrence


class Named(IntEnum):
    """A closed list of words in a meaningful order; answers write the word."""

    @property
    def word(self) -> str:
        """As the contract writes it."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def of(cls, word: str) -> Any:
        """The member that the contract writes as `word`."""
        return cls[word.upper().replace("-", "_")]


class Extent(Named):
    """How much was learned, weakest first."""

    ACCESS = 0
    RUMOUR = 1
    EXISTENCE = 2
    PARTIAL = 3
    FULL = 4


class Basis(Named):
    """How it was learned, in the order in which *first* prefers them."""

    TOOK_PART = 0
    TELLING = 1
    TOLD = 2
    MEMBER = 3
    LEAK = 4
    PUBLIC = 5
    ACCESS = 6
    IMPUTED = 7


class Learning(NamedTuple):
    """That `party` came to know `item` through the event `via`, within its bounds.

    A plain tuple, because they are made by the hundred thousand, for projections and for answers.

    `source` is from whom (`from` in answers). `doubtful`: the party belonged to the group that
    was told (or to the organisation) only possibly, so that it is never certain. `shared`: what a
    group learns so, each of its members at that time learns too.
    """

    party: Party
    item: Item
    extent: Extent
    basis: Basis
    source: Party | None
    channel: str | None
    via: EventId
    position: int
    earliest: Instant
    latest: Instant
    doubtful: bool = False
    shared: bool = False

    def certainty(self, as_of: Instant) -> Certainty | None:
        """Whether it had certainly or possibly been learned by `as_of`; None: not yet."""
        if self.latest <= as_of and not self.doubtful:
            return Certainty.CERTAIN
        return Certainty.POSSIBLE if self.earliest <= as_of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """That `party` asked for `item` in the event `via`."""

    party: Party
    item: Item
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def in_order(learning: Learning) -> tuple[Any, ...]:
    """The order of *first* among learnings.

    Where all that the contract names is equal, a doubtful one is last: that shows in no answer, but
    makes the order whole.
    """
    return (
        learning.latest,
        learning.earliest,
        learning.position,
        learning.basis,
        learning.source or "",
        learning.channel or "",
        -learning.extent,
        learning.doubtful,
    )


TAKES_PART: Final = (
    "by",
    "signatory",
    "signatories",
    "party",
    "parties",
    "of",
    "org",
    "owner",
    "tester",
)
"""Whoever stands in one of these fields took part in the event."""

MAKES_KNOWN: Final = (
    "feedback",
    "concern",
    "commitment",
    "terms",
    "letter",
    "statement",
    "incident",
)
"""Whoever took part in an event knows what its fields of these names speak of."""

BEHIND_ONES_BACK: Final = frozenset(
    {(ConcernEscalated, "tester"), (AccessCut, "tester"), (PartyIdentified, "party")}
)


def _fields_of(kind: type[Any], wanted: Sequence[str]) -> tuple[str, ...]:
    names = [each.name for each in fields(kind)]
    return tuple(w for w in wanted if w in names and (kind, w) not in BEHIND_ONES_BACK)


_TAKES_PART = {kind: _fields_of(kind, TAKES_PART) for kind in CATALOGUE.values()}
_MAKES_KNOWN = {kind: _fields_of(kind, MAKES_KNOWN) for kind in CATALOGUE.values()}


@dataclass(frozen=True, slots=True)
class _Teaching:
    """One row of the contract's table, applied to an event: who learns what, on what basis."""

    who: Sequence[Party]
    what: Sequence[Item]
    basis: Basis
    source: Party | None = None
    extent: Extent = Extent.FULL
    shared: bool = False


def learnings(event: Event, position: int) -> frozenset[Learning]:
    """All that anybody learns from a visible event, but for members and for `public`'s hearers.

    What a group learns as one is marked `shared`; `as_member` and `as_public` carry learnings on
    to those who belong.
    """
    return _learned(event, position, _teachings(event.id, event.fact))


def tellings(event: Event, position: int) -> frozenset[Learning]:
    """Those of its learnings that say who told."""
    taught = _teachings(event.id, event.fact)
    return _learned(event, position, (each for each in taught if each.basis is Basis.TELLING))


def _learned(event: Event, position: int, taught: Iterable[_Teaching]) -> frozenset[Learning]:
    channel = getattr(event.fact, "channel", None)
    return frozenset(
        Learning(
            party=party,
            item=item,
            extent=teaching.extent,
            basis=_basis(teaching.basis, party),
            source=teaching.source,
            channel=channel,
            via=event.id,
            position=position,
            earliest=event.occurred.earliest,
            latest=event.occurred.latest,
            shared=teaching.shared and is_group(party),
        )
        for teaching in taught
        for party in teaching.who
        for item in teaching.what
    )


def _basis(basis: Basis, party: Party) -> Basis:
    return Basis.PUBLIC if party == PUBLIC and basis is Basis.TOLD else basis


def _teachings(event_id: EventId, fact: Fact) -> Iterator[_Teaching]:
    """The contract's table, row by row."""
    itself = item_of("event", event_id)
    yield _Teaching(participants(fact), [itself, *_spoken_of(fact)], Basis.TOOK_PART)
    match fact:
        case CommitmentMade(by=by, to=to, commitment=commitment):
            yield _told(to, [itself, item_of("commitment", commitment)], by)
        case FeedbackGiven(tester=tester, to=to, feedback=feedback):
            yield _told(to, [itself, item_of("feedback", feedback)], tester)
        case ConcernRaised(tester=tester, to=to, concern=concern):
            yield _told(to, [itself, item_of("concern", concern)], tester)
        case ConcernEscalated(by=by, to=to, concern=concern):
            yield _told(to, [itself, item_of("concern", concern)], by)
        case StatementIssued(by=by, to=to, statement=statement, items=items):
            yield _told(to, [itself, item_of("statement", statement), *(items or ())], by)
            yield _telling([by], items or ())
        case ItemDisclosed(by=by, to=to, items=items, extent=extent):
            yield _told(to, [itself], by)
            yield _told(to, items, by, _as_far_as(extent))
            yield _telling(_some(by), items, _as_far_as(extent))
        case ItemLeaked(by=by, to=to, items=items):
            yield _Teaching(to, [itself, *items], Basis.LEAK, by, shared=True)
            yield _telling(_some(by), items)
        case ItemPublished(by=by, items=items, extent=extent):
            yield _Teaching([PUBLIC], [itself], Basis.PUBLIC, by)
            yield _Teaching([PUBLIC], items, Basis.PUBLIC, by, _as_far_as(extent))
            yield _telling(_some(by), items, _as_far_as(extent))
        case OpenLetterPublished(by=by, letter=letter, signatories=signatories, reveals=reveals):
            known = [itself, item_of("letter", letter), *(reveals or ())]
            yield _Teaching([PUBLIC], known, Basis.PUBLIC, by)
            yield _telling([by, *(signatories or ())], reveals or ())
        case ItemRegistered(by=by, item=item):
            yield _Teaching(_some(by), [item], Basis.TOOK_PART)
        case LeakDetected(by=by, items=items, leak=leak):
            found = [*items, *([item_of("event", leak)] if leak else [])]
            yield _Teaching([by], found, Basis.TOOK_PART)
        case AccessGranted(tester=tester, by=by, items=items):
            yield _Teaching([tester], items or (), Basis.ACCESS, by, Extent.ACCESS, shared=True)
            yield _Teaching(_some(by), items or (), Basis.TOOK_PART)
        case _:
            return


def _told(
    to: Sequence[Party], what: Sequence[Item], by: Party | None, extent: Extent = Extent.FULL
) -> _Teaching:
    return _Teaching(to, what, Basis.TOLD, by, extent, shared=True)


def _telling(who: Sequence[Party], what: Sequence[Item], extent: Extent = Extent.FULL) -> _Teaching:
    return _Teaching(who, what, Basis.TELLING, extent=extent)


def _as_far_as(extent: str | None) -> Extent:
    return Extent.FULL if extent is None else Extent.of(extent)


def _some(party: Party | None) -> Sequence[Party]:
    return () if party is None else (party,)


def participants(fact: Fact) -> tuple[Party, ...]:
    """Who took part in an event, and so knows of it."""
    return tuple(
        party for name in _TAKES_PART[type(fact)] for party in _several(getattr(fact, name))
    )


def _spoken_of(fact: Fact) -> list[Item]:
    return [item_of(kind, getattr(fact, kind)) for kind in _MAKES_KNOWN[type(fact)]]


def _several(value: Any) -> Sequence[Party]:
    if isinstance(value, tuple):
        return value
    return _some(value)


def request(event: Event, position: int) -> Request | None:
    """What a `knowledge-requested` asked; None for every other event."""
    if not isinstance(event.fact, KnowledgeRequested):
        return None
    occurred: Occurrence = event.occurred
    return Request(
        party=event.fact.by,
        item=event.fact.item,
        via=event.id,
        position=position,
        earliest=occurred.earliest,
        latest=occurred.latest,
    )


def as_member(learning: Learning, party: Party, belonging: Certainty) -> Learning:
    """What a member learns when its group does; `belonging` over the learning's bounds."""
    return learning._replace(
        party=party,
        basis=Basis.ACCESS if learning.basis is Basis.ACCESS else Basis.MEMBER,
        channel=learning.channel or learning.party,
        doubtful=belonging is Certainty.POSSIBLE,
        shared=False,
    )


def as_public(learning: Learning, party: Party) -> Learning:
    """What everybody else knows because `public` does."""
    return learning._replace(party=party, basis=Basis.PUBLIC, source=PUBLIC)


def as_imputed(learning: Learning, org: Party, belonging: Certainty) -> Learning:
    """What is imputed to an organisation because one of its people learned it of its own.

    `belonging` of that party to the organisation, over the learning's bounds.
    """
    return learning._replace(
        party=org,
        basis=Basis.IMPUTED,
        source=learning.party,
        doubtful=learning.doubtful or belonging is Certainty.POSSIBLE,
        shared=False,
    )
