"""What is asked of the ledger, and what it answers to the one who posts."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.envelope import Event
from domain.instant import Instant
from domain.names import EventId


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that somebody wants recorded, and under which conditions."""

    event: Event
    expected_version: int | None = None
    """The version of its stream before this event; None: whichever."""
    recorded_at: Instant | None = None
    """When it was recorded before it is restored; None: it is recorded now."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an event stands in the ledger. `already`: it stood there before."""

    id: EventId
    position: int
    stream: str
    version: int
    recorded_at: Instant
    already: bool
