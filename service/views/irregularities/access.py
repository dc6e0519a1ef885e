"""Looking for access that was given, kept or used against the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from domain.irregularities.access import access_while_cut, access_without_nda, outdated_terms
from domain.irregularities.codes import Code, Irregularity
from domain.names import Party, Slug
from domain.standing import Deed
from domain.terms import NDA, Terms
from service.views.irregularities.rule import (
    Rule,
    Scene,
    by_tester,
    deeds_shown,
    distinct,
    testers_of,
)
from service.views.irregularities.touch import Touch

_ACCESS: Final = ("access-granted", "access-cut")


def _without_nda(scene: Scene, granted: Sequence[Deed]) -> Iterator[Irregularity]:
    if not granted:
        return
    ndas = scene.rows.terms_of_kind(scene.programme, NDA, scene.world)
    signed = _signed_by(scene, granted) if ndas else {}
    for each in granted:
        found = access_without_nda(each, signed.get(each.tester, ()), ndas, scene.as_of)
        if found is not None:
            yield found


def _signed_by(scene: Scene, deeds: Sequence[Deed]) -> Mapping[Party | None, Sequence[Deed]]:
    """What the testers of these deeds signed."""
    testers, types = testers_of(deeds), ("nda-signed",)
    return by_tester(scene.rows.deeds_of_types(scene.programme, testers, types, scene.world))


def _outdated(scene: Scene, signatures: Sequence[Deed]) -> Iterator[Irregularity]:
    """What is outdated, where it is shown by one of these signatures."""
    if not signatures:
        return
    testers, types = testers_of(signatures), ("nda-signed", *_ACCESS)
    deeds = by_tester(scene.rows.deeds_of_types(scene.programme, testers, types, scene.world))
    slugs = {Slug(d.slug) for own in deeds.values() for d in own if d.slug is not None}
    replacing = _replacing(scene, slugs)
    suspensions = scene.rows.suspensions_in(scene.programme, scene.world)
    shown = {
        tester: outdated_terms(tester, deeds[tester], suspensions, replacing, scene.as_of)
        for tester in testers
    }
    for each in signatures:
        found = None if each.tester is None else shown[each.tester]
        if found is not None and each.position == found.position:
            yield found


def _replacing(scene: Scene, terms: Collection[Slug]) -> Mapping[Slug, Sequence[Terms]]:
    replacing: dict[Slug, list[Terms]] = defaultdict(list)
    for each in scene.rows.terms_replacing(scene.programme, terms, scene.world):
        if each.replaces is not None:
            replacing[each.replaces].append(each)
    return replacing


def _while_cut(scene: Scene, given: Sequence[Deed]) -> Iterator[Irregularity]:
    if not given:
        return
    testers = testers_of(given)
    access = by_tester(scene.rows.deeds_of_types(scene.programme, testers, _ACCESS, scene.world))
    suspensions = scene.rows.suspensions_in(scene.programme, scene.world)
    for each in given:
        found = access_while_cut(each, access[each.tester], suspensions, scene.as_of)
        if found is not None:
            yield found


def _without_nda_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    if any(each.kind == NDA for each in touch.terms):
        return ACCESS_WITHOUT_NDA.found(scene, 0, None)
    testers = testers_of(touch.deeds("nda-signed", "access-granted"))
    return _without_nda(scene, _deeds_of(scene, testers, "access-granted"))


def _outdated_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    if touch.everybody or any(each.replaces for each in touch.terms):
        return OUTDATED_TERMS.found(scene, 0, None)
    testers = testers_of(touch.deeds("nda-signed", *_ACCESS))
    return _outdated(scene, _deeds_of(scene, testers, "nda-signed"))


def _while_cut_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    if touch.everybody:
        return ACCESS_WHILE_CUT.found(scene, 0, None)
    testers = testers_of(touch.deeds(*_ACCESS))
    given = [*_deeds_of(scene, testers, "feedback-given"), *touch.deeds_here("feedback-given")]
    return _while_cut(scene, distinct(given))


def _deeds_of(scene: Scene, testers: Collection[Party], type_name: str) -> Sequence[Deed]:
    """The deeds of a type of these testers, by position."""
    if not testers:
        return ()
    deeds = scene.rows.deeds_of_types(scene.programme, testers, (type_name,), scene.world)
    return distinct(deeds)


ACCESS_WITHOUT_NDA: Final = Rule(
    Code.ACCESS_WITHOUT_NDA,
    shown=deeds_shown("access-granted"),
    judged=_without_nda,
    touched=_without_nda_touched,
)
OUTDATED_TERMS: Final = Rule(
    Code.OUTDATED_TERMS,
    shown=deeds_shown("nda-signed"),
    judged=_outdated,
    touched=_outdated_touched,
)
ACCESS_WHILE_CUT: Final = Rule(
    Code.ACCESS_WHILE_CUT,
    shown=deeds_shown("feedback-given"),
    judged=_while_cut,
    touched=_while_cut_touched,
)
