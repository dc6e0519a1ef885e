"""The view `appearances`: which parties an event names, in order of when it occurred."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.mentions import mentioned
from domain.history import Reading
from domain.names import is_party
from service.projections.kept.occurring import width
from service.projections.kept.view import EVERY, KeptView


class AppearanceRow(NamedTuple):
    """Which party stands in it, and when it occurred."""

    programme: str
    position: int
    party: str
    type: str
    earliest: int
    latest: int
    width: int


def _rows(event: Event, reading: Reading) -> Iterator[AppearanceRow]:
    earliest, latest = event.occurred.earliest, event.occurred.latest
    for name in mentioned(event.fact):
        if is_party(name):
            yield AppearanceRow(
                event.programme,
                reading.record.position,
                name,
                event.type,
                earliest,
                latest,
                width(earliest, latest),
            )


APPEARANCES: Final = KeptView(version=2, rows=_rows, facts=EVERY)
