"""The marks of programmes as axes of sliders, kept for all who look: at one position they never
change."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from domain.instant import Instant
from domain.names import Programme
from service.views.asking import Questions
from service.views.marks import Marks
from service.web.axis import Axis

_KEPT: Final = 8
"""Of so many programmes the marks are kept: those of the last head."""


class Axes:
    """The marks of a programme at a position, along both axes."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks

    @cached_property
    def recorded(self) -> Axis:
        """Before anything was recorded; then each recording."""
        instants = [each.recorded_at for each in self.marks.recordings]
        return Axis([*instants[:1], *instants], [0, *(1 for _ in instants)])

    def happened(self, now: Instant) -> Axis:
        """When anything happened, each instant once: those that are past; and the end, by which
        all that is known of had happened, was recorded, or is yet to come."""
        if self._end <= now:
            return self._happened
        past = bisect_right(self._moments, now)
        return _ending(self._moments[:past], list(islice(self._counts.values(), past)), now)

    @cached_property
    def _end(self) -> Instant:
        last = self.marks.recordings[-1:]
        return max([*self._moments[-1:], *(each.recorded_at for each in last)], default=Instant(0))

    @cached_property
    def _counts(self) -> Counter[Instant]:
        return Counter(self.marks.happened)

    @cached_property
    def _moments(self) -> list[Instant]:
        return list(self._counts)

    @cached_property
    def _happened(self) -> Axis:
        return _ending(self._moments, list(self._counts.values()), self._end)


def _ending(moments: Sequence[Instant], counts: Sequence[int], end: Instant) -> Axis:
    if moments and moments[-1] == end:
        return Axis(moments, counts)
    return Axis([*moments, end], [*counts, 0], ends=True)


class KeptMarks:
    """The axes of each programme at the last head that anybody looked at."""

    def __init__(self) -> None:
        self._kept: dict[Programme, Axes] = {}
        self._lock = threading.Lock()

    def of(self, questions: Questions, programme: Programme, position: int) -> Axes:
        """The axes as they are at a position."""
        known = self._kept.get(programme)
        if known is not None and known.marks.position == position:
            return known
        marks = questions.marks(programme, position, known.marks if known else None)
        if known is not None and known.marks.recordings is marks.recordings:
            known.marks = marks  # what was recorded since is of other programmes
            return known
        found = Axes(marks)
        if known is None or known.marks.position < position:
            with self._lock:
                self._kept.pop(programme, None)
                self._kept[programme] = found
                while len(self._kept) > _KEPT:
                    del self._kept[next(iter(self._kept))]
        return found
