"""What can be the first of what a party learned of an item, of its own and as a member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from domain.learnings import Extent, Learning, as_member, in_order
from domain.membership import Membership
from domain.names import Party

Fronts = Mapping[tuple[Extent, bool], Sequence[Learning]]
"""The fronts of a party's learnings of an item, by extent and whether they are doubtful."""

NOTHING: Final[Fronts] = {}


def by_earliest(each: Learning) -> tuple[Any, ...]:
    """By earliest, and then in the order of *first*."""
    return each.earliest, in_order(each)


def front(alike: Iterable[Learning]) -> list[Learning]:
    """Of learnings alike in extent and doubt, those that can be the first by some instant: none
    that may have been earlier comes before them."""
    found: list[Learning] = []
    for each in sorted(alike, key=by_earliest):
        if not found or each.latest < found[-1].latest:
            found.append(each)
    return found


def fronts_of(learned: Iterable[Learning]) -> Fronts:
    """The fronts of a party's learnings of an item."""
    alike: dict[tuple[Extent, bool], list[Learning]] = defaultdict(list)
    for each in learned:
        alike[each.extent, each.doubtful].append(each)
    return {kind: front(found) for kind, found in alike.items()} or NOTHING


def joined(one: Fronts, learned: Iterable[Learning]) -> Fronts:
    """Fronts to which further learnings are added; the same object if they make no difference."""
    found = dict(one)
    for each in learned:
        kind = each.extent, each.doubtful
        before = found.get(kind, ())
        after = front([*before, each])
        if len(after) != len(before) or any(map(_are_two, before, after)):
            found[kind] = after
    return one if found == one else found


def _are_two(one: Learning, other: Learning) -> bool:
    return one is not other


def as_members(
    shared: Sequence[Learning], party: Party, belonging: Membership
) -> Iterable[Learning]:
    """What a party may have been the first to learn with its group, of learnings by earliest.

    Of what cannot come before another that is as sure, it is not even asked how surely the party
    belonged at that time.
    """
    latest: dict[Extent, int] = {}
    for each in shared:
        if each.extent in latest and latest[each.extent] <= each.latest:
            continue
        surely = belonging.over(each.earliest, each.latest)
        if surely is not None:
            learned = as_member(each, party, surely)
            if not learned.doubtful:
                latest[each.extent] = each.latest
            yield learned
