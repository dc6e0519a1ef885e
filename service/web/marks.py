"""The marks of programmes as axes of sliders, kept for all who look: at one position they never
change."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
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
        """When anything happened, each instant once: those that are past."""
        past = bisect_right(self._moments, now)
        if past == len(self._moments):
            return self._happened
        return Axis(self._moments[:past], list(islice(self._counts.values(), past)))

    @cached_property
    def _counts(self) -> Counter[Instant]:
        return Counter(self.marks.happened)

    @cached_property
    def _moments(self) -> list[Instant]:
        return list(self._counts)

    @cached_property
    def _happened(self) -> Axis:
        return Axis(self._moments, list(self._counts.values()))


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
