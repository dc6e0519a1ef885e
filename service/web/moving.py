"""Where sliders lead: moved by hand or by keys, or to a time that is typed."""

from __future__ import annotations

from bisect import bisect_right

from flask import request

from domain.errors import Malformed
from domain.instant import Instant, format_instant
from service.web.axis import LENGTH, Axis
from service.web.look import Look, Wrong, whole_number

Typed = tuple[Instant, Instant]
"""The first and the last instant of what a text says."""


class Mistyped(Exception):
    """What was typed is no time."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.why)
        self.wrong = wrong


def moved(look: Look) -> str | None:
    """Where the sliders lead that were sent, if they were: whichever was moved.

    Raises `Mistyped` for a text that says no time; `Malformed` for what no slider sends.
    """
    if not look.sent:
        return None
    compared = _place(look, "compared", _compared_along(look))
    if compared is not None:
        return look.to(then=look.position(min(compared, look.recorded)))
    return _apart(look) if look.apart else _together(look)


def _together(look: Look) -> str:
    typed = _typed(look, "happened") or _typed(look, "recorded")
    if typed is not None:
        return look.from_instant(_moment(look, typed))
    happened = _stop("happened", look.happenings, look.happened_along)
    recorded = _stop("recorded", look.recordings, look.recorded_along)
    if happened is None and recorded is None and not look.together:
        return look.from_instant(look.bounds.as_of)  # they were locked just now
    return look.at(happened, recorded)


def _apart(look: Look) -> str:
    typed = _typed(look, "happened")
    happened = _stop("happened", look.happenings, look.happened_along)
    as_of = look.bounds.as_of
    if typed is not None:
        as_of = _moment(look, typed)
    elif happened is not None and look.happenings:
        as_of = look.happenings.stops[min(happened, len(look.happenings) - 1)]
    place = _place(look, "recorded", look.recorded_along)
    position = look.bounds.position if place is None else look.position(place)
    return look.to(as_of=format_instant(as_of), as_recorded=position)


def _compared_along(look: Look) -> float | None:
    then = look.given.get("then")
    return look.recordings.of_stop(look.place(whole_number("then", then))) if then else None


def _place(look: Look, slider: str, along: float | None) -> int | None:
    """How many events had been recorded where a slider of recording was moved to, if it was."""
    typed = _typed(look, slider)
    if typed is not None:
        return bisect_right(look.marks.recordings, typed[1], key=lambda each: each.recorded_at)
    return _stop(slider, look.recordings, along)


def _stop(slider: str, axis: Axis, along: float | None) -> int | None:
    """The stop that a slider was moved to from where it stood, if it was."""
    stop = request.args.get(f"{slider}_stop")
    if stop is not None:
        return whole_number(f"{slider}_stop", stop)
    part = request.args.get(slider)
    if part is None:
        return None
    there = whole_number(slider, part)
    stood = along is not None and there == round(along * LENGTH)
    return None if stood else axis.nearest(there / LENGTH)


def _typed(look: Look, slider: str) -> Typed | None:
    """What was typed for a slider, if it is another than what stood there."""
    text = " ".join(request.args.get(f"{slider}_by", "").split())
    if text in ("", request.args.get(f"{slider}_shown")):
        return None
    try:
        return look.zone.read(text)
    except Malformed as malformed:
        raise Mistyped(Wrong(slider, text, malformed.detail)) from malformed


def _moment(look: Look, typed: Typed) -> Instant:
    """What was typed, as an instant: to its end if anything was in it; the end if it is later."""
    first, last = typed
    if last >= look.end:
        return look.end
    happened, recordings = look.happenings.stops, look.marks.recordings
    before = bisect_right(happened, last)
    recorded = bisect_right(recordings, last, key=lambda each: each.recorded_at)
    events = [each.recorded_at for each in recordings[max(0, recorded - 1) : recorded]]
    return max([first, *happened[max(0, before - 1) : before], *events])
