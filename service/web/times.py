"""Times as a page says them: in the zone of who looks, with UTC beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markupsafe import Markup

from domain.errors import Malformed
from domain.instant import (
    SECOND,
    Instant,
    datetime_from,
    format_instant,
    instant_from,
    parse_instant,
)
from service.prose import times

MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ZONES: Final = (
    "UTC",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
)
"""Those that are offered; any other of the tz database may stand in an address."""

_TYPED: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d))?)?( ?UTC)?", re.ASCII
)
_SAID_DAY: Final = re.compile(rf"^(\d\d?) ({'|'.join(MONTHS)}) (\d{{4}})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone in which times are said."""

    name: str
    tz: tzinfo

    @property
    def is_utc(self) -> bool:
        """Whether nothing need be said beside it."""
        return self.name == "UTC"

    def text(self, instant: Instant) -> str:
        """`26 Nov 2024 13:01 CET (12:01 UTC)`."""
        moment = _up(instant)
        if self.is_utc:
            return f"{_day(moment)} {_clock(moment)} UTC"
        return f"{self._local(moment)} ({self._beside(moment)})"

    def field(self, instant: Instant) -> str:
        """`2024-11-26 13:01`: as it is typed."""
        there = self._at(_up(instant))
        return f"{there.year:04}-{there.month:02}-{there.day:02} {_clock(there)}"

    def beside(self, instant: Instant) -> str:
        """What a field lacks: `CET (12:01 UTC)`."""
        if self.is_utc:
            return "UTC"
        moment = _up(instant)
        return f"{self._at(moment).tzname()} ({self._beside(moment)})"

    def read(self, text: str) -> tuple[Instant, Instant]:
        """What is typed as in a field, or as times are said here: the first and the last instant
        of that second; of a day its last alone. Raises `Malformed` with what to type instead."""
        try:
            exact = parse_instant(text)
        except Malformed:
            pass
        else:
            return exact, exact
        found = _TYPED.fullmatch(_SAID_DAY.sub(_numbered, text))
        if found is None:
            raise Malformed(f"Type a day and a time in {self.name}, such as 2025-06-08 12:00.")
        year, month, day, hour, minute, second = (int(each or 0) for each in found.groups()[:6])
        clock = (hour, minute, second) if found[4] else (23, 59, 59)
        tz = UTC if found[7] else self.tz
        try:
            first = instant_from(datetime(year, month, day, *clock, tzinfo=tz).astimezone(UTC))
        except (ValueError, OverflowError):
            raise Malformed(f"There is no such time in {self.name}: {text}.") from None
        last = Instant(first + SECOND - 1)
        return (first, last) if found[4] else (last, last)

    def time(self, instant: Instant) -> Markup:
        """The same, marked up."""
        moment = _up(instant)
        said = f"{_day(moment)} {_clock(moment)} UTC" if self.is_utc else self._local(moment)
        marked = Markup('<time datetime="{}">{}</time>').format(format_instant(instant), said)
        if self.is_utc:
            return marked
        return marked + Markup(' <span class="utc">({})</span>').format(self._beside(moment))

    def day(self, instant: Instant) -> str:
        """`26 Nov 2024`: the day there."""
        return _day(self._at(datetime_from(instant)))

    def there(self, instant: Instant) -> datetime:
        """The date and the time there, as people say it; in UTC at the ends of the calendar."""
        return self._at(_up(instant))

    def when(self, time: Mapping[str, Any]) -> str:
        """A three-part time: on, in, by, not before, between; dates as they were given."""
        if self.is_utc or "T" not in time["text"].upper():
            return times.when(time)
        earliest, latest = time["earliest"], time["latest"]
        if earliest is None:
            return f"by {self.text(parse_instant(latest))}"
        if latest is None:
            return f"not before {self.text(parse_instant(earliest))}"
        first, last = parse_instant(earliest), parse_instant(latest)
        if first == last:
            return f"on {self.text(first)}"
        return f"between {self.text(first)} and {self.text(last)}"

    def _at(self, moment: datetime) -> datetime:
        try:
            return moment.astimezone(self.tz)
        except OverflowError:
            return moment

    def _local(self, moment: datetime) -> str:
        there = self._at(moment)
        return f"{_day(there)} {_clock(there)} {there.tzname()}"

    def _beside(self, moment: datetime) -> str:
        same_day = self._at(moment).date() == moment.date()
        return f"{'' if same_day else _day(moment) + ' '}{_clock(moment)} UTC"


@cache
def zone_named(name: str) -> Zone:
    """A zone of the tz database. Raises `Malformed` for what is none."""
    if name == "UTC":
        return Zone("UTC", UTC)
    try:
        return Zone(name, ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Malformed("zone is no time zone, such as Europe/Berlin") from None


def _numbered(day: re.Match[str]) -> str:
    """`8 Jun 2025` as `2025-6-8`."""
    return f"{day[3]}-{MONTHS.index(day[2]) + 1}-{day[1]}"


def _up(instant: Instant) -> datetime:
    """The end of what lasts to its last microsecond, as people say it: `05:00`, not `04:59:59`."""
    moment = datetime_from(instant)
    if moment.microsecond == 999_999 and moment.year < 9999:
        moment += timedelta(microseconds=1)
    return moment


def _day(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year:04}"


def _clock(moment: datetime) -> str:
    seconds = f":{moment.second:02}" if moment.second else ""
    return f"{moment.hour:02}:{moment.minute:02}{seconds}"
