"""What changed in who knew what between two positions, and because of which events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby, islice
from typing import Any, Final, NamedTuple, Protocol

from domain.knowledge import Answer
from domain.names import EventId, Item, Party, Programme
from service.views.bounds import Bounds
from service.views.histories import Histories, HistoryRows, Pair, Said
from service.views.knowledge import answers_after, answers_of_item, worded

AT_ONCE: Final = 100
"""So many pairs are put into words at once."""


class DiffRows(HistoryRows, Protocol):
    """What is asked of a storage."""

    def ids_at(self, positions: Collection[int]) -> Mapping[int, EventId]:
        """The ids of the events at these positions."""
        ...


def diff_of_item(
    rows: DiffRows,
    programme: Programme,
    item: Item,
    then: Bounds,
    now: Bounds,
    after: str | None,
    limit: int,
) -> tuple[list[dict[str, Any]], str | None]:
    """What changed in who knew an item, by party; and the party to go on after."""

    def answers(bounds: Bounds) -> list[Answer]:
        return sorted(answers_of_item(rows, programme, item, bounds), key=_pair)

    changes = _changes(rows, then, now, answers(then), answers(now))
    left = (each for each in changes if each.pair.party > (after or ""))
    page, more = _page(left, limit)
    histories = Histories(rows, programme, then, now, as_who=True)
    return _told(rows, page, histories), page[-1].pair.party if more else None


def diff_of_party(
    rows: DiffRows,
    programme: Programme,
    party: Party,
    then: Bounds,
    now: Bounds,
    after: str | None,
    limit: int,
    *,
    events: bool,
) -> tuple[list[dict[str, Any]], str | None]:
    """What changed in what a party knew, by item; and the item to go on after."""

    def answers(bounds: Bounds) -> Iterator[Answer]:
        start = None if after is None else Item(after)
        return answers_after(rows, programme, party, start, bounds, events=events)

    changes = _changes(rows, then, now, answers(then), answers(now))
    page, more = _page(changes, limit)
    histories = Histories(rows, programme, then, now, as_who=False)
    return _told(rows, page, histories), page[-1].pair.item if more else None


def _pair(each: Answer) -> Pair:
    return Pair(each.party, each.item)


class _Change(NamedTuple):
    """An answer that is not what it was; None where there is none."""

    pair: Pair
    before: Said | None
    after: Said | None


def _page(changes: Iterable[_Change], limit: int) -> tuple[list[_Change], bool]:
    """The first of these up to a limit, and whether there are more."""
    found = list(islice(changes, limit + 1))
    return found[:limit], len(found) > limit


def _changes(
    rows: DiffRows,
    then: Bounds,
    now: Bounds,
    before: Iterable[Answer],
    after: Iterable[Answer],
) -> Iterator[_Change]:
    """Where answers differ, by party and item; read and put into words as it is looked at.

    Both `before` and `after` are in this order.
    """
    pairs = _side_by_side(before, after)
    while batch := list(islice(pairs, AT_ONCE)):
        was = _said(rows, then, [each for _, each, _ in batch if each is not None])
        stands = _said(rows, now, [each for _, _, each in batch if each is not None])
        for pair, *_ in batch:
            if was.get(pair) != stands.get(pair):
                yield _Change(pair, was.get(pair), stands.get(pair))


def _side_by_side(
    before: Iterable[Answer], after: Iterable[Answer]
) -> Iterator[tuple[Pair, Answer | None, Answer | None]]:
    """The answers for each pair, before and after."""
    sides = merge(
        ((_pair(each), 0, each) for each in before),
        ((_pair(each), 1, each) for each in after),
        key=lambda found: found[:2],
    )
    for pair, found in groupby(sides, key=lambda each: each[0]):
        both: dict[int, Answer] = {side: each for _, side, each in found}
        yield pair, both.get(0), both.get(1)


def _said(rows: DiffRows, bounds: Bounds, answers: Sequence[Answer]) -> dict[Pair, Said]:
    said = worded(rows, bounds.position, answers)
    return {Pair(each["party"], each["item"]): each for each in said}


def _told(rows: DiffRows, changes: Sequence[_Change], histories: Histories) -> list[dict[str, Any]]:
    """These changes in words, each with the events that are responsible."""
    where = {each.pair: histories.responsible(each.pair, each.before) for each in changes}
    ids = rows.ids_at({position for found in where.values() for position in found})
    return [
        {
            "party": each.pair.party,
            "item": each.pair.item,
            "before": each.before,
            "after": each.after,
            "fields": _fields(each),
            "because": [ids[position] for position in where[each.pair]],
        }
        for each in changes
    ]


def _fields(change: _Change) -> list[str]:
    """The names of what differs, where there is an answer before and after."""
    before, after = change.before, change.after
    if before is None or after is None:
        return []
    return [name for name, said in after.items() if before[name] != said]
