"""Section 7, `testers/{tester}`: one tester's facets, commitments and timeline."""

from typing import Any

from .happened import Happened, happened_by, last, of_type, order, saying
from .membership import belonged
from .roster import entry
from .timeline import timeline
from .times import read_instant, show_instant, three_part
from .visibility import Event, Record, visible


def is_known(history: list[Event], programme: str, tester: str) -> bool:
    """Was it ever a tester?"""
    # > "Unknown: never `tester` of any recorded event of the programme: 404."  What a correction
    # says of an event is recorded too.
    return any(
        tester in (event["data"].get("tester"), event["data"].get("data", {}).get("tester"))
        for event in history
        if event["programme"] == programme
    )


def ways(made: Happened, tester: str, seen: list[Record]) -> list[tuple[str, str]]:
    """How a commitment reached the tester: certainty and basis of each way."""
    # > "commitment-made events that count by T and in whose `to` it stands, or a group to which it
    # belonged over the event's bounds (contract §6), or `public`"
    # > "certainty: of its having been made to it. basis: told, member, public."
    found = []
    for recipient in made.data["to"]:
        if recipient == tester:
            found.append((made.certainty, "told"))
        elif recipient == "public":
            found.append((made.certainty, "public"))
        elif recipient.startswith("group:"):
            how = belonged(seen, recipient, tester, made.when)
            if how is not None:
                found.append((made.certainty if how == "certainly" else "possible", "member"))
    return found


def state_of(made: Happened, happened: list[Happened], t: int) -> tuple[str, str | None]:
    """What became of a commitment, and by which event."""
    # > "state: broken or kept by the last commitment-broken/-kept of that slug certain by T
    # (settled: its id), else overdue if due_at < T, else open."
    ends = of_type(happened, "commitment-broken", "commitment-kept")
    ends = saying(ends, "commitment", made.data["commitment"])
    certain = [each for each in ends if each.certainty == "certain"]
    if certain:
        end = last(certain)
        return ("kept" if end.event["type"] == "commitment-kept" else "broken"), end.id
    if "due_at" in made.data and read_instant(made.data["due_at"]) < t:
        return "overdue", None
    return "open", None


def commitments(tester: str, seen: list[Record], t: int) -> list[dict[str, Any]]:
    """The commitments made to the tester, in order."""
    happened = happened_by(seen, t)
    found = []
    # > "by (latest, earliest, position)"
    for made in sorted(of_type(happened, "commitment-made"), key=order):
        reached = ways(made, tester, seen)
        if not reached:
            continue
        # The most certain way; of these, in the order told, member, public.
        certainty, basis = min(
            reached,
            key=lambda way: (way[0] != "certain", ("told", "member", "public").index(way[1])),
        )
        state, settled = state_of(made, happened, t)
        due_at = made.data.get("due_at")
        found.append(
            {
                "commitment": made.data["commitment"],
                "by": made.data["by"],
                "to": made.data["to"],
                "text": made.data["text"],
                "due_at": None if due_at is None else show_instant(read_instant(due_at)),
                "made": three_part(made.when),
                "via": made.id,
                "certainty": certainty,
                "basis": basis,
                "state": state,
                "settled": settled,
            }
        )
    return found


def one_tester(
    history: list[Event], programme: str, tester: str, as_of: str, as_recorded: int
) -> dict[str, Any] | None:
    """The answer, its events as (id, certainty); None: 404."""
    if not is_known(history, programme, tester):
        return None
    seen, t = visible(history, programme, as_recorded), read_instant(as_of)
    # > "the roster's entry of that tester, + "commitments": […] + its timeline as "events""
    # > "Known but nothing by the bounds: facets as before any"
    return {
        "tester": tester,
        **entry(tester, seen, t),
        "commitments": commitments(tester, seen, t),
        "events": timeline(history, programme, as_of, as_recorded, tester),
    }
