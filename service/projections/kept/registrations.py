"""The view `registrations`: how secret each item was to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.programme import ItemRegistered
from domain.history import Reading
from domain.secrecy import registration
from service.projections.kept.view import KeptView


class RegistrationRow(NamedTuple):
    """That an item was registered; `embargo_until` is null where no end was said."""

    programme: str
    via: str
    position: int
    item: str
    confidentiality: str
    embargo_until: int | None
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[RegistrationRow]:
    found = registration(event, reading.record.position)
    if found is not None:
        yield RegistrationRow(
            event.programme,
            event.id,
            found.position,
            found.item,
            found.confidentiality,
            found.embargo_until,
            found.earliest,
            found.latest,
        )


REGISTRATIONS: Final = KeptView(version=1, rows=_rows, facts={ItemRegistered})
