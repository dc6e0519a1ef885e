"""Who was identified as whom: shown beside answers, never merged into them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.envelope import Event
from domain.events.knowledge import PartyIdentified
from domain.names import EventId, Party
from domain.occurrence import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """That the event `via` says that two names are of the same party."""

    party: Party
    same_as: Party
    via: EventId
    position: int
    occurred: Occurrence


def identity(event: Event, position: int) -> Identity | None:
    """What a `party-identified` says; None for every other event."""
    if not isinstance(event.fact, PartyIdentified):
        return None
    return Identity(
        party=event.fact.party,
        same_as=event.fact.same_as,
        via=event.id,
        position=position,
        occurred=event.occurred,
    )


def in_time(each: Identity) -> tuple[int, int, int]:
    """The order in which they are shown."""
    return each.occurred.latest, each.occurred.earliest, each.position
