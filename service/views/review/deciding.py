"""Who knew what at each decision: as it was on record by then, and what was learned only later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple, Protocol

from domain.events.tester import AccessCut
from domain.incidents import is_decision
from domain.instant import Instant, format_instant
from domain.knowledge import Answer
from domain.learnings import Learning, Request
from domain.names import EventId, Item, Programme
from domain.occurrence import Certainty
from service.views.bounds import Bounds
from service.views.diff import DiffRows
from service.views.histories import Histories, Pair
from service.views.knowledge import answers_of_item, worded
from service.views.review.scope import Scope
from service.views.review.seen import Seen, first_first

MOST_DECISIONS: Final = 20
"""Of so many decisions it is told who knew what: the first."""
MOST_ITEMS: Final = 10
"""And of so many items."""
MOST_EXPLAINED: Final = 12
"""Of so many parties that are told together it is looked up because of which events they are known
to have known it only later: the first."""


class DecidingRows(DiffRows, Protocol):
    """What is asked of a storage for who knew what at decisions."""

    def positions_at(self, instants: Sequence[Instant]) -> Sequence[int]: ...
    def head_of(self, position: int) -> Any: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """One decision, taken in one event or, of one kind, in several."""

    events: Sequence[Seen]

    @property
    def first(self) -> Seen:
        """The one by whose time it is asked what was known."""
        return self.events[0]


def decisions(
    rows: DecidingRows, programme: Programme, scope: Scope, bounds: Bounds
) -> list[dict[str, Any]]:
    """The decisions of an incident, by time, with who knew of what the incident is about."""
    items = scope.items[:MOST_ITEMS]
    moments = moments_of(scope)[:MOST_DECISIONS]
    return [_decision(rows, programme, items, each, bounds) for each in moments]


def moments_of(scope: Scope) -> list[Moment]:
    """The decisions of an incident, by time; cuts for one reason, one after the other, are one."""
    taken = sorted(
        (each for each in scope.events if is_decision(each.type, each.fact)), key=first_first
    )
    return [Moment(list(group)) for _, group in groupby(taken, key=_same)]


def _same(each: Seen) -> tuple[Any, ...]:
    """What decisions have in common that are one."""
    if isinstance(each.fact, AccessCut):
        return each.type, each.fact.by, each.fact.reason, each.fact.items
    return (each.type, each.position)


def _decision(
    rows: DecidingRows,
    programme: Programme,
    items: Sequence[Item],
    moment: Moment,
    bounds: Bounds,
) -> dict[str, Any]:
    first = moment.first.occurred
    by_then = min(first.latest, bounds.as_of)
    position = min(rows.positions_at([by_then])[0], bounds.position)
    recorded_at = rows.head_of(position).recorded_at
    then = Bounds(by_then, position, recorded_at)
    now = Bounds(by_then, bounds.position, bounds.recorded_at)
    was = _answers(rows, programme, items, then)
    stands = _answers(rows, programme, items, now)
    changed = {pair: each for pair, each in stands.items() if _gist(each) != _gist(was.get(pair))}
    gone = {pair: each for pair, each in was.items() if pair not in stands}
    because = _Because(rows, Histories(rows, programme, then, now, as_who=True), was)
    return {
        "events": [each.id for each in moment.events],
        "as_of": format_instant(by_then),
        "on_record_by": then.recorded()["as_recorded"],
        "on_record": _told(rows, was.values(), first.earliest, then),
        "only_later": _told(rows, changed.values(), first.earliest, now, because),
        "withdrawn": _told(rows, gone.values(), first.earliest, then, because),
    }


@dataclass(frozen=True, slots=True)
class _Because:
    """The events recorded after a decision because of which answers about it are others now."""

    rows: DecidingRows
    histories: Histories
    was: Mapping[Pair, Answer]

    def of(self, answers: Iterable[Answer]) -> list[EventId]:
        """Those of these answers, by position: of the first few parties."""
        pairs = sorted(Pair(each.party, each.item) for each in answers)[:MOST_EXPLAINED]
        before = [self.was[each] for each in pairs if each in self.was]
        said = {
            Pair(each["party"], each["item"]): each
            for each in worded(self.rows, self.histories.then.position, before)
        }
        found = {
            position
            for each in pairs
            for position in self.histories.responsible(each, said.get(each))
        }
        ids = self.rows.ids_at(found)
        return [ids[position] for position in sorted(found)]


def _answers(
    rows: DecidingRows, programme: Programme, items: Iterable[Item], bounds: Bounds
) -> dict[Pair, Answer]:
    return {
        Pair(each.party, each.item): each
        for item in items
        for each in answers_of_item(rows, programme, item, bounds)
    }


def _gist(each: Answer | None) -> tuple[Any, ...] | None:
    """What an answer says: if that is another, it was learned later."""
    if each is None:
        return None
    why = each.decisive
    return (each.extent, each.certainty) if why is None else (each.extent, each.certainty, why.via)


def _told(
    rows: DecidingRows,
    answers: Collection[Answer],
    start: Instant,
    bounds: Bounds,
    because: _Because | None = None,
) -> list[dict[str, Any]]:
    """Who knew what, in groups of the same, by as good an account: certainly (before the decision
    may have been taken), or perhaps. `because`: the events because of which that is known."""
    accounts = rows.accounts({_rests_on(each).via for each in answers}, bounds.position)
    groups: dict[_Alike, list[Answer]] = defaultdict(list)
    for each in answers:
        extent = -1 if each.extent is None else int(each.extent)
        account = accounts[_rests_on(each).via]
        alike = _Alike(each.item, -extent, _perhaps(each, start), account.disputed, account.grade)
        groups[alike].append(each)
    return [
        {
            "item": alike.item,
            "state": "asked-not-told" if found[0].extent is None else found[0].extent.word,
            "certainty": "possible" if alike.perhaps else "certain",
            "grade": alike.grade,
            "disputed": alike.disputed,
            "parties": sorted({each.party for each in found}),
            "events": _vias(found),
            "because": because.of(found) if because else [],
        }
        for alike, found in sorted(groups.items())
    ]


class _Alike(NamedTuple):
    """What those have in common who are told together; in their order."""

    item: Item
    weakness: int
    perhaps: bool
    disputed: bool
    grade: str


def _rests_on(each: Answer) -> Learning | Request:
    """What an answer rests on: where it knows nothing, that it asked."""
    found = each.decisive or each.request
    assert found is not None
    return found


def _perhaps(each: Answer, start: Instant) -> bool:
    """Whether it may have come to know only after the decision was taken."""
    return each.certainty is not Certainty.CERTAIN or _rests_on(each).latest > start


def _vias(found: Sequence[Answer]) -> list[EventId]:
    by_position = sorted((_rests_on(each).position, _rests_on(each).via) for each in found)
    return list(dict.fromkeys(via for _, via in by_position))
