"""The frame around every panel: what is looked at in a sentence, and the sliders to change it."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, Final

from markupsafe import Markup

from domain.instant import Instant
from service.prose.words import counted
from service.web.density import density
from service.web.look import Look
from service.web.times import ZONES

_OPENED: Final = ("party", "about", "event")
"""What is closed when a slider moves."""


def framed(look: Look) -> dict[str, Any]:
    """What the template of the frame is given."""
    zones = ZONES if look.zone.name in ZONES else (*ZONES, look.zone.name)
    return {
        "sentence": _sentence(look),
        "axes": [_happened(look), _recorded(look)],
        "zones": zones,
        "kept": {
            name: each
            for name, each in look.given.items()
            if name not in ("party", "about", "event")
        },
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
    moments, place, all_ = look.moments, look.happened, look.marks.happened
    return {
        "name": "happened",
        "title": "Happened by",
        "most": max(0, len(moments) - 1),
        "value": place,
        "says": look.zone.text(look.bounds.as_of),
        "many": _share(bisect_right(all_, look.bounds.as_of), len(all_)),
        "density": density(all_, look.bounds.as_of),
        "ends": _ends(look, all_[0], all_[-1]) if all_ else None,
        "before": look.at(happened=place - 1) if place > 0 else None,
        "after": look.at(happened=place + 1) if place < len(moments) - 1 else None,
    }


def _recorded(look: Look) -> dict[str, Any]:
    recordings, place = look.marks.recordings, look.recorded
    instants = [each.recorded_at for each in recordings]
    at = look.bounds.recorded_at
    says = "before anything was" if at is None else look.zone.text(at)
    return {
        "name": "recorded",
        "title": "Recorded by",
        "most": len(recordings),
        "value": place,
        "says": says,
        "many": _share(place, len(recordings)),
        "density": density(instants, at),
        "ends": _ends(look, instants[0], instants[-1]) if instants else None,
        "before": look.at(recorded=place - 1) if place > 0 else None,
        "after": look.at(recorded=place + 1) if place < len(recordings) else None,
    }


def _share(some: int, all_: int) -> str:
    return f"{some:,} of {counted(all_, 'event')}"


def _ends(look: Look, first: Instant, last: Instant) -> tuple[str, str]:
    return look.zone.day(first), look.zone.day(last)
