"""Swim lanes: parties as lanes, events along time, arrows to whom they told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.instant import BEGINNING, END, Instant
from service.pictures.scales import Scale
from service.pictures.svg import Element, add, link, picture, short, written

_NAMES: Final = 170.0
_TRAY: Final = 96.0
_IN_TRAY: Final = 3
_ROW: Final = 18.0
_PAD: Final = 7.0
_FOOT: Final = 26.0
_AFTER: Final = 34.0
"""Room behind a mark, for its number."""
_TICKS_APART: Final = 104.0
_SHAPES: Final[Mapping[str, str]] = {
    "decision": "M0-6L6 0L0 6L-6 0Z",
    "warning": "M0-6L6 5H-6Z",
    "telling": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
    "other": "M-4-4H4V4H-4Z",
}
KINDS: Final = tuple(_SHAPES)
"""What a mark can be of, each with a shape: a diamond, a triangle, a circle, a square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event in the lanes.

    `earliest` is `BEGINNING` and `latest` is `END` where that end is open: then it stands in the
    tray before the lane. `told`: the lanes that arrows lead to; those that are not drawn are left
    out. `disputed` is drawn broken, with an exclamation mark.
    """

    number: int
    lane: str
    told: Sequence[str]
    earliest: Instant
    latest: Instant
    says: str
    kind: str = "other"
    disputed: bool = False
    to: str | None = None

    @property
    def dated(self) -> bool:
        """Whether both of its ends are known."""
        return self.earliest != BEGINNING and self.latest != END


@dataclass(frozen=True, slots=True)
class _Placed:
    """A happening at its place, in pixels."""

    happening: Happening
    start: float
    end: float
    row: int


@dataclass(frozen=True, slots=True)
class _Lane:
    """A lane, its rows from the top down so that no mark covers another."""

    name: str
    top: float
    height: float
    placed: Sequence[_Placed]
    tray: Sequence[Happening]

    def y(self, row: int) -> float:
        return self.top + _PAD + _ROW * (row + 0.5)


def lanes(
    name: str,
    title: str,
    description: str,
    names: Sequence[str],
    happenings: Sequence[Happening],
    scale: Scale,
) -> str:
    """The picture: a lane for each of `names`, in that order, with its events.

    An event whose lane is not among them is left out. Times are of UTC.
    """
    drawn_lanes = _lanes(names, happenings, scale)
    bottom = drawn_lanes[-1].top + drawn_lanes[-1].height if drawn_lanes else 0.0
    left = _NAMES + (_TRAY if any(each.tray for each in drawn_lanes) else 0.0) + 12.0
    drawn = picture(name, title, description, left + scale.width + _AFTER + 12.0, bottom + _FOOT)
    _ground(drawn, drawn_lanes, left + scale.width + _AFTER + 6.0)
    _axis(drawn, scale, left, bottom)
    by_name = {each.name: each for each in drawn_lanes}
    for lane in drawn_lanes:
        for each in lane.placed:
            _arrows(drawn, lane, each, by_name, left)
    for lane in drawn_lanes:
        _tray(drawn, lane)
        for each in lane.placed:
            _mark(drawn, lane, each, left)
    return written(drawn)


def _lanes(names: Sequence[str], happenings: Sequence[Happening], scale: Scale) -> list[_Lane]:
    found: list[_Lane] = []
    top = 0.0
    for name in names:
        here = [each for each in happenings if each.lane == name]
        placed = _placed([each for each in here if each.dated], scale)
        tray = [each for each in here if not each.dated]
        rows = max([1, -(-len(tray) // _IN_TRAY), *(each.row + 1 for each in placed)])
        height = rows * _ROW + 2 * _PAD
        found.append(_Lane(name, top, height, placed, tray))
        top += height
    return found


def _placed(happenings: Sequence[Happening], scale: Scale) -> list[_Placed]:
    """Each in the first row in which there is room for it and its number."""
    free: list[float] = []
    placed: list[_Placed] = []
    in_time = sorted(happenings, key=lambda each: (each.earliest, each.latest, each.number))
    for each in in_time:
        start, end = scale.x(each.earliest), scale.x(each.latest)
        row = next((row for row, until in enumerate(free) if until <= start - 8), len(free))
        free[row : row + 1] = [max(end, start + 8) + _AFTER]
        placed.append(_Placed(each, start, end, row))
    return placed


def _ground(drawn: Element, drawn_lanes: Sequence[_Lane], right: float) -> None:
    for number, lane in enumerate(drawn_lanes):
        shade = "lane even" if number % 2 else "lane"
        add(drawn, "rect", class_=shade, x=0, y=lane.top, width=right, height=lane.height)
        middle = lane.top + lane.height / 2 + 4
        add(drawn, "text", short(lane.name, 26), class_="name", x=6, y=middle)


def _axis(drawn: Element, scale: Scale, left: float, bottom: float) -> None:
    for tick in scale.ticks(_TICKS_APART):
        x = left + tick.x
        add(drawn, "line", class_="guide", x1=x, y1=0, x2=x, y2=bottom + 4)
        add(drawn, "text", tick.text, class_="tick", x=x, y=bottom + 18)


def _arrows(
    drawn: Element, lane: _Lane, each: _Placed, by_name: Mapping[str, _Lane], left: float
) -> None:
    x, y = left + each.start, lane.y(each.row)
    for told in dict.fromkeys(each.happening.told):
        other = by_name.get(told)
        if other is None or other is lane:
            continue
        down = other.top > lane.top
        end = other.top + 4 if down else other.top + other.height - 4
        head = -6 if down else 6
        style = "arrow disputed" if each.happening.disputed else "arrow"
        add(drawn, "path", class_=style, d=f"M{x:.1f} {y:.1f}V{end:.1f}")
        tip = f"M{x:.1f} {end:.1f}l-4 {head}h8Z"
        add(drawn, "path", class_="head", d=tip)


def _mark(drawn: Element, lane: _Lane, each: _Placed, left: float) -> None:
    happening = each.happening
    x, y = left + each.start, lane.y(each.row)
    around = link(drawn, happening.to, happening.says)
    style = " disputed" if happening.disputed else ""
    if each.end > each.start:
        add(
            around,
            "rect",
            class_=f"bar{style}",
            x=x,
            y=y - 4,
            width=each.end - each.start,
            height=8,
            rx=2,
        )
    shape = _SHAPES[happening.kind]
    place = f"translate({x:.1f} {y:.1f})"
    add(around, "path", class_=f"mark {happening.kind}{style}", d=shape, transform=place)
    add(around, "text", _number(happening), class_="number", x=x + 8, y=y + 4)


def _tray(drawn: Element, lane: _Lane) -> None:
    for index, each in enumerate(lane.tray):
        row, column = divmod(index, _IN_TRAY)
        around = link(drawn, each.to, each.says)
        x = _NAMES + column * (_TRAY / _IN_TRAY)
        add(around, "text", _number(each), class_="number", x=x, y=lane.y(row) + 4)


def _number(each: Happening) -> str:
    return f"{each.number}!" if each.disputed else f"{each.number}"
