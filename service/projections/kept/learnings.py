"""The view `learnings`: who came to know what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.fronts import placed, width
from domain.history import Reading
from domain.learnings import learnings
from service.projections.kept.view import EVERY, KeptView


class LearningRow(NamedTuple):
    """Who came to know what through it; `shared`: what a group's members learn with it.

    `lane` and `tellers` as `domain.fronts.placed` gives them; `width` as `domain.fronts.width`.
    """

    programme: str
    via: str
    position: int
    party: str
    item: str
    extent: int
    basis: int
    source: str | None
    channel: str | None
    earliest: int
    latest: int
    shared: int
    lane: int
    tellers: str
    width: int


def _rows(event: Event, reading: Reading) -> Iterator[LearningRow]:
    for each, lane, tellers in placed(learnings(event, reading.record.position)):
        yield LearningRow(
            event.programme,
            event.id,
            each.position,
            each.party,
            each.item,
            each.extent,
            each.basis,
            each.source,
            each.channel,
            each.earliest,
            each.latest,
            int(each.shared),
            lane,
            tellers,
            width(each.earliest, each.latest),
        )


LEARNINGS: Final = KeptView(version=3, rows=_rows, facts=EVERY)
