"""`replay`: history stepped through, one event at a time, with what each changed.

Every world is made anew from all of its events.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .irregularities import irregularities_of
from .irregularity import show
from .knowledge import Answer, world_from
from .learnings import Learning, own_learnings
from .matrix import cells, items_of
from .roster import roster_of
from .times import read_instant, show_instant
from .visibility import Event, Record, has_open_dispute, occurrence, recorded, visible

BEFORE_ANY = {"membership": None, "nda": "none", "access": "none"}


class Picture(NamedTuple):
    """What is answered of one world at one instant."""

    knowledge: dict[tuple[str, str], Answer]
    standing: dict[tuple[str, str], dict[str, Any]]  # by tester and facet
    irregularities: list[dict[str, Any]]


class Events(NamedTuple):
    """Visible events, and the learnings that follow from them."""

    seen: list[Record]
    own: list[Learning]


def events_of(seen: list[Record]) -> Events:
    """These events, by position."""
    by_position = sorted(seen, key=lambda each: each[1])
    return Events(by_position, own_learnings(by_position))


def picture(world: Events, disputed: set[str], t: int, recorded_at: Mapping[int, int]) -> Picture:
    """Of the world of these events; the open disputes may be of a larger one."""
    answers = world_from(world.own, world.seen, disputed)
    # > "knowledge: pairs that who would list before or after, where K differs; not `event:` items"
    listed = cells(items_of(answers, events=False), answers, t)
    # > "standing: facets membership, nda, access of roster entries (state, possibly) that differ"
    standing = {
        (tester, facet): {name: row[facet][name] for name in ("state", "possibly")}
        for tester, row in roster_of(world.seen, t).items()
        for facet in BEFORE_ANY
    }
    return Picture(
        knowledge={(each["party"], each["item"]): each for each in listed},
        standing=standing,
        irregularities=[show(each) for each in irregularities_of(*world, t, recorded_at)],
    )


def changed_knowledge(before: Picture, after: Picture) -> list[dict[str, Any]]:
    """By party, item."""
    return [
        {
            "party": pair[0],
            "item": pair[1],
            "before": before.knowledge.get(pair),
            "after": after.knowledge.get(pair),
        }
        for pair in sorted(set(before.knowledge) | set(after.knowledge))
        if before.knowledge.get(pair) != after.knowledge.get(pair)
    ]


def changed_standing(before: Picture, after: Picture) -> list[dict[str, Any]]:
    """By tester, then membership, nda, access; who is not in the roster stands as before any."""
    testers = {tester for tester, _ in (*before.standing, *after.standing)}
    found = []
    for tester in sorted(testers):
        for facet, initial in BEFORE_ANY.items():
            as_before_any = {"state": initial, "possibly": None}
            stood = before.standing.get((tester, facet), as_before_any)
            stands = after.standing.get((tester, facet), as_before_any)
            if stood != stands:
                found.append({"tester": tester, "facet": facet, "before": stood, "after": stands})
    return found


def changed(before: Picture, after: Picture) -> dict[str, Any]:
    """What one step changed."""
    # > "irregularities: of the two answers, those that are only in one (code, tester, events, since
    # and certainty compared; not detail)"
    return {
        "knowledge": changed_knowledge(before, after),
        "standing": changed_standing(before, after),
        "irregularities": {
            "appeared": [
                each for each in after.irregularities if each not in before.irregularities
            ],
            "gone": [each for each in before.irregularities if each not in after.irregularities],
        },
    }


def open_disputes(seen: list[Record]) -> set[str]:
    """The events with an open dispute."""
    return {event["id"] for event, _ in seen if has_open_dispute(seen, event["id"])}


def step(event_id: str, t: int, position: int, before: Picture, after: Picture) -> dict[str, Any]:
    """One of the answer, of its event only the id."""
    return {
        "event": event_id,
        "at": {"as_of": show_instant(t), "as_recorded": position},
        "changed": changed(before, after),
    }


def steps_by_recorded(
    history: list[Event],
    programme: str,
    as_of: str,
    as_recorded: int,
    recorded_at: Mapping[int, str],
    start: int = 1,
    end: int | None = None,
) -> list[dict[str, Any]]:
    """As the ledger came to know; from and to are positions."""
    # > "by=recorded: events of the programme by position <= r …. Step p compares (as_of T, p-1)
    # with (T, p). … at: (T, p)."
    t = read_instant(as_of)
    instants = {position: read_instant(text) for position, text in recorded_at.items()}
    pictures: dict[int, Picture] = {}

    def at(position: int) -> Picture:
        if position not in pictures:
            seen = visible(history, programme, position)
            pictures[position] = picture(events_of(seen), open_disputes(seen), t, instants)
        return pictures[position]

    return [
        step(event["id"], t, position, at(position - 1), at(position))
        for event, position in recorded(history, programme, as_recorded)
        if start <= position and (end is None or position <= end)
    ]


def steps_by_occurred(
    history: list[Event],
    programme: str,
    as_of: str,
    as_recorded: int,
    recorded_at: Mapping[int, str],
    start: str | None = None,
    end: str | None = None,
) -> list[dict[str, Any]]:
    """As it happened, by what is known now; from and to are instants, as in the timeline."""
    t = read_instant(as_of)
    instants = {position: read_instant(text) for position, text in recorded_at.items()}
    seen = visible(history, programme, as_recorded)
    # > "events visible at r with earliest <= T in timeline order (earliest, latest, position)"
    in_order = sorted(
        (each for each in seen if occurrence(each[0]).earliest <= t),
        key=lambda each: (occurrence(each[0]).earliest, occurrence(each[0]).latest, each[1]),
    )
    # > "(Ledger events' effects are already in: the world are the visible events with their content
    # at r)"
    disputed = open_disputes(seen)
    worlds = [events_of(in_order[:place]) for place in range(len(in_order) + 1)]
    found = []
    for place, (event, _) in enumerate(in_order):
        when = occurrence(event)
        # "Only what can have happened from then on", "… by then".
        if start is not None and when.latest < read_instant(start):
            continue
        if end is not None and when.earliest > read_instant(end):
            continue
        # > "Step e compares, at (t, r) with t = min(latest of e, T), the world of the events before
        # e in that order with the one that includes e … at: (t, r)."
        then = min(when.latest, t)
        before, after = (
            picture(world, disputed, then, instants) for world in worlds[place : place + 2]
        )
        found.append(step(event["id"], then, as_recorded, before, after))
    return found
