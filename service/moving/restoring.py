"""A ledger made again from an archive: everything as it was, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.errors import Refusal
from domain.events.envelope import Event
from service.content import Encoded, decode, encode
from service.event_store import Append, EventStore, Place
from service.ledger import stream_of
from service.moving.archive import Archive, Kept, Unfit, kept_in

TOLD_EACH: Final = 500
"""How many events are restored between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many events are done, and of how many."""


class NotEmpty(Refusal):
    """A ledger in which something is recorded; another cannot be made again in it."""

    code = "not-empty"


def restore(store: EventStore, archive: Archive, progress: Progress) -> int:
    """Record the events of an archive as they were recorded once; returns how many.

    All of it is one transaction: whatever interrupts it, the ledger is empty after, and nobody
    can take a half of it for the whole. Raises `NotEmpty`, or `Unfit` if a line is not what the
    ledger could have come to hold at that place.
    """
    with store.appending() as append:
        if append.head.position:
            raise NotEmpty(
                f"The ledger is not empty: it ends at position {append.head.position:,}. "
                "Another is restored into a new database."
            )
        for number, line in archive.lines():
            try:
                _append(append, kept_in(line))
            except Unfit as unfit:
                raise Unfit(f"Line {number} {unfit.detail}.") from unfit
            if append.head.position % TOLD_EACH == 0:
                progress(append.head.position, archive.events)
        progress(archive.events, archive.events)
    return archive.events


def _append(append: Append, kept: Kept) -> None:
    due, last = append.head.position + 1, append.head.recorded_at
    if kept.position != due:
        raise Unfit(f"has the position {kept.position}, and {due} is due")
    if last is not None and kept.place.recorded_at <= last:
        raise Unfit("was not recorded after the line before it")
    event = _event(kept.encoded)
    if append.find(event.id) is not None:
        raise Unfit(f"has the id {event.id}, as an earlier one has")
    place = _place(append, event, kept)
    if place != kept.place:
        raise Unfit(f"says stream, version or root other than {', '.join(map(str, place[:3]))}")
    append.add(event, kept.encoded, place, kept.by, kept.restored)


def _event(encoded: Encoded) -> Event:
    """The event of a stored content, which must be stored in the very same bytes today."""
    try:
        event = decode(*encoded)
        if encode(event) == encoded:
            return event
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, Refusal):
        pass  # told below, as content that would be stored otherwise
    raise Unfit(f"has content that is no {encoded.topic} in canonical form")


def _place(append: Append, event: Event, kept: Kept) -> Place:
    """Where the event stands in a ledger that holds all of the earlier ones."""
    root, stream = event.id, stream_of(event, event)
    if event.about is not None:
        target = append.find(event.about)
        if target is None or target.declared.programme != event.programme:
            raise Unfit(f"is about an event that its programme does not hold, {event.about}")
        root, stream = target.declared.root, str(target.stored.originator_id)
    return Place(stream, append.version(stream) + 1, root, kept.place.recorded_at)
