"""Instants: whole microseconds since 1970-01-01T00:00:00Z, as plain integers.

Integers compare and index alike in Python and in every database. The two sentinels stand for
"unbounded" and sort where an unbounded end belongs; they are `null` in answers.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import NewType

from domain.errors import Malformed

Instant = NewType("Instant", int)

BEGINNING = Instant(-(2**63))
"""Before every instant: an unbounded `earliest`."""
END = Instant(2**63 - 1)
"""After every instant: an unbounded `latest`."""

MICROSECOND = 1
SECOND = 1_000_000
DAY = 86_400 * SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_ALMOST = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ])[0-9]{2}:[0-9]{2}(:[0-9]{2}(?:\.[0-9]+)?)?"
    r"([Zz]|[+-][0-9:]{2,5})?"
)
_ZONE = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")


def instant_from(moment: datetime) -> Instant:
    """The instant of an aware datetime."""
    return Instant((moment - _EPOCH) // _MICROSECOND)


def datetime_from(instant: Instant) -> datetime:
    """The aware UTC datetime of a bounded instant."""
    return _EPOCH + timedelta(microseconds=instant)


def parse_instant(text: str) -> Instant:
    """Read an RFC 3339 instant.

    Takes `T`/`t`, `Z`/`z` and any offset; cuts off digits beyond microseconds. Refuses naive
    times, leap seconds, and instants outside the years 0001 to 9999 of UTC (`Malformed`).
    """
    found = _INSTANT.fullmatch(text)
    if not found:
        hint = what_is_missing(text)
        raise Malformed(
            "not an RFC 3339 instant with an offset, such as 2024-11-26T17:01:00Z"
            + (f": {hint}" if hint else "")
        )
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    if second == 60:
        raise Malformed("a leap second cannot be told from the second after it; give that one")
    fraction, sign, hours, minutes = found.groups()[6:]
    microsecond = int((fraction or "0")[:6].ljust(6, "0"))
    tz = timezone(_offset(sign, hours, minutes)) if sign else UTC
    try:
        moment = datetime(year, month, day, hour, minute, second, microsecond, tz)
        return instant_from(moment.astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise Malformed("no such instant in the years 0001 to 9999 of UTC") from error


def what_is_missing(text: str) -> str | None:
    """What keeps a text that is almost an instant from being one; None if it is not even that."""
    found = _ALMOST.fullmatch(text)
    if not found:
        return None
    between, seconds, offset = found.groups()
    lacks = []
    if between == " ":
        lacks.append("a T between the day and the time")
    if seconds is None:
        lacks.append("the seconds")
    if offset is None:
        lacks.append("the offset from UTC (Z, or such as +02:00)")
    elif offset not in "Zz" and not _ZONE.fullmatch(offset):
        lacks.append("an offset of the form +02:00")
    return f"what it lacks is {' and '.join(lacks)}" if lacks else None


def parse_zone(text: str) -> timezone:
    """Read a fixed offset from UTC, `±hh:mm`; `Malformed` if it is none."""
    found = _ZONE.fullmatch(text)
    if not found:
        raise Malformed("not an offset from UTC of the form ±hh:mm")
    return timezone(_offset(*found.groups()))


def _offset(sign: str, hours: str, minutes: str) -> timedelta:
    if int(hours) > 23 or int(minutes) > 59:
        raise Malformed("an offset from UTC lies between -23:59 and +23:59")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if sign == "-" else offset


def format_instant(instant: Instant) -> str:
    """Write a bounded instant in UTC with `Z`: six digits of a second where they are not zero."""
    moment = datetime_from(instant)
    # datetime's own isoformat pads years below 1000 as it should; strftime would not.
    text = moment.replace(tzinfo=None).isoformat(timespec="auto")
    return f"{text}Z"


def bound_text(instant: Instant) -> str | None:
    """Write a bound as answers do: null where it is unbounded."""
    return None if instant in (BEGINNING, END) else format_instant(instant)
