"""The frame around every panel: what is looked at in a sentence, and the sliders to change it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import Any, Final

from markupsafe import Markup

from domain.instant import Instant
from service.prose.words import counted
from service.web.axis import LENGTH, Axis
from service.web.look import Look
from service.web.times import MONTHS, ZONES

NOTHING: Final = "before anything was"
TICKS: Final = 4
"""Into so many parts an axis is divided by what is written under it."""


def framed(look: Look) -> dict[str, Any]:
    """What the template of the frame is given."""
    zones = ZONES if look.zone.name in ZONES else (*ZONES, look.zone.name)
    return {
        "sentence": _sentence(look),
        "axes": [_happened(look), _recorded(look)],
        "zones": zones,
        "kept": {name: each for name, each in look.given.items() if name != "event"},
    }


def _sentence(look: Look) -> Markup:
    """What is looked at, in words."""
    as_of = look.zone.time(look.bounds.as_of)
    if look.bounds.recorded_at is None:
        said = Markup("Before we had recorded anything; what had happened by {}.")
        return said.format(as_of)
    said = Markup("What we had recorded by {} about what had happened by {}.")
    return said.format(look.zone.time(look.bounds.recorded_at), as_of)


def _happened(look: Look) -> dict[str, Any]:
    all_, stop = look.marks.happened, look.happened
    return {
        "title": "Happened by",
        "many": _share(bisect_right(all_, look.bounds.as_of), len(all_)),
        "before": look.at(happened=stop - 1) if stop > 0 else None,
        "after": look.at(happened=stop + 1) if stop < len(look.happenings) - 1 else None,
        **slider(look, "happened", look.happenings, stop, look.happened_along, look.bounds.as_of),
    }


def _recorded(look: Look) -> dict[str, Any]:
    all_, stop = look.marks.recordings, look.recorded
    return {
        "title": "Recorded by",
        "many": _share(stop, len(all_)),
        "before": look.at(recorded=stop - 1) if stop > 0 else None,
        "after": look.at(recorded=stop + 1) if stop < len(all_) else None,
        **slider(
            look,
            "recorded",
            look.recordings,
            stop,
            look.recorded_along,
            look.bounds.recorded_at,
        ),
    }


def slider(
    look: Look,
    name: str,
    axis: Axis,
    stop: int,
    along: float,
    at: Instant | None,
    marked: float = 0.0,
) -> dict[str, Any]:
    """What the template of a slider is given: `stop`, how far `along` it stands, and `at` what
    moment; events are `marked` between there and here."""
    return {
        "says": NOTHING if at is None else look.zone.text(at),
        "typed": "" if at is None else look.zone.field(at),
        "beside": NOTHING if at is None else look.zone.beside(at),
        "wrong": look.wrong if look.wrong and look.wrong.slider == name else None,
        "name": name,
        "length": LENGTH,
        "value": round(along * LENGTH),
        "stop": stop,
        "last": max(0, len(axis) - 1),
        "strip": axis.strip(name, *sorted((along, marked))),
        "ticks": _ticks(look, axis),
    }


def _ticks(look: Look, axis: Axis) -> list[str]:
    """What is written under an axis, from end to end: days, with the year where it is another;
    where several are of one day, times."""
    if not axis:
        return []
    there = [look.zone.there(axis.instant(each / TICKS)) for each in range(TICKS + 1)]
    days = Counter(each.date() for each in there)
    minutes = Counter(each.replace(second=0, microsecond=0) for each in there)
    said = []
    for place, each in enumerate(there):
        # on a phone every second one is left out: the others go on from one another
        before = there[place - 1 if place % 2 else place - 2] if place else None
        words = []
        if before is None or before.date() != each.date():
            words.append(f"{each.day} {MONTHS[each.month - 1]}")
            if days[each.date()] == 1 and (before is None or before.year != each.year):
                words.append(f"{each.year}")
        if days[each.date()] > 1:
            alike = minutes[each.replace(second=0, microsecond=0)] > 1
            words.append(f"{each:%H:%M:%S}" if alike else f"{each:%H:%M}")
        said.append(" ".join(words))
    return said


def _share(some: int, all_: int) -> str:
    return f"{some:,} of {counted(all_, 'event')}"
