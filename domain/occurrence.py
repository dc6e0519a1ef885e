"""When something happened, as far as that is known: a text, and the bounds it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from domain.errors import Malformed
from domain.instant import (
    BEGINNING,
    END,
    Instant,
    instant_from,
    parse_instant,
    parse_zone,
    what_is_missing,
)

FIRST = instant_from(datetime.min.replace(tzinfo=UTC))
LAST = instant_from(datetime.max.replace(tzinfo=UTC))
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?]?")
_OPEN = ".."


class Certainty(StrEnum):
    """How surely something had happened by an instant."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The bounds within which something happened, both inclusive, and the text they came from.

    `earliest` is `BEGINNING` and `latest` is `END` where the text leaves that end open.
    """

    text: str
    earliest: Instant
    latest: Instant

    def certainty(self, as_of: Instant) -> Certainty | None:
        """Whether this had certainly or possibly happened by `as_of`; None: not yet."""
        if self.latest <= as_of:
            return Certainty.CERTAIN
        return Certainty.POSSIBLE if self.earliest <= as_of else None


def parse_occurrence(text: str, zone: str | None = None) -> Occurrence:
    """Read an instant, an EDTF date (`2024`, `2024-11`, `2024-11-26`, with `~` or `?`), or an
    interval `A/B` of these with `..` for one open end.

    Dates are days of `zone` (`±hh:mm`), else of UTC; they end at their last microsecond.
    Refuses (`Malformed`) other forms, an interval that ends before it starts, and what lies
    outside the years 0001 to 9999 of UTC. Source: EDTF (ISO 8601-2), levels 0 and 1, in part.
    """
    earliest, latest = _bounds(text, _timezone(zone), _strictly)
    if latest < earliest:
        raise Malformed("it ends before it starts")
    return Occurrence(text, earliest, latest)


def reread_occurrence(text: str, zone: str | None) -> Occurrence:
    """Read a text again in a zone it was perhaps not written for, as history must: never refuse.

    Each part was valid where it was written. Bounds that leave the years 0001 to 9999 stop at
    their ends, and an interval turned round by the zone is read as all that lies between.
    """
    earliest, latest = _bounds(text, _timezone(zone), _clamped)
    return Occurrence(text, min(earliest, latest), max(earliest, latest))


def _timezone(zone: str | None) -> timezone:
    return UTC if zone is None else parse_zone(zone)


_Shift = Callable[[datetime, timedelta], Instant]


def _bounds(text: str, tz: timezone, shift: _Shift) -> tuple[Instant, Instant]:
    start, slash, end = text.partition("/")
    if not slash:
        return _part(text, tz, shift)
    if start == end == _OPEN:
        raise Malformed("an interval open at both ends says nothing; give one of them")
    earliest = BEGINNING if start == _OPEN else _part(start, tz, shift)[0]
    latest = END if end == _OPEN else _part(end, tz, shift)[1]
    return earliest, latest


def _part(text: str, tz: timezone, shift: _Shift) -> tuple[Instant, Instant]:
    found = _DATE.fullmatch(text)
    if not found:
        instant = _instant(text)
        return instant, instant
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = datetime(  # noqa: DTZ001  (the zone is `tz`)
            year or 0, 1 if month is None else month, 1 if day is None else day
        )
    except ValueError as error:
        raise Malformed(f"no such date in the years 0001 to 9999: {text}") from error
    offset = tz.utcoffset(None)
    return shift(first, -offset), shift(_last_moment(first, month, day), -offset)


def _instant(text: str) -> Instant:
    if "T" in text or "t" in text or what_is_missing(text):
        return parse_instant(text)
    if text[:1] in ("~", "?") and _DATE.fullmatch(text[1:]):
        raise Malformed(f"a mark stands behind its date: {text[1:].rstrip('~?')}{text[0]}")
    raise Malformed(
        "neither an RFC 3339 instant with an offset, nor a date such as 2024, 2024-11 or "
        "2024-11-26 (with ~ or ? behind it), nor an interval A/B of these, .. for an open end"
    )


def _last_moment(first: datetime, month: int | None, day: int | None) -> datetime:
    last = first.replace(hour=23, minute=59, second=59, microsecond=999_999)
    if day:
        return last
    if month and month < 12:
        return last.replace(month=month + 1) - timedelta(days=1)
    return last.replace(month=12, day=31)


def _strictly(moment: datetime, by: timedelta) -> Instant:
    try:
        return instant_from((moment + by).replace(tzinfo=UTC))
    except OverflowError as error:
        raise Malformed("outside the years 0001 to 9999 of UTC") from error


def _clamped(moment: datetime, by: timedelta) -> Instant:
    try:
        return _strictly(moment, by)
    except Malformed:
        return FIRST if by < timedelta(0) else LAST
