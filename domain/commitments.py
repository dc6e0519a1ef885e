"""What was promised to one party: whether it reached it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.events.envelope import Event
from domain.events.programme import CommitmentMade
from domain.instant import Instant, parse_instant
from domain.learnings import Basis
from domain.membership import Membership
from domain.names import PUBLIC, EventId, Party, Slug
from domain.occurrence import Certainty
from domain.promises import BROKEN, SETTLING, Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """That the commitment `slug` was made to `party` in the event `via`."""

    party: Party
    slug: Slug
    due_at: Instant | None
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


class Fate(StrEnum):
    """What became of a commitment by an instant."""

    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One promise as it stood for one party by an instant.

    `certainty`: of its having been made to it, in this way. `settled`: the event that says that
    it was kept or broken.
    """

    promised: Promised
    basis: Basis
    certainty: Certainty
    fate: Fate
    settled: EventId | None


def promised(event: Event, position: int) -> Iterable[Promised]:
    """To whom a `commitment-made` promised; nobody for every other event."""
    fact = event.fact
    if not isinstance(fact, CommitmentMade):
        return ()
    return [
        Promised(
            party=party,
            slug=fact.commitment,
            due_at=None if fact.due_at is None else parse_instant(fact.due_at),
            via=event.id,
            position=position,
            earliest=event.occurred.earliest,
            latest=event.occurred.latest,
        )
        for party in dict.fromkeys(fact.to)
    ]


def commitments(
    party: Party,
    made: Iterable[Promised],
    groups: Mapping[Party, Membership],
    settled: Iterable[Promise],
    as_of: Instant,
) -> list[Commitment]:
    """The commitments made to a party by `as_of`, each event once, by when it was made.

    `made`: to the party, to one of its `groups` (as it belonged to them), or to `public`.
    `settled`: what says that one of these was kept or broken.
    """
    verdicts = _verdicts(settled, as_of)
    ways: dict[EventId, Commitment] = {}
    for each in made:
        way = _way(party, each, groups, as_of)
        if way is None:
            continue
        basis, certainty = way
        fate, because = verdicts.get(each.slug) or (_unsettled(each, as_of), None)
        found = Commitment(
            promised=each, basis=basis, certainty=certainty, fate=fate, settled=because
        )
        ways[each.via] = min(ways.get(each.via, found), found, key=_surest)
    return sorted(ways.values(), key=_in_time)


def fate_of(
    made: Promise | Promised, settled: Iterable[Promise], as_of: Instant
) -> tuple[Fate, EventId | None]:
    """What became of a commitment by `as_of`, and the event that says so.

    `settled`: what says that this commitment was kept or broken.
    """
    return _verdicts(settled, as_of).get(made.slug) or (_unsettled(made, as_of), None)


def _way(
    party: Party, made: Promised, groups: Mapping[Party, Membership], as_of: Instant
) -> tuple[Basis, Certainty] | None:
    """How it was made to the party, and how surely; None: not by then, or not to it."""
    if made.earliest > as_of:
        return None
    happened = Certainty.CERTAIN if made.latest <= as_of else Certainty.POSSIBLE
    if made.party == party:
        return Basis.TOLD, happened
    if made.party == PUBLIC:
        return Basis.PUBLIC, happened
    belonging = groups.get(made.party, Membership()).over(made.earliest, made.latest)
    if belonging is None:
        return None
    return Basis.MEMBER, happened if belonging is Certainty.CERTAIN else belonging


def _verdicts(
    settled: Iterable[Promise], as_of: Instant
) -> Mapping[Slug, tuple[Fate, EventId | None]]:
    """What the last certain event that settles each commitment says."""
    by_then = [each for each in settled if each.type in SETTLING and each.latest <= as_of]
    by_then.sort(key=lambda each: (each.latest, each.earliest, each.position))
    return {
        each.slug: (Fate.BROKEN if each.type == BROKEN else Fate.KEPT, each.via) for each in by_then
    }


def _unsettled(made: Promise | Promised, as_of: Instant) -> Fate:
    return Fate.OVERDUE if made.due_at is not None and made.due_at < as_of else Fate.OPEN


def _surest(way: Commitment) -> tuple[bool, Basis]:
    return way.certainty is Certainty.POSSIBLE, way.basis


def _in_time(each: Commitment) -> tuple[Instant, Instant, int]:
    return each.promised.latest, each.promised.earliest, each.promised.position
