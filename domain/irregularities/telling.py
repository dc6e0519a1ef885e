"""Who told of something before they can have known of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from domain.instant import Instant
from domain.irregularities.codes import Code, Irregularity, irregularity
from domain.irregularities.wording import when
from domain.learnings import Learning, in_order
from domain.occurrence import Certainty

CERTAIN: Final = Certainty.CERTAIN


def told_before_knowing(
    tellings: Collection[Learning], others: Collection[Learning], as_of: Instant
) -> Irregularity | None:
    """A party told of an item, and all else by which it learned of the item came certainly later.

    What it learned by the event of one of its own tellings does not count; without anything else
    there is nothing to compare with. Certain if the first telling and something else it learned
    are; else possible. It is shown by the first telling, and the first of what else it learned.

    `tellings`: its learnings of the item of basis telling. `others`: those of any other basis (as
    a member and as `public` too), without those by the event of one of these tellings.
    """
    telling = min(tellings, key=in_order, default=None)
    other = min(others, key=in_order, default=None)
    if telling is None or other is None:
        return None
    if any(each.earliest <= telling.latest for each in others):
        return None
    surely = any(each.certainty(as_of) is CERTAIN for each in others)
    certain = surely and telling.certainty(as_of) is CERTAIN
    party = telling.party
    return irregularity(
        Code.TOLD_BEFORE_KNOWING,
        CERTAIN if certain else Certainty.POSSIBLE,
        f"{party} told of {telling.item} {when(telling)}, though all that is recorded of how it"
        f" learned of it came later, first {when(other)}.",
        position=telling.position,
        since=telling.via,
        events=(telling.via, other.via),
        tester=party if party.startswith("tester:") else None,
    )
