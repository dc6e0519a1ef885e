"""The view `promises`: what was promised, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.programme import CommitmentBroken, CommitmentKept, CommitmentMade
from domain.history import Reading
from domain.promises import promise
from service.projections.kept.view import KeptView


class PromiseRow(NamedTuple):
    """That a commitment was made, kept or broken (`type`: the event's), and when it was due."""

    programme: str
    via: str
    position: int
    type: str
    slug: str
    due_at: int | None
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[PromiseRow]:
    found = promise(event, reading.record.position)
    if found is not None:
        yield PromiseRow(
            event.programme,
            event.id,
            found.position,
            found.type,
            found.slug,
            found.due_at,
            found.earliest,
            found.latest,
        )


PROMISES: Final = KeptView(
    version=1, rows=_rows, facts={CommitmentMade, CommitmentKept, CommitmentBroken}
)
