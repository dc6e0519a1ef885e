"""The marks of a programme along both axes: when anything happened, and when it was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from domain.instant import Instant
from domain.names import Item, Party, Programme


class Recording(NamedTuple):
    """That an event was recorded: where, and when."""

    position: int
    recorded_at: Instant


class MarkRows(Protocol):
    """What is asked of a storage."""

    def happened(self, programme: Programme, at: int) -> Sequence[Instant]:
        """For each visible event when it certainly had happened; if it never certainly has, from
        when on it is possible. In no order."""
        ...

    def recordings(self, programme: Programme, at: int) -> Sequence[Recording]:
        """Every event of the programme, by position."""
        ...

    def items_of_kind(self, programme: Programme, kind: str, limit: int) -> Sequence[Item]:
        """The first items of a kind of which anybody ever learned, by name."""
        ...

    def parties_after(self, programme: Programme, after: str, limit: int) -> Sequence[Party]:
        """The next parties that ever learned anything, by name."""
        ...


class Marks(NamedTuple):
    """The marks as they are at a position."""

    happened: Sequence[Instant]
    """In order of time, one for each event."""
    moments: Sequence[Instant]
    """The same, each once."""
    recordings: Sequence[Recording]


def marks(rows: MarkRows, programme: Programme, at: int) -> Marks:
    """The marks of all that had been recorded by a position."""
    happened = sorted(rows.happened(programme, at))
    return Marks(happened, list(dict.fromkeys(happened)), rows.recordings(programme, at))
