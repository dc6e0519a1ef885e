"""What every kept view is to the rest of the service."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from domain.events.catalogue import CATALOGUE
from domain.events.envelope import Event
from domain.history import Reading

Row = tuple[Any, ...]
"""A row of a kept view without `r_from` and `r_to`; mostly it begins `programme, via, position`."""


EVERY: Final = frozenset(CATALOGUE.values())
"""Facts of all types."""


def _none(_event: Event, _reading: Reading) -> Iterator[Row]:
    return iter(())


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view that is kept in a table of its own name.

    `rows` gives the rows of a visible event as it stands. `version` is raised whenever these, or
    the table of either storage, are no longer what they were: databases are then rebuilt.

    `facts` are the types that give rows: of other events none are asked for.

    A view that is made `of` the rows of others, and not event by event, has no `rows` of its own;
    it is made anew whenever one of these is, and they with it.
    """

    version: int
    rows: Callable[[Event, Reading], Iterator[Row]] = _none
    facts: Collection[type] = ()
    of: tuple[str, ...] = ()
