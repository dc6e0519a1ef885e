"""Section 2: instants, and when something happened, which may be uncertain."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

# Instants are whole microseconds since 0001-01-01T00:00:00Z. "null means unbounded", read as two
# numbers that lie far outside of the years 0001 to 9999.
BEGINNING = -(10**30)
END = 10**30

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

THREE_PART = dict[str, str | None]


class Occurrence(NamedTuple):
    """When something happened: the text as given, and its bounds, both of them included."""

    text: str
    earliest: int
    latest: int


def midnight(year: int, month: int, day: int) -> int:
    """The first microsecond of a day, its figures taken as UTC. ValueError if there is none."""
    return (date(year, month, day).toordinal() - 1) * DAY


def latest_instant() -> int:
    """The last microsecond of the year 9999 of UTC."""
    return midnight(9999, 12, 31) + DAY - 1


def within_years(instant: int) -> int:
    """The same instant. ValueError outside of the years 0001 to 9999 of UTC."""
    # > "Years 0001 to 9999, in UTC too."
    if not midnight(1, 1, 1) <= instant <= latest_instant():
        raise ValueError("outside of the years 0001 to 9999 in UTC")
    return instant


def read_offset(text: str) -> int:
    """`Z`, `z` or `±hh:mm`, as microseconds ahead of UTC."""
    if text in ("Z", "z"):
        return 0
    found = re.fullmatch(r"([+-])([01][0-9]|2[0-3]):([0-5][0-9])", text)
    if found is None:
        raise ValueError(f"no offset: {text!r}")
    size = int(found[2]) * HOUR + int(found[3]) * MINUTE
    return size if found[1] == "+" else -size


def read_zone(zone: str | None) -> int:
    """The envelope field `zone`, as microseconds ahead of UTC."""
    # > "Dates are days of UTC, or of the optional envelope field `zone` (`±hh:mm`)."
    if zone is None:
        return 0
    if zone in ("Z", "z"):
        raise ValueError("a zone is ±hh:mm")
    return read_offset(zone)


def read_instant(text: str) -> int:
    """An RFC 3339 instant. ValueError if it is none."""
    # > "Given ones may use `T`/`t`, `Z`/`z`, any offset; digits beyond microseconds are cut off;
    # a leap second is refused."  "(with offset, never naive)"
    found = re.fullmatch(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
        r"([Zz]|[+-][0-9]{2}:[0-9]{2})",
        text,
    )
    if found is None:
        raise ValueError(f"no instant: {text!r}")
    hour, minute, second = int(found[4]), int(found[5]), int(found[6])
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"no time of day: {text!r}")
    digits = (found[7] or ".")[1:]
    microsecond = int((digits + "000000")[:6])
    local = midnight(int(found[1]), int(found[2]), int(found[3]))
    local += hour * HOUR + minute * MINUTE + second * SECOND + microsecond
    return within_years(local - read_offset(found[8]))


def read_date(text: str, zone: str | None) -> tuple[int, int]:
    """A year, month or day: its first and its last microsecond."""
    # > "a date of the EDTF forms `2024`, `2024-11`, `2024-11-26`, each with an optional `~` or `?`
    # (approximate, uncertain: kept and shown, bounds unchanged)"
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?]?", text)
    if found is None:
        raise ValueError(f"no date: {text!r}")
    year = int(found[1])
    first_month = last_month = int(found[2] or 0)
    if found[2] is None:
        first_month, last_month = 1, 12
    first_day = last_day = int(found[3] or 0)
    if found[3] is None:
        date(year, last_month, 1)  # a month that there is, before its days are counted
        first_day, last_day = 1, monthrange(year, last_month)[1]
    # > "a day, month or year ends at its last microsecond"
    start = midnight(year, first_month, first_day) - read_zone(zone)
    end = midnight(year, last_month, last_day) + DAY - 1 - read_zone(zone)
    return within_years(start), within_years(end)


def read_moment(text: str, zone: str | None) -> tuple[int, int]:
    """An instant or a date."""
    if "T" in text or "t" in text:
        # > "an instant has earliest = latest"
        instant = read_instant(text)
        return instant, instant
    return read_date(text, zone)


@cache  # a text is read once, and an instant written once, however often it is asked for
def read_occurrence(text: str, zone: str | None = None) -> Occurrence:
    """`occurred_at` or `reported_at`. ValueError if it is malformed."""
    read_zone(zone)
    # > "or an interval `A/B` whose ends are each an instant, a date, or `..`
    # (…; not both `..`; not ending before it starts)"
    if "/" not in text:
        return Occurrence(text, *read_moment(text, zone))
    ends = text.split("/")
    if len(ends) != 2 or ends == ["..", ".."]:
        raise ValueError(f"no interval: {text!r}")
    earliest = BEGINNING if ends[0] == ".." else read_moment(ends[0], zone)[0]
    latest = END if ends[1] == ".." else read_moment(ends[1], zone)[1]
    if latest < earliest:
        raise ValueError(f"it ends before it starts: {text!r}")
    return Occurrence(text, earliest, latest)


@cache
def show_instant(instant: int) -> str | None:
    """As answered; null for unbounded."""
    # > "Instants are answered in UTC with `Z`, with six digits of a second where they are not zero,
    # else none."
    if instant in (BEGINNING, END):
        return None
    when = datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    digits = "microseconds" if when.microsecond else "seconds"
    return when.isoformat(timespec=digits).replace("+00:00", "Z")


def three_part(when: Occurrence) -> THREE_PART:
    """As answered."""
    # > "Answered as `{"text": "as given", "earliest": instant|null, "latest": instant|null}`"
    return {
        "text": when.text,
        "earliest": show_instant(when.earliest),
        "latest": show_instant(when.latest),
    }


def certainty(when: Occurrence, as_of: int) -> str | None:
    """`certain`, `possible`, or None for not yet."""
    # > "At `as_of` T something **certainly** happened if `latest <= T`, **possibly** if
    # `earliest <= T < latest` (null: -∞ or +∞), else not yet."
    if when.latest <= as_of:
        return "certain"
    if when.earliest <= as_of < when.latest:
        return "possible"
    return None
