"""What an event changes in a view, for those views that are made of the rows of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from service.projections.kept import Row


class Shift(NamedTuple):
    """What an event gave to a view, and what it gives from a position on."""

    view: str
    via: str
    position: int
    """Where the event itself stands."""
    gave: frozenset[Row]
    gives: frozenset[Row]


class Follower(Protocol):
    """Keeps a view that is made of the rows of others, through one batch of events.

    It is made before anything of the batch is written, of all that the batch will shift.
    """

    def follow(self, shifts: Iterable[Shift], position: int) -> None:
        """Follow what changed at one position; the rows themselves are written already."""

    def write(self) -> None:
        """Write what the batch came to."""
