"""Where nothing is drawn of what is asked for: where else there is some of it, with links there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.instant import Instant, parse_instant
from service.web.look import Look

Entry = Mapping[str, Any]
_NONE: Final = {
    "2 hours": "None in these 2 hours",
    "day": "None on this day",
    "all": "None that can be drawn",
}


def elsewhere(
    look: Look,
    window: str,
    between: tuple[Instant | None, Instant | None],
    found: Sequence[Entry],
    *,
    cut: bool,
    ends: bool,
) -> Mapping[str, Any] | None:
    """What there is before and after an empty window, and in it of what has no lane; None if
    nothing. `found` is in order of time; `cut`: there is more; `ends`: the last is in it."""
    start, end = between
    before = [each for each in found if start is not None and _ended_before(each, start)]
    after = [each for each in found if end is not None and _begins_after(each, end)]
    inside = [each for each in found if each not in before and each not in after]
    more = "more than " if cut else ""
    last = "last" if ends else "one of them"
    told = {
        f"{len(inside):,} of which nobody is named who did it, last": inside[-1:],
        f"{more}{len(before):,} before it, {last}": before[-1:],
        f"{len(after):,} after it, first": after[:1],
    }
    parts = [
        {
            "says": says,
            "when": look.zone.when(event["occurred_at"]),
            "to": look.to(around=event["position"], window=window, event=event["position"]),
        }
        for says, events in told.items()
        for event in events
    ]
    none = _NONE.get(window, f"None in this {window}")
    return {"none": none, "parts": parts} if parts else None


def _ended_before(entry: Entry, start: Instant) -> bool:
    latest = entry["occurred_at"]["latest"]
    return latest is not None and parse_instant(latest) < start


def _begins_after(entry: Entry, end: Instant) -> bool:
    earliest = entry["occurred_at"]["earliest"]
    return earliest is not None and parse_instant(earliest) > end
