"""The view `referrals`: what events make, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.history import Reading
from domain.references import references
from service.projections.kept.view import EVERY, KeptView


class ReferralRow(NamedTuple):
    """That an event makes (`makes` 1) or refers to `name`: a kind and a slug, or a leak."""

    programme: str
    via: str
    position: int
    name: str
    makes: int
    type: str
    tester: str | None
    earliest: int
    latest: int


def _rows(event: Event, reading: Reading) -> Iterator[ReferralRow]:
    for each in references(event, reading.record.position):
        yield ReferralRow(
            event.programme,
            event.id,
            each.position,
            each.name,
            int(each.makes),
            each.type,
            each.tester,
            each.earliest,
            each.latest,
        )


REFERRALS: Final = KeptView(version=1, rows=_rows, facts=EVERY)
