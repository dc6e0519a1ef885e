"""What is imputed to organisations because their people learned it while they were theirs.

As what members learn with their groups (`staying`), it is sought by index: of what each person
learned, the first while it belonged to the organisation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from domain.fronts import Lane
from domain.instant import BEGINNING, END, Instant
from domain.learnings import Extent, Learning, as_imputed
from domain.membership import Membership, Span, both
from domain.names import Item, Party, Programme
from domain.occurrence import Certainty
from service.views.firsts import First, FirstRows, Shared
from service.views.rows import Move
from service.views.staying import Stay, Within, perhaps_learned, surely_learned


class Owned(NamedTuple):
    """Of what a party learned of its own the first, in the order of *first*, within bounds.

    They are inclusive. Not what it learned as a member.
    """

    party: Party
    item: Item
    extent: Extent
    lane: Lane
    earliest_from: Instant
    earliest_to: Instant
    latest_from: Instant
    latest_to: Instant


class ImputationRows(FirstRows, Protocol):
    """Who was of which organisation and group. `at` is the position at which the rows held."""

    def affiliations_of(
        self, programme: Programme, parties: Collection[Party], at: int
    ) -> Sequence[Move]:
        """Every beginning and end of an affiliation of one of these parties."""
        ...

    def affiliations_with(self, programme: Programme, org: Party, at: int) -> Sequence[Move]:
        """Every beginning and end of an affiliation with the organisation."""
        ...

    def moves_of_parties(
        self, programme: Programme, parties: Collection[Party], at: int
    ) -> Sequence[Move]:
        """Every joining and leaving of a group by one of these parties."""
        ...

    def firsts_owned(
        self, programme: Programme, sought: Sequence[Owned], at: int
    ) -> Sequence[Learning | None]:
        """What was sought, in that order."""
        ...


class People(NamedTuple):
    """Who belonged to which organisations, by (organisation, person), and to which groups."""

    orgs: Mapping[tuple[Party, Party], Membership]
    groups: Mapping[tuple[Party, Party], Membership]

    def parties(self) -> set[Party]:
        """The people, and the groups in which they learn."""
        return {person for _, person in self.orgs} | {group for group, _ in self.groups}


NOBODY: Final = People({}, {})

Wanted = Callable[[Party, Item, Extent], bool]
"""Whether it matters that an organisation possibly learned so much of an item."""
_Sought = dict[Owned, list[tuple[Party, Membership]]]
_Learn = Callable[[FirstRows, Programme, Sequence[Stay], Within, int], Iterator[Learning]]


def imputation(
    rows: ImputationRows,
    programme: Programme,
    people: People,
    items: Collection[Item],
    within: Within,
    at: int,
) -> Imputation:
    """What is imputed of these items, of what perhaps had happened `within.by`."""
    parties = people.parties()
    found = rows.firsts_of_parties(programme, parties, items, within.by, at) if parties else ()
    learned = [each for each in found if each.lane is not Lane.ASKED]
    return Imputation(rows, programme, people, learned, within, at)


@dataclass(frozen=True, slots=True)
class Imputation:
    """What may be the first of its kind of all that is imputed to organisations."""

    rows: ImputationRows
    programme: Programme
    people: People
    learned: Sequence[First]
    """The first of what each person, and each group of theirs, learned of each item."""
    within: Within
    at: int

    def surely(self) -> Iterator[Learning]:
        """Of what people learned while they certainly belonged, the first of every span."""
        sought: _Sought = defaultdict(list)
        for first, org, belonging in self._owned():
            if _over(first.learning, belonging) is Certainty.CERTAIN:
                yield as_imputed(first.learning, org, Certainty.CERTAIN)
                continue
            for span in belonging.certain:
                last = min(_last(span), self.within.as_of)
                by = min(self.within.by, last)
                sought[_owned(first, (span.start, by), (span.start, last))].append((org, belonging))
        yield from self._found(sought)
        yield from self._as_members(surely_learned, lambda *_: True)

    def perhaps(self, wanted: Wanted) -> Iterator[Learning]:
        """Of what people possibly learned, or while they possibly belonged, the first."""
        sought: _Sought = defaultdict(list)
        for first, org, belonging in self._owned():
            learning = first.learning
            surely = _over(learning, belonging)
            if surely is Certainty.CERTAIN or not wanted(org, learning.item, learning.extent):
                continue
            if surely is Certainty.POSSIBLE:
                yield as_imputed(learning, org, surely)
                continue
            for span in belonging.possible:
                by = min(self.within.by, _last(span))
                sought[_owned(first, (BEGINNING, by), (span.start, END))].append((org, belonging))
        yield from self._found(sought)
        yield from self._as_members(perhaps_learned, wanted)

    def _owned(self) -> Iterator[tuple[First, Party, Membership]]:
        """What people learned themselves, with each organisation that they ever belonged to."""
        belongings: dict[Party, list[tuple[Party, Membership]]] = defaultdict(list)
        for (org, person), belonging in self.people.orgs.items():
            belongings[person].append((org, belonging))
        for first in self.learned:
            for org, belonging in belongings[first.learning.party]:
                yield first, org, belonging

    def _found(self, sought: _Sought) -> Iterator[Learning]:
        found = self.rows.firsts_owned(self.programme, list(sought), self.at) if sought else ()
        for belongings, learning in zip(sought.values(), found, strict=True):
            for org, belonging in belongings if learning is not None else ():
                assert learning is not None
                surely = _over(learning, belonging)
                if surely is not None:
                    yield as_imputed(learning, org, surely)

    def _as_members(self, learn: _Learn, wanted: Wanted) -> Iterator[Learning]:
        """What people learned with their groups while they belonged to both."""
        shared: dict[Party, set[Shared]] = defaultdict(set)
        for first in self.learned:
            each = first.learning
            shared[each.party].add(Shared(each.party, each.item, each.extent))
        for org in sorted({org for org, _ in self.people.orgs}):
            stays = [
                Stay(person, each, both(belonging, self.people.orgs[org, person]))
                for (group, person), belonging in self.people.groups.items()
                if (org, person) in self.people.orgs
                for each in sorted(shared[group])
                if wanted(org, each.item, each.extent)
            ]
            for learning in learn(self.rows, self.programme, stays, self.within, self.at):
                yield as_imputed(learning, org, Certainty.CERTAIN)


def _over(learning: Learning, belonging: Membership) -> Certainty | None:
    return belonging.over(learning.earliest, learning.latest)


def _owned(
    first: First, earliest: tuple[Instant, Instant], latest: tuple[Instant, Instant]
) -> Owned:
    each = first.learning
    return Owned(each.party, each.item, each.extent, first.lane, *earliest, *latest)


def _last(span: Span) -> Instant:
    return END if span.end == END else Instant(span.end - 1)
