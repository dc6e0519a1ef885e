"""What was promised, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.events.envelope import Event
from domain.events.programme import CommitmentBroken, CommitmentKept, CommitmentMade
from domain.instant import Instant, parse_instant
from domain.names import EventId, Slug

MADE: Final = "commitment-made"
KEPT: Final = "commitment-kept"
BROKEN: Final = "commitment-broken"
SETTLING: Final = (KEPT, BROKEN)
"""The types that say what became of a promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """That the commitment `slug` was made, kept or broken (`type`) in the event `via`.

    `due_at`: by when it was to be kept, if that was said when it was made.
    """

    type: str
    slug: Slug
    due_at: Instant | None
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def promise(event: Event, position: int) -> Promise | None:
    """What a visible event says of a commitment; None: nothing."""
    fact = event.fact
    if not isinstance(fact, CommitmentMade | CommitmentKept | CommitmentBroken):
        return None
    due_at = fact.due_at if isinstance(fact, CommitmentMade) else None
    return Promise(
        type=event.type,
        slug=fact.commitment,
        due_at=None if due_at is None else parse_instant(due_at),
        via=event.id,
        position=position,
        earliest=event.occurred.earliest,
        latest=event.occurred.latest,
    )
