"""What every kept view is to the rest of the service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.events.envelope import Event
from domain.history import Reading

Row = tuple[Any, ...]
"""A row of a kept view without `r_from` and `r_to`; it begins `programme, via, position`."""


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view that is kept in a table of its own name.

    `rows` gives the rows of a visible event as it stands. `version` is raised whenever these, or
    the table of either storage, are no longer what they were: databases are then rebuilt.
    """

    version: int
    rows: Callable[[Event, Reading], Iterator[Row]]
