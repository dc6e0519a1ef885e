"""Could have known: who could have come to know an item, by contact and common groups.

By relaxation until nothing gets earlier: every contact and every common group, over and over.
"""

from itertools import permutations
from typing import Any, NamedTuple

from .happened import Happened, happened_by, of_type
from .learnings import Learning, certainty_of, own_learnings
from .membership import JOINS, changes, joins_and_leaves, possibly_belongs
from .times import Occurrence, read_instant, show_instant
from .visibility import Event, Record, visible


class Spans(NamedTuple):
    """When a party joined and left a group."""

    party: str
    group: str
    joins: list[Occurrence]
    leaves: list[Occurrence]


def sources(own: list[Learning], item: str, t: int) -> dict[str, int]:
    """Who knew, and since when at the earliest."""
    # > "Sources: every party (also public) with an own learning (who's) of I with earliest <= T;
    # at: its least earliest (null: unbounded)."
    found: dict[str, int] = {}
    for learning in own:
        if learning.item == item and certainty_of(learning, t) is not None:
            earliest = learning.when.earliest
            found[learning.party] = min(found.get(learning.party, earliest), earliest)
    return found


def by_contact(at: int, contact: Happened) -> int | None:
    """When a contact passes on what somebody knows since `at`; None: it does not."""
    # > "a contact (visible, earliest <= T; two or more parties of it) of u passes on if its latest
    # >= t_u, at max(t_u, contact.earliest)"
    return max(at, contact.when.earliest) if contact.when.latest >= at else None


def by_group(at: int, one: Spans, two: Spans) -> int | None:
    """When a common group passes on what somebody knows since `at`; None: it does not."""
    # > "two parties in a common group pass on at any instant at which both possibly belong (spans
    # [start, end) of contract §6), i.e. at max(t_u, both starts) if that is before both ends"
    # Belonging begins only with a join: the first such instant is `at`, or the start of one.
    starts = [join.earliest for join in one.joins + two.joins]
    for instant in sorted({at, *(start for start in starts if start > at)}):
        if possibly_belongs(one.joins, one.leaves, instant) and possibly_belongs(
            two.joins, two.leaves, instant
        ):
            return instant
    return None


def memberships(seen: list[Record]) -> list[Spans]:
    """Of every party and group."""
    groups = {event["data"]["group"] for event, _ in seen if event["type"] == "group-joined"}
    return [
        Spans(party, group, *joins_and_leaves(seen, group, party))
        for group in sorted(groups)
        for party in sorted({party for party, _ in changes(seen, JOINS, group)})
    ]


def passings(at: dict[str, int], contacts: list[Happened], spans: list[Spans]) -> dict[str, int]:
    """Who comes to know from those who know since `at`, in one step, and when at the earliest."""
    found: dict[str, int] = {}

    def passed_on(party: str, instant: int | None) -> None:
        if instant is not None:
            found[party] = min(found.get(party, instant), instant)

    # > "`public` passes nothing on by contact or group."  (It takes part in none.)
    for contact in contacts:
        for giver, taker in permutations(contact.data["parties"], 2):
            if giver in at:
                passed_on(taker, by_contact(at[giver], contact))
    for one, two in permutations(spans, 2):
        if one.group == two.group and one.party in at:
            passed_on(two.party, by_group(at[one.party], one, two))
    return found


def arrivals(known: dict[str, int], seen: list[Record], t: int) -> dict[str, int]:
    """When, at the earliest, each party could have come to know by t, the sources with them."""
    contacts = of_type(happened_by(seen, t), "contact-observed")
    spans = memberships(seen)
    at = dict(known)
    # > "Passing on chains (time-respecting). `at` <= T."
    while True:
        earlier = {
            party: instant
            for party, instant in passings(at, contacts, spans).items()
            if instant <= t and (party not in at or instant < at[party])
        }
        if not earlier:
            return at
        at |= earlier


def listed(at: dict[str, int]) -> list[dict[str, Any]]:
    """By (at, party)."""
    return [
        {"party": party, "at": show_instant(instant)}
        for party, instant in sorted(at.items(), key=lambda each: (each[1], each[0]))
    ]


def reach(
    history: list[Event], programme: str, item: str, as_of: str, as_recorded: int
) -> dict[str, Any]:
    """`sources` and `reached`, without the paths: `way.py` tells whether a path holds."""
    seen, t, item = visible(history, programme, as_recorded), read_instant(as_of), item.lower()
    known = sources(own_learnings(seen), item, t)
    at = arrivals(known, seen, t)
    # > "reached: parties that are no sources (and not public), with the least such `at`, by (at,
    # party)."
    reached = {party: instant for party, instant in at.items() if party not in known}
    return {"item": item, "sources": listed(known), "reached": listed(reached)}
