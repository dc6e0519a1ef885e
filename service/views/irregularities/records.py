"""Looking for what is odd about the record itself: late, or speaking of what is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.records import Record, recorded_late, unknown_reference
from domain.names import Party
from domain.references import Reference
from service.views.irregularities.rule import Rule, Scene
from service.views.irregularities.touch import Stood, Touch


def _late_shown(scene: Scene, after: int, limit: int, tester: Party | None) -> Sequence[Record]:
    return scene.rows.late_by_position(
        scene.programme, scene.world, after=after, limit=limit, tester=tester
    )


def _late(scene: Scene, records: Sequence[Record]) -> Iterator[Irregularity]:
    for each in records:
        found = recorded_late(each, scene.as_of)
        if found is not None:
            yield found


def _references_shown(
    scene: Scene, after: int, limit: int, tester: Party | None
) -> Sequence[Reference]:
    return scene.rows.references_by_position(
        scene.programme, scene.world, after=after, limit=limit, tester=tester
    )


def _unknown(scene: Scene, references: Sequence[Reference]) -> Iterator[Irregularity]:
    """Whether what these events refer to is there; all references of an event come together."""
    if not references:
        return
    names = {each.name for each in references}
    makers: dict[str, list[Reference]] = defaultdict(list)
    for maker in scene.rows.makers_of(scene.programme, names, scene.world):
        makers[maker.name].append(maker)
    for _, referring in groupby(references, key=lambda each: each.position):
        found = unknown_reference(list(referring), makers, scene.as_of)
        if found is not None:
            yield found


def _late_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    return _late(scene, [_record(each) for each in touch.here])


def _record(stood: Stood) -> Record:
    event = stood.event
    return Record(
        type=event.type,
        tester=getattr(event.fact, "tester", None),
        recorded_at=stood.record.recorded_at,
        via=event.id,
        position=stood.record.position,
        earliest=event.occurred.earliest,
        latest=event.occurred.latest,
    )


def _unknown_touched(scene: Scene, touch: Touch) -> Iterable[Irregularity]:
    found = {(each.position, each.name): each for each in touch.references}
    if made := touch.made:
        referring = scene.rows.references_to(scene.programme, made, scene.world)
        found |= {(each.position, each.name): each for each in referring}
    return _unknown(scene, [found[place] for place in sorted(found)])


RECORDED_LATE: Final = Rule(
    Code.RECORDED_LATE, shown=_late_shown, judged=_late, touched=_late_touched
)
UNKNOWN_REFERENCE: Final = Rule(
    Code.UNKNOWN_REFERENCE, shown=_references_shown, judged=_unknown, touched=_unknown_touched
)
