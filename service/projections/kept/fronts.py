"""The view `fronts`: of the learnings and requests, those that can be the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.fronts import Lane
from domain.names import PUBLIC
from service.projections.kept.learnings import LearningRow
from service.projections.kept.requests import RequestRow
from service.projections.kept.view import KeptView


class FrontKey(NamedTuple):
    """What is alike in the learnings of one front; `tellers` only in the lane `HEARD`."""

    programme: str
    party: str
    item: str
    extent: int
    lane: int
    tellers: str


class FrontRow(NamedTuple):
    """A learning, or a request, that can be the first of its kind."""

    programme: str
    via: str
    position: int
    party: str
    item: str
    extent: int
    lane: int
    tellers: str
    basis: int
    source: str | None
    channel: str | None
    earliest: int
    latest: int

    @property
    def key(self) -> FrontKey:
        """The front that it may be on."""
        return FrontKey(self.programme, self.party, self.item, self.extent, self.lane, self.tellers)


def contenders(row: LearningRow | RequestRow) -> Iterator[FrontRow]:
    """What a row puts up for the fronts; one of `public` for two."""
    if isinstance(row, RequestRow):
        yield FrontRow(
            *row[:5], 0, Lane.ASKED, "", 0, None, None, earliest=row.earliest, latest=row.latest
        )
        return
    told = row.basis, row.source, row.channel, row.earliest, row.latest
    yield FrontRow(*row[:6], row.lane, "", *told)
    if row.party == PUBLIC:
        yield FrontRow(*row[:6], Lane.HEARD, row.tellers, *told)


FRONTS: Final = KeptView(version=1, of=("learnings", "requests"))
