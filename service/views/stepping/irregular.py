"""What a step made irregular, and what it excused."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Any

from domain.irregularities.codes import Irregularity
from domain.names import EventId
from service.views.irregularities.listing import RULES, worded
from service.views.irregularities.rule import Scene
from service.views.irregularities.touch import Touch
from service.views.stepping.rows import StepRows

_Side = tuple[Scene, Touch]


def changed_irregularities(
    rows: StepRows, before: _Side, after: _Side
) -> dict[str, list[dict[str, Any]]]:
    """The irregularities of which there are none like them in the other world, whatever their
    details, in their order."""
    said_anew = {each.event.id for each in after[1].anywhere}
    gone, appeared = _unlike(_found(before), _found(after), said_anew)
    was, now = _told(rows, before[0], gone), _told(rows, after[0], appeared)
    same = {_same(each) for each in was} & {_same(each) for each in now}
    return {
        "appeared": [each for each in now if _same(each) not in same],
        "gone": [each for each in was if _same(each) not in same],
    }


def _found(side: _Side) -> Sequence[Irregularity]:
    scene, touch = side
    return [
        each
        for rule in RULES
        for each in sorted(rule.touched(scene, touch), key=lambda e: (e.position, e.tester or ""))
    ]


def _unlike(
    one: Sequence[Irregularity], other: Sequence[Irregularity], said_anew: Collection[EventId]
) -> tuple[list[Irregularity], list[Irregularity]]:
    """What is in one of two lists only, or began with an event of which something was said."""
    both = {_key(each) for each in one} & {_key(each) for each in other}

    def may_differ(each: Irregularity) -> bool:
        return _key(each) not in both or each.since in said_anew

    return list(filter(may_differ, one)), list(filter(may_differ, other))


def _key(each: Irregularity) -> Hashable:
    return each.code, each.tester, each.events, each.since, each.certainty


def _told(rows: StepRows, scene: Scene, found: Sequence[Irregularity]) -> list[dict[str, Any]]:
    return worded(rows, found, scene.world.at) if found else []


def _same(told: dict[str, Any]) -> str:
    """What makes two of them alike."""
    return repr([each for name, each in told.items() if name != "detail"])
