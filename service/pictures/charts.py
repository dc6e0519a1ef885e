"""Charts of signals: drawn by leather, in the colours of the page around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import leather

from domain.instant import DAY, Instant, datetime_from
from service.pictures.svg import Element, add, picture, written

Value = int | float | None

_WIDTH: Final = 560
_HEIGHT: Final = 170
_LEFT: Final = 18
_ABOVE: Final = 24
_BELOW: Final = 26
"""What is cut off of the margins of the library, which would be half of a small picture."""
_TICKS: Final = 4
_APART: Final = 50
"""Marks nearer than this part of the width are drawn as one."""
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_PAINT: Final = ("fill", "stroke", "stroke-width", "font-family", "font-size")
"""What the library says of colours and letters; our style says it."""


class Mark(NamedTuple):
    """An instant that is marked by a line across the chart, with a letter at its head."""

    at: Instant
    letter: str


class _UpTo:
    """A scale of the library, from 0 up to the highest value. Its own looks for round ticks, which
    takes longer than all the drawing, and leaves room up to the next one."""

    def __init__(self, most: float) -> None:
        self._most = most

    def contains(self, value: float) -> bool:
        """Whether a value can be drawn."""
        return 0 <= value <= self._most

    def project(self, value: float, start: float, end: float) -> float:
        """Where a value stands, in tenths of a pixel, on what goes from `start` to `end`."""
        return round(start + (end - start) * value / self._most, 1)


def chart(
    name: str,
    title: str,
    description: str,
    points: Sequence[Instant],
    values: Sequence[Value],
    marks: Sequence[Mark] = (),
) -> str:
    """The picture of a series of two points at least, with a gap where there is no value.

    It can be seen without colours: the series is a line, marks are broken lines with letters.
    """
    start, end = points[0], points[-1]
    shown = _apart([each for each in marks if start <= each.at <= end], (end - start) // _APART)
    highest = max((each for each in values if each is not None), default=0) or 1
    drawing = leather.Chart()
    days = _midnights(start, end)

    def along(instant: Instant) -> float:
        """How much of the time is over, from 0 to 1."""
        return round((instant - start) / (end - start), 6)

    drawing.set_x_scale(_UpTo(1))
    drawing.add_x_axis(
        ticks=[along(each) for each in days], tick_formatter=lambda _, index, __: _day(days[index])
    )
    drawing.set_y_scale(_UpTo(highest))
    drawing.add_y_axis(ticks=[0, highest], tick_formatter=_number)
    drawing.add_line([(along(at), value) for at, value in _turning(points, values)])
    for mark in shown:
        drawing.add_line([(along(mark.at), 0), (along(mark.at), highest)])
    drawn = picture(name, title, description, _WIDTH, _HEIGHT)
    drawn.set("class", "picture chart")
    drawn.set("viewBox", f"{_LEFT} {_ABOVE} {_WIDTH} {_HEIGHT}")
    group = drawing.to_svg_group(_WIDTH + 2 * _LEFT, _HEIGHT + _ABOVE + _BELOW)
    drawn.append(_ours(group, [each.letter for each in shown]))
    return written(drawn)


def _apart(marks: Sequence[Mark], least: int) -> list[Mark]:
    """The marks in order; those too near to be told apart are one, with all their letters."""
    found: list[Mark] = []
    for each in sorted(marks):
        if found and each.at - found[-1].at < least:
            letters = dict.fromkeys(found[-1].letter + each.letter)
            found[-1] = Mark(found[-1].at, "".join(letters))
        else:
            found.append(each)
    return found


def _turning(points: Sequence[Instant], values: Sequence[Value]) -> Iterator[tuple[Instant, Value]]:
    """The points at which a series turns: those between two alike are on the line anyway."""
    last = len(points) - 1
    for index, (at, value) in enumerate(zip(points, values, strict=True)):
        if index in (0, last) or not values[index - 1] == value == values[index + 1]:
            yield at, value


def _midnights(start: Instant, end: Instant) -> list[Instant]:
    """A few, far enough apart to be read; where there are none, the start."""
    even = (start + (end - start) * each // _TICKS for each in range(1, _TICKS))
    days = {Instant(each // DAY * DAY) for each in even}
    return [each for each in sorted(days) if each >= start] or [start]


def _day(instant: Instant) -> str:
    moment = datetime_from(instant)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _number(value: float, _index: int, _of: int) -> str:
    return f"{value:,}"


def _ours(drawn: Element, letters: Sequence[str]) -> Element:
    """What the library drew, without its colours and its legend, and with letters on the marks."""
    for each in list(drawn.iter()):
        for name in _PAINT:
            each.attrib.pop(name, None)
        for child in list(each):
            if child.tag == "rect" or _is_legend(child):
                each.remove(child)
    lines = [each for each in drawn.iter("g") if each.get("class") == "series lines"]
    for group, letter in zip(lines[1:], letters, strict=True):
        group.set("class", "marked")
        (path,) = group
        x, top = path.get("d", "").split()[-2:]
        add(group, "text", letter, class_="letter", x=x, y=float(top) - 4)
    return drawn


def _is_legend(group: Element) -> bool:
    """Whether it explains colours by squares."""
    return group.tag == "g" and group.find("rect") is not None
