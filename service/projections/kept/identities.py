"""The view `identities`: who was identified as whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.knowledge import PartyIdentified
from domain.history import Reading
from domain.identities import identity
from service.projections.kept.view import KeptView


class IdentityRow(NamedTuple):
    """That two names are said to be of the same party."""

    programme: str
    via: str
    position: int
    party: str
    same_as: str
    occurred: str
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[IdentityRow]:
    found = identity(event, reading.record.position)
    if found is not None:
        yield IdentityRow(
            event.programme,
            event.id,
            found.position,
            found.party,
            found.same_as,
            found.occurred.text,
            found.occurred.earliest,
            found.occurred.latest,
        )


IDENTITIES: Final = KeptView(version=1, rows=_rows, facts={PartyIdentified})
