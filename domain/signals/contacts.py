"""Which testers are in touch with one another: by contacts of late, or in a common group."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from domain.instant import DAY, Instant
from domain.membership import membership
from domain.names import Group, Party
from domain.occurrence import Occurrence
from domain.signals.points import Fact, Points
from domain.signals.stretches import Stretch, united

RECENT = 30 * DAY
"""How long a contact counts."""

_Pair = tuple[Party, Party]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFact(Fact):
    """That parties were observed in contact."""

    parties: Sequence[Party]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFact(Fact):
    """That a party joined, or left, a group."""

    group: Group
    party: Party
    joined: bool
    earliest: Instant


class Contacts:
    """The pairs of testers who are in touch, counted point by point."""

    def __init__(self, points: Points) -> None:
        self._points = points
        self._circles: dict[frozenset[Party], int] = {}
        self._met = [array("I") for _ in points.instants]
        self._parted = [array("I") for _ in points.instants]
        self._joined: list[list[_Pair]] = [[] for _ in points.instants]
        self._left: list[list[_Pair]] = [[] for _ in points.instants]

    def read_contacts(self, facts: Iterable[ContactFact]) -> None:
        """Add observed contacts; of their parties only the testers count."""
        for each in facts:
            circle = frozenset(party for party in each.parties if is_tester(party))
            recent = self._points.counting(each, until=Instant(each.latest + RECENT))
            if len(circle) < 2 or recent is None:
                continue
            number = self._circles.setdefault(circle, len(self._circles))
            self._met[recent.begin].append(number)
            if recent.end < len(self._points):
                self._parted[recent.end].append(number)

    def read_moves(self, facts: Sequence[MoveFact]) -> None:
        """Add all moves of one tester into and out of one group."""
        pair = facts[0].party, facts[0].group
        for each in united(_belonging(self._points, facts)):
            self._joined[each.begin].append(pair)
            if each.end < len(self._points):
                self._left[each.end].append(pair)

    def pairs(self) -> list[int]:
        """How many pairs are in touch at each point."""
        circles = list(self._circles)
        touch = _Touch()
        found: list[int] = []
        for place in range(len(self._points)):
            for tester, group in self._left[place]:
                touch.move(tester, touch.groups[tester] - {group})
            for tester, group in self._joined[place]:
                touch.move(tester, touch.groups[tester] | {group})
            for number in self._met[place]:
                touch.meet(circles[number])
            for number in self._parted[place]:
                touch.part(circles[number])
            found.append(touch.in_groups + touch.beside_groups)
        return found


def is_tester(party: Party) -> bool:
    """Whether a party is one tester, and not people who are only known as a group."""
    return party.startswith("tester:")


def _belonging(points: Points, facts: Sequence[MoveFact]) -> Iterator[Stretch]:
    """Where a party certainly belongs to a group: read anew wherever another move is held."""
    seen = {(each.since, each.until) for each in facts}
    bounds = sorted({bound for both in seen for bound in both})
    for since, until in pairwise(bounds):
        held = points.holding(since, until)
        if held is None:
            continue
        moves = [each for each in facts if each.since <= since and until <= each.until]
        belonging = membership(
            [Occurrence("", each.earliest, each.latest) for each in moves if each.joined],
            [Occurrence("", each.earliest, each.latest) for each in moves if not each.joined],
        )
        for span in belonging.certain:
            within = points.between(span.start, span.end)
            stretch = within and within.common(held)
            if stretch is not None:
                yield stretch


class _Touch:
    """Testers by the groups they belong to, and circles of those who met.

    Testers who belong to the same groups are alike, so that pairs within groups are counted kind
    by kind, and not one by one.
    """

    def __init__(self) -> None:
        self.groups: dict[Party, frozenset[Party]] = defaultdict(frozenset)
        self.in_groups = 0
        """Pairs that have a group in common."""
        self.beside_groups = 0
        """Pairs that met and have none in common."""
        self._kinds: Counter[frozenset[Party]] = Counter()
        self._circles: Counter[frozenset[Party]] = Counter()
        self._met: dict[Party, Counter[Party]] = defaultdict(Counter)

    def move(self, tester: Party, groups: frozenset[Party]) -> None:
        """A tester belongs to other groups than before."""
        self.beside_groups -= self._strangers_met(tester)
        self._change(self.groups[tester], -1)
        self.in_groups -= self._related(self.groups[tester])
        self.groups[tester] = groups
        self.in_groups += self._related(groups)
        self._change(groups, 1)
        self.beside_groups += self._strangers_met(tester)

    def meet(self, circle: frozenset[Party]) -> None:
        """These were in contact."""
        self._circles[circle] += 1
        if self._circles[circle] == 1:
            for one, other in combinations(sorted(circle), 2):
                self._met[one][other] += 1
                self._met[other][one] += 1
                if self._met[one][other] == 1 and self._are_strangers(one, other):
                    self.beside_groups += 1

    def part(self, circle: frozenset[Party]) -> None:
        """That these were in contact counts no longer."""
        self._circles[circle] -= 1
        if not self._circles[circle]:
            del self._circles[circle]
            for one, other in combinations(sorted(circle), 2):
                self._met[one][other] -= 1
                self._met[other][one] -= 1
                if not self._met[one][other]:
                    del self._met[one][other], self._met[other][one]
                    self.beside_groups -= self._are_strangers(one, other)

    def _change(self, kind: frozenset[Party], by: int) -> None:
        """So many more are of a kind; who belongs to no group is of none."""
        if kind:
            self._kinds[kind] += by
            if not self._kinds[kind]:
                del self._kinds[kind]

    def _related(self, groups: frozenset[Party]) -> int:
        """How many belong to any of these groups."""
        return sum(number for kind, number in self._kinds.items() if kind & groups)

    def _strangers_met(self, tester: Party) -> int:
        return sum(self._are_strangers(tester, other) for other in self._met[tester])

    def _are_strangers(self, one: Party, other: Party) -> bool:
        return not self.groups[one] & self.groups[other]
