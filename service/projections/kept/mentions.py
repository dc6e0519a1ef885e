"""The view `mentions`: which parties and items stand in an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.mentions import mentioned
from domain.history import Reading
from service.projections.kept.view import KeptView


class MentionRow(NamedTuple):
    """Which parties and items stand in it."""

    programme: str
    via: str
    position: int
    name: str


def _rows(event: Event, reading: Reading) -> Iterator[MentionRow]:
    for name in mentioned(event.fact):
        yield MentionRow(event.programme, event.id, reading.record.position, name)


MENTIONS: Final = KeptView(version=1, rows=_rows)
