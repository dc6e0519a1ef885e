"""The matrix: who knew what, parties by items; each state has a word and a shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from service.pictures.svg import Element, add, link, picture, short, unlabelled, written

_NAMES: Final = 190.0
_CELL: Final = 104.0
_ROW: Final = 34.0
_LINE: Final = 13.0
_HEAD_LINES: Final = 3
_ACROSS: Final = 16
"""So many characters of an item's name are written on a line."""

_CIRCLE: Final = "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z"
_SHAPES: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "full": [("solid", _CIRCLE)],
    "partial": [("hollow", _CIRCLE), ("solid", "M0-7a7 7 0 0 0 0 14Z")],
    "existence": [("hollow", _CIRCLE)],
    "rumour": [("hollow", "M0-7L7 0L0 7L-7 0Z")],
    "access": [("hollow", "M-6-6H6V6H-6Z")],
    "asked-not-told": [("hollow", "M-6-6L6 6M6-6L-6 6")],
    "unknown": [("solid", "M-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0Z")],
}
WORDS: Final[Mapping[str, str]] = {
    "full": "in full",
    "partial": "in part",
    "existence": "that it exists",
    "rumour": "by rumour",
    "access": "had access",
    "asked-not-told": "asked, not told",
    "unknown": "",
}
"""What is written beside each shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one party knew of one item: `state` is one of `WORDS`.

    Perhaps only (drawn broken, with a question mark), disputed (with an exclamation mark).
    `since` is written under it; `says` is told to whoever asks.
    """

    state: str
    perhaps: bool = False
    disputed: bool = False
    since: str = ""
    says: str = ""
    to: str | None = None


_NOTHING: Final = Cell(state="unknown", says="Nothing is recorded.")


def matrix(
    name: str,
    title: str,
    description: str,
    parties: Sequence[str],
    items: Sequence[str],
    cells: Mapping[tuple[str, str], Cell],
) -> str:
    """The picture: a row for each party, a column for each item, in these orders."""
    head = _HEAD_LINES * _LINE + 8
    width, height = _NAMES + len(items) * _CELL, head + len(parties) * _ROW
    drawn = picture(name, title, description, width, height)
    for column, item in enumerate(items):
        x = _NAMES + column * _CELL
        for number, line in enumerate(_lines(item)):
            add(drawn, "text", line, class_="name", x=x, y=(number + 1) * _LINE)
    for row, party in enumerate(parties):
        y = head + row * _ROW
        shade = "lane even" if row % 2 else "lane"
        add(drawn, "rect", class_=shade, x=0, y=y, width=width, height=_ROW)
        add(drawn, "text", short(party, 28), class_="name", x=6, y=y + _ROW / 2 + 4)
        for column, item in enumerate(items):
            cell = cells.get((party, item), _NOTHING)
            _cell(drawn, cell, _NAMES + column * _CELL, y)
    return written(drawn)


def glyph(cell: Cell) -> str:
    """The shape of a cell alone, beside which its word is to be written."""
    drawn = unlabelled(18, 18)
    _shape(drawn, cell, 9, 9)
    return written(drawn)


def _cell(drawn: Element, cell: Cell, x: float, y: float) -> None:
    around = link(drawn, cell.to, cell.says)
    _shape(around, cell, x + 10, y + _ROW / 2)
    word = WORDS[cell.state] + ("?" if cell.perhaps else "") + ("!" if cell.disputed else "")
    if word:
        below = bool(cell.since)
        add(around, "text", word, class_="state", x=x + 22, y=y + _ROW / 2 + (-2 if below else 4))
    if cell.since:
        add(around, "text", cell.since, class_="since", x=x + 22, y=y + _ROW / 2 + 11)


def _shape(drawn: Element, cell: Cell, x: float, y: float) -> None:
    broken = " perhaps" if cell.perhaps else ""
    for style, path in _SHAPES[cell.state]:
        place = f"translate({x:.1f} {y:.1f})"
        add(drawn, "path", class_=f"{style}{broken}", d=path, transform=place)


def _lines(text: str) -> list[str]:
    """A name on a few lines, broken where it can be; what is too long ends in `…`."""
    kind, colon, slug = text.partition(":")
    parts = wrap(slug.replace("-", "- "), _ACROSS) if colon else wrap(text, _ACROSS)
    lines = [*([kind + colon] if colon else []), *(each.replace("- ", "-") for each in parts)]
    if len(lines) > _HEAD_LINES:
        lines = [*lines[: _HEAD_LINES - 1], lines[_HEAD_LINES - 1][: _ACROSS - 1] + "…"]
    return lines
