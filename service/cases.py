"""Cases as far as they were read: when more is said about an event, only that is read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

from domain.events.envelope import Recorded
from domain.history import Case
from domain.names import EventId

KEPT_MOST: Final = 512
"""How many cases are kept in mind."""


class Cases:
    """The cases that were looked at last. For one thread at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[EventId, Case] = OrderedDict()

    def brought_up(
        self, root: EventId, upto: int, told_after: Callable[[int], Iterable[Recorded]]
    ) -> Case:
        """The case of a root with all that was told of it up to a position.

        `told_after` gives what was told of it after a position (and up to that one). A case whose
        last event is not what is found there is read anew: it was told what was not kept.
        """
        case = self._kept.pop(root, None)
        if case is None or not self._go_on(case, upto, told_after):
            case = Case()
            for record in told_after(0):
                case.add(record)
        self._kept[root] = case
        if len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)
        return case

    def _go_on(
        self, case: Case, upto: int, told_after: Callable[[int], Iterable[Recorded]]
    ) -> bool:
        """Tell a case what it does not know yet, if it goes on from what it knows."""
        if case.last is None or case.position > upto:
            return False
        told = iter(told_after(case.position - 1))
        last = next(told, None)
        if last is None or last.event.id != case.last.event.id:
            return False
        for record in told:
            case.add(record)
        return True

    def forget(self, root: EventId) -> None:
        """Read this one anew when it is asked for next."""
        self._kept.pop(root, None)
