"""Section 6: who belonged to a group, over the whole of an event's bounds.

And, read exactly alike, who belonged to an organisation: then `whole` is an `org:`.
"""

from .times import BEGINNING, END, Occurrence
from .visibility import Record, occurrence

# > "`affiliation-began`/`-ended`: party, org; read exactly as group-joined/-left"
JOINS = {"group": "group-joined", "org": "affiliation-began"}
LEAVES = {"group": "group-left", "org": "affiliation-ended"}


def changes(seen: list[Record], kinds: dict[str, str], whole: str) -> list[tuple[str, Occurrence]]:
    """Who joined (or left) a group or an organisation, and when."""
    # > "Membership is read from the visible `group-joined` and `group-left`, …, whatever `as_of`."
    field = whole.split(":")[0]
    return [
        (event["data"]["party"], occurrence(event))
        for event, _ in seen
        if event["type"] == kinds.get(field) and event["data"][field] == whole
    ]


def parties_ever_joined(seen: list[Record], whole: str) -> list[str]:
    """Every party that, visibly, joined it at some time, once."""
    return sorted({party for party, _ in changes(seen, JOINS, whole)})


def joins_and_leaves(
    seen: list[Record], whole: str, party: str
) -> tuple[list[Occurrence], list[Occurrence]]:
    """When the party joined, and when it left."""
    joins = [when for joiner, when in changes(seen, JOINS, whole) if joiner == party]
    leaves = [when for leaver, when in changes(seen, LEAVES, whole) if leaver == party]
    return joins, leaves


def certainly_belongs(joins: list[Occurrence], leaves: list[Occurrence], t: int) -> bool:
    """At the instant t."""
    # > "At an instant t a party *certainly* belongs if there is a join with `latest` ≤ t and no
    # leave with `latest` ≥ that join's `earliest` (it may have come after) and `earliest` ≤ t"
    return any(
        join.latest <= t
        and not any(leave.latest >= join.earliest and leave.earliest <= t for leave in leaves)
        for join in joins
    )


def possibly_belongs(joins: list[Occurrence], leaves: list[Occurrence], t: int) -> bool:
    """At the instant t."""
    # > "it *possibly* belongs if there is a join with `earliest` ≤ t and no leave with `earliest` >
    # that join's `latest` (it certainly came after) and `latest` ≤ t"
    return any(
        join.earliest <= t
        and not any(leave.earliest > join.latest and leave.latest <= t for leave in leaves)
        for join in joins
    )


def instants_to_try(bounds: Occurrence, changed: list[Occurrence]) -> list[int]:
    """Instants of the bounds such that every answer within them is given at one of these."""
    # Both rules above change only where t passes a bound of a join or of a leave. Unbounded ends
    # are never reached: the first and last instants are one step within them.
    start = max(bounds.earliest, BEGINNING + 1)
    end = min(bounds.latest, END - 1)
    near = {start, end}
    for change in changed:
        for bound in (change.earliest, change.latest):
            near |= {bound - 1, bound, bound + 1}
    return sorted(t for t in near if start <= t <= end)


def belonged(seen: list[Record], whole: str, party: str, bounds: Occurrence) -> str | None:
    """`certainly` at every instant of the bounds, `possibly` at some of them, or None."""
    joins, leaves = joins_and_leaves(seen, whole, party)
    instants = instants_to_try(bounds, joins + leaves)
    if all(certainly_belongs(joins, leaves, t) for t in instants):
        return "certainly"
    if any(possibly_belongs(joins, leaves, t) for t in instants):
        return "possibly"
    return None
