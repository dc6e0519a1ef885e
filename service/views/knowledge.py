"""Who knew an item, what a party knew, and how it came to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from domain.knowledge import Answer, answer, by_time_to_know, path
from domain.learnings import Learning, Request, as_member, as_public
from domain.membership import Membership, membership
from domain.names import PUBLIC, EventId, Item, Party, Programme
from service.views.bounds import Bounds
from service.views.rows import Account, Move, Rows
from service.views.wording import Unworded, occurrence_answer


def who(rows: Rows, programme: Programme, item: Item, bounds: Bounds) -> Sequence[dict[str, Any]]:
    """Every party that knew the item of its own or asked for it, and `public` if it did.

    By the time to know, then party; those who only asked last.
    """
    as_of, at = bounds.as_of, bounds.position
    own = _by_party(rows, programme, rows.learnings_of_item(programme, item, as_of, at), at)
    asked: dict[Party, list[Request]] = defaultdict(list)
    for each in rows.requests_for_item(programme, item, as_of, at):
        asked[each.party].append(each)
    public = own.get(PUBLIC, [])
    answers = [
        answer(party, item, [*own.get(party, ()), *_heard(public, party)], asked[party], as_of)
        for party in own.keys() | {p for p, each in asked.items() if _certainly(each, as_of)}
    ]
    found = sorted((each for each in answers if each is not None), key=by_time_to_know)
    return Unworded(found, partial(_worded, rows, at))


def what(
    rows: Rows, programme: Programme, party: Party, bounds: Bounds, *, events: bool
) -> Sequence[dict[str, Any]]:
    """Everything that the party knew or asked for, by item; events only if asked for."""
    as_of, at = bounds.as_of, bounds.position
    known: dict[Item, list[Learning]] = defaultdict(list)
    for each in _known_by(rows, programme, party, bounds, events=events):
        known[each.item].append(each)
    asked: dict[Item, list[Request]] = defaultdict(list)
    for request in rows.requests_by_party(programme, party, as_of, at):
        if events or not request.item.startswith("event:"):
            asked[request.item].append(request)
    answers = (
        answer(party, item, known.get(item, ()), asked.get(item, ()), as_of)
        for item in sorted(known.keys() | asked.keys())
    )
    found = [each for each in answers if each is not None]
    return Unworded(found, partial(_worded, rows, at))


def how(
    rows: Rows, programme: Programme, party: Party, item: Item, bounds: Bounds
) -> dict[str, Any]:
    """The path by which the item came to the party, origin first."""

    def known_by(each: Party) -> Sequence[Learning]:
        return list(_known_by(rows, programme, each, bounds, item=item))

    walked = path(party, bounds.as_of, known_by)
    accounts = rows.accounts({hop.via for hop in walked.hops}, bounds.position)
    return {
        "party": party,
        "item": item,
        "path": [_hop_answer(hop, accounts[hop.via], bounds) for hop in walked.hops],
        "complete": walked.complete,
        "stopped": walked.stopped,
    }


def _certainly(requests: Iterable[Request], as_of: int) -> bool:
    return any(each.latest <= as_of for each in requests)


def _heard(public: Iterable[Learning], party: Party) -> Iterator[Learning]:
    """What a party knows because everybody does."""
    if party != PUBLIC:
        for each in public:
            yield as_public(each, party)


def _by_party(
    rows: Rows, programme: Programme, learned: Iterable[Learning], at: int
) -> dict[Party, list[Learning]]:
    """Learnings by whose they are, with those of the members of groups that were told."""
    by_party: dict[Party, list[Learning]] = defaultdict(list)
    shared = []
    for each in learned:
        by_party[each.party].append(each)
        if each.shared:
            shared.append(each)
    moves = rows.moves_of_groups(programme, {each.party for each in shared}, at)
    members: dict[Party, dict[Party, Membership]] = defaultdict(dict)
    for (group, party), belonging in _memberships(moves).items():
        members[group][party] = belonging
    for each in shared:
        for party, belonging in members[each.party].items():
            for learning in _through(each, party, belonging):
                by_party[party].append(learning)
    return by_party


def _known_by(
    rows: Rows,
    programme: Programme,
    party: Party,
    bounds: Bounds,
    *,
    item: Item | None = None,
    events: bool = True,
) -> Iterator[Learning]:
    """The learnings of one party: its own, those as a member, and public's."""
    at = bounds.position
    memberships = {
        group: belonging
        for (group, _), belonging in _memberships(rows.moves_of_party(programme, party, at)).items()
    }
    learned = rows.learnings_of_parties(
        programme, {party, PUBLIC, *memberships}, bounds.as_of, at, item=item, events=events
    )
    for each in learned:
        if each.party == party:
            yield each
        elif each.party == PUBLIC:
            yield as_public(each, party)
        elif each.shared:
            yield from _through(each, party, memberships[each.party])


def _memberships(moves: Iterable[Move]) -> Mapping[tuple[Party, Party], Membership]:
    by_pair: dict[tuple[Party, Party], list[Move]] = defaultdict(list)
    for move in moves:
        by_pair[move.group, move.party].append(move)
    return {
        pair: membership(
            [each.occurred for each in made if each.joined],
            [each.occurred for each in made if not each.joined],
        )
        for pair, made in by_pair.items()
    }


def _through(learning: Learning, party: Party, belonging: Membership) -> Iterator[Learning]:
    """What a party learned with its group, as surely as it belonged to it at that time."""
    surely = belonging.over(learning.earliest, learning.latest)
    if surely is not None:
        yield as_member(learning, party, surely)


def _worded(rows: Rows, at: int, answers: Sequence[Answer]) -> list[dict[str, Any]]:
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
