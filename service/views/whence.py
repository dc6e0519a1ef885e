"""What of all that a party learned of an item may matter to how it came to know.

Nobody learns from what they tell: what came by an event in which the party tells of the item is
left out, as far as that telling counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.fronts import Lane
from domain.instant import END, Instant
from domain.learnings import Basis, Learning, as_member, as_public
from domain.membership import Membership
from domain.names import PUBLIC, Item, Party, Programme, is_group
from domain.occurrence import Certainty
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.firsts import First, Shared
from service.views.known import KnownRows
from service.views.staying import Stay, Within, perhaps_learned, surely_learned


def whence(
    rows: KnownRows,
    programme: Programme,
    party: Party,
    item: Item,
    bounds: Bounds,
    by_then: Instant,
) -> Sequence[Learning]:
    """The learnings of an item that the way back from a party may take, and its tellings.

    Of those that are not certainly later than `by_then`.
    """
    at = bounds.position
    groups = {
        group: belonging
        for (group, _), belonging in memberships(rows.moves_of_party(programme, party, at)).items()
        if is_group(group)
    }
    parties = {party, PUBLIC, *groups}
    found = rows.fronts_of_parties(programme, parties, item, bounds.as_of, at)
    told = _Told.of(party, found, bounds.as_of)
    standing = _Standing(rows, programme, party, item, bounds, groups, found, told)
    by = min(by_then, told.by, bounds.as_of)
    return [*told.tellings, *standing.learned(by)]


@dataclass(frozen=True, slots=True)
class _Told:
    """That the party told of the item itself: what can be the first of its tellings."""

    tellings: tuple[Learning, ...]
    by: Instant
    """When it had told first, at the latest; `END` if it never did."""
    certainly: bool

    @classmethod
    def of(cls, party: Party, found: Iterable[First], as_of: Instant) -> _Told:
        tellings = tuple(
            each.learning
            for each in found
            if each.learning.party == party and each.lane is Lane.TELLING
        )
        by = min((each.latest for each in tellings), default=END)
        return cls(tellings, by, bool(tellings) and by <= as_of)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the party stands: what there is to learn from, and with whom."""

    rows: KnownRows
    programme: Programme
    party: Party
    item: Item
    bounds: Bounds
    groups: Mapping[Party, Membership]
    found: Sequence[First]
    told: _Told

    def learned(self, by: Instant) -> Iterator[Learning]:
        """What may matter of what it perhaps had learned by then, but by its own tellings."""
        stays, within, at = self._stays(), self._within(by), self.bounds.position
        known = [*self._own(), *self._heard()]
        known += surely_learned(self.rows, self.programme, stays, within, at)
        if self._nothing_sure(known, by):
            known += perhaps_learned(self.rows, self.programme, stays, within, at)
            if self.told.certainly:
                known += self._by_later_tellings()
        yield from known

    def _nothing_sure(self, known: Iterable[Learning], by: Instant) -> bool:
        return not any(
            each.earliest <= by and each.certainty(self.bounds.as_of) is Certainty.CERTAIN
            for each in known
        )

    def _own(self) -> Iterator[Learning]:
        for each in self.found:
            if each.learning.party == self.party and each.lane is Lane.PLAIN:
                yield each.learning

    def _heard(self) -> Iterator[Learning]:
        """What everybody knows, but for what the party itself made known."""
        if self.party == PUBLIC:
            return
        lane = Lane.HEARD if self.told.tellings else Lane.PLAIN
        public = [
            each for each in self.found if each.learning.party == PUBLIC and each.lane is lane
        ]
        told_in = self._told_in(public) if lane is Lane.HEARD else frozenset()
        for each in public:
            if each.learning.via not in told_in:
                yield as_public(each.learning, self.party)

    def _told_in(self, public: Sequence[First]) -> Iterable[str]:
        vias = {each.learning.via for each in public}
        if not vias:
            return frozenset()
        return self.rows.told_in(self.programme, self.party, self.item, vias, self.bounds.position)

    def _stays(self) -> Sequence[Stay]:
        learned = {
            Shared(each.learning.party, self.item, each.learning.extent)
            for each in self.found
            if each.learning.party in self.groups and each.lane is not Lane.ASKED
        }
        return [Stay(self.party, each, self.groups[each.group]) for each in sorted(learned)]

    def _within(self, by: Instant) -> Within:
        return Within(self.bounds.as_of, by, self.party if self.told.tellings else None)

    def _with_group(self, learning: Learning) -> Iterator[Learning]:
        surely = self.groups[learning.party].over(learning.earliest, learning.latest)
        if surely is not None:
            yield as_member(learning, self.party, surely)

    def _by_later_tellings(self) -> Iterator[Learning]:
        """What came by an event in which it only possibly told, where it surely told before.

        Such a telling does not count, and so nothing that came by it is left out. It began before
        the party had told first, and perhaps lasts still.
        """
        parties = {self.party, PUBLIC, *self.groups}
        around = self.rows.learnings_around(
            self.programme,
            parties,
            self.item,
            min(self.told.by, self.bounds.as_of),
            self.bounds.as_of,
            self.bounds.position,
        )
        told_in = {each.via for each in around if each.party == self.party and _is_telling(each)}
        for each in around:
            if each.via not in told_in or _is_telling(each):
                continue
            if each.party == self.party:
                yield each
            elif each.party == PUBLIC:
                yield as_public(each, self.party)
            elif each.shared:
                yield from self._with_group(each)


def _is_telling(each: Learning) -> bool:
    return each.basis is Basis.TELLING
