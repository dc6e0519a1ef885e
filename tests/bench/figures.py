"""What was measured, beside what, and how it is told: a table, ratios first, and JSON.

Pure: it is handed figures, and gives text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

HEAD: Final = ("ratio", "goal", "", "CPU", "ours", "beside", "what")


@dataclass(frozen=True)
class Figure:
    """One measurement, or one pair of them: ours, and what it is held against."""

    what: str
    ours: float
    unit: str
    beside: float | None = None
    """The same of what it is held against, in the same unit; None: nothing is beside it."""
    ratio: float | None = None
    """Ours by the other's, as measured in turns; by default of the two numbers."""
    better: Literal["more", "less"] = "more"
    goal: float | None = None
    """The bound of the ratio; where nothing is beside it, of `ours`."""
    absolute: bool = False
    """The goal is of `ours` all the same: what is beside it is there for information."""
    cpu: float | None = None
    """How much processor time ours takes for the same work, by the other's."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Whatever else was counted; for JSON alone."""

    @property
    def by(self) -> float | None:
        """The ratio, if there is one."""
        if self.ratio is None and self.beside:
            return self.ours / self.beside
        return self.ratio

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None: there is none."""
        if self.goal is None:
            return None
        measured = self.ours if self.by is None or self.absolute else self.by
        return measured >= self.goal if self.better == "more" else measured <= self.goal

    def cells(self) -> tuple[str, ...]:
        """As a row of the table, under `HEAD`."""
        return (
            _times(self.by),
            self._goal(),
            {None: "", True: "met", False: "MISSED"}[self.met],
            _times(self.cpu),
            f"{number(self.ours)} {self.unit}",
            "" if self.beside is None else f"{number(self.beside)} {self.unit}",
            self.what,
        )

    def _goal(self) -> str:
        if self.goal is None:
            return ""
        bound = number(self.goal)
        sign = "≥" if self.better == "more" else "≤"
        return f"{sign} {bound} {self.unit if self.by is None or self.absolute else 'x'}"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.by, "met": self.met}


@dataclass(frozen=True)
class Item:
    """What one item of the benchmark gave."""

    name: str
    seconds: float
    load: float
    """How many processes wanted to run when it ended, on average over a minute."""
    figures: Sequence[Figure]
    said: Sequence[str] = ()
    """What was not measured, and why."""
    failed: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "figures": [each.as_json() for each in self.figures]}


def table(items: Sequence[Item]) -> str:
    """All of it, for people: the figures of each item below its name."""
    rows = [HEAD, *(figure.cells() for item in items for figure in item.figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = [_aligned(HEAD, widths)]
    for item in items:
        lines += ["", f"{item.name} ({item.seconds:.0f} s, load {item.load:.1f})"]
        lines += [_aligned(figure.cells(), widths) for figure in item.figures]
        lines += [f"  {said}" for said in item.said]
        lines += [f"  failed: {item.failed}"] if item.failed is not None else []
    return "\n".join(lines)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    right = [cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=False)]
    return "  ".join([*right, row[-1]]).rstrip()


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{number(ratio)} x"


def number(value: float) -> str:
    """Three digits of it that matter; of large numbers all."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}"


def centile(values: Sequence[float], share: float) -> float:
    """The least value that so many of all (0.99: 99 of 100) do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, -int(-len(ranked) * share // 1) - 1))]
