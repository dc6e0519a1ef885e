"""Looking for who told of something before they can have known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.telling import told_before_knowing
from domain.learnings import Basis, Learning, as_member, as_public
from domain.names import PUBLIC, Item, Party
from service.views.belonging import memberships
from service.views.irregularities.rows import Telling
from service.views.irregularities.rule import BATCH, Rule, Scene


def _shown(scene: Scene, after: int, tester: Party | None) -> Sequence[Telling]:
    return scene.rows.first_tellings_by_position(
        scene.programme, scene.world, after=after, limit=BATCH, party=tester
    )


def _before_knowing(scene: Scene, tellings: Sequence[Telling]) -> Iterator[Irregularity]:
    for each in tellings:
        known = list(_known(scene, each.party, each.item))
        told = [learning for learning in known if learning.basis is Basis.TELLING]
        told_in = {learning.via for learning in told}
        others = [learning for learning in known if learning.via not in told_in]
        found = told_before_knowing(told, others, scene.as_of)
        if found is not None:
            yield found


def _known(scene: Scene, party: Party, item: Item) -> Iterator[Learning]:
    """All that a party learned of an item: of its own, as a member, and from the public."""
    rows, programme, world = scene.rows, scene.programme, scene.world
    belonging = {
        group: found
        for (group, _), found in memberships(rows.moves_of(programme, party, world)).items()
    }
    for each in rows.learnings_in(programme, {party, PUBLIC, *belonging}, item, world):
        if each.party == party:
            yield each
        elif each.party == PUBLIC:
            yield as_public(each, party)
        elif each.shared:
            surely = belonging[each.party].over(each.earliest, each.latest)
            if surely is not None:
                yield as_member(each, party, surely)


TOLD_BEFORE_KNOWING: Final = Rule(Code.TOLD_BEFORE_KNOWING, shown=_shown, judged=_before_knowing)
