"""The view `disclosures`: which items were made known, by whom and to whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.incident import OpenLetterPublished, StatementIssued
from domain.events.knowledge import ItemDisclosed, ItemLeaked, ItemPublished
from domain.history import Reading
from domain.secrecy import disclosure
from service.projections.kept.view import KeptView


class DisclosureRow(NamedTuple):
    """That items (JSON) were made known to parties (`told`, JSON), perhaps `under` terms."""

    programme: str
    via: str
    position: int
    type: str
    doer: str | None
    told: str
    items: str
    under: str | None
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[DisclosureRow]:
    found = disclosure(event, reading.record.position)
    if found is not None:
        yield DisclosureRow(
            event.programme,
            event.id,
            found.position,
            found.type,
            found.by,
            json.dumps(found.to),
            json.dumps(found.items),
            found.under,
            found.earliest,
            found.latest,
        )


DISCLOSURES: Final = KeptView(
    version=1,
    rows=_rows,
    facts={ItemDisclosed, ItemLeaked, ItemPublished, OpenLetterPublished, StatementIssued},
)
