"""What is to be kept secret: how items were registered, and the events that made them known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.events.envelope import Event
from domain.events.incident import OpenLetterPublished, StatementIssued
from domain.events.knowledge import ItemDisclosed, ItemLeaked, ItemPublished
from domain.events.programme import ItemRegistered
from domain.instant import END, Instant, parse_instant
from domain.names import EventId, Item, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """That `item` was registered in the event `via`, and how secret it was to be from then on.

    `embargo_until` is None also where an embargo has no end yet.
    """

    item: Item
    confidentiality: str
    embargo_until: Instant | None
    via: EventId
    position: int
    earliest: Instant
    latest: Instant

    @property
    def secret_until(self) -> Instant | None:
        """Until when its item is to be kept from who signed nothing; END: until further notice."""
        if self.confidentiality == "confidential":
            return END
        if self.confidentiality == "embargoed":
            return END if self.embargo_until is None else self.embargo_until
        return None

    @property
    def embargoed_until(self) -> Instant | None:
        """When its embargo ends, if that was said."""
        return self.embargo_until if self.confidentiality == "embargoed" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """That the event `via` made `items` known, to whom and on what terms (`under`)."""

    type: str
    by: Party | None
    to: tuple[Party, ...]
    items: tuple[Item, ...]
    under: str | None
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def registration(event: Event, position: int) -> Registration | None:
    """What a visible event registers; None: nothing."""
    fact = event.fact
    if not isinstance(fact, ItemRegistered):
        return None
    until = fact.embargo_until
    return Registration(
        item=fact.item,
        confidentiality=fact.confidentiality,
        embargo_until=None if until is None else parse_instant(until),
        via=event.id,
        position=position,
        earliest=event.occurred.earliest,
        latest=event.occurred.latest,
    )


def disclosure(event: Event, position: int) -> Disclosure | None:
    """What a visible event makes known of items; None: nothing."""
    fact = event.fact
    to: Sequence[Party] = ()
    under: str | None = None
    match fact:
        case ItemDisclosed():
            items, to, under = fact.items, fact.to, fact.under
        case ItemLeaked():
            items, to = fact.items, fact.to
        case StatementIssued():
            items, to = fact.items or (), fact.to
        case ItemPublished():
            items = fact.items
        case OpenLetterPublished():
            items = fact.reveals or ()
        case _:
            return None
    if not items:
        return None
    return Disclosure(
        type=event.type,
        by=fact.by,
        to=tuple(to),
        items=tuple(dict.fromkeys(items)),
        under=under,
        via=event.id,
        position=position,
        earliest=event.occurred.earliest,
        latest=event.occurred.latest,
    )
