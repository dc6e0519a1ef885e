"""When an answer came to differ: the positions at which it changed since it was last the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Stand(Generic[K]):
    """How an answer stood at a position, and from which position on it surely had stood so.

    It may have stood so for longer; then another look finds the same answer before `since`.
    """

    answer: K
    since: int


def responsible(before: K, then: int, until: int, stand_at: Callable[[int], Stand[K]]) -> list[int]:
    """Where an answer changed from what it was (`before`) at `then` to what it is at `until`.

    The positions p, in order, after the last one at which it was as it had been at `then`, at
    which it was not as it was at p - 1. None where it is the same at `until`. Looks only where
    something may have changed, from `until` backwards.
    """
    changed = []
    after = stand_at(until)
    while after.answer != before:
        assert after.since > then  # else it would be the same
        found = stand_at(after.since - 1)
        if found.answer != after.answer:
            changed.append(after.since)
        after = found
    return changed[::-1]
