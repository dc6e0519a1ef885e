"""The view `deeds`: what adds to a tester's standing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.events.catalogue import CATALOGUE
from domain.events.envelope import Event
from domain.events.fields import field_names
from domain.events.programme import ProgrammeResumed, ProgrammeSuspended
from domain.history import Reading
from domain.standing import deed
from service.projections.kept.view import KeptView


class DeedRow(NamedTuple):
    """What it adds to a tester's standing; without `tester`: to everybody's."""

    programme: str
    via: str
    position: int
    tester: str | None
    type: str
    slug: str | None
    items: str
    earliest: int
    latest: int
    facet: str | None


def _rows(event: Event, reading: Reading) -> Iterator[DeedRow]:
    done = deed(event, reading.record.position)
    if done is not None:
        yield DeedRow(
            event.programme,
            event.id,
            done.position,
            done.tester,
            done.type,
            done.slug,
            json.dumps(done.items),
            done.earliest,
            done.latest,
            done.facet,
        )


_OF_TESTERS: Final = frozenset(kind for kind in CATALOGUE.values() if "tester" in field_names(kind))

DEEDS: Final = KeptView(
    version=4, rows=_rows, facts=_OF_TESTERS | {ProgrammeSuspended, ProgrammeResumed}
)
