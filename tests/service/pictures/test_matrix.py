"""The matrix."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from service.pictures.matrix import WORDS, Cell, glyph, matrix

SVG = "{http://www.w3.org/2000/svg}"


def drawn(cell: Cell, item: str = "item:leak") -> ElementTree.Element:
    cells = {("tester:ana", item): cell}
    text = matrix("matrix", "Who knew what", "Of it", ["tester:ana", "public"], [item], cells)
    return ElementTree.fromstring(text)


def texts(picture: ElementTree.Element, style: str) -> list[str | None]:
    return [each.text for each in picture.iter(f"{SVG}text") if each.get("class") == style]


def shape(state: str) -> list[tuple[str | None, str | None]]:
    parts = ElementTree.fromstring(glyph(Cell(state=state)))
    return [(each.get("class"), each.get("d")) for each in parts]


def test_each_state_has_a_shape_of_its_own() -> None:
    shapes = [tuple(shape(each)) for each in WORDS]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("state", [each for each in WORDS if each != "unknown"])
def test_each_state_is_written_beside_its_shape(state: str) -> None:
    assert texts(drawn(Cell(state=state)), "state") == [WORDS[state]]


def test_what_is_only_possible_and_what_is_disputed_is_written_too() -> None:
    picture = drawn(Cell(state="full", perhaps=True, disputed=True, since="26 Nov"))
    assert texts(picture, "state") == ["in full?!"]
    assert texts(picture, "since") == ["26 Nov"]


def test_a_long_name_is_broken_over_three_lines_at_most() -> None:
    item = "item:the-accusation-that-the-first-videos-were-an-advertisement"
    heads = texts(drawn(Cell(state="full"), item), "name")[:-2]
    assert heads[0] == "item:"
    assert len(heads) == 3
    assert str(heads[-1]).endswith("…")


def test_a_shape_alone_is_left_to_the_word_beside_it() -> None:
    assert ElementTree.fromstring(glyph(Cell(state="full"))).get("aria-hidden") == "true"
