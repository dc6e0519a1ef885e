"""Each sentence of the contract's "Who knew what" as a small case worked by hand.

for number, case in enumerate(ALL, 1):
    case = case.copied(number)      # if they share a ledger
    post(case.events)
    for ask in case.asks:
        assert mismatches(get(ask), ask) == []
"""

from __future__ import annotations

from . import (
    answer,
    first,
    groups,
    occurrence,
    path,
    public,
    visibility,
    what,
    who,
    who_learns,
    who_tells,
)
from .form import Ask, Case, matches, mismatches

__all__ = ["ALL", "Ask", "Case", "matches", "mismatches"]

ALL: list[Case] = [
    *occurrence.CASES,
    *who_learns.CASES,
    *who_tells.CASES,
    *public.CASES,
    *groups.CASES,
    *first.CASES,
    *answer.CASES,
    *who.CASES,
    *what.CASES,
    *path.CASES,
    *visibility.CASES,
]
