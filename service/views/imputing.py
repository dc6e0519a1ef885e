"""Answers in which organisations know what their people learned while they were theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from domain.instant import Instant
from domain.learnings import Basis, Extent, Learning, as_imputed, as_member, as_public
from domain.names import PUBLIC, Item, Party, Programme, is_org
from domain.occurrence import Certainty
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.imputation import NOBODY, ImputationRows, People, imputation
from service.views.known import Known, KnownRows
from service.views.rows import Move
from service.views.staying import Within


class ImputingRows(KnownRows, ImputationRows, Protocol):
    """What is asked of a storage."""


def people_of(rows: ImputingRows, programme: Programme, org: Party, bounds: Bounds) -> People:
    """The people of an organisation; of another party there are none."""
    if not is_org(org):
        return NOBODY
    affiliations = rows.affiliations_with(programme, org, bounds.position)
    return _people(rows, programme, affiliations, bounds)


def _people(
    rows: ImputingRows, programme: Programme, affiliations: Iterable[Move], bounds: Bounds
) -> People:
    """Those of these affiliations. Nobody is one of its own people."""
    orgs = {
        (org, person): belonging
        for (org, person), belonging in memberships(affiliations).items()
        if org != person
    }
    persons = {person for _, person in orgs}
    moves = rows.moves_of_parties(programme, persons, bounds.position) if persons else ()
    return People(orgs, memberships(moves))


def with_imputed(
    rows: ImputingRows,
    programme: Programme,
    item: Item,
    bounds: Bounds,
    known: Mapping[Party, Known],
) -> Mapping[Party, Known]:
    """What matters of what parties know of an item, with what is imputed to organisations."""
    persons = [party for party, each in known.items() if each.own]
    affiliations = rows.affiliations_of(programme, persons, bounds.position) if persons else ()
    people = _people(rows, programme, affiliations, bounds)
    public = known[PUBLIC].own if PUBLIC in known else []
    more = {
        org: Known(public=[as_public(each, org) for each in public])
        for org, _ in people.orgs
        if org not in known
    }
    together = {**known, **more}
    orgs = {(org, item): together[org] for org, _ in people.orgs}
    learn_from(people, rows, programme, bounds, orgs)
    return together


def learn_from(
    people: People,
    rows: ImputingRows,
    programme: Programme,
    bounds: Bounds,
    known: Mapping[tuple[Party, Item], Known],
) -> None:
    """Add to what organisations know of items what is imputed to them.

    First what is certain. What is only possible matters where it is more than that, and to those
    who learned nothing of their own.
    """
    if not people.orgs or not known:
        return
    items = {item for _, item in known}
    within = Within(bounds.as_of, bounds.as_of)
    found = imputation(rows, programme, people, items, within, bounds.position)
    for learning in list(found.surely()):
        known[learning.party, learning.item].own.append(learning)
    sure = {pair: each.sure_extent(bounds.as_of) for pair, each in known.items() if each.own}

    def may_be_more(org: Party, item: Item, extent: Extent) -> bool:
        surely = sure.get((org, item))
        return surely is None or extent > surely

    for learning in list(found.perhaps(may_be_more)):
        known[learning.party, learning.item].own.append(learning)


def whence_imputed(
    rows: ImputingRows,
    programme: Programme,
    org: Party,
    item: Item,
    bounds: Bounds,
    by_then: Instant,
    known: Sequence[Learning],
) -> Sequence[Learning]:
    """What is imputed to a party that the way back from it may take, beside what is `known`.

    Nothing that is certainly later than `by_then`.
    """
    people = people_of(rows, programme, org, bounds)
    if not people.orgs:
        return ()
    tellings = [each for each in known if each.basis is Basis.TELLING]
    if tellings:
        told_by = min(each.latest for each in tellings)
        by = min(by_then, told_by, bounds.as_of)
        return list(_but_from_itself(rows, programme, org, item, bounds, by, told_by, people))
    within = Within(bounds.as_of, min(by_then, bounds.as_of))
    found = imputation(rows, programme, people, [item], within, bounds.position)
    surely = list(found.surely())
    if any(each.certainty(bounds.as_of) is Certainty.CERTAIN for each in (*known, *surely)):
        return surely
    return [*surely, *found.perhaps(lambda *_: True)]


def _but_from_itself(
    rows: ImputingRows,
    programme: Programme,
    org: Party,
    item: Item,
    bounds: Bounds,
    by: Instant,
    told_by: Instant,
    people: People,
) -> Iterator[Learning]:
    """All that people perhaps had learned `by` then, but from what the organisation told.

    What it told counts from when it certainly told anything. All is read: before it first told.
    """
    at = bounds.position
    learned = rows.learnings_of_parties(programme, people.parties(), by, at, item=item)
    told_in = rows.told_in(programme, org, item, {each.via for each in learned}, at)
    for each in learned:
        counts = told_by > bounds.as_of or each.latest <= bounds.as_of
        if not (counts and each.via in told_in):
            yield from _imputed(each, people)


def _imputed(learning: Learning, people: People) -> Iterator[Learning]:
    """What is imputed because a person learned it, or a group with its members."""
    learned = [learning]
    for (group, person), belonging in people.groups.items():
        surely = belonging.over(learning.earliest, learning.latest)
        if learning.shared and group == learning.party and surely is not None:
            learned.append(as_member(learning, person, surely))
    for (org, person), belonging in people.orgs.items():
        surely = belonging.over(learning.earliest, learning.latest)
        if surely is not None:
            yield from (as_imputed(each, org, surely) for each in learned if each.party == person)
