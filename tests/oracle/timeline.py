"""Section 7, `timeline`: the visible events by when they occurred."""

from .times import certainty, read_instant
from .visibility import Event, occurrence, visible


def timeline(
    history: list[Event], programme: str, as_of: str, as_recorded: int
) -> list[tuple[str, str]]:
    """(event id, `certain` or `possible`) of all that happened by as_of, in order."""
    t = read_instant(as_of)
    # > "visible events by when they occurred (earliest, latest, position)"
    happened = []
    for event, position in visible(history, programme, as_recorded):
        when = occurrence(event)
        known = certainty(when, t)
        if known is not None:
            happened.append((when.earliest, when.latest, position, event["id"], known))
    return [(event_id, known) for _, _, _, event_id, known in sorted(happened)]
