"""Who told of something before they can have known of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from domain.instant import Instant
from domain.irregularities.codes import Code, Irregularity, irregularity
from domain.irregularities.order import happened
from domain.irregularities.wording import when
from domain.learnings import Learning, in_order
from domain.names import EventId, Item, Party
from domain.occurrence import Certainty

CERTAIN: Final = Certainty.CERTAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That `party` told of `item` in the event `via`, whomever."""

    party: Party
    item: Item
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def told_before_knowing(
    telling: Telling, others: Collection[Learning], as_of: Instant
) -> Irregularity | None:
    """A party told of an item, and all else by which it learned of the item came certainly later.

    What it learned by the event of one of its own tellings does not count; without anything else
    there is nothing to compare with. Certain if the first telling and something else it learned
    are; else possible. It is shown by the first telling, and the first of what else it learned.

    `telling`: its first telling of the item. `others`: its learnings of the item of any other basis
    (as a member and as `public` too), without those by the event of one of its tellings.
    """
    told = happened(telling, as_of)
    other = min(others, key=in_order, default=None)
    if told is None or other is None:
        return None
    if any(each.earliest <= telling.latest for each in others):
        return None
    surely = any(each.certainty(as_of) is CERTAIN for each in others)
    party = telling.party
    return irregularity(
        Code.TOLD_BEFORE_KNOWING,
        CERTAIN if surely and told is CERTAIN else Certainty.POSSIBLE,
        f"{party} told of {telling.item} {when(telling)}, though all that is recorded of how it"
        f" learned of it came later, first {when(other)}.",
        position=telling.position,
        since=telling.via,
        events=(telling.via, other.via),
        tester=party if party.startswith("tester:") else None,
    )
