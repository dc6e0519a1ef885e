"""Looking for who told of something before they can have known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.telling import Telling, told_before_knowing
from domain.learnings import Learning, as_member, as_public
from domain.names import PUBLIC, Item, Party
from service.views.belonging import memberships
from service.views.irregularities.rule import Rule, Scene, batches
from service.views.irregularities.touch import Touch


def _shown(scene: Scene, after: int, limit: int, tester: Party | None) -> Sequence[Telling]:
    return scene.rows.first_tellings_by_position(
        scene.programme, scene.world, after=after, limit=limit, party=tester
    )


def _before_knowing(scene: Scene, tellings: Sequence[Telling]) -> Iterator[Irregularity]:
    for each in tellings:
        known = (each.party, each.item, each.latest)
        if not scene.rows.knew_by(scene.programme, *known, scene.world):
            others = list(_known_otherwise(scene, each.party, each.item))
            found = told_before_knowing(each, others, scene.as_of)
            if found is not None:
                yield found


def _known_otherwise(scene: Scene, party: Party, item: Item) -> Iterator[Learning]:
    """What a party learned of an item, other than by what it told: of its own, as a member, and
    from the public."""
    rows, programme, world = scene.rows, scene.programme, scene.world
    moves = rows.moves_of(programme, {party}, world)
    groups = {group: found for (group, _), found in memberships(moves).items()}
    for each in rows.known_otherwise(programme, party, item, groups.keys(), world):
        if each.party == party:
            yield each
        elif each.party == PUBLIC:
            yield as_public(each, party)
        elif each.shared:
            surely = groups[each.party].over(each.earliest, each.latest)
            if surely is not None:
                yield as_member(each, party, surely)


def _before_knowing_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    """Whoever told of what a step taught: by name, to a group of which it may be one, or to all;
    and what a party told that joined or left a group."""
    rows, programme, world = scene.rows, scene.programme, scene.world
    learned = touch.learnings
    taught: dict[Item, set[Party]] = defaultdict(set)
    for each in learned:
        taught[each.item].add(each.party)
    groups = {each.party for each in learned if each.shared}
    members: dict[Party, set[Party]] = defaultdict(set)
    for move in rows.moves_in(programme, groups, world) if groups else ():
        members[move.group].add(move.party)
    pairs = {
        (party, item)
        for party, item in rows.tellers_of(programme, taught.keys(), world)
        if not taught[item].isdisjoint({party, PUBLIC})
        or any(party in members[group] for group in taught[item] & groups)
    }
    first = rows.first_tellings(programme, pairs, world) if pairs else ()
    found = {(each.party, each.item): each for each in first}
    for mover in {party for _, party in touch.moves}:
        for batch in batches(partial(_shown, scene, tester=mover)):
            found |= {(each.party, each.item): each for each in batch}
    return _before_knowing(scene, [found[pair] for pair in sorted(found)])


TOLD_BEFORE_KNOWING: Final = Rule(
    Code.TOLD_BEFORE_KNOWING, shown=_shown, judged=_before_knowing, touched=_before_knowing_touched
)
