"""What counts at (as_of, as_recorded), and which of two events came before the other.

The definitions of the irregularities and of the signals speak in these words.
"""

from typing import Any, NamedTuple

from .times import Occurrence, certainty
from .visibility import Event, Record, occurrence


class Happened(NamedTuple):
    """A visible event that happened by as_of, certainly or possibly."""

    event: Event
    position: int
    when: Occurrence
    certainty: str

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.event["id"])

    @property
    def data(self) -> dict[str, Any]:
        """What it says."""
        return dict(self.event["data"])


def happened_by(seen: list[Record], t: int) -> list[Happened]:
    """What counts at t, by position."""
    # > "certain by T if latest <= T, possible by T if earliest <= T < latest, otherwise it is left
    # out altogether (no look-ahead)"
    counting = []
    for event, position in seen:
        when = occurrence(event)
        by_then = certainty(when, t)
        if by_then is not None:
            counting.append(Happened(event, position, when, by_then))
    return counting


def of_type(happened: list[Happened], *kinds: str) -> list[Happened]:
    """Those of these types."""
    return [each for each in happened if each.event["type"] in kinds]


def saying(happened: list[Happened], field: str, value: str | None) -> list[Happened]:
    """Those with this value in this field."""
    return [each for each in happened if each.event["data"].get(field) == value]


def at_least(wanted: str, happened: list[Happened]) -> list[Happened]:
    """`certain`: the certain ones; `possible`: all that are at least possible."""
    return [each for each in happened if wanted == "possible" or each.certainty == "certain"]


def order(each: Happened) -> tuple[int, int, int]:
    """The key of first and last."""
    # > '"first" among events = smallest (latest, earliest, position); "last" = largest.'
    return each.when.latest, each.when.earliest, each.position


def first(happened: list[Happened]) -> Happened:
    """The first of them; there must be one."""
    return min(happened, key=order)


def last(happened: list[Happened]) -> Happened:
    """The last of them; there must be one."""
    return max(happened, key=order)


def before(wanted: str, x: Happened, y: Happened) -> bool:
    """Is x `certain`ly, or `possible`-y, before y? By their bounds, not cut at as_of."""
    # > "x certainly before y: x.latest <= y.earliest
    #    x possibly before y:   x.earliest <= y.latest"
    if wanted == "certain":
        return x.when.latest <= y.when.earliest
    return x.when.earliest <= y.when.latest


def other(wanted: str) -> str:
    """What excuses: a certain irregularity already what is possible, a possible one the certain."""
    return "possible" if wanted == "certain" else "certain"
