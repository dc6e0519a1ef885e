"""Section 6: who knew an item, and what a party knew."""

from typing import Any, NamedTuple

from .imputation import all_imputed
from .learnings import EXTENTS, Learning, certainty_of, first, learnings_of, own_learnings
from .times import certainty, read_instant, three_part
from .visibility import Event, Record, has_open_dispute, occurrence, visible

Answer = dict[str, Any]


class World(NamedTuple):
    """What the answers are read from."""

    own: dict[str, list[Learning]]  # by item
    requests: list[Record]
    disputed: set[str]  # events with an open dispute


def world_of(seen: list[Record], imputed: bool = False) -> World:
    """The world of these visible events; `imputed`: with what organisations learned thereby."""
    own = own_learnings(seen)
    if imputed:
        own += all_imputed(own, seen)
    # > "`disputed` (an open dispute of `via` is visible)"
    disputed = {event["id"] for event, _ in seen if has_open_dispute(seen, event["id"])}
    return world_from(own, seen, disputed)


def world_from(own: list[Learning], seen: list[Record], disputed: set[str]) -> World:
    """The world of these learnings and of the requests among the visible events."""
    by_item: dict[str, list[Learning]] = {}
    for learning in own:
        by_item.setdefault(learning.item, []).append(learning)
    # > "(as `by` of a visible `knowledge-requested` of the item, …)"
    requests = [each for each in seen if each[0]["type"] == "knowledge-requested"]
    return World(by_item, requests, disputed)


def split_by_certainty(
    learnings: list[Learning], as_of: int
) -> tuple[list[Learning], list[Learning]]:
    """The certain ones and the possible ones; those not yet are in neither."""
    certain = [each for each in learnings if certainty_of(each, as_of) == "certain"]
    possible = [each for each in learnings if certainty_of(each, as_of) == "possible"]
    return certain, possible


def is_access(learning: Learning) -> bool:
    """Is it but the means to know?"""
    # > "Wherever contract §6 says "basis access" in answer and path, an imputed learning of extent
    # access counts as access too."
    return learning.basis == "access" or (
        learning.basis == "imputed" and learning.extent == "access"
    )


def learned_at(s: list[Learning]) -> Learning:
    """The learning whose occurrence is `learned_at`."""
    # > "`learned_at`: the first in S, those of basis `access` only if there is no other."
    return first([each for each in s if not is_access(each)] or s)


def requests_of(world: World, as_of: int) -> list[Record]:
    """The requests that are certain by as_of, the first one first."""
    # > "A party that asked (… certain by as_of)"
    certain = [
        (event, position)
        for event, position in world.requests
        if certainty(occurrence(event), as_of) == "certain"
    ]
    # > "its first such request (latest, earliest, position)"
    return sorted(
        certain,
        key=lambda each: (occurrence(each[0]).latest, occurrence(each[0]).earliest, each[1]),
    )


def of_via(via: Event, world: World) -> Answer:
    """What an answer says of the event that it rests on."""
    return {
        "via": via["id"],
        "grade": via["grade"],
        "asserted_by": via.get("asserted_by"),
        "disputed": via["id"] in world.disputed,
    }


def answer_from_learnings(
    party: str, item: str, learnings: list[Learning], world: World, as_of: int
) -> Answer | None:
    """K of a party that has a learning of the item by as_of; else None."""
    certain, possible = split_by_certainty(learnings, as_of)
    # > "Let S be the certain learnings of the item by as_of, or, if there are none, the possible
    # ones (`certainty` says which)."
    s = certain or possible
    if not s:
        return None
    # > "`state`: the strongest extent in S"
    state = min((each.extent for each in s), key=EXTENTS.index)
    # > "`possibly`: a stronger extent that is only possible, else null."
    stronger = [
        each.extent for each in possible if EXTENTS.index(each.extent) < EXTENTS.index(state)
    ]
    # > "`full_at`: the first in S with extent `full`."
    full = [each for each in s if each.extent == "full"]
    # > "`from`, `channel`, `basis`, `via`, `grade`, `asserted_by`, `disputed` …: those of the first
    # in S that gives `state`."
    giving = first([each for each in s if each.extent == state])
    return {
        "party": party,
        "item": item,
        "state": state,
        "certainty": "certain" if certain else "possible",
        "possibly": min(stronger, key=EXTENTS.index) if stronger else None,
        "learned_at": three_part(learned_at(s).when),
        "full_at": three_part(first(full).when) if full else None,
        "from": giving.source,
        "channel": giving.channel,
        "basis": giving.basis,
        **of_via(giving.via, world),
    }


