"""Incidents: which events are of one, and which of them are decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from domain.events.catalogue import Fact
from domain.events.incident import (
    ActionAgreed,
    FindingRecorded,
    IncidentClosed,
    IncidentOpened,
    LeakContained,
    LeakDetected,
    LetterSigned,
    OpenLetterPublished,
    StatementIssued,
)
from domain.events.knowledge import ItemLeaked
from domain.instant import BEGINNING, DAY, END, Instant
from domain.names import EventId, Item, Party, Slug, item_of
from domain.occurrence import Occurrence

BEFORE: Final = 7 * DAY
"""Letters and leaks of so long before the first event of an incident are taken to be of it."""

LETTERS_AND_LEAKS: Final = ("open-letter-published", "letter-signed", "item-leaked")
BEGINS: Final = frozenset(
    {"incident-opened", "leak-detected", "open-letter-published", "item-leaked"}
)
"""An incident begins with the first of these."""
OFFICIAL: Final = ("org:", "staff:")
"""Whose statements are those of an organisation: it, or one of its staff."""
RESPONSES: Final = (
    "access-cut",
    "programme-suspended",
    "programme-resumed",
    "programme-closed",
    "statement-issued",
)
"""What an organisation does about it; while it lasts, these are taken to be of it."""
TELLINGS: Final = frozenset(
    {
        *("item-registered", "item-disclosed", "item-published", "item-leaked"),
        *("knowledge-requested", "statement-issued", "terms-published"),
        *("concern-raised", "concern-escalated", "concern-answered"),
        *("commitment-made", "commitment-kept", "commitment-broken"),
    }
)
"""What is of an incident if it speaks of what leaked, or of what a letter reveals."""


def incident_of(fact: Fact) -> Slug | None:
    """The incident that a fact names; None: it names none."""
    match fact:
        case (
            IncidentOpened(incident=incident)
            | LeakDetected(incident=incident)
            | LeakContained(incident=incident)
            | FindingRecorded(incident=incident)
            | ActionAgreed(incident=incident)
            | IncidentClosed(incident=incident)
        ):
            return incident
        case _:
            return None


def spoken_of(fact: Fact) -> tuple[EventId, ...]:
    """The events that a fact of an incident is about."""
    match fact:
        case LeakDetected(leak=leak) if leak is not None:
            return (leak,)
        case FindingRecorded(about=about) if about is not None:
            return about
        case _:
            return ()


def leaked_items(facts: Iterable[Fact]) -> Iterator[Item]:
    """What leaked, as far as these facts tell it."""
    for fact in facts:
        if isinstance(fact, LeakDetected | ItemLeaked):
            yield from fact.items


def revealed_items(facts: Iterable[Fact]) -> Iterator[Item]:
    """Letters, and what they reveal."""
    for fact in facts:
        if isinstance(fact, OpenLetterPublished):
            yield item_of("letter", fact.letter)
            yield from fact.reveals or ()


def behind(facts: Iterable[Fact]) -> Iterator[Party]:
    """Who published letters, signed them, or leaked."""
    for fact in facts:
        match fact:
            case OpenLetterPublished(by=by, signatories=signatories):
                yield by
                yield from signatories or ()
            case LetterSigned(signatory=signatory):
                yield signatory
            case ItemLeaked(by=by) if by is not None:
                yield by
            case _:
                pass


def is_response(fact: Fact) -> bool:
    """Of statements: whether an organisation makes it, or one of its staff; else true."""
    return not isinstance(fact, StatementIssued) or fact.by.startswith(OFFICIAL)


def is_decision(type_name: str, fact: Fact) -> bool:
    """Whether an organisation or a letter's authors decided it, so that it matters what was
    known."""
    return type_name in DECISIONS and is_response(fact)


DECISIONS: Final = (
    "open-letter-published",
    "leak-detected",
    "access-cut",
    "programme-suspended",
    "statement-issued",
)


def starts(occurrences: Iterable[Occurrence]) -> Instant | None:
    """The earliest bounded instant at which any of these may have happened; None: unbounded."""
    return min(
        (
            bound
            for each in occurrences
            for bound in (each.earliest if each.earliest != BEGINNING else each.latest,)
            if bound != END
        ),
        default=None,
    )


def elapsed(one: Occurrence, other: Occurrence) -> tuple[int | None, int | None]:
    """How many microseconds passed from one to the other, at least and at most.

    None: unbounded. Where the order is open, the least is below zero.
    """
    least = most = None
    if one.latest != END and other.earliest != BEGINNING:
        least = other.earliest - one.latest
    if one.earliest != BEGINNING and other.latest != END:
        most = other.latest - one.earliest
    return least, most
