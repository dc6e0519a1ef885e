"""Looking for secrets that were told to whom had signed nothing, or made known too early."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.secrets import (
    TELLING,
    Kept,
    disclosed_without_nda,
    embargo_broken,
    embargoes,
    secrets,
)
from domain.membership import Membership
from domain.names import Item, Party, is_group
from domain.occurrence import Certainty
from domain.secrecy import Disclosure, Registration
from domain.standing import Deed
from service.views.belonging import memberships
from service.views.irregularities.rule import Rule, Scene, batches, by_tester, distinct, testers_of
from service.views.irregularities.touch import Touch

_Members = Mapping[Party, Mapping[Party, Membership]]


def _shown(scene: Scene, after: int, limit: int, tester: Party | None) -> Sequence[Disclosure]:
    rows, programme, world = scene.rows, scene.programme, scene.world
    if tester is None:
        return rows.disclosures_by_position(programme, world, after=after, limit=limit)
    groups = {each.group for each in rows.moves_of(programme, {tester}, world)}
    names = {tester, *groups}
    return rows.disclosures_naming(programme, names, world, after=after, limit=limit)


def _without_nda(
    scene: Scene, disclosures: Sequence[Disclosure], only: Collection[Party] | None = None
) -> Iterator[Irregularity]:
    """Who was told secrets without having signed; `only`: of these testers."""
    registered = _registered(scene, disclosures)
    kept = [
        (each, found)
        for each in disclosures
        if each.type in TELLING and (found := secrets(each, registered)).maybe
    ]
    if not kept:
        return
    told = {party for each, _ in kept for party in each.to}
    groups = {party for party in told if is_group(party)}
    members = _members(scene, groups, only)
    standing = scene.rows.testers_among(scene.programme, groups, scene.world)
    by_name = {party for party in told if party.startswith("tester:") or party in standing}
    if only is not None:
        by_name.intersection_update(only)
    signed = _signed(scene, by_name.union(*members.values()))
    for each, found in kept:
        testers = _testers_told(each, members, by_name)
        for tester, surely in sorted(testers.items()):
            by = signed.get(tester, ())
            irregular = disclosed_without_nda(each, tester, surely, found, by, scene.as_of)
            if irregular is not None:
                yield irregular


def _signed(scene: Scene, testers: Collection[Party]) -> Mapping[Party | None, Sequence[Deed]]:
    """What these testers signed."""
    types = ("nda-signed",)
    return by_tester(scene.rows.deeds_of_types(scene.programme, testers, types, scene.world))


def _registered(
    scene: Scene, disclosures: Sequence[Disclosure]
) -> Mapping[Item, Sequence[Registration]]:
    items = {item for each in disclosures for item in each.items}
    registered: dict[Item, list[Registration]] = defaultdict(list)
    if not items:
        return registered
    for each in scene.rows.registrations_of(scene.programme, items, scene.world):
        registered[each.item].append(each)
    return registered


def _members(scene: Scene, groups: Collection[Party], only: Collection[Party] | None) -> _Members:
    """When each tester (or only these) belonged to each of these groups."""
    members: dict[Party, dict[Party, Membership]] = defaultdict(dict)
    moves = scene.rows.moves_in(scene.programme, groups, scene.world)
    for (group, party), belonging in memberships(moves).items():
        if party.startswith("tester:") and (only is None or party in only):
            members[group][party] = belonging
    return members


def _testers_told(
    told: Disclosure, members: _Members, by_name: Collection[Party]
) -> Mapping[Party, Certainty]:
    """Which testers a disclosure told, as members or by name (among these), and how surely."""
    testers: dict[Party, Certainty] = {}
    for party in told.to:
        for member, belonging in members.get(party, {}).items():
            surely = belonging.over(told.earliest, told.latest)
            if surely is not None and testers.get(member) is not Certainty.CERTAIN:
                testers[member] = surely
    return testers | {each: Certainty.CERTAIN for each in told.to if each in by_name}


def _broken(scene: Scene, disclosures: Sequence[Disclosure]) -> Iterator[Irregularity]:
    if not disclosures:
        return
    registered = _registered(scene, disclosures)
    for each in disclosures:
        kept: Kept = embargoes(each, registered)
        found = embargo_broken(each, kept, scene.as_of)
        if found is not None:
            yield found


def _without_nda_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    found: dict[tuple[int, Party | None], Irregularity] = {}

    def add(irregular: Iterable[Irregularity]) -> None:
        found.update({(each.position, each.tester): each for each in irregular})

    add(_without_nda(scene, touch.disclosures))
    for tester in testers_of(touch.deeds("nda-signed")):
        groups = {
            each.group for each in scene.rows.moves_of(scene.programme, {tester}, scene.world)
        }
        for batch in _naming(scene, {tester, *groups}):
            add(_without_nda(scene, batch, {tester}))
    for group, member in touch.moves:
        for batch in _naming(scene, {group}):
            add(_without_nda(scene, batch, {member}))
    for group in _become_testers(scene, touch):
        for batch in _naming(scene, {group}):
            add(_without_nda(scene, batch, {group}))
    for batch in _naming(scene, {each.item for each in touch.registrations}):
        add(_without_nda(scene, batch))
    return found.values()


def _become_testers(scene: Scene, touch: Touch) -> Iterable[Party]:
    """The groups that stand as tester in one of the two worlds only."""
    facts = (each.event.fact for each in touch.anywhere)
    testers = {getattr(fact, "tester", None) for fact in facts}
    groups = {each for each in testers if each is not None and is_group(each)}
    if not groups:
        return ()
    here, there = (
        scene.rows.testers_among(scene.programme, groups, world)
        for world in (scene.world, touch.other)
    )
    return here ^ there


def _broken_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    disclosures = list(touch.disclosures)
    for batch in _naming(scene, {each.item for each in touch.registrations}):
        disclosures += batch
    return _broken(scene, distinct(disclosures))


def _naming(scene: Scene, names: Collection[str]) -> Iterator[Sequence[Disclosure]]:
    """The disclosures in which any of these stand."""
    if names:
        yield from batches(
            lambda after, limit: scene.rows.disclosures_naming(
                scene.programme, names, scene.world, after=after, limit=limit
            )
        )


DISCLOSED_WITHOUT_NDA: Final = Rule(
    Code.DISCLOSED_WITHOUT_NDA, shown=_shown, judged=_without_nda, touched=_without_nda_touched
)
EMBARGO_BROKEN: Final = Rule(
    Code.EMBARGO_BROKEN, shown=_shown, judged=_broken, touched=_broken_touched
)
