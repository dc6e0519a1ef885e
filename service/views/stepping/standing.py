"""Whose standing a step changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

from domain.names import Party
from domain.standing import ACCESS, MEMBERSHIP, NDA, Deed, FacetState, Standing, standing
from service.views.irregularities.rule import Scene, batches, by_tester, testers_of
from service.views.irregularities.touch import Touch

_TYPES: Final = (*MEMBERSHIP, *NDA, *ACCESS)
_TOGETHER: Final = 300
_BEFORE_ANY: Final[Mapping[str, Mapping[str, str | None]]] = {
    "membership": {"state": None, "possibly": None},
    "nda": {"state": "none", "possibly": None},
    "access": {"state": "none", "possibly": None},
}
"""How each facet stands of a tester to whom nothing had happened."""


def changed_standing(before: Scene, after: Scene, touch: Touch) -> list[dict[str, Any]]:
    """The facets that differ, by tester, then in the order of the roster."""
    if touch.everybody:
        granted = batches(partial(_granted, after))
        testers = {tester for batch in granted for tester in testers_of(batch)}
    else:
        testers = set(testers_of(touch.deeds(*_TYPES)))
    ordered = iter(sorted(testers))
    found: list[dict[str, Any]] = []
    while some := list(islice(ordered, _TOGETHER)):
        found += _differences(some, _facets(before, some), _facets(after, some))
    return found


def _granted(scene: Scene, after: int, limit: int) -> Sequence[Deed]:
    return scene.rows.deeds_by_position(
        scene.programme, "access-granted", scene.world, after=after, limit=limit, tester=None
    )


def _differences(
    testers: Iterable[Party],
    stood: Mapping[Party, Mapping[str, Any]],
    stands: Mapping[Party, Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    for tester in testers:
        for facet in _BEFORE_ANY:
            was, now = stood[tester][facet], stands[tester][facet]
            if was != now:
                yield {"tester": tester, "facet": facet, "before": was, "after": now}


def _facets(scene: Scene, testers: Sequence[Party]) -> dict[Party, Mapping[str, Any]]:
    """How each facet of these testers stands in a world."""
    deeds = scene.rows.deeds_of_types(scene.programme, testers, _TYPES, scene.world)
    suspensions = scene.rows.suspensions_in(scene.programme, scene.world)
    of = by_tester(deeds)
    return {tester: _stands(scene, tester, of[tester], suspensions) for tester in testers}


def _stands(
    scene: Scene, tester: Party, own: Sequence[Deed], suspensions: Sequence[Deed]
) -> Mapping[str, Any]:
    found: Standing | None = standing(tester, own, suspensions, scene.as_of)
    if found is None:
        return _BEFORE_ANY
    return {name: _facet(getattr(found, name)) for name in _BEFORE_ANY}


def _facet(facet: FacetState) -> Mapping[str, str | None]:
    return {"state": facet.state, "possibly": facet.possibly}
