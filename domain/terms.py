"""The terms that were published, and which of them others replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.events.envelope import Event
from domain.events.programme import TermsPublished
from domain.instant import Instant
from domain.names import EventId, Slug

NDA: Final = "nda"
"""The kind of terms by which who signs them promises to keep silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """That `terms` of a `kind` were published in the event `via`, perhaps to replace others."""

    terms: Slug
    kind: str
    replaces: Slug | None
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def published_terms(event: Event, position: int) -> Terms | None:
    """What a visible event publishes; None: no terms.

    Terms that say they replace themselves replace nothing.
    """
    fact = event.fact
    if not isinstance(fact, TermsPublished):
        return None
    return Terms(
        terms=fact.terms,
        kind=fact.kind,
        replaces=None if fact.replaces == fact.terms else fact.replaces,
        via=event.id,
        position=position,
        earliest=event.occurred.earliest,
        latest=event.occurred.latest,
    )
