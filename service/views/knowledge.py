"""Who knew an item, what a party knew, and how it came to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, Protocol

from domain.instant import Instant
from domain.knowledge import Answer, answer, by_time_to_know, path
from domain.learnings import Learning, Request, as_member, as_public
from domain.membership import Membership
from domain.names import PUBLIC, EventId, Item, Party, Programme, is_org
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.imputation import AffiliationRows, imputed_to
from service.views.known import Known, KnownRows, known_by_party, known_items, known_of_item
from service.views.rows import Account, Rows
from service.views.whence import whence
from service.views.wording import Unworded, occurrence_answer

SOME: Final = 200
"""How many items of a party are read at once."""


class KnowledgeRows(KnownRows, AffiliationRows, Protocol):
    """What is asked of a storage for who, what and how."""


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


def answers_of_item(
    rows: KnowledgeRows,
    programme: Programme,
    item: Item,
    bounds: Bounds,
    *,
    imputed: bool = False,
) -> list[Answer]:
    """The answers of `who`, in no order."""
    if imputed:
        return _answers_of_item_imputed(rows, programme, item, bounds)
    answers = (
        _answer(party, item, each, bounds)
        for party, each in known_of_item(rows, programme, item, bounds).items()
        if is_knower(each, bounds)
    )
    return [each for each in answers if each is not None]


def _answers_of_item_imputed(
    rows: KnowledgeRows, programme: Programme, item: Item, bounds: Bounds
) -> list[Answer]:
    """The answers of `who`, with what is imputed, of all that was learned."""
    as_of, at = bounds.as_of, bounds.position
    own = _by_party(rows, programme, rows.learnings_of_item(programme, item, as_of, at), at)
    people = rows.affiliations_of(programme, own.keys(), at)
    for org, learning in list(imputed_to(people, own)):
        own[org].append(learning)
    asked: dict[Party, list[Request]] = defaultdict(list)
    for each in rows.requests_for_item(programme, item, as_of, at):
        asked[each.party].append(each)
    public = own.get(PUBLIC, [])
    answers = [
        answer(party, item, [*own.get(party, ()), *_heard(public, party)], asked[party], as_of)
        for party in own.keys() | {p for p, each in asked.items() if _certainly(each, as_of)}
    ]
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
    *,
    events: bool,
    imputed: bool = False,
) -> Sequence[dict[str, Any]]:
    """Everything that the party knew or asked for, by item; events only if asked for."""
    found = answers_of_party(rows, programme, party, bounds, events=events, imputed=imputed)
    return Unworded(found, partial(worded, rows, bounds.position))


def answers_of_party(
    rows: KnowledgeRows,
    programme: Programme,
    party: Party,
    bounds: Bounds,
    *,
    events: bool,
    imputed: bool = False,
    own: bool = False,
) -> list[Answer]:
    """The answers of `what`, by item; `own`: only those that `who` lists, too."""
    if imputed:
        return _answers_of_party_imputed(rows, programme, party, bounds, events=events, own=own)
    return list(answers_after(rows, programme, party, None, bounds, events=events, own=own))


def answers_after(
    rows: KnownRows,
    programme: Programme,
    party: Party,
    after: Item | None,
    bounds: Bounds,
    *,
    events: bool,
    own: bool = False,
) -> Iterator[Answer]:
    """The answers of a party about the items after one, by item, read as they are looked at."""
    while items := known_items(
        rows, programme, party, after, bounds, events=events, limit=SOME, own=own
    ):
        yield from answers_of_items(rows, programme, party, items, bounds, own=own)
        after = items[-1]


def answers_of_items(
    rows: KnownRows,
    programme: Programme,
    party: Party,
    items: Sequence[Item],
    bounds: Bounds,
    *,
    own: bool = False,
) -> list[Answer]:
    """The answers of a party about these items, in their order; none where it knows nothing.

    `own`: only those that `who` lists, too.
    """
    known = known_by_party(rows, programme, party, items, bounds)
    answers = (
        _answer(party, item, known[item], bounds)
        for item in items
        if not own or is_knower(known[item], bounds)
    )
    return [each for each in answers if each is not None]


def _answers_of_party_imputed(
    rows: KnowledgeRows,
    programme: Programme,
    party: Party,
    bounds: Bounds,
    *,
    events: bool,
    own: bool,
) -> list[Answer]:
    """The answers of `what`, with what is imputed, of all that was learned."""
    as_of, at = bounds.as_of, bounds.position
    known: dict[Item, list[Learning]] = defaultdict(list)
    for each in known_by(rows, programme, party, bounds, events=events):
        known[each.item].append(each)
    for each in _imputed_to(rows, programme, party, bounds, events=events):
        known[each.item].append(each)
    asked: dict[Item, list[Request]] = defaultdict(list)
    for request in rows.requests_by_party(programme, party, as_of, at):
        if events or not request.item.startswith("event:"):
            asked[request.item].append(request)
    answers = (
        answer(party, item, known.get(item, ()), asked.get(item, ()), as_of)
        for item in sorted(known.keys() | asked.keys())
        if not own or is_listed(known.get(item, ()), asked.get(item, ()), as_of)
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
        if not imputed:
            return whence(rows, programme, each, item, bounds, by_then)
        known = known_by(rows, programme, each, bounds, item=item)
        return [*known, *_imputed_to(rows, programme, each, bounds, item=item)]

    walked = path(party, bounds.as_of, learned_by)
    accounts = rows.accounts({hop.via for hop in walked.hops}, bounds.position)
    return {
        "party": party,
        "item": item,
        "path": [_hop_answer(hop, accounts[hop.via], bounds) for hop in walked.hops],
        "complete": walked.complete,
        "stopped": walked.stopped,
    }


def is_listed(known: Iterable[Learning], requests: Iterable[Request], as_of: Instant) -> bool:
    """Whether `who` lists a party that has these learnings, and public's, and these requests."""
    own = any(each.source != PUBLIC for each in known)
    return own or _certainly(requests, as_of)


