"""What changed in who knew what between two positions, and because of which events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby, islice
from typing import Any, Final, NamedTuple, Protocol

from domain.changes import Stand, responsible
from domain.knowledge import Answer, answer, grounds
from domain.learnings import in_order
from domain.names import PUBLIC, EventId, Item, Party, Programme
from service.views.bounds import Bounds
from service.views.knowledge import (
    KnowledgeRows,
    answers_after,
    answers_of_item,
    is_knower,
    worded,
)
from service.views.known import known_by_party

AT_ONCE: Final = 100
"""So many pairs are put into words at once."""

Known = Mapping[str, Any]
"""An answer for a party and an item, in words."""


class DiffRows(KnowledgeRows, Protocol):
    """What is asked of a storage about what changed when.

    `start` and `end` are positions, of which the first is left out.
    """

    def endings(
        self, programme: Programme, parties: Collection[Party], item: Item, start: int, end: int
    ) -> Sequence[int]:
        """Where learnings of the item by these, or requests for it, ceased to hold; in order."""
        ...

    def groups_ever(self, programme: Programme, party: Party) -> Sequence[Party]:
        """The groups that the party was ever recorded as joining or leaving."""
        ...

    def moves_changed(
        self, programme: Programme, party: Party, start: int, end: int
    ) -> Sequence[int]:
        """Where what is recorded of its joining and leaving groups changed; in order."""
        ...

    def begun(self, vias: Collection[EventId], at: int) -> Mapping[EventId, int]:
        """From where on the learnings, or the request, of each event hold as they do."""
        ...

    def ids_at(self, positions: Collection[int]) -> Mapping[int, EventId]:
        """The ids of the events at these positions."""
        ...


class Pair(NamedTuple):
    """A party and an item."""

    party: Party
    item: Item


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
    history = _History(rows, programme, then, now, as_who=True)
    return history.told(page), page[-1].pair.party if more else None


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
    history = _History(rows, programme, then, now, as_who=False)
    return history.told(page), page[-1].pair.item if more else None


def _pair(each: Answer) -> Pair:
    return Pair(each.party, each.item)


class _Change(NamedTuple):
    """An answer that is not what it was; None where there is none."""

    pair: Pair
    before: Known | None
    after: Known | None


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


def _said(rows: DiffRows, bounds: Bounds, answers: Sequence[Answer]) -> dict[Pair, Known]:
    said = worded(rows, bounds.position, answers)
    return {Pair(each["party"], each["item"]): each for each in said}


class _History:
    """How answers stood between two positions. It looks only where they may have changed."""

    def __init__(
        self, rows: DiffRows, programme: Programme, then: Bounds, now: Bounds, *, as_who: bool
    ) -> None:
        """`as_who`: an answer counts only where `who` lists it."""
        self._rows = rows
        self._programme = programme
        self._then = then
        self._now = now
        self._as_who = as_who

    def told(self, changes: Sequence[_Change]) -> list[dict[str, Any]]:
        """These changes in words, each with the events that are responsible."""
        where = {each.pair: self._responsible(each.pair) for each in changes}
        ids = self._rows.ids_at({each for found in where.values() for each in found})
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

    def _responsible(self, pair: Pair) -> list[int]:
        stirred = self._stirred(pair)

        def stand_at(position: int) -> Stand[Known | None]:
            return self._stand(pair, stirred, position)

        return responsible(self._then.position, self._now.position, stand_at)

    def _stirred(self, pair: Pair) -> list[int]:
        """Where what there was for the pair ceased to hold, or its groups changed; in order.

        Between two of these only more can have come to hold.
        """
        between = self._then.position, self._now.position
        groups = self._rows.groups_ever(self._programme, pair.party)
        parties = {pair.party, PUBLIC, *groups}
        ended = self._rows.endings(self._programme, parties, pair.item, *between)
        moved = self._rows.moves_changed(self._programme, pair.party, *between)
        return sorted({*ended, *moved})

    def _stand(self, pair: Pair, stirred: Sequence[int], position: int) -> Stand[Known | None]:
        """The answer at a position, and from where on what it rests on is there."""
        as_of = self._now.as_of
        bounds = Bounds(as_of, position, None)
        items = known_by_party(self._rows, self._programme, pair.party, [pair.item], bounds)
        known = items[pair.item]
        learned = [*known.own, *known.public]
        found = answer(*pair, learned, known.requests, as_of)
        if self._as_who and not is_knower(known, bounds):
            found = None
        place = bisect_right(stirred, position)
        since = stirred[place - 1] if place else 0
        if found is None:
            return Stand(None, since)
        vias = {each.via for each in grounds(found, learned, as_of)}
        vias |= {each.via for each in known.requests}
        vias |= {each.via for each in sorted(known.own, key=in_order)[:1]}
        accounts = self._rows.accounts(vias, position).values()
        begun = self._rows.begun(vias, position).values()
        (said,) = worded(self._rows, position, [found])
        return Stand(said, max(since, *begun, *(each.since for each in accounts)))


def _fields(change: _Change) -> list[str]:
    """The names of what differs, where there is an answer before and after."""
    before, after = change.before, change.after
    if before is None or after is None:
        return []
    return [name for name, said in after.items() if before[name] != said]
