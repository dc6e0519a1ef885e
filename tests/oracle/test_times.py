"""How times are read and shown, and what is certain by then: worked by hand."""

import pytest

from .times import certainty, read_instant, read_occurrence, show_instant, three_part


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-11-20T10:00:00+01:00", "2024-11-20T09:00:00Z"),
        ("2024-11-20t10:00:00z", "2024-11-20T10:00:00Z"),
        ("2024-11-20T10:00:00.5Z", "2024-11-20T10:00:00.500000Z"),
        ("2024-11-20T10:00:00.1234569Z", "2024-11-20T10:00:00.123456Z"),
        ("2024-11-20T10:00:00.0000009Z", "2024-11-20T10:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ("2024-03-01T00:30:00+23:59", "2024-02-29T00:31:00Z"),
    ],
)
def test_instants_are_answered_in_utc(text: str, shown: str) -> None:
    assert show_instant(read_instant(text)) == shown


@pytest.mark.parametrize(
    ("text", "zone", "earliest", "latest"),
    [
        ("2024", None, "2024-01-01T00:00:00Z", "2024-12-31T23:59:59.999999Z"),
        ("2024-02~", None, "2024-02-01T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
        ("2024-11-26?", "+01:00", "2024-11-25T23:00:00Z", "2024-11-26T22:59:59.999999Z"),
        ("2024-11-26", "-05:30", "2024-11-26T05:30:00Z", "2024-11-27T05:29:59.999999Z"),
        ("../2024-03-31", None, None, "2024-03-31T23:59:59.999999Z"),
        ("2024-11-26/..", None, "2024-11-26T00:00:00Z", None),
        ("2023/2024-02", None, "2023-01-01T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
        ("2024-11-26/2024-11", None, "2024-11-26T00:00:00Z", "2024-11-30T23:59:59.999999Z"),
        ("2024~/2024-11-25T23:00:00Z", "+01:00", "2023-12-31T23:00:00Z", "2024-11-25T23:00:00Z"),
        ("9999", None, "9999-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
        ("2024-11-26T10:00:00-01:00", "+09:00", "2024-11-26T11:00:00Z", "2024-11-26T11:00:00Z"),
    ],
)
def test_bounds(text: str, zone: str | None, earliest: str | None, latest: str | None) -> None:
    shown = three_part(read_occurrence(text, zone))
    assert shown == {"text": text, "earliest": earliest, "latest": latest}


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-20T10:00:00",  # naive
        "2024-11-20 10:00:00Z",
        "2024-11-20T10:00Z",
        "2024-12-31T23:59:60Z",  # a leap second
        "2024-11-20T24:00:00Z",
        "2024-11-20T10:00:00+24:00",
        "0001-01-01T00:00:00+01:00",  # year 0 in UTC
        "9999-12-31T23:59:59-00:01",  # year 10000 in UTC
        "0000",
        "2024-13",
        "2023-02-29",
        "2024%",
        "2024~?",
        "24",
        "",
        "../..",
        "2024/",
        "/2024",
        "2023/2024/2025",
        "2024/2023",
        "2024-11-20\n",
    ],
)
def test_malformed_times(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_occurrence(text)


def test_a_zone_may_push_a_date_out_of_the_years() -> None:
    with pytest.raises(ValueError, match="outside"):
        read_occurrence("0001", "+00:01")
    with pytest.raises(ValueError, match="outside"):
        read_occurrence("9999-12-31", "-00:01")


def test_certainty_at_the_bounds() -> None:
    day = read_occurrence("2024-11-26")
    assert certainty(day, read_instant("2024-11-25T23:59:59.999999Z")) is None
    assert certainty(day, read_instant("2024-11-26T00:00:00Z")) == "possible"
    assert certainty(day, read_instant("2024-11-26T23:59:59.999998Z")) == "possible"
    assert certainty(day, read_instant("2024-11-26T23:59:59.999999Z")) == "certain"
    now = read_instant("2024-11-26T00:00:00Z")
    assert certainty(read_occurrence("2024-11-26T00:00:00Z"), now) == "certain"
    assert certainty(read_occurrence("../2024-11-26"), now) == "possible"
    assert certainty(read_occurrence("2024-11-26/.."), read_instant("9999-01-01T00:00:00Z")) == (
        "possible"
    )
