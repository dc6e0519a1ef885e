"""Looking for what was promised and not done, and for what was said and never answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from domain.instant import Instant
from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.promised import (
    commitment_broken,
    commitment_overdue,
    concern_unanswered,
    feedback_unanswered,
)
from domain.names import Party, Slug
from domain.promises import BROKEN, MADE, SETTLING, Promise
from domain.standing import Deed
from service.views.irregularities.rule import Rule, Scene, deeds_shown, distinct
from service.views.irregularities.touch import Touch

_Unanswered = Callable[[Deed, Iterable[Deed], Instant], Irregularity | None]


def _promises(type_name: str) -> Callable[[Scene, int, int, Party | None], Sequence[Promise]]:
    """The promises of a type as what may show something; of no tester."""

    def shown(scene: Scene, after: int, limit: int, tester: Party | None) -> Sequence[Promise]:
        if tester is not None:
            return ()
        return scene.rows.promises_by_position(
            scene.programme, type_name, scene.world, after=after, limit=limit
        )

    return shown


def _broken(scene: Scene, broken: Sequence[Promise]) -> Iterator[Irregularity]:
    if not broken:
        return
    made = _of_slugs(scene, broken, (MADE,))
    for each in broken:
        found = commitment_broken(each, made[each.slug], scene.as_of)
        if found is not None:
            yield found


def _overdue(scene: Scene, made: Sequence[Promise]) -> Iterator[Irregularity]:
    if not made:
        return
    settled = _of_slugs(scene, made, SETTLING)
    for each in made:
        found = commitment_overdue(each, settled[each.slug], scene.as_of)
        if found is not None:
            yield found


def _of_slugs(
    scene: Scene, promises: Sequence[Promise], types: Sequence[str]
) -> Mapping[Slug, Sequence[Promise]]:
    """What else is recorded of the same commitments, of these types."""
    slugs = {each.slug for each in promises}
    found: dict[Slug, list[Promise]] = defaultdict(list)
    for each in scene.rows.promises_of(scene.programme, slugs, types, scene.world):
        found[each.slug].append(each)
    return found


def _unanswered(answer: str, judge: _Unanswered) -> Callable[..., Iterator[Irregularity]]:
    """How what waits for an answer of a type is judged."""

    def judged(scene: Scene, said: Sequence[Deed]) -> Iterator[Irregularity]:
        things = {(d.tester, d.slug) for d in said if d.tester is not None and d.slug is not None}
        answered: dict[tuple[Party | None, str | None], list[Deed]] = defaultdict(list)
        for deed in scene.rows.deeds_about(scene.programme, answer, things, scene.world):
            answered[deed.tester, deed.slug].append(deed)
        for each in said:
            found = judge(each, answered[each.tester, each.slug], scene.as_of)
            if found is not None:
                yield found

    return judged


def _broken_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    return _broken(scene, _of_the_same(scene, touch, BROKEN))


def _overdue_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    return _overdue(scene, _of_the_same(scene, touch, MADE))


def _of_the_same(scene: Scene, touch: Touch, type_name: str) -> Sequence[Promise]:
    """The promises of a type, of the commitments of which a step speaks."""
    slugs = {each.slug for each in touch.promises(MADE, *SETTLING)}
    if not slugs:
        return ()
    found = scene.rows.promises_of(scene.programme, slugs, (type_name,), scene.world)
    return distinct(found)


def _unanswered_touched(
    said: str, answer: str, judge: _Unanswered
) -> Callable[[Scene, Touch], Iterable[Irregularity]]:
    """How what waits for an answer is found that a step made, or answered."""

    def touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
        deeds = touch.deeds(said, answer)
        things = {(d.tester, d.slug) for d in deeds if d.tester is not None and d.slug is not None}
        if not things:
            return ()
        found = scene.rows.deeds_about(scene.programme, said, things, scene.world)
        return _unanswered(answer, judge)(scene, distinct(found))

    return touched


COMMITMENT_BROKEN: Final = Rule(
    Code.COMMITMENT_BROKEN, shown=_promises(BROKEN), judged=_broken, touched=_broken_touched
)
COMMITMENT_OVERDUE: Final = Rule(
    Code.COMMITMENT_OVERDUE, shown=_promises(MADE), judged=_overdue, touched=_overdue_touched
)
FEEDBACK_UNANSWERED: Final = Rule(
    Code.FEEDBACK_UNANSWERED,
    shown=deeds_shown("feedback-given"),
    judged=_unanswered("feedback-answered", feedback_unanswered),
    touched=_unanswered_touched("feedback-given", "feedback-answered", feedback_unanswered),
)
CONCERN_UNANSWERED: Final = Rule(
    Code.CONCERN_UNANSWERED,
    shown=deeds_shown("concern-raised"),
    judged=_unanswered("concern-answered", concern_unanswered),
    touched=_unanswered_touched("concern-raised", "concern-answered", concern_unanswered),
)
