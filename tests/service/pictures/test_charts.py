"""Charts of signals."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

import pytest

from domain.instant import DAY, Instant, parse_instant
from service.pictures.charts import Mark, Value, chart

START = parse_instant("2024-11-01T00:00:00Z")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(values: Sequence[Value], *marks: Mark) -> ElementTree.Element:
    points = [Instant(START + number * DAY) for number in range(len(values))]
    return ElementTree.fromstring(chart("open", "Open", "From 0 to 3", points, values, marks))


def of_style(picture: ElementTree.Element, style: str) -> list[ElementTree.Element]:
    return [each for each in picture.iter() if each.get("class") == style]


def test_says_what_it_is_to_who_does_not_see_it() -> None:
    picture = drawn([0, 3])
    assert picture.findtext(f"{SVG}title") == "Open"
    assert picture.findtext(f"{SVG}desc") == "From 0 to 3"


def test_the_line_has_a_point_only_where_the_series_turns() -> None:
    (series,) = of_style(drawn([0, 0, 0, 2, 2, 2]), "series lines")
    (line,) = series
    assert line.get("d", "").count("L") == 3


def test_the_line_has_a_gap_where_there_is_no_value() -> None:
    (series,) = of_style(drawn([1, None, 2, 3]), "series lines")
    assert len(series) == 2


@pytest.mark.parametrize("values", [[0, 0], [None, None, 0], [0, 0.25, 10_000]])
def test_any_series_can_be_drawn(values: Sequence[Value]) -> None:
    assert drawn(values).tag == f"{SVG}svg"


def test_marks_have_letters_and_what_lies_beyond_is_not_drawn() -> None:
    letter, leak = Mark(Instant(START + DAY), "L"), Mark(Instant(START + 2 * DAY), "K")
    beyond = Mark(Instant(START + 9 * DAY), "X")
    picture = drawn([0, 1, 2, 3], letter, leak, beyond)
    assert [each.text for each in of_style(picture, "letter")] == ["L", "K"]


def test_marks_too_near_to_be_told_apart_are_one_with_their_letters() -> None:
    marks = [Mark(Instant(START + DAY + number), letter) for number, letter in enumerate("LKL")]
    picture = drawn([0, 1, 2, 3], *marks)
    assert [each.text for each in of_style(picture, "letter")] == ["LK"]


def test_the_axes_name_days_and_the_highest_value() -> None:
    texts = [each.text for each in drawn([0] * 39 + [1234]).iter(f"{SVG}text")]
    assert texts == ["10 Nov 2024", "20 Nov 2024", "30 Nov 2024", "1,234", "0"]


def test_colours_are_those_of_the_page() -> None:
    text = ElementTree.tostring(drawn([0, 1, 5], Mark(START, "L")), encoding="unicode")
    assert "fill=" not in text
    assert "stroke=" not in text
