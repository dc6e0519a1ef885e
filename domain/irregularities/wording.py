"""Times and lists in the sentences of irregularities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.instant import (
    BEGINNING,
    DAY,
    END,
    MICROSECOND,
    Instant,
    datetime_from,
)
from domain.irregularities.order import Timed
from domain.occurrence import FIRST, LAST

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def when(each: Timed) -> str:
    """When something happened, as one says it: on, in, by, not before, between. Always in UTC."""
    earliest, latest = each.earliest, each.latest
    if earliest == BEGINNING:
        return f"by {_end(latest)}"
    if latest == END:
        return f"not before {_start(earliest)}"
    if earliest == latest:
        return on(earliest)
    return _date(earliest, latest) or f"between {_start(earliest)} and {_end(latest)}"


def on(instant: Instant) -> str:
    """`on 26 November 2024 at 17:05 UTC`."""
    moment = datetime_from(instant)
    return f"on {_day(moment)} at {_clock(moment)}"


def by(instant: Instant) -> str:
    """`26 November 2024, 17:05 UTC`; a midnight is the day that it ends, but the first of all."""
    return _end(Instant(max(FIRST, instant - MICROSECOND)))


def listed(things: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *before, last = things
    return f"{', '.join(before)} and {last}" if before else last


def _date(earliest: Instant, latest: Instant) -> str | None:
    """A whole day, month or year of UTC; None if the bounds are none of them."""
    if not _is_midnight(earliest) or not _is_last_moment(latest):
        return None
    start, end = datetime_from(earliest), datetime_from(latest)
    if start.date() == end.date():
        return f"on {_day(start)}"
    whole_months = start.day == 1 and (latest == LAST or (end + timedelta(days=1)).day == 1)
    if not whole_months or start.year != end.year:
        return None
    if start.month == end.month:
        return f"in {_MONTHS[start.month - 1]} {start.year}"
    return f"in {start.year}" if (start.month, end.month) == (1, 12) else None


def _start(instant: Instant) -> str:
    return _day(datetime_from(instant)) if _is_midnight(instant) else _moment(instant)


def _end(instant: Instant) -> str:
    """The day of which it is the last moment, else the moment; 05:00, not 04:59:59."""
    if _is_last_moment(instant):
        return _day(datetime_from(instant))
    return _moment(Instant(instant + MICROSECOND))  # it shows only where it completes a second


def _moment(instant: Instant) -> str:
    moment = datetime_from(instant)
    return f"{_day(moment)}, {_clock(moment)}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _clock(moment: datetime) -> str:
    seconds = f":{moment.second:02}" if moment.second else ""
    return f"{moment.hour:02}:{moment.minute:02}{seconds} UTC"


def _is_midnight(instant: Instant) -> bool:
    return instant % DAY == 0


def _is_last_moment(instant: Instant) -> bool:
    return _is_midnight(Instant(instant + MICROSECOND))
