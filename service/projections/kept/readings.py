"""The view `readings`: how every event stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.history import Reading
from service.projections.kept.occurring import width
from service.projections.kept.view import EVERY, KeptView


class ReadingRow(NamedTuple):
    """How an event stands: when it occurred, on whose word, whether a dispute of it is open."""

    programme: str
    via: str
    position: int
    type: str
    occurred: str
    earliest: int
    latest: int
    grade: str
    asserted_by: str | None
    disputed: int
    width: int


def _rows(event: Event, reading: Reading) -> Iterator[ReadingRow]:
    yield ReadingRow(
        event.programme,
        event.id,
        reading.record.position,
        event.type,
        event.occurred.text,
        event.occurred.earliest,
        event.occurred.latest,
        event.grade,
        event.asserted_by,
        int(reading.disputed),
        width(event.occurred.earliest, event.occurred.latest),
    )


READINGS: Final = KeptView(version=2, rows=_rows, facts=EVERY)
