"""When something happened, as far as that is known."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from domain.errors import Malformed
from domain.instant import BEGINNING, END, Instant, bound_text, parse_instant
from domain.occurrence import (
    FIRST,
    LAST,
    Certainty,
    Occurrence,
    parse_occurrence,
    reread_occurrence,
)
from tests.oracle import times as oracle

# --- bounds --------------------------------------------------------------------------------


def bounds(occurrence: Occurrence) -> tuple[str | None, str | None]:
    return bound_text(occurrence.earliest), bound_text(occurrence.latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-11-20T10:00:00Z", "2024-11-20T10:00:00Z", "2024-11-20T10:00:00Z"),
        ("2024-11-26", "2024-11-26T00:00:00Z", "2024-11-26T23:59:59.999999Z"),
        ("2024-11", "2024-11-01T00:00:00Z", "2024-11-30T23:59:59.999999Z"),
        ("2024-12", "2024-12-01T00:00:00Z", "2024-12-31T23:59:59.999999Z"),
        ("2024-01", "2024-01-01T00:00:00Z", "2024-01-31T23:59:59.999999Z"),
        ("2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
        ("2023-02", "2023-02-01T00:00:00Z", "2023-02-28T23:59:59.999999Z"),
        ("1900-02", "1900-02-01T00:00:00Z", "1900-02-28T23:59:59.999999Z"),
        ("2024", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59.999999Z"),
        ("0001", "0001-01-01T00:00:00Z", "0001-12-31T23:59:59.999999Z"),
        ("9999-12", "9999-12-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
        ("2023/2024-02", "2023-01-01T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
        ("2024-11-26/2024-11", "2024-11-26T00:00:00Z", "2024-11-30T23:59:59.999999Z"),
        ("2024-11/2024-11-03", "2024-11-01T00:00:00Z", "2024-11-03T23:59:59.999999Z"),
        ("2024-11-26/2024-11-26", "2024-11-26T00:00:00Z", "2024-11-26T23:59:59.999999Z"),
        (
            "2024-11-26T10:00:00Z/2024-11-26T11:00:00+01:00",
            "2024-11-26T10:00:00Z",
            "2024-11-26T10:00:00Z",
        ),
        ("2024-11-26t10:00:00z/2024", "2024-11-26T10:00:00Z", "2024-12-31T23:59:59.999999Z"),
        ("../2024-03-31", None, "2024-03-31T23:59:59.999999Z"),
        ("../2024-03-31T10:00:00Z", None, "2024-03-31T10:00:00Z"),
        ("2024-11-26/..", "2024-11-26T00:00:00Z", None),
        ("2024-11~/..", "2024-11-01T00:00:00Z", None),
    ],
)
def test_a_text_stands_for_its_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    occurrence = parse_occurrence(text)
    assert bounds(occurrence) == (earliest, latest)
    assert occurrence.text == text


def test_unbounded_ends_are_before_and_after_every_instant() -> None:
    assert parse_occurrence("../2024").earliest == BEGINNING
    assert parse_occurrence("2024/..").latest == END


@pytest.mark.parametrize("text", ["2024", "2024-11", "2024-11-26"])
@pytest.mark.parametrize("mark", ["~", "?"])
def test_approximate_and_uncertain_dates_keep_their_mark_and_their_bounds(
    text: str, mark: str
) -> None:
    marked = parse_occurrence(text + mark)
    assert marked.text == text + mark
    assert bounds(marked) == bounds(parse_occurrence(text))


@pytest.mark.parametrize(
    ("text", "zone", "earliest", "latest"),
    [
        ("2024-11-26", "+01:00", "2024-11-25T23:00:00Z", "2024-11-26T22:59:59.999999Z"),
        ("2024-11-26", "-05:30", "2024-11-26T05:30:00Z", "2024-11-27T05:29:59.999999Z"),
        ("2024-02?", "+02:00", "2024-01-31T22:00:00Z", "2024-02-29T21:59:59.999999Z"),
        ("2024", "-01:00", "2024-01-01T01:00:00Z", "2025-01-01T00:59:59.999999Z"),
        ("2024/2024-11-26", "+01:00", "2023-12-31T23:00:00Z", "2024-11-26T22:59:59.999999Z"),
        ("../2024-11-26", "+01:00", None, "2024-11-26T22:59:59.999999Z"),
        ("2024-11-26T10:00:00Z", "+01:00", "2024-11-26T10:00:00Z", "2024-11-26T10:00:00Z"),
    ],
)
def test_dates_are_days_of_the_zone_and_instants_are_not(
    text: str, zone: str, earliest: str | None, latest: str | None
) -> None:
    assert bounds(parse_occurrence(text, zone)) == (earliest, latest)


# --- refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "202",
        "20241126",
        "2024-1",
        "2024-11-6",
        "2024-",
        "2024-W48",
        "2024-331",
        "-2024",
        "20240",
        "2024%",
        "2024~?",
        "~2024",
        "2024-11-26Z",
        "2024 ",
        "2024\n",
        "\N{ARABIC-INDIC DIGIT TWO}024",
        "now",
        "today",
        "..",
        "2024..2025",
    ],
)
def test_what_is_neither_instant_nor_date_nor_interval_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_occurrence(text)


@pytest.mark.parametrize(
    "text",
    [
        *("0000", "0000-01-01", "2024-00", "2024-13", "2024-11-00", "2024-00-00", "2024-00-05"),
        *("2024-11-31", "2023-02-29", "1900-02-29", "2024-00~", "2023/2024-00", "2024-00/.."),
    ],
)
def test_a_date_that_is_in_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_occurrence(text)


@pytest.mark.parametrize(
    "text",
    ["/", "2024/", "/2024", "2023/2024/2025", "2024//2025", "2024/...", "./2024", "2024/now"],
)
def test_an_interval_of_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_occurrence(text)


@pytest.mark.parametrize("text", ["2014-04-01T10:00Z", "2014-04-01 10:00", "../2014-04-01T10:00"])
def test_what_is_almost_an_instant_is_told_what_it_lacks(text: str) -> None:
    with pytest.raises(Malformed, match="what it lacks is"):
        parse_occurrence(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(("~2014-04", "2014-04~"), ("../~2014-04", "2014-04~"), ("?2014-04", r"2014-04\?")),
        ("~2014-04?", "2014-04~"),
    ],
)
def test_a_mark_before_its_date_is_told_where_it_belongs(text: str, said: str) -> None:
    with pytest.raises(Malformed, match=f"behind its date: {said}$"):
        parse_occurrence(text)


@pytest.mark.parametrize("text", ["", "now", "~", "~now", "?", "12014", "x2014-04", "~2014-04-1"])
def test_what_is_no_time_at_all_is_told_which_forms_there_are(text: str) -> None:
    with pytest.raises(Malformed, match=r"RFC 3339 instant .* a date .* an interval"):
        parse_occurrence(text)


def test_an_interval_open_at_both_ends_is_refused() -> None:
    with pytest.raises(Malformed):
        parse_occurrence("../..")


@pytest.mark.parametrize(
    "text",
    [
        "2024/2023",
        "2024-11-26/2024-11-25",
        "2024-12/2024-11",
        "2024-11-26T10:00:00.000001Z/2024-11-26T10:00:00Z",
        "2024-11-26T10:00:00Z/2024-11-26T10:30:00+01:00",
    ],
)
def test_an_interval_that_ends_before_it_starts_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_occurrence(text)


def test_whether_an_interval_ends_before_it_starts_may_depend_on_the_zone() -> None:
    text = "2024-11-26/2024-11-26T00:30:00Z"
    assert parse_occurrence(text).earliest == parse_instant("2024-11-26T00:00:00Z")
    with pytest.raises(Malformed):
        parse_occurrence(text, "-01:00")


@pytest.mark.parametrize(
    ("text", "zone"),
    [("0001", "+00:01"), ("9999", "-00:01"), ("0001-01-01/2024", "+23:59"), ("../9999", "-12:00")],
)
def test_a_zone_may_not_move_a_date_out_of_the_years(text: str, zone: str) -> None:
    with pytest.raises(Malformed):
        parse_occurrence(text, zone)


@pytest.mark.parametrize("text", ["2024", "2024-11-26T10:00:00Z", "../2024"])
@pytest.mark.parametrize("zone", ["", "Z", "Europe/Madrid", "+24:00", "01:00"])
def test_a_zone_is_checked_even_where_no_date_is_read_in_it(text: str, zone: str) -> None:
    with pytest.raises(Malformed):
        parse_occurrence(text, zone)


# --- certainty -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earliest", "latest", "by_each_of_0_to_4"),
    [
        (2, 2, [None, None, "certain", "certain", "certain"]),
        (1, 3, [None, "possible", "possible", "certain", "certain"]),
        (BEGINNING, 3, ["possible", "possible", "possible", "certain", "certain"]),
        (1, END, [None, "possible", "possible", "possible", "possible"]),
    ],
)
def test_it_is_possible_from_its_earliest_and_certain_from_its_latest(
    earliest: Instant, latest: Instant, by_each_of_0_to_4: list[str | None]
) -> None:
    occurrence = Occurrence("", earliest, latest)
    assert [occurrence.certainty(Instant(t)) for t in range(5)] == by_each_of_0_to_4


# --- read again ----------------------------------------------------------------------------

zones = st.sampled_from(
    [None, "+00:00", "-00:00", "+01:00", "-05:30", "+14:00", "-12:00", "+23:59", "-23:59"]
)
years = st.sampled_from(["0001", "0002", "1900", "2000", "2023", "2024", "9998", "9999"])
months = st.integers(1, 12).map("{:02d}".format)
days = st.integers(1, 28).map("{:02d}".format)
marks = st.sampled_from(["", "", "~", "?"])
dates = st.one_of(
    st.builds("{}{}".format, years, marks),
    st.builds("{}-{}{}".format, years, months, marks),
    st.builds("{}-{}-{}{}".format, years, months, days, marks),
)
clocks = st.builds(
    "{:02d}:{:02d}:{:02d}{}".format,
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    st.sampled_from(["", ".0", ".5", ".999999", ".123456789"]),
)
offsets = st.sampled_from(["Z", "z", "+00:00", "-00:00", "+01:00", "-05:30", "+23:59", "-23:59"])
inner_years = st.sampled_from(["0002", "1900", "2023", "2024", "9998"])
instants = st.builds(
    "{}-{}-{}{}{}{}".format, inner_years, months, days, st.sampled_from("Tt"), clocks, offsets
)
parts = st.one_of(dates, instants)
texts = st.one_of(
    parts,
    st.builds("{}/{}".format, parts, parts),
    st.builds("../{}".format, parts),
    st.builds("{}/..".format, parts),
)


def parsed(text: str, zone: str | None) -> Occurrence | None:
    try:
        return parse_occurrence(text, zone)
    except Malformed:
        return None


@given(texts, zones, zones)
@example("2024-11-26/2024-11-26T00:30:00Z", None, "-01:00")
@example("0001", None, "+23:59")
@example("9999-12-31", None, "-23:59")
def test_history_is_read_again_in_any_zone_and_never_refused(
    text: str, written_in: str | None, read_in: str | None
) -> None:
    assume(parsed(text, written_in) is not None)
    again = reread_occurrence(text, read_in)
    assert again.text == text
    assert again.earliest <= again.latest
    assert again.earliest == BEGINNING or FIRST <= again.earliest <= LAST
    assert again.latest == END or FIRST <= again.latest <= LAST
    strictly = parsed(text, read_in)
    assert strictly is None or again == strictly


def test_bounds_that_a_zone_moves_out_of_the_years_stop_at_their_ends() -> None:
    assert bounds(reread_occurrence("0001-01-01", "+01:00")) == (
        "0001-01-01T00:00:00Z",
        "0001-01-01T22:59:59.999999Z",
    )
    assert bounds(reread_occurrence("9999-12-31", "-01:00")) == (
        "9999-12-31T01:00:00Z",
        "9999-12-31T23:59:59.999999Z",
    )


def test_an_interval_turned_round_by_a_zone_is_all_that_lies_between() -> None:
    turned = reread_occurrence("2024-11-26/2024-11-26T00:30:00Z", "-01:00")
    assert bounds(turned) == ("2024-11-26T00:30:00Z", "2024-11-26T01:00:00Z")


def test_reading_again_without_a_zone_reads_in_utc() -> None:
    assert reread_occurrence("2024-11-26", None) == parse_occurrence("2024-11-26")


# --- as the oracle reads -------------------------------------------------------------------


def by_the_oracle(text: str, zone: str | None) -> tuple[str | None, str | None] | None:
    try:
        occurrence = oracle.read_occurrence(text, zone)
    except ValueError:
        return None
    return oracle.show_instant(occurrence.earliest), oracle.show_instant(occurrence.latest)


def by_the_domain(text: str, zone: str | None) -> tuple[str | None, str | None] | None:
    occurrence = parsed(text, zone)
    return None if occurrence is None else bounds(occurrence)


within = st.sampled_from(["0002", "1900", "2023", "2024", "9998"])
surely_valid = st.one_of(
    instants,
    st.builds("{}-{}{}".format, within, months, marks),
    st.builds("{}-{}-{}{}".format, within, months, days, marks),
    st.builds("../{}".format, instants),
    st.builds("{}/..".format, instants),
    st.builds("{}/9999-06".format, instants),
)


@given(surely_valid, zones)
@settings(max_examples=200)
def test_what_is_valid_is_read_with_the_bounds_of_the_oracle(text: str, zone: str | None) -> None:
    assert by_the_domain(text, zone) == by_the_oracle(text, zone) is not None


two_digits = st.integers(0, 62).map("{:02d}".format)
loose_dates = st.builds(
    lambda year, others, mark: "-".join([year, *others]) + mark,
    st.one_of(years, st.sampled_from(["0000", "202", "20240", "-024"])),
    st.lists(st.one_of(months, two_digits, st.sampled_from(["0", "1", ""])), max_size=3),
    st.one_of(marks, st.sampled_from(["%", "~?", "Z", " "])),
)
loose_instants = st.builds(
    "{}{}{}:{}:{}{}{}".format,
    st.one_of(dates, loose_dates),
    st.sampled_from(["T", "t", " ", ""]),
    st.integers(0, 24).map("{:02d}".format),
    two_digits,
    two_digits,
    st.sampled_from(["", ".", ".5", ",5"]),
    st.one_of(offsets, st.sampled_from(["", "+24:00", "+01:60", "+0100", "+1:00", "UTC"])),
)
loose_parts = st.one_of(
    parts, loose_dates, loose_instants, st.sampled_from(["..", "", ".", "now", "../.."])
)
loose_texts = st.one_of(
    loose_parts,
    st.builds("{}/{}".format, loose_parts, loose_parts),
    st.builds("{}/{}/{}".format, parts, parts, parts),
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A valid text with one character taken away, put in or changed."""
    text: str = draw(texts)
    at = draw(st.integers(0, len(text)))
    put: str = draw(
        st.sampled_from(["", *"0123456789-+:./~?TtZz \n", "\N{ARABIC-INDIC DIGIT ONE}"])
    )
    return text[:at] + put + text[at + draw(st.integers(0, 1)) :]


@given(
    st.one_of(texts, loose_texts, damaged()),
    st.one_of(zones, st.sampled_from(["Z", "+24:00", "+01:60", "0100", ""])),
)
@settings(max_examples=500)
@example("2024-00", None)
@example("2024-11-00", None)
def test_what_is_nearly_valid_is_read_or_refused_as_by_the_oracle(
    text: str, zone: str | None
) -> None:
    assert by_the_domain(text, zone) == by_the_oracle(text, zone)


def test_certainties_are_the_words_of_the_contract() -> None:
    assert [str(each) for each in Certainty] == ["certain", "possible"]
