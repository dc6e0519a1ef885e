"""How rows that stand in order of occurrence are cut up, so that any part of the past is near.

What had been recorded by a position, in order of when it occurred, is a question of two
dimensions. So the rows of such a view are indexed in blocks of the positions at which they began
to hold, each block in order of occurrence: what held at a position is then merged from the whole
blocks before it and the one that it falls into. Whole programmes are never walked, wherever in
the past one asks.

What can have happened from an instant on is asked likewise: what lasted a day at most cannot have
begun more than a day before. So uncertain occurrences are told apart by how wide they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from domain.instant import BEGINNING, DAY, END, Instant

LARGE: Final = 14
"""A large block is 2^14 positions; the statements that make indexes know it, too."""
SMALL: Final = 10
"""A small block is 2^10 positions."""

_WIDTHS: Final = (0, DAY // 24, DAY, 8 * DAY, 31 * DAY, 366 * DAY)
_WIDER: Final = len(_WIDTHS)
_FROM_THEN: Final = _WIDER + 1
_BY_THEN: Final = _WIDER + 2


class Blocks(NamedTuple):
    """The blocks whose rows may have held at a position: each position up to it is in one."""

    large: range
    small: range

    @classmethod
    def upto(cls, position: int) -> Blocks:
        """Whole large ones, then whole small ones and the one that `position` falls into.

        For what is dense: of what falls into no whole large block little is passed over.
        """
        large = range(position >> LARGE)
        return cls(large, range(len(large) << (LARGE - SMALL), (position >> SMALL) + 1))

    @classmethod
    def large_upto(cls, position: int) -> Blocks:
        """Large ones alone, the last of them the one that `position` falls into."""
        return cls(range((position >> LARGE) + 1), range(0))


class Reach(NamedTuple):
    """Where uncertain occurrences of one width begin that may reach an instant."""

    width: int
    earliest: Instant
    latest: Instant


def width(earliest: Instant, latest: Instant) -> int:
    """How uncertain an occurrence is, as a number from 0 (an instant) to 8 (`../B`)."""
    if earliest == BEGINNING:
        return _BY_THEN
    if latest == END:
        return _FROM_THEN
    return next((n for n, most in enumerate(_WIDTHS) if latest - earliest <= most), _WIDER)


def reaching(instant: Instant) -> Iterator[Reach]:
    """For each width but 0, the least bounds with which an occurrence may reach an instant."""
    for number, most in enumerate(_WIDTHS[1:], 1):
        yield Reach(number, Instant(max(BEGINNING, instant - most)), instant)
    yield Reach(_WIDER, BEGINNING, instant)
    yield Reach(_FROM_THEN, BEGINNING, END)
    yield Reach(_BY_THEN, BEGINNING, instant)