def _certainly(requests: Iterable[Request], as_of: Instant) -> bool:
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
    for (group, party), belonging in memberships(moves).items():
        members[group][party] = belonging
    for each in shared:
        for party, belonging in members[each.party].items():
            for learning in _through(each, party, belonging):
                by_party[party].append(learning)
    return by_party


def known_by(
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
    groups = {
        group: belonging
        for (group, _), belonging in memberships(rows.moves_of_party(programme, party, at)).items()
    }
    learned = rows.learnings_of_parties(
        programme, {party, PUBLIC, *groups}, bounds.as_of, at, item=item, events=events
    )
    for each in learned:
        if each.party == party:
            yield each
        elif each.party == PUBLIC:
            yield as_public(each, party)
        elif each.shared:
            yield from _through(each, party, groups[each.party])


def _imputed_to(
    rows: KnowledgeRows,
    programme: Programme,
    org: Party,
    bounds: Bounds,
    *,
    item: Item | None = None,
    events: bool = True,
) -> Iterator[Learning]:
    """What is imputed to a party, which is nothing unless it is an organisation."""
    if not is_org(org):
        return
    people = rows.affiliations_with(programme, org, bounds.position)
    for party in {each.party for each in people}:
        known = known_by(rows, programme, party, bounds, item=item, events=events)
        own = [each for each in known if each.source != PUBLIC]
        for _, learning in imputed_to(
            [each for each in people if each.party == party], {party: own}
        ):
            yield learning


def _through(learning: Learning, party: Party, belonging: Membership) -> Iterator[Learning]:
    """What a party learned with its group, as surely as it belonged to it at that time."""
    surely = belonging.over(learning.earliest, learning.latest)
    if surely is not None:
        yield as_member(learning, party, surely)


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
