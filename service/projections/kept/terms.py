"""The view `terms`: which terms were published, and which they replace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.programme import TermsPublished
from domain.history import Reading
from domain.terms import published_terms
from service.projections.kept.view import KeptView


class TermsRow(NamedTuple):
    """That terms were published; `replaces`: others, never themselves."""

    programme: str
    via: str
    position: int
    terms: str
    kind: str
    replaces: str | None
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[TermsRow]:
    found = published_terms(event, reading.record.position)
    if found is not None:
        yield TermsRow(
            event.programme,
            event.id,
            found.position,
            found.terms,
            found.kind,
            found.replaces,
            found.earliest,
            found.latest,
        )


TERMS: Final = KeptView(version=1, rows=_rows, facts={TermsPublished})
