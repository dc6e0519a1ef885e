"""Who knew an item, what a party knew, and how it came to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from domain.instant import Instant
from domain.knowledge import Answer, answer, by_time_to_know, path
from domain.learnings import Learning, Request
from domain.names import EventId, Item, Party, Programme
from domain.occurrence import Certainty
from service.views.bounds import Bounds
from service.views.imputation import NOBODY, People
from service.views.imputing import (
    ImputingRows,
    learn_from,
    people_of,
    whence_imputed,
    with_imputed,
)
from service.views.known import Known, items_of, known_by_party, known_items, known_of_item
from service.views.rows import Account, Rows
from service.views.whence import whence
from service.views.wording import Unworded, occurrence_answer

SOME: Final = 200
"""How many items of a party are read at once."""


class KnowledgeRows(ImputingRows, Protocol):
    """What is asked of a storage for who, what and how."""


class Knower(NamedTuple):
    """Whom `who` lists."""

    party: Party
    asked: bool
    """Whether it asked, and is not recorded as told."""
    perhaps: bool


def who(
    rows: KnowledgeRows,
    programme: Programme,
    item: Item,
    bounds: Bounds,
    *,
    imputed: bool = False,
) -> Sequence[dict[str, Any]]:
    """Every party that knew the item of its own or asked for it, and `public` if it did.

    By the time to know, then party; those who only asked last. With `imputed`, organisations
    know what their people learned, too.
    """
    found = answers_of_item(rows, programme, item, bounds, imputed=imputed)
    ordered = sorted(found, key=by_time_to_know)
    return Unworded(ordered, partial(worded, rows, bounds.position))


def knowers(
    rows: KnowledgeRows, programme: Programme, item: Item, bounds: Bounds
) -> Sequence[Knower]:
    """Whom `who` lists, in its order."""
    found = answers_of_item(rows, programme, item, bounds)
    return [
        Knower(each.party, each.extent is None, each.certainty is Certainty.POSSIBLE)
        for each in sorted(found, key=by_time_to_know)
    ]


def answers_of_item(
    rows: KnowledgeRows,
    programme: Programme,
    item: Item,
    bounds: Bounds,
    *,
    imputed: bool = False,
) -> list[Answer]:
    """The answers of `who`, in no order."""
    known = known_of_item(rows, programme, item, bounds)
    if imputed:
        known = with_imputed(rows, programme, item, bounds, known)
    answers = (
        _answer(party, item, each, bounds)
        for party, each in known.items()
        if is_knower(each, bounds)
    )
    return [each for each in answers if each is not None]


def _answer(party: Party, item: Item, known: Known, bounds: Bounds) -> Answer | None:
    return answer(party, item, [*known.own, *known.public], known.requests, bounds.as_of)


def is_knower(known: Known, bounds: Bounds) -> bool:
    """Whether `who` lists it."""
    return bool(known.own) or _certainly(known.requests, bounds.as_of)


def what(
    rows: KnowledgeRows,
    programme: Programme,
    party: Party,
    bounds: Bounds,
    after: Item | None,
    limit: int,
    *,
    events: bool,
    imputed: bool = False,
) -> tuple[list[dict[str, Any]], Item | None]:
    """What the party knew or asked for, by item, and the item to go on after (None: that was all).

    Events only if asked for.
    """
    people = people_of(rows, programme, party, bounds) if imputed else NOBODY
    some = min(limit + 1, SOME)
    answers = answers_after(
        rows, programme, party, after, bounds, events=events, people=people, some=some
    )
    found = list(islice(answers, limit + 1))
    page = worded(rows, bounds.position, found[:limit])
    return page, found[limit - 1].item if len(found) > limit else None


def answers_after(
    rows: KnowledgeRows,
    programme: Programme,
    party: Party,
    after: Item | None,
    bounds: Bounds,
    *,
    events: bool,
    own: bool = False,
    people: People = NOBODY,
    some: int = SOME,
) -> Iterator[Answer]:
    """The answers of a party about the items after one, by item, read as they are looked at.

    With what is imputed to it from these `people` of its. `some` are read at once.
    """
    while True:
        found = {
            *known_items(rows, programme, party, after, bounds, events=events, limit=some, own=own),
            *items_of(rows, programme, people.parties(), after, bounds, events=events, limit=some),
        }
        items = sorted(found)[:some]
        if not items:
            return
        yield from answers_of_items(rows, programme, party, items, bounds, own=own, people=people)
        after = items[-1]


def answers_of_items(
    rows: KnowledgeRows,
    programme: Programme,
    party: Party,
    items: Sequence[Item],
    bounds: Bounds,
    *,
    own: bool = False,
    people: People = NOBODY,
) -> list[Answer]:
    """The answers of a party about these items, in their order; none where it knows nothing.

    `own`: only those that `who` lists, too. With what is imputed to it from these `people`.
    """
    known = known_by_party(rows, programme, party, items, bounds)
    learn_from(people, rows, programme, bounds, {(party, item): known[item] for item in items})
    answers = (
        _answer(party, item, known[item], bounds)
        for item in items
        if not own or is_knower(known[item], bounds)
    )
    return [each for each in answers if each is not None]


def how(
    rows: KnowledgeRows,
    programme: Programme,
    party: Party,
    item: Item,
    bounds: Bounds,
    *,
    imputed: bool = False,
) -> dict[str, Any]:
    """The path by which the item came to the party, origin first."""

    def learned_by(each: Party, by_then: Instant) -> Sequence[Learning]:
        known = whence(rows, programme, each, item, bounds, by_then)
        if not imputed:
            return known
        return [*known, *whence_imputed(rows, programme, each, item, bounds, by_then, known)]

    walked = path(party, bounds.as_of, learned_by)
    accounts = rows.accounts({hop.via for hop in walked.hops}, bounds.position)
    return {
        "party": party,
        "item": item,
        "path": [_hop_answer(hop, accounts[hop.via], bounds) for hop in walked.hops],
        "complete": walked.complete,
        "stopped": walked.stopped,
    }


def _certainly(requests: Iterable[Request], as_of: Instant) -> bool:
    return any(each.latest <= as_of for each in requests)


def worded(rows: Rows, at: int, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    accounts = rows.accounts(set(_vias(answers)), at)
    return [_answer_answer(each, accounts) for each in answers]


def _vias(answers: Iterable[Answer]) -> Iterator[EventId]:
    for each in answers:
        for why in (each.learned, each.full, each.decisive, each.request):
            if why is not None:
                yield why.via


def _answer_answer(each: Answer, accounts: Mapping[EventId, Account]) -> dict[str, Any]:
    def when(learning: Learning | None) -> dict[str, Any] | None:
        if learning is None:
            return None
        return occurrence_answer(accounts[learning.via].occurred)

    decisive = each.decisive
    why = accounts[(decisive or _only_asked(each)).via]
    return {
        "party": each.party,
        "item": each.item,
        "state": "asked-not-told" if each.extent is None else each.extent.word,
        "certainty": each.certainty.value,
        "possibly": None if each.possibly is None else each.possibly.word,
        "learned_at": when(each.learned),
        "full_at": when(each.full),
        "from": decisive and decisive.source,
        "channel": decisive and decisive.channel,
        "basis": decisive and decisive.basis.word,
        "via": why.via,
        "grade": why.grade,
        "asserted_by": why.asserted_by,
        "disputed": why.disputed,
    }


def _only_asked(each: Answer) -> Request:
    assert each.request is not None  # an answer without learnings has one
    return each.request


def _hop_answer(hop: Learning, account: Account, bounds: Bounds) -> dict[str, Any]:
    certainty = hop.certainty(bounds.as_of)
    return {
        "party": hop.party,
        "item": hop.item,
        "extent": hop.extent.word,
        "basis": hop.basis.word,
        "from": hop.source,
        "channel": hop.channel,
        "via": hop.via,
        "grade": account.grade,
        "certainty": certainty and certainty.value,
        "learned_at": occurrence_answer(account.occurred),
    }
