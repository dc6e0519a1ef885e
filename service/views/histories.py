"""How an answer stood between two positions: where it changed, looked for backwards.

Where nothing ceased to hold, only more can have come to hold: an answer stands at least from where
the firsts came to hold that it was read from. What ceased to hold made no difference if another
first of its kind was before it; so that of many learnings few are looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from domain.changes import Stand, responsible
from domain.knowledge import Answer, answer, makes_no_difference
from domain.learnings import Learning, as_member, as_public
from domain.membership import Membership
from domain.names import PUBLIC, EventId, Item, Party, Programme
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.knowledge import KnowledgeRows, is_knower, worded
from service.views.known import Known, known_by_party

Said = Mapping[str, Any]
"""An answer for a party and an item, in words."""


class Pair(NamedTuple):
    """A party and an item."""

    party: Party
    item: Item


class Ended(NamedTuple):
    """That a learning, or a request (None), held no longer from a position on."""

    position: int
    learning: Learning | None


class HistoryRows(KnowledgeRows, Protocol):
    """What is asked of a storage about what changed when.

    `start` and `end` are positions, of which the first is left out.
    """

    def endings(
        self, programme: Programme, party: Party, item: Item, start: int, end: int
    ) -> Sequence[Ended]:
        """What of the party's learnings and requests ceased to hold, by position."""
        ...

    def groups_ever(self, programme: Programme, party: Party) -> Sequence[Party]:
        """The groups that the party was ever recorded as joining or leaving."""
        ...

    def moves_changed(
        self, programme: Programme, party: Party, start: int, end: int
    ) -> Sequence[int]:
        """Where what is recorded of its joining and leaving groups changed; in order."""
        ...

    def begun(self, vias: Collection[EventId], at: int) -> Mapping[EventId, int]:
        """From where on the learnings, or the request, of each event hold as they do."""
        ...


@dataclass(frozen=True, slots=True)
class Histories:
    """The histories of answers from `then` to `now`, both about the same `as_of`."""

    rows: HistoryRows
    programme: Programme
    then: Bounds
    now: Bounds
    as_who: bool
    """Whether an answer counts only where `who` lists it."""
    _endings: dict[Pair, Sequence[Ended]] = field(default_factory=dict)

    def responsible(self, pair: Pair, before: Said | None) -> list[int]:
        """The positions at which an answer changed since it was last as `before`, at `then`."""
        history = _History(self, pair, *self._moved(pair.party))

        def stand_at(position: int) -> Stand[Said | None]:
            return history.stand_at(position)

        return responsible(before, self.then.position, self.now.position, stand_at)

    def _moved(self, party: Party) -> tuple[Sequence[Party], Sequence[int]]:
        """The groups that a party was ever in, and where that changed."""
        groups = self.rows.groups_ever(self.programme, party)
        between = self.then.position, self.now.position
        moved = self.rows.moves_changed(self.programme, party, *between) if groups else ()
        return groups, moved

    def endings(self, pair: Pair) -> Sequence[Ended]:
        """What ceased to hold of what a party learned; looked up once."""
        if pair not in self._endings:
            between = self.then.position, self.now.position
            self._endings[pair] = self.rows.endings(self.programme, *pair, *between)
        return self._endings[pair]


@dataclass(frozen=True, slots=True)
class _History:
    """The history of one answer."""

    of: Histories
    pair: Pair
    groups: Sequence[Party]
    moved: Sequence[int]

    def stand_at(self, position: int) -> Stand[Said | None]:
        """The answer at a position, and from where on it surely is the same."""
        rows, programme, (party, item) = self.of.rows, self.of.programme, self.pair
        bounds = Bounds(self.of.now.as_of, position, None)
        known = known_by_party(rows, programme, party, [item], bounds)[item]
        found = answer(party, item, [*known.own, *known.public], known.requests, bounds.as_of)
        if self.of.as_who and not is_knower(known, bounds):
            found = None
        vias = {each.via for each in (*known.own, *known.public)}
        vias |= {each.via for each in known.requests}
        since = [0, *rows.begun(vias, position).values(), *self._ended(known, bounds)]
        place = bisect_right(self.moved, position)
        since += self.moved[:place][-1:]
        if found is None:
            return Stand(None, max(since))
        since += (each.since for each in rows.accounts(set(_vias(found)), position).values())
        (said,) = worded(rows, position, [found])
        return Stand(said, max(since))

    def _ended(self, known: Known, bounds: Bounds) -> Iterator[int]:
        """Where there last ceased to hold what may have made a difference: a few positions."""
        memberships_ = self._memberships(bounds.position)
        for party in {self.pair.party, PUBLIC, *self.groups}:
            for each in reversed(self.of.endings(Pair(party, self.pair.item))):
                if each.position > bounds.position:
                    continue
                if self._mattered(party, each.learning, known, bounds, memberships_):
                    yield each.position
                    break

    def _mattered(
        self,
        party: Party,
        lost: Learning | None,
        known: Known,
        bounds: Bounds,
        belongings: Mapping[Party, Membership],
    ) -> bool:
        """Whether the answer may have been another with what is lost, of the party's."""
        learned = [*known.own, *known.public]
        is_own = party != PUBLIC or self.pair.party == PUBLIC
        if lost is None:
            return party == self.pair.party and not (known.own if self.of.as_who else learned)
        mine = self._as_mine(lost, belongings)
        if mine is None or mine.certainty(bounds.as_of) is None:
            return False
        if self.of.as_who and is_own and not known.own:
            return True
        return not makes_no_difference(mine, learned, bounds.as_of)

    def _as_mine(self, lost: Learning, belongings: Mapping[Party, Membership]) -> Learning | None:
        """The learning as the party had it: its own, everybody's, or with a group."""
        if lost.party == self.pair.party:
            return lost
        if lost.party == PUBLIC:
            return as_public(lost, self.pair.party)
        belonging = belongings.get(lost.party, Membership())
        surely = belonging.over(lost.earliest, lost.latest) if lost.shared else None
        return None if surely is None else as_member(lost, self.pair.party, surely)

    def _memberships(self, position: int) -> Mapping[Party, Membership]:
        if not self.groups:
            return {}
        moves = self.of.rows.moves_of_party(self.of.programme, self.pair.party, position)
        return {group: each for (group, _), each in memberships(moves).items()}


def _vias(found: Answer) -> Iterator[EventId]:
    """The events on whose accounts an answer rests."""
    for why in (found.learned, found.full, found.decisive, found.request):
        if why is not None:
            yield why.via
