"""What is written of each kept view's table."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    """The statements of one table, each of which may be several in one round trip.

    The live tables stand in the schema `testigo`; those made from the events to compare them with
    in `pg_temp`. A replay makes tables like the live ones.
    """

    create: str
    kept_by: tuple[str, ...]
    """Indexes by which projecting finds what it ends and compares with."""
    asked_by: tuple[str, ...] = ()
    """Indexes that only questions go by."""
    drop: str
    insert: str
    """Takes a list for every column of the row, `r_from` and `r_to`: any number of rows in one
    round trip."""
    close: str
    """Takes the position at which the rows of a `via` no longer hold, and that `via` (or its own
    position)."""
    make_room: str
    """Makes an empty table to compare with, without indexes."""
    missing: str
    """Rows that the events give, and that the live view does not have."""
    surplus: str
    """Rows that the live view has, and that no event gives."""
    counts: str
    """How many rows there are, `live` and `rebuilt`."""
    closed_by_position: bool = False
    """Whether its rows do not name the event that they come from, but only where that stands."""

    @property
    def statements(self) -> tuple[str, ...]:
        """All that makes it."""
        return (self.create, *self.kept_by, *self.asked_by)


def beside(index: str, name: str) -> str:
    """The statement that makes an index of the table `name`, as it is about the one that a replay
    fills. The database names it: the live one has the name."""
    return re.sub(rf"INDEX \w+\s+ON {name}\b", f"INDEX ON testigo.{name}_beside", index)
