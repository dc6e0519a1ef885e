"""What is written of each kept view's table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    """The statements of one table.

    A comparison and a replay have the live tables in the schema `main` and those made from the
    events in `rebuilt`.
    """

    create: tuple[str, ...]
    drop: str
    insert: str
    """Takes the row's columns, `r_from` and `r_to`."""
    close: str
    """Takes the position at which the rows of a `via` no longer hold, and that `via`."""
    missing: str
    """Rows that the events give, and that the live view does not have."""
    surplus: str
    """Rows that the live view has, and that no event gives."""
    counts: str
    """How many rows there are, live and rebuilt."""
    swap: tuple[str, ...]
    """Puts the rebuilt rows in the place of the live ones."""
