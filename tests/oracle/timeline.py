"""Section 7, `timeline`: the visible events by when they occurred."""

from typing import Any

from .learnings import as_list
from .times import certainty, read_instant
from .visibility import Event, occurrence, visible

# > "Party fields: `by`, `of`, `to`, `tester`, `signatory`, `signatories`, `party`, `parties`,
# `group`, `org`, `owner`, `addressed_to`, `same_as`."
PARTY_FIELDS = (
    *("by", "of", "to", "tester", "signatory", "signatories", "party", "parties"),
    *("group", "org", "owner", "addressed_to", "same_as"),
)


def names(data: dict[str, Any], party: str) -> bool:
    """Does what an event says name the party, perhaps in the new data of a correction?"""
    if any(party in as_list(data.get(field)) for field in PARTY_FIELDS):
        return True
    return "data" in data and names(data["data"], party)


def timeline(
    history: list[Event], programme: str, as_of: str, as_recorded: int, party: str | None = None
) -> list[tuple[str, str]]:
    """(event id, `certain` or `possible`) of all that happened by as_of, in order.

    With a party: of what names it.
    """
    t = read_instant(as_of)
    # > "visible events by when they occurred (earliest, latest, position)"
    happened = []
    for event, position in visible(history, programme, as_recorded):
        when = occurrence(event)
        known = certainty(when, t)
        if known is not None and (party is None or names(event["data"], party)):
            happened.append((when.earliest, when.latest, position, event["id"], known))
    return [(event_id, known) for _, _, _, event_id, known in sorted(happened)]
