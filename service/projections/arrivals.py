"""Keeps the arrivals: from when on each tester may have been there, as deeds come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from service.projections.kept import Row
from service.projections.kept.arrivals import ArrivalRow
from service.projections.kept.deeds import DeedRow
from service.projections.lowest import Lowest
from service.projections.shifts import Shift


class Whose(NamedTuple):
    """A tester of a programme."""

    programme: str
    tester: str


class ArrivalTables(Protocol):
    """The table of the arrivals, and the deeds that they come from, in an open transaction."""

    def earliest_of(self, wanted: Mapping[Whose, int]) -> Iterable[tuple[Whose, int]]:
        """The least `earliest` of the deeds of these that still hold, as many as wanted."""

    def begin_arrivals(self, begun: Iterable[tuple[ArrivalRow, int, int | None]]) -> None:
        """Add rows, each with the position from which it holds, and up to which if it ends."""

    def end_arrivals(self, ended: Iterable[tuple[Whose, int]]) -> None:
        """End the rows of these that were there before, each before a position."""


class Arrivals:
    """The testers whom a batch of events touches. A `Follower` of deeds."""

    def __init__(self, tables: ArrivalTables, batch: Iterable[Shift]) -> None:
        self._tables = tables
        wanted = Counter[Whose]()
        for shift in batch:
            wanted.update(whose for whose, _ in _deeds(shift.gave))
            wanted.update({whose: 0 for whose, _ in _deeds(shift.gives)})
        asked = {whose: goes + 1 for whose, goes in wanted.items()}
        self._earliest = Lowest(asked, tables.earliest_of(asked) if asked else ())
        self._since: dict[Whose, int] = {}
        """From which position in this batch the row that holds began to."""
        self._begun: list[tuple[ArrivalRow, int, int | None]] = []
        self._ended: list[tuple[Whose, int]] = []

    def follow(self, shifts: Iterable[Shift], position: int) -> None:
        """Follow what changed at one position."""
        before: dict[Whose, int | None] = {}
        for shift in shifts:
            for whose, row in _deeds(shift.gave):
                before.setdefault(whose, self._earliest.least(whose))
                self._earliest.remove(whose, row.earliest)
            for whose, row in _deeds(shift.gives):
                before.setdefault(whose, self._earliest.least(whose))
                self._earliest.add(whose, row.earliest)
        for whose, was in sorted(before.items()):
            if was != self._earliest.least(whose):
                self._change(whose, was, position)

    def write(self) -> None:
        """Write what the batch came to."""
        for whose, since in self._since.items():
            least = self._earliest.least(whose)
            if least is not None:
                self._begun.append((ArrivalRow(*whose, least), since, None))
        self._tables.end_arrivals(self._ended)
        self._tables.begin_arrivals(self._begun)

    def _change(self, whose: Whose, was: int | None, position: int) -> None:
        since = self._since.get(whose)
        if was is not None and since is None:
            self._ended.append((whose, position))
        elif was is not None and since is not None:
            self._begun.append((ArrivalRow(*whose, was), since, position))
        self._since[whose] = position


def _deeds(rows: Iterable[Row]) -> Iterator[tuple[Whose, DeedRow]]:
    for row in rows:
        if isinstance(row, DeedRow) and row.tester is not None:
            yield Whose(row.programme, row.tester), row
