"""What events refer to, and which events make what is referred to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Final

from domain.events.catalogue import CATALOGUE, LEDGER_TYPES, Fact
from domain.events.envelope import Event
from domain.events.incident import IncidentOpened, LeakDetected, OpenLetterPublished
from domain.events.knowledge import ItemLeaked
from domain.events.programme import CommitmentMade, TermsPublished
from domain.events.tester import ConcernRaised, FeedbackGiven
from domain.instant import Instant
from domain.names import EventId, Party

KINDS: Final = frozenset({"feedback", "concern", "commitment", "terms", "letter", "incident"})
"""The kinds of what events make, and others refer to; besides leaks, which are events."""
LEAK: Final = "leak"

_SLUGS: Final = {kind: kind for kind in KINDS} | {"under": "terms", "replaces": "terms"}
_ITEMS: Final = ("item", "items", "reveals", "about")
_MAKERS: Final[dict[type[Any], str]] = {
    FeedbackGiven: "feedback",
    ConcernRaised: "concern",
    CommitmentMade: "commitment",
    TermsPublished: "terms",
    OpenLetterPublished: "letter",
    IncidentOpened: "incident",
}
"""What makes a thing: the field that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """That the event `via` makes (or else only refers to) `name`.

    `name` is a kind and a slug, or `leak:` and the id of an event. `type` is the event's.
    """

    name: str
    makes: bool
    type: str
    tester: Party | None
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def references(event: Event, position: int) -> frozenset[Reference]:
    """What a visible event makes and refers to. What it makes, it does not refer to."""
    if event.type in LEDGER_TYPES:
        return frozenset()
    made = frozenset(_made(event))
    tester: Party | None = getattr(event.fact, "tester", None)
    return frozenset(
        Reference(
            name=name,
            makes=name in made,
            type=event.type,
            tester=tester,
            via=event.id,
            position=position,
            earliest=event.occurred.earliest,
            latest=event.occurred.latest,
        )
        for name in {*made, *_named(event.fact)}
    )


def _made(event: Event) -> Iterator[str]:
    kind = _MAKERS.get(type(event.fact))
    if kind is not None:
        yield f"{kind}:{getattr(event.fact, kind)}"
    if isinstance(event.fact, ItemLeaked):
        yield f"{LEAK}:{event.id}"


def _named(fact: Fact) -> Iterator[str]:
    for name in _NAMES[type(fact)]:
        value = getattr(fact, name)
        if value is None:
            continue
        if name in _SLUGS:
            yield f"{_SLUGS[name]}:{value}"
        else:
            yield from _things(value if isinstance(value, tuple) else (value,))
    if isinstance(fact, LeakDetected) and fact.leak is not None:
        yield f"{LEAK}:{fact.leak}"


def _things(items: tuple[str, ...]) -> Iterator[str]:
    return (item for item in items if item.partition(":")[0] in KINDS)


_NAMES: Final = {
    kind: tuple(each.name for each in fields(kind) if each.name in {*_SLUGS, *_ITEMS})
    for kind in CATALOGUE.values()
}
