"""Instants and uncertain times in words, always in UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?]?)")
_MICROSECOND: Final = timedelta(microseconds=1)
_MARKS: Final = {"": "", "~": "about ", "?": "perhaps "}


def instant(text: str, year: int | None = None) -> str:
    """`26 Nov 2024 17:05 UTC`; the year is left out where it is `year`."""
    moment = _moment(text)
    return f"{_day(moment, year)} {_clock(moment)} UTC"


def end(text: str, year: int | None = None) -> str:
    """As `instant`, of the end of what lasts to its last microsecond: the moment after it."""
    return instant(_up(text), year)


def day(text: str, year: int | None = None) -> str:
    """`26 Nov 2024`: the day of an instant, in UTC."""
    return _day(_moment(text), year)


def when(time: Mapping[str, Any], year: int | None = None) -> str:
    """A three-part time as one would say it: on, in, by, not before, between.

    `year` is understood from before, and left out.
    """
    text, earliest, latest = time["text"], time["earliest"], time["latest"]
    start, slash, end = text.partition("/")
    if not slash:
        return _date_alone(text, earliest, year) or _at(earliest, year)
    if earliest is None:
        return f"by {_date(end, _last_zone(end, latest), year) or instant(_up(latest), year)}"
    if latest is None:
        zone = _first_zone(start, earliest)
        return f"not before {_date(start, zone, year) or instant(earliest, year)}"
    return _between(earliest, _up(latest), year)


def _date_alone(text: str, earliest: str, year: int | None) -> str | None:
    date = _date(text, _first_zone(text, earliest), year)
    if date is None:
        return None
    if text.endswith("~"):
        return date
    place = "on" if len(text.rstrip("?")) == 10 else "in"
    if text.endswith("?"):
        return f"perhaps {place} {date.removeprefix('perhaps ')}"
    return f"{place} {date}"


def _at(text: str, year: int | None) -> str:
    moment = _moment(text)
    return f"on {_day(moment, year)} at {_clock(moment)} UTC"


def _between(earliest: str, latest: str, year: int | None) -> str:
    first, last = _moment(earliest), _moment(latest)
    if first == last:
        return _at(earliest, year)
    start = f"between {_day(first, year)} {_clock(first)}"
    if first.date() == last.date():
        return f"{start} and {_clock(last)} UTC"
    if first.year == last.year:
        return f"{start} and {_day(last, last.year)} {_clock(last)} UTC"
    return f"{start} and {_day(last, year)} {_clock(last)} UTC"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _up(latest: str) -> str:
    """The end of what lasts to its last microsecond, as people say it: `05:00`, not `04:59:59`."""
    moment = _moment(latest)
    if moment.microsecond == 999_999 and moment < datetime.max.replace(tzinfo=UTC):
        moment += _MICROSECOND
    return moment.isoformat()


def _clock(moment: datetime) -> str:
    seconds = f":{moment.second:02}" if moment.second else ""
    return f"{moment.hour:02}:{moment.minute:02}{seconds}"


def _day(moment: datetime, year: int | None) -> str:
    day = f"{moment.day} {_MONTHS[moment.month - 1]}"
    return day if moment.year == year else f"{day} {moment.year:04}"


def _date(text: str, zone: timedelta | None, year: int | None) -> str | None:
    """A day, month or year of an EDTF date; None if the text is an instant."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    its_year, month, day, mark = found.groups()
    words = its_year
    if day:
        words = _day(datetime(int(its_year), int(month), int(day), tzinfo=UTC), year)
    elif month:
        words = f"{_MONTHS[int(month) - 1]} {its_year}"
    return f"{_MARKS[mark]}{words}{_zone(zone)}"


def _zone(offset: timedelta | None) -> str:
    """` (UTC-5)` after days that are not days of UTC."""
    if not offset:
        return ""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta(0) else "+"
    return f" (UTC{sign}{hours}{f':{minutes:02}' if minutes else ''})"


def _first_zone(text: str, earliest: str) -> timedelta | None:
    """The offset from UTC in which a date begins at `earliest`."""
    first = _first_moment(text)
    return None if first is None else first - _moment(earliest)


def _last_zone(text: str, latest: str) -> timedelta | None:
    """The offset from UTC in which a date ends at `latest`."""
    first = _first_moment(text)
    if first is None:
        return None
    last = first.replace(hour=23, minute=59, second=59, microsecond=999_999)
    length = len(text.rstrip("~?"))
    if length == 7 and first.month < 12:
        last = last.replace(month=first.month + 1) - timedelta(days=1)
    elif length < 10:
        last = last.replace(month=12, day=31)
    return last - _moment(latest)


def _first_moment(text: str) -> datetime | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, _ = found.groups()
    return datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
