"""From learnings to answers: who knew, what was known, and how it came to be known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.instant import END, Instant
from domain.learnings import Basis, Extent, Learning, Request, in_order
from domain.names import Item, Party
from domain.occurrence import Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one party knew of one item by an instant.

    `learned`, `full` and `decisive` are the firsts that give `learned_at`, `full_at`, and the
    rest. A party that only asked has a `request` and nothing else.
    """

    party: Party
    item: Item
    certainty: Certainty
    extent: Extent | None = None
    possibly: Extent | None = None
    learned: Learning | None = None
    full: Learning | None = None
    decisive: Learning | None = None
    request: Request | None = None


def answer(
    party: Party,
    item: Item,
    known: Iterable[Learning],
    requests: Iterable[Request],
    as_of: Instant,
) -> Answer | None:
    """The answer for a party and an item; None where it neither learned of it nor asked.

    `known` are its learnings of the item, own and public's; `requests` its requests for it.
    """
    certain, possible = _by_certainty(known, as_of)
    if not certain and not possible:
        asked = [r for r in requests if r.latest <= as_of]
        if not asked:
            return None
        first = min(asked, key=lambda r: (r.latest, r.earliest, r.position))
        return Answer(party=party, item=item, certainty=Certainty.CERTAIN, request=first)
    counted = certain or possible
    extent = max(learning.extent for learning in counted)
    hoped = max((learning.extent for learning in possible), default=extent)
    really = [learning for learning in counted if learning.extent is not Extent.ACCESS]
    return Answer(
        party=party,
        item=item,
        certainty=Certainty.CERTAIN if certain else Certainty.POSSIBLE,
        extent=extent,
        possibly=hoped if hoped > extent else None,
        learned=min(really or counted, key=in_order),
        full=min(
            (each for each in counted if each.extent is Extent.FULL), key=in_order, default=None
        ),
        decisive=min((each for each in counted if each.extent is extent), key=in_order),
    )


def makes_no_difference(lost: Learning, known: Iterable[Learning], as_of: Instant) -> bool:
    """Whether an answer is surely the same with a learning and without it.

    `known` are others of the same party and item: the first of each kind is enough.
    """
    surely = lost.certainty(as_of)
    if surely is None:
        return True
    for each in known:
        certain = each.certainty(as_of) is Certainty.CERTAIN
        if certain and surely is Certainty.POSSIBLE and each.extent >= lost.extent:
            return True
        as_sure = certain or surely is each.certainty(as_of)
        if as_sure and each.extent is lost.extent and in_order(each) <= in_order(lost):
            return True
    return False


def _by_certainty(
    known: Iterable[Learning], as_of: Instant
) -> tuple[list[Learning], list[Learning]]:
    certain: list[Learning] = []
    possible: list[Learning] = []
    for learning in known:
        match learning.certainty(as_of):
            case Certainty.CERTAIN:
                certain.append(learning)
            case Certainty.POSSIBLE:
                possible.append(learning)
            case None:
                pass
    return certain, possible


def by_time_to_know(each: Answer) -> tuple[Any, ...]:
    """The order of `who`: by learned_at, then party; those who only asked last, by party."""
    if each.learned is None:
        return (1, each.party)
    return (0, each.learned.latest, each.learned.earliest, each.party)


@dataclass(frozen=True, slots=True)
class Path:
    """How it came to a party, origin first. `stopped` says why it is not `complete`."""

    hops: tuple[Learning, ...]
    complete: bool
    stopped: str | None


def path(
    party: Party, as_of: Instant, known_by: Callable[[Party, Instant], Sequence[Learning]]
) -> Path:
    """Walk back from a party to where its knowledge of one item came from.

    `known_by` gives a party's learnings of the item, own and public's; those that are certainly
    later than the instant that it is given, the least `latest` of the hops, do not matter.
    """
    hops: list[Learning] = []
    stopped: str | None = None
    at: Party | None = party
    while at is not None:
        by_then = min((each.latest for each in hops), default=END)
        hop = _hop(known_by(at, by_then), by_then, as_of)
        if hop is None:
            stopped = "unrecorded"
            break
        hops.append(hop)
        at = hop.source
        if at is None and hop.basis is not Basis.TOOK_PART:
            stopped = "unknown-source"
        elif at is not None and any(at == before.party for before in hops):
            stopped = "cycle"
            break
    return Path(tuple(reversed(hops)), stopped is None, stopped)


def _hop(known: Sequence[Learning], by_then: Instant, as_of: Instant) -> Learning | None:
    """The learning to follow at one party, None where nothing is left."""
    certain, possible = _by_certainty(known, as_of)
    tellings = [each for each in certain if each.basis is Basis.TELLING] or [
        each for each in possible if each.basis is Basis.TELLING
    ]
    told_in = {each.via for each in tellings}
    by_telling = min((each.latest for each in tellings), default=END)

    def may_be_whence(each: Learning) -> bool:
        """Nobody learned from what happened later, nor from what they told themselves."""
        if each.earliest > by_then:
            return False
        if each.basis is Basis.TELLING:
            return True
        return each.earliest <= by_telling and each.via not in told_in

    def preference(each: Learning) -> tuple[Any, ...]:
        telling = each.basis is Basis.TELLING
        doubted = each.certainty(as_of) is Certainty.POSSIBLE
        return telling, doubted, each.extent is Extent.ACCESS, in_order(each)

    return min(filter(may_be_whence, [*certain, *possible]), key=preference, default=None)
