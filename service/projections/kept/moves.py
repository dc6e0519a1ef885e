"""The view `moves`: who joined or left which group, who came to an organisation or went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.knowledge import AffiliationBegan, AffiliationEnded, GroupJoined, GroupLeft
from domain.history import Reading
from domain.names import Party
from service.projections.kept.view import KeptView


class MoveRow(NamedTuple):
    """Who joined or left which company: a group, or an organisation whose people they are."""

    programme: str
    via: str
    position: int
    company: str
    party: str
    joined: int
    occurred: str
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[MoveRow]:
    company: Party
    match event.fact:
        case GroupJoined(group=company, party=party) | GroupLeft(group=company, party=party):
            pass
        case (
            AffiliationBegan(org=company, party=party) | AffiliationEnded(org=company, party=party)
        ):
            pass
        case _:
            return
    yield MoveRow(
        event.programme,
        event.id,
        reading.record.position,
        company,
        party,
        int(isinstance(event.fact, GroupJoined | AffiliationBegan)),
        event.occurred.text,
        event.occurred.earliest,
        event.occurred.latest,
    )


MOVES: Final = KeptView(
    version=2, rows=_rows, facts={GroupJoined, GroupLeft, AffiliationBegan, AffiliationEnded}
)
