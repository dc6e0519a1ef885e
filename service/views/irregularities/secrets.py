"""Looking for secrets that were told to whom had signed nothing, or made known too early."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
from service.views.belonging import memberships
from service.views.irregularities.rule import BATCH, Rule, Scene, by_tester

_Members = Mapping[Party, Mapping[Party, Membership]]


def _shown(scene: Scene, after: int, tester: Party | None) -> Sequence[Disclosure]:
    rows, programme, world = scene.rows, scene.programme, scene.world
    if tester is None:
        return rows.disclosures_by_position(programme, world, after=after, limit=BATCH)
    groups = {each.group for each in rows.moves_of(programme, tester, world)}
    names = {tester, *groups}
    return rows.disclosures_naming(programme, names, world, after=after, limit=BATCH)


def _without_nda(scene: Scene, disclosures: Sequence[Disclosure]) -> Iterator[Irregularity]:
    registered = _registered(scene, disclosures)
    kept = [
        (each, found)
        for each in disclosures
        if each.type in TELLING and (found := secrets(each, registered)).maybe
    ]
    groups = {party for each, _ in kept for party in each.to if is_group(party)}
    members = _members(scene, groups)
    standing = scene.rows.testers_among(scene.programme, groups, scene.world)
    told = [(each, found, _testers_told(each, members, standing)) for each, found in kept]
    signed = by_tester(
        scene.rows.deeds_of_types(
            scene.programme,
            {tester for _, _, testers in told for tester in testers},
            ("nda-signed",),
            scene.world,
        )
    )
    for each, found, testers in told:
        for tester, surely in sorted(testers.items()):
            irregular = disclosed_without_nda(
                each, tester, surely, found, signed[tester], scene.as_of
            )
            if irregular is not None:
                yield irregular


def _registered(
    scene: Scene, disclosures: Sequence[Disclosure]
) -> Mapping[Item, Sequence[Registration]]:
    items = {item for each in disclosures for item in each.items}
    registered: dict[Item, list[Registration]] = defaultdict(list)
    for each in scene.rows.registrations_of(scene.programme, items, scene.world):
        registered[each.item].append(each)
    return registered


def _members(scene: Scene, groups: set[Party]) -> _Members:
    """When each tester belonged to each of these groups."""
    members: dict[Party, dict[Party, Membership]] = defaultdict(dict)
    moves = scene.rows.moves_in(scene.programme, groups, scene.world)
    for (group, party), belonging in memberships(moves).items():
        if party.startswith("tester:"):
            members[group][party] = belonging
    return members


def _testers_told(
    told: Disclosure, members: _Members, standing: frozenset[Party]
) -> Mapping[Party, Certainty]:
    """Which testers a disclosure told, by name or as members, and how surely.

    `standing`: the groups that are testers themselves.
    """
    testers: dict[Party, Certainty] = {}
    for party in told.to:
        for member, belonging in members.get(party, {}).items():
            surely = belonging.over(told.earliest, told.latest)
            if surely is not None and testers.get(member) is not Certainty.CERTAIN:
                testers[member] = surely
    by_name = (each for each in told.to if each.startswith("tester:") or each in standing)
    return testers | dict.fromkeys(by_name, Certainty.CERTAIN)


def _broken(scene: Scene, disclosures: Sequence[Disclosure]) -> Iterator[Irregularity]:
    registered = _registered(scene, disclosures)
    for each in disclosures:
        kept: Kept = embargoes(each, registered)
        found = embargo_broken(each, kept, scene.as_of)
        if found is not None:
            yield found


DISCLOSED_WITHOUT_NDA: Final = Rule(Code.DISCLOSED_WITHOUT_NDA, shown=_shown, judged=_without_nda)
EMBARGO_BROKEN: Final = Rule(Code.EMBARGO_BROKEN, shown=_shown, judged=_broken)
