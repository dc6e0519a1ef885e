"""What is written of each kept view's table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    """The statements of one table.

    A comparison has the live tables in the schema `main` and those made from the events in
    `rebuilt`. A replay makes one of another name in `main`, which then takes this one's name.
    """

    create: str
    kept_by: tuple[str, ...]
    """Indexes by which projecting finds what it ends and compares with."""
    asked_by: tuple[str, ...] = ()
    """Indexes that only questions go by."""
    drop: str
    insert: str
    """Takes the row's columns, `r_from` and `r_to`."""
    close: str
    """Takes the position at which the rows of a `via` no longer hold, and that `via` (or its own
    position)."""
    missing: str
    """Rows that the events give, and that the live view does not have."""
    surplus: str
    """Rows that the live view has, and that no event gives."""
    counts: str
    """How many rows there are, live and rebuilt."""
    closed_by_position: bool = False
    """Whether its rows do not name the event that they come from, but only where that stands."""

    @property
    def statements(self) -> tuple[str, ...]:
        """All that makes it."""
        return (self.create, *self.kept_by, *self.asked_by)


@lru_cache(maxsize=1024)
def about(statement: str, name: str, other: str) -> str:
    """A statement about the table `name`, as it is about the table `other`.

    A table's name cannot be a parameter; `other` is one of our own, never one that was given.
    Indexes begin with the name of their table, and so are renamed with it.
    """
    named = rf"\b(TABLE|INDEX|ON|INTO|FROM|JOIN|UPDATE|TO) {name}(?=_|\b)"
    return re.sub(named, rf"\1 {other}", statement)