def answer_from_request(party: str, item: str, world: World, as_of: int) -> Answer | None:
    """K of a party that asked for the item; None if it did not. Only for one without learnings."""
    # > "`state` `asked-not-told`, `certainty` `certain`; `via`, `grade`, `asserted_by`,
    # `disputed` of its first such request …; all else null."
    for request, _ in requests_of(world, as_of):
        if request["data"]["by"] == party and request["data"]["item"] == item:
            return {
                "party": party,
                "item": item,
                "state": "asked-not-told",
                "certainty": "certain",
                "possibly": None,
                "learned_at": None,
                "full_at": None,
                "from": None,
                "channel": None,
                "basis": None,
                **of_via(request, world),
            }
    return None


def answer(party: str, item: str, world: World, as_of: int) -> Answer | None:
    """K, or None where the party neither has a learning of the item by as_of nor asked."""
    learnings = learnings_of(party, world.own.get(item, []))
    known = answer_from_learnings(party, item, learnings, world, as_of)
    return known if known is not None else answer_from_request(party, item, world, as_of)


def place(knower: Answer, world: World, as_of: int) -> tuple[int, int, int, str]:
    """Where a knower of an item stands in `who`."""
    # > "by learned_at (latest, earliest, as in *first*), then party; asked-not-told last, by party"
    if knower["state"] == "asked-not-told":
        return 1, 0, 0, knower["party"]
    known = learnings_of(knower["party"], world.own[knower["item"]])
    certain, possible = split_by_certainty(known, as_of)
    when = learned_at(certain or possible).when
    return 0, when.latest, when.earliest, knower["party"]


def knowers(item: str, world: World, as_of: int) -> list[Answer]:
    """K of each that `who` lists, in order."""
    # > "the parties that by as_of have a learning of I of their own (certain or possible) or a
    # certain request for it, even if they know it only from `public`, and `public` if it has one"
    parties = {each.party for each in world.own.get(item, []) if certainty_of(each, as_of)}
    parties |= {
        request["data"]["by"]
        for request, _ in requests_of(world, as_of)
        if request["data"]["item"] == item
    }
    found = [answer(party, item, world, as_of) for party in parties]
    listed = [each for each in found if each is not None]
    return sorted(listed, key=lambda each: place(each, world, as_of))


def known_items(party: str, world: World, as_of: int, events: bool) -> list[Answer]:
    """K of each item that `what` lists, in order."""
    # > "by item; asked-not-told included; `event:` items only with `events=true`"
    items = set(world.own) | {request["data"]["item"] for request, _ in world.requests}
    answers = [
        answer(party, item, world, as_of)
        for item in sorted(items)
        if events or not item.startswith("event:")
    ]
    return [each for each in answers if each is not None]


def who(
    history: list[Event],
    programme: str,
    item: str,
    as_of: str,
    as_recorded: int,
    imputed: bool = False,
) -> Answer:
    """The parties that knew the item, or had asked for it."""
    world = world_of(visible(history, programme, as_recorded), imputed)
    item = item.lower()
    return {"item": item, "knowers": knowers(item, world, read_instant(as_of))}


def what(
    history: list[Event],
    programme: str,
    party: str,
    as_of: str,
    as_recorded: int,
    events: bool = False,
    imputed: bool = False,
) -> Answer:
    """The items that the party knew, or had asked for."""
    world = world_of(visible(history, programme, as_recorded), imputed)
    return {"party": party, "items": known_items(party, world, read_instant(as_of), events)}
