"""What of all that parties learned may matter to an answer: firsts, found by index.

Members of groups learn what their group does while they belong to it: the first of that is sought
for each of their stays, in what the group learned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from domain.fronts import Lane
from domain.instant import Instant
from domain.learnings import Extent, Learning, Request, as_public
from domain.membership import Membership
from domain.names import PUBLIC, Item, Party, Programme, is_group
from domain.occurrence import Certainty
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.firsts import First, FirstRows, Shared
from service.views.rows import Rows
from service.views.staying import Stay, Within, perhaps_learned, surely_learned


class KnownRows(Rows, FirstRows, Protocol):
    """What is asked of a storage."""


@dataclass(slots=True)
class Known:
    """What matters of what one party learned of one item, and of its requests for it.

    `own`: its own learnings and those as a member; `public`: what it knows because everybody does.
    """

    own: list[Learning] = field(default_factory=list)
    public: list[Learning] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def sure_extent(self, as_of: Instant) -> Extent | None:
        """The strongest that is certain, None if nothing is."""
        return max(
            (
                each.extent
                for each in chain(self.own, self.public)
                if each.certainty(as_of) is Certainty.CERTAIN
            ),
            default=None,
        )


def known_of_item(
    rows: KnownRows, programme: Programme, item: Item, bounds: Bounds
) -> Mapping[Party, Known]:
    """Of every party that learned of an item of its own, or asked for it, what matters.

    A party that has neither `own` nor a request for which it is certain is no knower.
    """
    found = rows.firsts_of_item(programme, item, bounds.as_of, bounds.position)
    known: dict[Party, Known] = defaultdict(Known)
    for each in found:
        _note(known[each.learning.party], each)
    groups = {each.learning.party for each in found if is_group(each.learning.party)}
    moves = rows.moves_of_groups(programme, groups, bounds.position) if groups else ()
    stays = _stays(found, memberships(moves))
    public = known[PUBLIC].own if PUBLIC in known else []
    for party in known.keys() | {stay.party for stay in stays}:
        if party != PUBLIC:
            known[party].public = [as_public(heard, party) for heard in public]
    by_pair = {(party, item): each for party, each in known.items()}
    _learn_as_members(rows, programme, bounds, stays, by_pair)
    return known


def known_by_party(
    rows: KnownRows,
    programme: Programme,
    party: Party,
    items: Collection[Item],
    bounds: Bounds,
) -> Mapping[Item, Known]:
    """Of every one of these items what matters of what the party learned of it."""
    moves = rows.moves_of_party(programme, party, bounds.position)
    belongings = {pair: each for pair, each in memberships(moves).items() if is_group(pair[0])}
    parties = {party, PUBLIC, *(group for group, _ in belongings)}
    found = rows.firsts_of_parties(programme, parties, items, bounds.as_of, bounds.position)
    known: dict[tuple[Party, Item], Known] = {(party, item): Known() for item in items}
    for first in found:
        learned = first.learning
        if learned.party == party:
            _note(known[party, learned.item], first)
        elif learned.party == PUBLIC:
            known[party, learned.item].public.append(as_public(learned, party))
    _learn_as_members(rows, programme, bounds, _stays(found, belongings), known)
    return {item: each for (_, item), each in known.items()}


def known_items(
    rows: KnownRows,
    programme: Programme,
    party: Party,
    after: Item | None,
    bounds: Bounds,
    *,
    events: bool,
    limit: int,
    own: bool = False,
) -> Sequence[Item]:
    """The next items, by name, of which the party, `public` or a group of the party's learned.

    What a group learned, the party perhaps did not: it need not have been its member then. `own`:
    not what only `public` learned.
    """
    moves = rows.moves_of_party(programme, party, bounds.position)
    parties = {party, *(each.group for each in moves if is_group(each.group))}
    if not own:
        parties.add(PUBLIC)
    return items_of(rows, programme, parties, after, bounds, events=events, limit=limit)


def items_of(
    rows: KnownRows,
    programme: Programme,
    parties: Collection[Party],
    after: Item | None,
    bounds: Bounds,
    *,
    events: bool,
    limit: int,
) -> Sequence[Item]:
    """The next items, by name, of which any of these parties learned itself."""
    items = {
        item
        for each in parties
        for item in rows.items_known(
            programme, each, after, bounds.as_of, bounds.position, events=events, limit=limit
        )
    }
    return sorted(items)[:limit]


def _note(known: Known, first: First) -> None:
    if first.lane is Lane.ASKED:
        known.requests.append(_request(first.learning))
    else:
        known.own.append(first.learning)


def _request(asked: Learning) -> Request:
    return Request(
        party=asked.party,
        item=asked.item,
        via=asked.via,
        position=asked.position,
        earliest=asked.earliest,
        latest=asked.latest,
    )


def _stays(
    found: Iterable[First], belongings: Mapping[tuple[Party, Party], Membership]
) -> list[Stay]:
    """The stays in groups that learned anything that was found."""
    learned = {
        Shared(each.learning.party, each.learning.item, each.learning.extent)
        for each in found
        if is_group(each.learning.party) and each.lane is not Lane.ASKED
    }
    members: dict[Party, list[tuple[Party, Membership]]] = defaultdict(list)
    for (group, party), belonging in belongings.items():
        members[group].append((party, belonging))
    return [
        Stay(party, shared, belonging)
        for shared in sorted(learned)
        for party, belonging in members[shared.group]
    ]


def _learn_as_members(
    rows: KnownRows,
    programme: Programme,
    bounds: Bounds,
    stays: Sequence[Stay],
    known: Mapping[tuple[Party, Item], Known],
) -> None:
    """Add to what is known what members learned with their groups.

    First what they certainly learned. What they possibly learned matters only to those who learned
    nothing of their own, and where it is more than what they know for certain.
    """
    within, at = Within(bounds.as_of, bounds.as_of), bounds.position
    for learning in list(surely_learned(rows, programme, stays, within, at)):
        known[learning.party, learning.item].own.append(learning)
    sure = {pair: each.sure_extent(bounds.as_of) for pair, each in known.items() if each.own}
    doubted = [
        each
        for each in stays
        if _may_be_more(each.shared.extent, sure.get((each.party, each.shared.item)))
    ]
    for learning in list(perhaps_learned(rows, programme, doubted, within, at)):
        known[learning.party, learning.item].own.append(learning)


def _may_be_more(extent: Extent, sure: Extent | None) -> bool:
    return sure is None or extent > sure
