"""The view `promised`: to whom which commitments were made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.commitments import promised
from domain.events.envelope import Event
from domain.events.programme import CommitmentMade
from domain.history import Reading
from service.projections.kept.view import KeptView


class PromisedRow(NamedTuple):
    """That a commitment was made to a party, and when it is due."""

    programme: str
    via: str
    position: int
    party: str
    slug: str
    due_at: int | None
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[PromisedRow]:
    for each in promised(event, reading.record.position):
        yield PromisedRow(
            event.programme,
            event.id,
            each.position,
            each.party,
            each.slug,
            each.due_at,
            each.earliest,
            each.latest,
        )


PROMISED: Final = KeptView(version=1, rows=_rows, facts={CommitmentMade})
