"""Section 7, `knowledge/diff`: what changed between two positions, and because of which events.

The slow way: the whole answer at every position between.
"""

from .knowledge import Answer, knowers, known_items, world_of
from .times import read_instant
from .visibility import Event, visible

Answers = dict[tuple[str, str], Answer]  # by (party, item)


def answers_at(
    history: list[Event],
    programme: str,
    as_of: int,
    position: int,
    item: str | None,
    party: str | None,
    events: bool,
) -> Answers:
    """What who (or what) lists at a position."""
    world = world_of(visible(history, programme, position))
    if item is not None:
        found = knowers(item.lower(), world, as_of)
    else:
        found = known_items(str(party), world, as_of, events)
    return {(each["party"], each["item"]): each for each in found}


def because(pair: tuple[str, str], answers: dict[int, Answers], then: int, now: int) -> list[int]:
    """The positions of the events responsible, for a pair that differs."""
    # > "Let q0 be the last position q in [then, r) with a(q) = a(then). because = ids of events
    # recorded at positions p in (q0, r] with a(p) != a(p-1), by position."
    a = {position: answers[position].get(pair) for position in range(then, now + 1)}
    q0 = max(position for position in range(then, now) if a[position] == a[then])
    return [position for position in range(q0 + 1, now + 1) if a[position] != a[position - 1]]


def diff(
    history: list[Event],
    programme: str,
    then: int,
    as_of: str,
    as_recorded: int,
    item: str | None = None,
    party: str | None = None,
    events: bool = False,
) -> dict[str, list[Answer]]:
    """`added`, `removed`, `changed`, each in order; of an item or of a party."""
    t = read_instant(as_of)
    answers = {
        position: answers_at(history, programme, t, position, item, party, events)
        for position in range(then, as_recorded + 1)
    }
    found: dict[str, list[Answer]] = {"added": [], "removed": [], "changed": []}
    # > "By party, item."
    for pair in sorted(set(answers[then]) | set(answers[as_recorded])):
        before, after = answers[then].get(pair), answers[as_recorded].get(pair)
        if before == after:
            continue
        positions = because(pair, answers, then, as_recorded)
        fields: list[str] = []
        kind = "added" if before is None else "removed"
        # > '"fields":[names of K\'s fields that differ, in K\'s order]'; "[] for added/removed"
        if before is not None and after is not None:
            kind = "changed"
            fields = [name for name in after if before[name] != after[name]]
        found[kind].append(
            {
                "party": pair[0],
                "item": pair[1],
                "before": before,
                "after": after,
                "fields": fields,
                "because": [history[position - 1]["id"].lower() for position in positions],
            }
        )
    return found
