"""Keeps the tallies: how the counts of each tester grow as deeds come and go.

A thing counts from the least `latest` of the deeds that say so of it. When deeds go, others come
forward: as many as may go in a batch, and one more, are read beforehand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, Protocol

from domain.instant import Instant
from domain.tallies import (
    CONCERN,
    FEEDBACK,
    REWARDS,
    Block,
    Steps,
    Sums,
    by_instant,
    completed_by,
    running,
    steps_of_concern,
    steps_of_feedback,
    steps_of_reward,
)
from service.projections.arrivals import Whose
from service.projections.kept import Row
from service.projections.kept.deeds import DeedRow
from service.projections.kept.tallies import TallyRow
from service.projections.lowest import Lowest
from service.projections.shifts import Shift

_COUNTED: Final = frozenset({*FEEDBACK, *CONCERN, *REWARDS})


class Said(NamedTuple):
    """What deeds of one type say of a tester's thing."""

    programme: str
    tester: str
    slug: str
    type: str


class TallyTables(Protocol):
    """The table of the tallies, and the deeds that they come from, in an open transaction."""

    def latest_of(self, wanted: Mapping[Said, int]) -> Iterable[tuple[Said, int]]:
        """The least `latest` of the deeds that still hold and say so, as many as wanted."""

    def last_steps(self, of: Collection[Whose]) -> Iterable[tuple[Whose, int]]:
        """The number of the last step of each of these that has any."""

    def steps(self, of: Whose, first: int, last: int) -> Iterable[Sums]:
        """The steps of a tester with these numbers."""

    def add_tallies(self, added: Iterable[tuple[TallyRow, int]]) -> None:
        """Add rows, each with the position from which it holds."""


class Tallies:
    """The testers whom a batch of events touches. A `Follower` of deeds."""

    def __init__(self, tables: TallyTables, batch: Iterable[Shift]) -> None:
        self._tables = tables
        gone, testers = Counter[Said](), set()
        for shift in batch:
            for row in _counted(shift.gave | shift.gives):
                testers.add(Whose(row.programme, row.tester or ""))
                gone.update(dict.fromkeys(_all_said(row), 0))
            gone.update(_said(row) for row in _counted(shift.gave) if row.type not in REWARDS)
        wanted = {said: goes + 1 for said, goes in gone.items()}
        self._latest = Lowest(wanted, tables.latest_of(wanted) if wanted else ())
        self._before = dict(tables.last_steps(testers) if testers else ())
        """The number of the last step of each tester before this batch."""
        self._steps: dict[Whose, list[Sums]] = defaultdict(list)
        self._added: list[tuple[TallyRow, int]] = []

    def follow(self, shifts: Iterable[Shift], position: int) -> None:
        """Follow what changed at one position."""
        gave, gives = [], []
        for shift in shifts:
            gave += _counted(shift.gave)
            gives += _counted(shift.gives)
        grown: dict[Whose, Steps] = defaultdict(Steps)
        things = {_all_said(row) for row in (*gave, *gives) if row.type not in REWARDS}
        for thing in things:
            grown[_whose(thing)].subtract(self._steps_of(thing))
        for row in gave:
            self._take(row, grown)
        for row in gives:
            self._give(row, grown)
        for thing in things:
            grown[_whose(thing)].update(self._steps_of(thing))
        for whose in sorted(grown):
            for step in by_instant(grown[whose]):
                self._add(whose, step, position)

    def write(self) -> None:
        """Write what the batch came to."""
        self._tables.add_tallies(self._added)

    def _steps_of(self, thing: tuple[Said, ...]) -> Steps:
        """What a thing adds, as it stands."""
        found = ((said.type, self._latest.least(said)) for said in thing)
        firsts = {name: Instant(first) for name, first in found if first is not None}
        is_feedback = thing[0].type in FEEDBACK
        return steps_of_feedback(firsts) if is_feedback else steps_of_concern(firsts)

    def _take(self, row: DeedRow, grown: Mapping[Whose, Steps]) -> None:
        if row.type in REWARDS:
            steps = steps_of_reward(row.type, Instant(row.latest))
            grown[Whose(row.programme, row.tester or "")].subtract(steps)
        else:
            self._latest.remove(_said(row), row.latest)

    def _give(self, row: DeedRow, grown: Mapping[Whose, Steps]) -> None:
        if row.type in REWARDS:
            steps = steps_of_reward(row.type, Instant(row.latest))
            grown[Whose(row.programme, row.tester or "")].update(steps)
        else:
            self._latest.add(_said(row), row.latest)

    def _add(self, whose: Whose, step: Sums, position: int) -> None:
        steps = self._steps[whose]
        steps.append(step)
        number = self._before.get(whose, 0) + len(steps)
        self._added.append((TallyRow(*whose, 0, number - 1, step.since, *step.counts), position))
        for block in completed_by(number):
            for sums in running(self._steps_in(whose, block)):
                row = TallyRow(*whose, *block, sums.since, *sums.counts)
                self._added.append((row, position))

    def _steps_in(self, whose: Whose, block: Block) -> Iterator[Sums]:
        """The steps of a block: those of before from the table, those of this batch from here."""
        before = self._before.get(whose, 0)
        first, last = block.steps[0], block.steps[-1]
        if first <= before:
            yield from self._tables.steps(whose, first, min(before, last))
        yield from self._steps[whose][max(0, first - before - 1) : last - before]


def _counted(rows: Iterable[Row]) -> list[DeedRow]:
    return [row for row in rows if isinstance(row, DeedRow) and row.type in _COUNTED]


def _whose(thing: tuple[Said, ...]) -> Whose:
    return Whose(thing[0].programme, thing[0].tester)


def _said(row: DeedRow) -> Said:
    return Said(row.programme, row.tester or "", row.slug or "", row.type)


def _all_said(row: DeedRow) -> tuple[Said, ...]:
    """All that may be said of the thing that a deed is about; nothing of a reward."""
    types = next((kind for kind in (FEEDBACK, CONCERN) if row.type in kind), ())
    return tuple(_said(row)._replace(type=name) for name in types)
