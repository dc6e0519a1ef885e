"""Who knew what, as a table: the cells of parties and items, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from domain.knowledge import Answer
from domain.names import Item, Party, Programme
from service.views.bounds import Bounds
from service.views.knowledge import (
    KnowledgeRows,
    answers_after,
    answers_of_item,
    answers_of_items,
    worded,
)

AT_ONCE: Final = 100
"""So many parties are looked up at once."""
FEW: Final = 20
"""Up to so many items are asked about one by one, each for all parties."""


class MatrixRows(KnowledgeRows, Protocol):
    """What is asked of a storage for a table of all parties."""

    def parties_after(self, programme: Programme, after: str, limit: int) -> Sequence[Party]:
        """The next parties that ever learned anything, by name."""
        ...


class Cell(NamedTuple):
    """The place of a cell, to go on after."""

    party: str
    item: str


class Wanted(NamedTuple):
    """Which parties and items are asked for (None: all); `events`: also `event:` items, then."""

    parties: Sequence[Party] | None
    items: Sequence[Item] | None
    events: bool


def matrix(
    rows: MatrixRows,
    programme: Programme,
    wanted: Wanted,
    bounds: Bounds,
    after: Cell | None,
    limit: int,
) -> tuple[list[dict[str, Any]], Cell | None]:
    """The cells that `who` would list, by party and item; and the place to go on after."""
    start = after or Cell("", "")
    cells = (
        each
        for each in _answers(rows, programme, wanted, bounds, start)
        if (each.party, each.item) > start
    )
    found = list(islice(cells, limit + 1))
    page = worded(rows, bounds.position, found[:limit])
    if len(found) <= limit:
        return page, None
    return page, Cell(found[limit - 1].party, found[limit - 1].item)


def _answers(
    rows: MatrixRows, programme: Programme, wanted: Wanted, bounds: Bounds, start: Cell
) -> Iterator[Answer]:
    """The cells from a party on, by party and item, read as far as they are looked at."""
    if _by_item(wanted):
        yield from _answers_of_items(rows, programme, wanted, bounds)
        return
    for party in _parties(rows, programme, wanted.parties, start.party):
        after = Item(start.item) if party == start.party else None
        if wanted.items is None:
            yield from answers_after(
                rows, programme, party, after, bounds, events=wanted.events, own=True
            )
        else:
            items = sorted(each for each in wanted.items if after is None or each > after)
            yield from answers_of_items(rows, programme, party, items, bounds, own=True)


def _by_item(wanted: Wanted) -> bool:
    """Whether asking about each item is less than asking about each party."""
    if wanted.items is None or len(wanted.items) > FEW:
        return False
    return wanted.parties is None or len(wanted.parties) > AT_ONCE


def _answers_of_items(
    rows: MatrixRows, programme: Programme, wanted: Wanted, bounds: Bounds
) -> list[Answer]:
    parties = None if wanted.parties is None else frozenset(wanted.parties)
    found = (
        each
        for item in wanted.items or ()
        for each in answers_of_item(rows, programme, item, bounds)
        if parties is None or each.party in parties
    )
    return sorted(found, key=lambda each: (each.party, each.item))


def _parties(
    rows: MatrixRows, programme: Programme, given: Sequence[Party] | None, start: str
) -> Iterator[Party]:
    """The parties from one on, by name."""
    if given is not None:
        yield from sorted(each for each in given if each >= start)
        return
    if start:
        yield Party(start)
    while found := rows.parties_after(programme, start, AT_ONCE):
        yield from found
        start = found[-1]
