"""The view `tellings`: who told of which items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.incident import OpenLetterPublished, StatementIssued
from domain.events.knowledge import ItemDisclosed, ItemLeaked, ItemPublished
from domain.history import Reading
from domain.learnings import tellings
from service.projections.kept.view import KeptView


class TellingRow(NamedTuple):
    """That a party told of an item, whomever."""

    programme: str
    via: str
    position: int
    party: str
    item: str
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[TellingRow]:
    for each in tellings(event, reading.record.position):
        yield TellingRow(
            event.programme,
            event.id,
            each.position,
            each.party,
            each.item,
            each.earliest,
            each.latest,
        )


TELLINGS: Final = KeptView(
    version=2,
    rows=_rows,
    facts={ItemDisclosed, ItemLeaked, ItemPublished, OpenLetterPublished, StatementIssued},
)
