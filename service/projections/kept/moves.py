"""The view `moves`: who joined or left which group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.knowledge import GroupJoined, GroupLeft
from domain.history import Reading
from service.projections.kept.view import KeptView


class MoveRow(NamedTuple):
    """Who joined or left which group."""

    programme: str
    via: str
    position: int
    company: str
    party: str
    joined: int
    occurred: str
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[MoveRow]:
    fact = event.fact
    if isinstance(fact, GroupJoined | GroupLeft):
        yield MoveRow(
            event.programme,
            event.id,
            reading.record.position,
            fact.group,
            fact.party,
            int(isinstance(fact, GroupJoined)),
            event.occurred.text,
            event.occurred.earliest,
            event.occurred.latest,
        )


MOVES: Final = KeptView(version=1, rows=_rows)
