"""What happened, told as it was posted, and how irregular it was.

Acts stand in the order in which they were recorded: the one at place n has position n and the id
`an_id(n)`. A rule is given what of them had at least possibly happened by `as_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from domain.events.envelope import Event
from domain.instant import Instant, parse_instant
from domain.irregularities.codes import Irregularity
from domain.irregularities.order import Timed
from domain.names import Party
from domain.standing import Deed, deed
from tests.domain.recorded import history

ANA = Party("tester:ana")
DAY = "2024-03-10"
BEFORE = "2024-03-09"
AFTER = "2024-03-11"
MARCH = "2024-03"
LATER = "2030-01-01T00:00:00Z"

Act = Mapping[str, Any]
Verdict = tuple[str, list[int]] | None
T = TypeVar("T", bound=Timed)


def found(read: Callable[[Event, int], T | None], *acts: Act, as_of: str = LATER) -> list[T]:
    """What of a kind these acts say, as far as it may have happened."""
    each = (read(record.event, record.position) for record in history(*acts))
    return [one for one in each if one is not None and one.earliest <= parse_instant(as_of)]


def deeds(types: str, *acts: Act, as_of: str = LATER) -> list[Deed]:
    """The deeds of these types."""
    return [each for each in found(deed, *acts, as_of=as_of) if each.type in types.split()]


def verdict(irregular: Irregularity | None) -> Verdict:
    """How surely it is irregular, and the positions of the events that show it."""
    if irregular is None:
        return None
    return irregular.certainty.value, [_position(each) for each in irregular.events]


def _position(event_id: str) -> int:
    return int(event_id[-12:])


def at(text: str) -> Instant:
    return parse_instant(text)
