"""The view `requests`: who asked for what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.knowledge import KnowledgeRequested
from domain.history import Reading
from domain.learnings import request
from service.projections.kept.view import KeptView


class RequestRow(NamedTuple):
    """Who asked for what."""

    programme: str
    via: str
    position: int
    party: str
    item: str
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[RequestRow]:
    asked = request(event, reading.record.position)
    if asked is not None:
        yield RequestRow(
            event.programme,
            event.id,
            asked.position,
            asked.party,
            asked.item,
            asked.earliest,
            asked.latest,
        )


REQUESTS: Final = KeptView(version=2, rows=_rows, facts={KnowledgeRequested})
