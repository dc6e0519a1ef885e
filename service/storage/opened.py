"""What every storage offers, whichever database is below."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from service.access import TokenStore
from service.event_store import EventStore
from service.projections.runner import KeptViews
from service.views.asking import RowSource


class Difference(NamedTuple):
    """Where a live view is not what the events give."""

    view: str
    missing: int
    surplus: int
    doubled: int
    examples: tuple[str, ...]


class Beside(Protocol):
    """Empty views beside the live ones, to be filled from the events."""

    @property
    def kept(self) -> KeptViews: ...

    def swap_in(self, names: Collection[str], catch_up: Callable[[int], None]) -> None:
        """Put these views in the place of the live ones, at once.

        While projecting is held back, `catch_up` is called with the position that the live views
        reflect; then they are replaced, all in one transaction.
        """


class Comparison(Protocol):
    """A reading of the live views that stays as it was opened, and empty views beside them."""

    @property
    def kept(self) -> KeptViews: ...

    @property
    def checkpoints(self) -> Mapping[str, int]:
        """What the live views reflect."""
        ...

    def differences(self) -> list[Difference]:
        """What differs between the live views and those beside them."""


class Storage(Protocol):
    """An open database: its events, its kept views, its tokens."""

    @property
    def store(self) -> EventStore: ...
    @property
    def kept(self) -> KeptViews: ...
    @property
    def rows(self) -> RowSource: ...
    @property
    def tokens(self) -> TokenStore: ...

    @property
    def writable(self) -> bool:
        """Whether this process may append and project."""
        ...

    @property
    def token_file(self) -> Path:
        """Where a first token is left if nobody is there to be shown it."""
        ...

    def rebuilding(self) -> AbstractContextManager[Beside]:
        """Open views to rebuild; `ReplayRunning` if somebody rebuilds already."""

    def comparing(self) -> AbstractContextManager[Comparison]:
        """Open views to compare with the live ones."""

    def announce(self) -> None:
        """Tell the projecting threads of this process that something was appended."""

    def wait_for_append(self, seconds: float) -> None:
        """Wait until something was appended, by whichever process, or so long."""

    def close(self) -> None:
        """Close every connection. What waits for an append waits no longer."""
