"""Keeps the fronts: which of many learnings can be the first, as rows come and go.

What comes is compared with its front only. When a row of a front goes, what stood behind it comes
forward: it is looked for by index, a step of the front at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final, Protocol

from domain.fronts import front
from domain.instant import BEGINNING, END
from service.projections.kept import Row
from service.projections.kept.fronts import FrontKey, FrontRow, contenders
from service.projections.kept.learnings import LearningRow
from service.projections.kept.requests import RequestRow
from service.projections.shifts import Shift

CONTENDING: Final = frozenset({"learnings", "requests"})
"""The views whose rows contend."""

Known = tuple[str, str, str]
"""A programme, a party and an item."""


class FrontTables(Protocol):
    """The table of the fronts, and the rows that contend for them, in an open transaction."""

    def fronts(self, of: Collection[Known]) -> Iterable[FrontRow]:
        """The rows of these fronts that still hold."""

    def next_in_front(self, key: FrontKey, since: int, most: int) -> FrontRow | None:
        """Of the rows that contend, the one that may have been earliest (then first).

        Among those with `earliest` from `since` on, and `latest` up to `most`.
        """

    def begin_fronts(self, begun: Iterable[tuple[FrontRow, int, int | None]]) -> None:
        """Add rows, each with the position from which it holds, and up to which if it ends."""

    def end_fronts(self, ended: Iterable[tuple[FrontRow, int]]) -> None:
        """End rows that were there before, each before a position."""


class Fronts:
    """The fronts that a batch of events touches, followed from one event to the next."""

    def __init__(self, tables: FrontTables, batch: Iterable[Shift]) -> None:
        self._tables = tables
        self._held: dict[FrontKey, dict[FrontRow, int | None]] = defaultdict(dict)
        """The rows that hold, with the position at which they began in this batch, if so."""
        self._begun: list[tuple[FrontRow, int, int | None]] = []
        self._ended: list[tuple[FrontRow, int]] = []
        touched = {row[:1] + row[3:5] for each in batch for row in each.gave ^ each.gives}
        for held in tables.fronts(touched) if touched else ():
            self._held[held.key][held] = None

    def follow(self, shifts: Iterable[Shift], position: int) -> None:
        """Follow what changed at one position; the rows that contend are written already."""
        lost: dict[FrontKey, list[FrontRow]] = defaultdict(list)
        gained: dict[FrontKey, list[FrontRow]] = defaultdict(list)
        for shift in shifts:
            for row in _contending(shift.gave - shift.gives):
                lost[row.key].append(row)
            for row in _contending(shift.gives - shift.gave):
                gained[row.key].append(row)
        for key in sorted(lost.keys() | gained.keys()):
            self._renew(key, lost[key], gained[key], position)

    def write(self) -> None:
        """Write what the batch came to."""
        for rows in self._held.values():
            self._begun += [(row, since, None) for row, since in rows.items() if since is not None]
        self._tables.end_fronts(self._ended)
        self._tables.begin_fronts(self._begun)

    def _renew(
        self, key: FrontKey, lost: list[FrontRow], gained: list[FrontRow], position: int
    ) -> None:
        held = self._held[key]
        if held.keys().isdisjoint(lost):
            now = front([*held, *gained])
        else:
            now = list(self._read_anew(key))
        for row in held.keys() - set(now):
            since = held.pop(row)
            if since is None:
                self._ended.append((row, position))
            else:
                self._begun.append((row, since, position))
        for row in now:
            held.setdefault(row, position)

    def _read_anew(self, key: FrontKey) -> Iterator[FrontRow]:
        since, most = int(BEGINNING), int(END)
        while (step := self._tables.next_in_front(key, since, most)) is not None:
            yield step
            if step.latest == BEGINNING:
                return
            since, most = step.earliest + 1, step.latest - 1


def _contending(rows: Iterable[Row]) -> Iterator[FrontRow]:
    for row in rows:
        if isinstance(row, LearningRow | RequestRow):
            yield from contenders(row)
