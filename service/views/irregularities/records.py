"""Looking for what is odd about the record itself: late, or speaking of what is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.records import Record, recorded_late, unknown_reference
from domain.names import Party
from domain.references import Reference
from service.views.irregularities.rule import BATCH, Rule, Scene


def _late_shown(scene: Scene, after: int, tester: Party | None) -> Sequence[Record]:
    return scene.rows.late_by_position(
        scene.programme, scene.world, after=after, limit=BATCH, tester=tester
    )


def _late(scene: Scene, records: Sequence[Record]) -> Iterator[Irregularity]:
    for each in records:
        found = recorded_late(each, scene.as_of)
        if found is not None:
            yield found


def _references_shown(scene: Scene, after: int, tester: Party | None) -> Sequence[Reference]:
    return scene.rows.references_by_position(
        scene.programme, scene.world, after=after, limit=BATCH, tester=tester
    )


def _unknown(scene: Scene, references: Sequence[Reference]) -> Iterator[Irregularity]:
    """Whether what these events refer to is there; all references of an event come together."""
    names = {each.name for each in references}
    makers: dict[str, list[Reference]] = defaultdict(list)
    for maker in scene.rows.makers_of(scene.programme, names, scene.world):
        makers[maker.name].append(maker)
    for _, referring in groupby(references, key=lambda each: each.position):
        found = unknown_reference(list(referring), makers, scene.as_of)
        if found is not None:
            yield found


RECORDED_LATE: Final = Rule(Code.RECORDED_LATE, shown=_late_shown, judged=_late)
UNKNOWN_REFERENCE: Final = Rule(Code.UNKNOWN_REFERENCE, shown=_references_shown, judged=_unknown)
