"""The stops of a slider, as a script reads them: so that it can say where it stands at once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from domain.instant import SECOND
from service.web.axis import LENGTH, Axis


def told(axis: Axis) -> dict[str, Any]:
    """Of each stop its second (since 1970), its place in parts of the length, and how many events
    there are by it: each as what it has more than the one before."""
    return {
        "seconds": _gaps((each + 1) // SECOND for each in axis.stops),
        "places": _gaps(round(axis.of_stop(each) * LENGTH) for each in range(len(axis))),
        "counts": list(axis.counts),
    }


def _gaps(numbers: Iterable[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]
