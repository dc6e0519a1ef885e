"""What every storage offers, whichever database is below."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from service.access import TokenStore
from service.access_log import AccessStore
from service.projections.replay import Rebuildable
from service.projections.runner import KeptViews
from service.sessions import SessionStore
from service.views.asking import RowSource


class Difference(NamedTuple):
    """Where a live view is not what the events give."""

    view: str
    missing: int
    surplus: int
    doubled: int
    examples: tuple[str, ...]


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


class Storage(Rebuildable, Protocol):
    """An open database: its events, its kept views, its tokens."""

    @property
    def kept(self) -> KeptViews: ...
    @property
    def rows(self) -> RowSource: ...
    @property
    def tokens(self) -> TokenStore: ...

    @property
    def sessions(self) -> SessionStore: ...

    @property
    def access(self) -> AccessStore: ...

    @property
    def writable(self) -> bool:
        """Whether this process may append and project."""
        ...

    @property
    def is_replica(self) -> bool:
        """Whether it is a copy that another server writes, and may not have all of it yet."""
        ...

    @property
    def token_file(self) -> Path:
        """Where a first token is left if nobody is there to be shown it."""
        ...

    def comparing(self) -> AbstractContextManager[Comparison]:
        """Open views to compare with the live ones."""

    def behind(self) -> float | None:
        """How many seconds a replica is behind, at most; None: that cannot be told."""

    def announce(self) -> None:
        """Tell the projecting threads of this process that something was appended."""

    def wait_for_append(self, seconds: float) -> None:
        """Wait until something was appended, by whichever process, or so long."""

    def close(self) -> None:
        """Close every connection. What waits for an append waits no longer."""
