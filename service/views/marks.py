"""The marks of a programme along both axes: when anything happened, and when it was recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from domain.instant import Instant
from domain.names import Item, Party, Programme


class Recording(NamedTuple):
    """That an event was recorded: where, and when."""

    position: int
    recorded_at: Instant


class Shift(NamedTuple):
    """That so many more visible events had certainly happened by an instant; fewer, below 0. Of
    what never certainly has, the instant is that from which on it is possible."""

    instant: Instant
    number: int


class Added(NamedTuple):
    """How many events of a type were recorded, and how many of them had perhaps happened."""

    type: str
    number: int
    happened: int


class MarkRows(Protocol):
    """What is asked of a storage."""

    def happened(self, programme: Programme, at: int) -> Sequence[Instant]:
        """The instants of all visible events (see `Shift`), in no order."""
        ...

    def happened_since(self, programme: Programme, since: int, at: int) -> Sequence[Shift]:
        """What the events recorded after `since` changed in that, in no order."""
        ...

    def recordings(self, programme: Programme, since: int, at: int) -> Sequence[Recording]:
        """Every event of the programme after a position, by position."""
        ...

    def added(self, programme: Programme, since: int, at: int, as_of: Instant) -> Sequence[Added]:
        """What was recorded after a position, by type; what had perhaps happened by `as_of` as it
        stands at `at`, or as it was recorded if it is not visible any more."""
        ...

    def items_of_kind(self, programme: Programme, kind: str, limit: int) -> Sequence[Item]:
        """The first items of a kind of which anybody ever learned, by name."""
        ...

    def parties_after(self, programme: Programme, after: str, limit: int) -> Sequence[Party]:
        """The next parties that ever learned anything, by name."""
        ...


class Marks(NamedTuple):
    """The marks as they are at a position."""

    position: int
    happened: Sequence[Instant]
    """In order of time, one for each event."""
    recordings: Sequence[Recording]


def marks(rows: MarkRows, programme: Programme, at: int, known: Marks | None = None) -> Marks:
    """The marks of all that had been recorded by a position; only what was recorded since is read
    if those of an earlier one are known."""
    if known is None or known.position > at:
        happened = sorted(rows.happened(programme, at))
        return Marks(at, happened, rows.recordings(programme, 0, at))
    since = rows.recordings(programme, known.position, at)
    if not since:
        return known._replace(position=at)
    shifts: Counter[Instant] = Counter()
    for each in rows.happened_since(programme, known.position, at):
        shifts[each.instant] += each.number
    return Marks(at, _shifted(known.happened, shifts), [*known.recordings, *since])


def _shifted(happened: Sequence[Instant], shifts: Counter[Instant]) -> list[Instant]:
    kept = []
    for each in happened:
        if shifts[each] < 0:
            shifts[each] += 1
        else:
            kept.append(each)
    return sorted([*kept, *shifts.elements()])
