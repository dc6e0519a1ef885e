"""The view `contacts`: who was observed with whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.contacts import contact
from domain.events.envelope import Event
from domain.events.knowledge import ContactObserved
from domain.history import Reading
from service.projections.kept.view import KeptView


class ContactRow(NamedTuple):
    """Who was in contact; `parties` is a JSON list of two or more, different and sorted."""

    programme: str
    via: str
    position: int
    parties: str
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[ContactRow]:
    met = contact(event, reading.record.position)
    if met is not None:
        yield ContactRow(
            event.programme,
            event.id,
            met.position,
            json.dumps(met.parties),
            met.earliest,
            met.latest,
        )


CONTACTS: Final = KeptView(version=1, rows=_rows, facts={ContactObserved})
