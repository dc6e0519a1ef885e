"""What is known of the parties and items that steps touch, from step to step.

It is read once for each of them, and what an event adds is added to it: of many learnings only
those are kept that can be the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.events.knowledge import GroupJoined, GroupLeft
from domain.learnings import Learning, learnings, request
from domain.membership import Membership
from domain.names import PUBLIC, Item, Party, Programme
from service.views.belonging import memberships
from service.views.irregularities.rows import World
from service.views.irregularities.touch import Stood
from service.views.stepping.fronts import (
    NOTHING,
    Fronts,
    as_members,
    by_earliest,
    fronts_of,
    joined,
)
from service.views.stepping.rows import StepRows

Touched = Mapping[Item, Collection[Party]]
"""Whose knowledge of which items a step touches; with `public`, everybody's."""


class Known:
    """What is known in one world after the other of a programme, each with a step more."""

    def __init__(self, rows: StepRows, programme: Programme) -> None:
        self._rows = rows
        self._programme = programme
        self._fronts: dict[Item, dict[Party, Fronts]] = defaultdict(dict)
        self._whole: set[Item] = set()
        """The items of which everybody's knowledge is here: who is not, knows nothing."""
        self._members: dict[Party, Mapping[Party, Membership]] = {}

    def touched(self, stood: Iterable[Stood], world: World) -> Touched:
        """Whose knowledge of which items these events touch, but for `event:` items."""
        touched: dict[Item, set[Party]] = defaultdict(set)
        for each in stood:
            for learned in _learned(each):
                touched[learned.item].add(learned.party)
                if learned.shared:
                    touched[learned.item].update(self._members_of(learned.party, world))
            asked = request(each.event, each.record.position)
            if asked is not None and not asked.item.startswith("event:"):
                touched[asked.item].add(asked.party)
            fact = each.event.fact
            if isinstance(fact, GroupJoined | GroupLeft):
                for item in self._rows.shared_items(self._programme, {fact.group}, world):
                    touched[item].add(fact.party)
        return touched

    def of(self, touched: Touched, world: World) -> Mapping[Item, Mapping[Party, Fronts]]:
        """What these parties, and the public, learned of these items in a world."""
        missing: dict[frozenset[Party], list[Item]] = defaultdict(list)
        for item, parties in touched.items():
            if item in self._whole:
                continue
            if PUBLIC in parties:
                self._read_whole(item, world)
            elif unknown := {PUBLIC, *parties} - self._fronts[item].keys():
                missing[frozenset(unknown)].append(item)
        for strangers, items in missing.items():
            self._read(items, strangers, world)
        return {item: self._of(item, parties) for item, parties in touched.items()}

    def _of(self, item: Item, parties: Collection[Party]) -> Mapping[Party, Fronts]:
        known = self._fronts[item]
        if PUBLIC in parties:
            return dict(known)
        return {party: known.get(party, NOTHING) for party in {PUBLIC, *parties}}

    def step(self, stood: Sequence[Stood], stands: Sequence[Stood], world: World) -> None:
        """Go on to the next world: what stood so before stands so in it."""
        for each in (*stood, *stands):
            fact = each.event.fact
            if isinstance(fact, GroupJoined | GroupLeft):
                self._forget_mover(fact.group, fact.party)
            if stood:
                self._forget_items({learned.item for learned in _learned(each)})
        if not stood:
            for each in stands:
                self._add([e for e in _learned(each) if e.earliest <= world.as_of], world)

    def _forget_mover(self, group: Party, party: Party) -> None:
        self._members.pop(group, None)
        self._whole.clear()
        for known in self._fronts.values():
            known.pop(party, None)

    def _forget_items(self, items: Collection[Item]) -> None:
        self._whole -= set(items)
        for item in items:
            self._fronts.pop(item, None)

    def _add(self, learned: Sequence[Learning], world: World) -> None:
        for each in learned:
            known = self._fronts[each.item]
            whole = each.item in self._whole
            if whole or each.party in known:
                known[each.party] = joined(known.get(each.party, NOTHING), [each])
            if each.shared:
                for party, belonging in self._members_of(each.party, world).items():
                    if whole or party in known:
                        with_group = as_members([each], party, belonging)
                        known[party] = joined(known.get(party, NOTHING), with_group)

    def _members_of(self, group: Party, world: World) -> Mapping[Party, Membership]:
        if group not in self._members:
            moves = self._rows.moves_in(self._programme, {group}, world)
            found = memberships(moves).items()
            self._members[group] = {party: belonging for (_, party), belonging in found}
        return self._members[group]

    def _read_whole(self, item: Item, world: World) -> None:
        learned = self._rows.learnings_of_all_in(self._programme, item, world)
        groups = {each.party for each in learned if each.shared}
        belonging = {
            (group, party): found
            for group in groups
            for party, found in self._members_of(group, world).items()
        }
        self._keep(item, {party for _, party in belonging}, learned, belonging)
        self._whole.add(item)

    def _read(self, items: Sequence[Item], parties: Collection[Party], world: World) -> None:
        belonging = memberships(self._rows.moves_of(self._programme, parties, world))
        whose = {*parties, *(group for group, _ in belonging)}
        learned: dict[Item, list[Learning]] = defaultdict(list)
        for each in self._rows.learnings_in(self._programme, whose, items, world):
            learned[each.item].append(each)
        for item in items:
            self._keep(item, parties, learned[item], belonging, only=True)

    def _keep(
        self,
        item: Item,
        parties: Collection[Party],
        learned: Iterable[Learning],
        belonging: Mapping[tuple[Party, Party], Membership],
        *,
        only: bool = False,
    ) -> None:
        """Keep what was learned of an item of its own, or (`only`) what these parties did, and what
        these did as members of groups."""
        own: dict[Party, list[Learning]] = defaultdict(list)
        for each in learned:
            own[each.party].append(each)
        shared = {
            group: sorted((e for e in own[group] if e.shared), key=by_earliest)
            for group in {group for group, _ in belonging}
        }
        known = self._fronts[item]
        for party in parties if only else {*own, *parties}:
            known[party] = fronts_of(own.get(party, ()))
        for (group, party), found in belonging.items():
            if party in known:
                known[party] = joined(known[party], as_members(shared[group], party, found))


def _learned(stood: Stood) -> Iterable[Learning]:
    """What anybody learned by an event, but for `event:` items."""
    found = learnings(stood.event, stood.record.position)
    return [each for each in found if not each.item.startswith("event:")]
