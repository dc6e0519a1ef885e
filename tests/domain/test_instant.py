"""Instants: what is read, what is refused, how they are written."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from domain.errors import Malformed
from domain.instant import (
    BEGINNING,
    DAY,
    END,
    MICROSECOND,
    SECOND,
    Instant,
    bound_text,
    datetime_from,
    format_instant,
    instant_from,
    parse_instant,
    parse_zone,
    what_is_missing,
)
from domain.occurrence import FIRST, LAST

instants = st.integers(FIRST, LAST).map(Instant)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:01Z", 1_000_000),
        ("1970-01-02T00:00:00Z", 86_400_000_000),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2001-09-09T01:46:40Z", 10**15),
        ("0001-01-01T00:00:00Z", -62_135_596_800 * 10**6),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_800 * 10**6 - 1),
    ],
)
def test_an_instant_is_its_microseconds_since_1970(text: str, instant: int) -> None:
    assert parse_instant(text) == instant
    assert format_instant(Instant(instant)) == text


@pytest.mark.parametrize(
    ("given_as", "answered_as"),
    [
        ("2024-11-20t10:00:00z", "2024-11-20T10:00:00Z"),
        ("2024-11-20T10:00:00+00:00", "2024-11-20T10:00:00Z"),
        ("2024-11-20T10:00:00-00:00", "2024-11-20T10:00:00Z"),
        ("2024-11-20T10:00:00+01:30", "2024-11-20T08:30:00Z"),
        ("2024-11-20T10:00:00-01:30", "2024-11-20T11:30:00Z"),
        ("2024-03-01T00:30:00+23:59", "2024-02-29T00:31:00Z"),
        ("2024-12-31T23:30:00-00:45", "2025-01-01T00:15:00Z"),
        ("2024-11-20T10:00:00.5Z", "2024-11-20T10:00:00.500000Z"),
        ("2024-11-20T10:00:00.000Z", "2024-11-20T10:00:00Z"),
        ("2024-11-20T10:00:00.000010Z", "2024-11-20T10:00:00.000010Z"),
        ("0999-02-03T04:05:06Z", "0999-02-03T04:05:06Z"),
    ],
)
def test_instants_are_given_in_many_forms_and_answered_in_one(
    given_as: str, answered_as: str
) -> None:
    assert format_instant(parse_instant(given_as)) == answered_as


def test_digits_beyond_microseconds_are_cut_off_not_rounded() -> None:
    cut = parse_instant("2024-11-20T10:00:00.1234569Z")
    assert cut == parse_instant("2024-11-20T10:00:00.123456Z")
    assert parse_instant("1969-12-31T23:59:59.9999999Z") == -1
    assert parse_instant("1970-01-01T00:00:00." + "0" * 6 + "9" * 40 + "Z") == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-11-20",
        "2024-11-20T10:00:00",  # naive
        "2024-11-20 10:00:00Z",
        "2024-11-20T10:00Z",
        "2024-11-20T10Z",
        "20241120T100000Z",
        "2024-11-20T10:00:00.Z",
        "2024-11-20T10:00:00,5Z",
        "2024-11-20T10:00:00+0100",
        "2024-11-20T10:00:00+01",
        "2024-11-20T10:00:00+1:00",
        "2024-11-20T10:00:00+24:00",
        "2024-11-20T10:00:00+01:60",
        "2024-11-20T10:00:00\N{MINUS SIGN}01:00",
        "2024-11-20T24:00:00Z",
        "2024-11-20T10:60:00Z",
        "2024-11-20T10:00:61Z",
        "2024-00-20T10:00:00Z",
        "2024-11-00T10:00:00Z",
        "2023-02-29T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "2024-11-20T10:00:00Z\n",
        " 2024-11-20T10:00:00Z",
        "2024-11-20T10:00:00ZZ",
        "\N{ARABIC-INDIC DIGIT TWO}024-11-20T10:00:00Z",
    ],
)
def test_what_is_no_rfc_3339_instant_with_an_offset_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_instant(text)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("2014-04-01T10:00Z", "the seconds"),
        ("2014-04-01T10:00:00", "the offset"),
        ("2014-04-01T10:00", "the seconds and the offset from UTC (Z, or such as +02:00)"),
        ("2014-04-01 10:00:00Z", "a T between the day and the time"),
        ("2014-04-01 10:00:00z", "a T between the day and the time"),
        ("2014-04-01T10:00:00+0200", "an offset of the form +02:00"),
        ("2014-04-01 10:00+0200", "a T between the day and the time and the seconds and an offset"),
    ],
)
def test_what_is_almost_an_instant_is_told_what_it_lacks(text: str, lacking: str) -> None:
    assert (what_is_missing(text) or "").startswith(f"what it lacks is {lacking}")
    with pytest.raises(Malformed, match="what it lacks is"):
        parse_instant(text)


def test_a_small_z_is_an_offset_too() -> None:
    large, small = (what_is_missing(f"2024-11-26 17:01:00{z}") for z in "Zz")
    assert small == large


def test_what_is_far_from_an_instant_is_told_nothing_more() -> None:
    assert what_is_missing("yesterday") is None
    assert what_is_missing("2014-04-01T10:00:00Z") is None


@pytest.mark.parametrize("text", ["2016-12-31T23:59:60Z", "2017-01-01T00:59:60.5+01:00"])
def test_a_leap_second_is_refused_even_where_there_was_one(text: str) -> None:
    with pytest.raises(Malformed):
        parse_instant(text)


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("0001-01-01T01:00:00+01:00", "0001-01-01T00:59:59.999999+01:00"),
        ("9999-12-31T22:59:59.999999-01:00", "9999-12-31T23:00:00-01:00"),
    ],
)
def test_the_years_0001_to_9999_are_counted_in_utc(inside: str, outside: str) -> None:
    assert parse_instant(inside) in (FIRST, LAST)
    with pytest.raises(Malformed):
        parse_instant(outside)


@pytest.mark.parametrize("zone", ["XXX-09:00", "XXX+09:00"])  # here, nine hours east, and west
def test_an_instant_is_read_alike_wherever_one_is(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as here:
        here.setenv("TZ", zone)
        time.tzset()
        assert parse_instant("0001-01-01T00:00:00Z") == FIRST
        assert parse_instant("9999-12-31T23:59:59.999999Z") == LAST
    time.tzset()


@given(instants)
def test_what_is_written_is_read_as_the_same_instant(instant: Instant) -> None:
    assert parse_instant(format_instant(instant)) == instant
    assert instant_from(datetime_from(instant)) == instant


@given(instants)
def test_a_second_has_six_digits_or_none(instant: Instant) -> None:
    fraction = format_instant(instant)[len("2024-11-20T10:00:00") : -len("Z")]
    assert fraction == (f".{instant % SECOND:06d}" if instant % SECOND else "")


@given(instants, instants)
def test_instants_sort_as_the_moments_that_they_are(one: Instant, other: Instant) -> None:
    assert (one < other) == (datetime_from(one) < datetime_from(other))


def test_the_units_are_microseconds() -> None:
    noon = parse_instant("2024-02-28T12:00:00Z")
    assert parse_instant("2024-02-28T12:00:00.000001Z") - noon == MICROSECOND
    assert parse_instant("2024-02-28T12:00:01Z") - noon == SECOND
    assert parse_instant("2024-02-29T12:00:00Z") - noon == DAY


def test_the_moment_of_any_time_zone_is_one_instant() -> None:
    east = datetime(2024, 11, 20, 10, tzinfo=timezone(timedelta(hours=9)))
    assert instant_from(east) == parse_instant("2024-11-20T01:00:00Z")
    assert datetime_from(instant_from(east)) == east
    assert datetime_from(instant_from(east)).tzinfo is UTC


def test_unbounded_ends_lie_beyond_every_instant_and_fit_64_bits() -> None:
    assert BEGINNING < FIRST < LAST < END
    assert BEGINNING.to_bytes(8, signed=True)
    assert END.to_bytes(8, signed=True)


def test_an_unbounded_end_is_answered_as_null() -> None:
    assert bound_text(BEGINNING) is None
    assert bound_text(END) is None
    assert bound_text(FIRST) == "0001-01-01T00:00:00Z"
    assert bound_text(LAST) == "9999-12-31T23:59:59.999999Z"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("+00:00", 0), ("-00:00", 0), ("+01:00", 60), ("-05:30", -330), ("-23:59", -1439)],
)
def test_a_zone_is_a_fixed_offset_from_utc(text: str, minutes: int) -> None:
    assert parse_zone(text).utcoffset(None) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "Z", "UTC", "01:00", "+1:00", "+0100", "+24:00", "+01:60", "+01:00\n", "+01:00:00"]
)
def test_what_is_no_fixed_offset_is_no_zone(text: str) -> None:
    with pytest.raises(Malformed, match="offset from UTC"):
        parse_zone(text)
