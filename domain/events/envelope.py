"""An event as it is posted, and as it is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.catalogue import Fact, type_name
from domain.events.fields import Grade, Sha256, ShortText, Text
from domain.events.ledger import LedgerFact
from domain.instant import Instant
from domain.names import EventId, Party, Programme
from domain.occurrence import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What bears an event out: an address, a digest, a note; at least one of them."""

    url: ShortText | None = None
    sha256: Sha256 | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is said: a fact, when it happened, and on whose word."""

    id: EventId
    programme: Programme
    occurred: Occurrence
    fact: Fact
    zone: str | None = None
    source: ShortText | None = None
    source_id: ShortText | None = None
    """The id that it has in its source, where that is no UUID; only beside `source`."""
    asserted_by: Party | None = None
    reported: Occurrence | None = None
    grade: Grade = "reported"
    evidence: tuple[Evidence, ...] = ()

    @property
    def type(self) -> str:
        """The name of its type in the catalogue."""
        return type_name(self.fact)

    @property
    def about(self) -> EventId | None:
        """The event that a Ledger event is about, else None."""
        return self.fact.event if isinstance(self.fact, LedgerFact) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who posts: a name that people read, and an identity that is never given again."""

    name: str
    principal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """That an event was not recorded live but restored: when, and by whom."""

    at: Instant
    by: Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event in its place in the ledger. Positions and recorded times rise together."""

    event: Event
    position: int
    recorded_at: Instant
    stream: str
    version: int
    recorded_by: Principal
    restored: Restored | None = None
