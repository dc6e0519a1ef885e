"""The view `tallies`: how the counts of each tester grew, step by step, and sums of many steps.

The steps of a tester are numbered in the order in which they were recorded. A row of level 0 is one
step, and `block` its number less one; from level 1 on the rows of a block are what its steps come
to, from each of their instants on (see `domain.tallies`). Nothing is ever ended: what was undone is
a step back.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from service.projections.kept.view import KeptView


class TallyRow(NamedTuple):
    """What the counts grow by at `since`, or have grown by from then on."""

    programme: str
    tester: str
    level: int
    block: int
    since: int
    feedback_given: int
    feedback_acknowledged: int
    feedback_answered: int
    feedback_open: int
    concerns_open: int
    rewards_agreed: int
    rewards_paid: int


TALLIES: Final = KeptView(version=1, of=("deeds",))
