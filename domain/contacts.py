"""Contacts: that parties were observed together, and between which bounds."""

from __future__ import annotations

from typing import NamedTuple

from domain.events.envelope import Event
from domain.events.knowledge import ContactObserved
from domain.instant import Instant
from domain.names import EventId, Party


class Contact(NamedTuple):
    """That different `parties`, sorted, were in contact, at some time within the bounds.

    A plain tuple, because a sweep takes a million of them one by one.
    """

    parties: tuple[Party, ...]
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def contact(event: Event, position: int) -> Contact | None:
    """The contact that a visible event observed; None: none, or a party with itself alone."""
    if not isinstance(event.fact, ContactObserved):
        return None
    parties = tuple(sorted(set(event.fact.parties)))
    if len(parties) < 2:
        return None
    occurred = event.occurred
    return Contact(parties, event.id, position, occurred.earliest, occurred.latest)
