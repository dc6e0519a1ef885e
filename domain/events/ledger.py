"""What is said about another event of the same programme: retracted, corrected, disputed."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.fields import UNCHANGED, Grade, Outcome, ShortText, Text, Unchanged
from domain.events.incident import IncidentFact
from domain.events.knowledge import KnowledgeFact
from domain.events.programme import ProgrammeFact
from domain.events.tester import TesterFact
from domain.names import EventId, Party

OrdinaryFact = ProgrammeFact | TesterFact | KnowledgeFact | IncidentFact
"""What happened in the world; only this can be corrected or disputed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRetracted:
    event: EventId
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCorrected:
    """Replaces only the fields that it names; None removes `source`, `asserted_by` or `zone`."""

    event: EventId
    reason: Text
    occurred_at: str | Unchanged = UNCHANGED
    zone: str | Unchanged | None = UNCHANGED
    data: OrdinaryFact | Unchanged = UNCHANGED
    source: ShortText | Unchanged | None = UNCHANGED
    grade: Grade | Unchanged = UNCHANGED
    asserted_by: Party | Unchanged | None = UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDisputed:
    event: EventId
    by: Party
    grounds: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSettled:
    event: EventId
    outcome: Outcome
    reason: Text


LedgerFact = EventRetracted | EventCorrected | EventDisputed | DisputeSettled
