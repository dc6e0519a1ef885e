"""Signals: what could have been seen coming, as charts, with letters and leaks marked on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from markupsafe import Markup

from domain.instant import Instant, parse_instant
from domain.signals.points import Step
from domain.signals.series import SIGNALS, definition
from service.pictures.charts import Mark, chart
from service.web.cards import Card, cards
from service.web.look import Look
from service.web.panels.panel import Panel, Shown

POINTS: Final = 2_000
MARKS: Final = 20
"""So many letters, and so many leaks, are marked at most."""
MARKED: Final = {"open-letter-published": "L", "item-leaked": "K", "leak-detected": "D"}


def _show(look: Look) -> Shown:
    hindsight = look.given.get("hindsight") == "yes"
    page = look.questions.signals(
        look.programme, look.bounds, Step.DAY, hindsight=hindsight, skip=0, limit=POINTS
    )
    points = [parse_instant(each) for each in page.points]
    marked = list(_marked(look))
    marks = [each for each, _ in marked]
    rising = {name: values for name, values in page.signals.items() if any(values)}
    return {
        "hindsight": hindsight,
        "everything": _everything(look) if hindsight else None,
        "other": look.to(hindsight=None if hindsight else "yes"),
        "charts": [_chart(look, name, points, values, marks) for name, values in rising.items()]
        if len(points) > 1
        else [],
        "quiet": [_title(name) for name in SIGNALS if name not in rising],
        "marks": [{"letter": mark.letter, "card": card} for mark, card in marked],
    }


def _everything(look: Look) -> dict[str, Any] | None:
    """The look by all that is recorded until now, if that is another."""
    if look.recorded == len(look.marks.recordings):
        return None
    last = look.marks.recordings[-1]
    return {
        "to": look.to(as_recorded=last.position, apart="yes"),
        "until": look.zone.day(last.recorded_at),
    }


def _marked(look: Look) -> Iterator[tuple[Mark, Card]]:
    """When letters were published, and things leaked: the end that is known; and their events."""
    for type_, letter in MARKED.items():
        found, _ = look.questions.timeline(look.programme, look.bounds, type=type_, limit=MARKS)
        told = cards(look, [each["id"] for each in found])
        for each, told_of in zip(found, told, strict=True):
            when = each["occurred_at"]
            yield Mark(parse_instant(when["earliest"] or when["latest"]), letter), told_of


def _chart(
    look: Look,
    name: str,
    points: Sequence[Instant],
    values: Sequence[int | float | None],
    marks: Sequence[Mark],
) -> dict[str, Any]:
    known = [each for each in values if each is not None]
    highest = max(known)
    first = look.zone.day(points[values.index(highest)])
    last = "nothing" if values[-1] is None else f"{values[-1]:,}"
    says = f"Highest {highest:,}, first on {first}; at the end {last}."
    drawn = chart(f"signal-{name}", _title(name), says, points, values, marks)
    return {"title": _title(name), "means": definition(name), "says": says, "svg": Markup(drawn)}


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


PANEL: Final = Panel(
    "signals",
    "Signals",
    _show,
    {"hindsight": "`yes`: each point by all that is recorded, not by then alone."},
)
