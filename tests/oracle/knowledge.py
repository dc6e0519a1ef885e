"""Section 6: who knew an item, what a party knew, and how it came to know."""

from typing import Any

from .learnings import (
    BASES,
    EXTENTS,
    Learning,
    certainty_of,
    first,
    learnings_of,
    own_learnings,
)
from .times import certainty, read_instant, three_part
from .visibility import Event, Record, has_open_dispute, occurrence, visible

Answer = dict[str, Any]

OTHER_BASES = [basis for basis in BASES if basis not in ("telling", "access")]


def split_by_certainty(
    learnings: list[Learning], as_of: int
) -> tuple[list[Learning], list[Learning]]:
    """The certain ones and the possible ones; those not yet are in neither."""
    certain = [each for each in learnings if certainty_of(each, as_of) == "certain"]
    possible = [each for each in learnings if certainty_of(each, as_of) == "possible"]
    return certain, possible


def requests_of(seen: list[Record], as_of: int) -> list[Record]:
    """The requests that are certain by as_of, the first one first."""
    # > "A party that asked (as `by` of a visible `knowledge-requested` of the item, certain by
    # as_of)"
    certain = [
        (event, position)
        for event, position in seen
        if event["type"] == "knowledge-requested"
        and certainty(occurrence(event), as_of) == "certain"
    ]
    # > "its first such request (latest, earliest, position)"
    return sorted(
        certain,
        key=lambda each: (occurrence(each[0]).latest, occurrence(each[0]).earliest, each[1]),
    )


def of_via(via: Event, seen: list[Record]) -> Answer:
    """What an answer says of the event that it rests on."""
    return {
        "via": via["id"],
        "grade": via["grade"],
        "asserted_by": via.get("asserted_by"),
        # > "`disputed` (an open dispute of `via` is visible)"
        "disputed": has_open_dispute(seen, via["id"]),
    }


def answer_from_learnings(
    party: str, item: str, learnings: list[Learning], seen: list[Record], as_of: int
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
    # > "`learned_at`: the first in S, those of basis `access` only if there is no other."
    learned = first([each for each in s if each.basis != "access"] or s)
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
        "learned_at": three_part(learned.when),
        "full_at": three_part(first(full).when) if full else None,
        "from": giving.source,
        "channel": giving.channel,
        "basis": giving.basis,
        **of_via(giving.via, seen),
    }


def answer_from_request(party: str, item: str, seen: list[Record], as_of: int) -> Answer | None:
    """K of a party that asked for the item; None if it did not. Only for one without learnings."""
    # > "`state` `asked-not-told`, `certainty` `certain`; `via`, `grade`, `asserted_by`,
    # `disputed` of its first such request …; all else null."
    for request, _ in requests_of(seen, as_of):
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
                **of_via(request, seen),
            }
    return None


def answer(
    party: str, item: str, own: list[Learning], seen: list[Record], as_of: int
) -> Answer | None:
    """K, or None where the party neither has a learning of the item by as_of nor asked."""
    learnings = [each for each in learnings_of(party, own) if each.item == item]
    known = answer_from_learnings(party, item, learnings, seen, as_of)
    return known if known is not None else answer_from_request(party, item, seen, as_of)


def who(history: list[Event], programme: str, item: str, as_of: str, as_recorded: int) -> Answer:
    """The parties that knew the item, or had asked for it."""
    item, t = item.lower(), read_instant(as_of)
    seen = visible(history, programme, as_recorded)
    own = own_learnings(seen)
    # > "the parties that by as_of have a learning of I of their own (certain or possible) or a
    # certain request for it, even if they know it only from `public`, and `public` if it has one"
    parties = {each.party for each in own if each.item == item and certainty_of(each, t)}
    parties |= {
        request["data"]["by"]
        for request, _ in requests_of(seen, t)
        if request["data"]["item"] == item
    }
    # > "by learned_at (latest, earliest, as in *first*), then party; asked-not-told last, by party"
    keyed = []
    for party in parties:
        knower = answer(party, item, own, seen, t)
        if knower is None:
            continue
        known = [each for each in learnings_of(party, own) if each.item == item]
        certain, possible = split_by_certainty(known, t)
        s = certain or possible
        if s:
            when = first([each for each in s if each.basis != "access"] or s).when
            keyed.append(((0, when.latest, when.earliest, party), knower))
        else:
            keyed.append(((1, 0, 0, party), knower))
    keyed.sort(key=lambda each: each[0])
    return {"item": item, "knowers": [knower for _, knower in keyed]}


def what(
    history: list[Event],
    programme: str,
    party: str,
    as_of: str,
    as_recorded: int,
    events: bool = False,
) -> Answer:
    """The items that the party knew, or had asked for."""
    t = read_instant(as_of)
    seen = visible(history, programme, as_recorded)
    own = own_learnings(seen)
    items = {each.item for each in learnings_of(party, own)}
    items |= {request["data"]["item"] for request, _ in requests_of(seen, t)}
    # > "by item; asked-not-told included; `event:` items only with `events=true`"
    answers = [
        answer(party, item, own, seen, t)
        for item in sorted(items)
        if events or not item.startswith("event:")
    ]
    return {"party": party, "items": [each for each in answers if each is not None]}


def next_hop(learnings: list[Learning], hops: list[Learning], as_of: int) -> Learning | None:
    """Which of one party's learnings of the item the path takes; None: nothing is left."""
    certain, possible = split_by_certainty(learnings, as_of)
    by_now = certain + possible
    # > "leave out the learnings that are certainly later than any hop already taken
    # (`earliest` > the least `latest` of the hops, null = +∞)"
    left = [
        each for each in by_now if not any(each.when.earliest > hop.when.latest for hop in hops)
    ]
    # > "and, if the party told others itself (its `telling`s by as_of, certain or, if none,
    # possible), also those of its *other* learnings that are certainly later than its first
    # `telling` or come via the event of any of its `telling`s"
    tellings = [each for each in certain if each.basis == "telling"]
    tellings = tellings or [each for each in possible if each.basis == "telling"]
    if tellings:
        first_told = first(tellings)
        told_via = {each.via["id"] for each in tellings}
        left = [
            each
            for each in left
            if each.basis == "telling"
            or not (each.when.earliest > first_told.when.latest or each.via["id"] in told_via)
        ]
    # > "Of what is left take the first of: certain ones neither `telling` nor `access`; certain
    # `access`; possible ones neither `telling` nor `access`; possible `access`; certain `telling`;
    # possible `telling`."
    for certain_or_possible, bases in (
        ("certain", OTHER_BASES),
        ("certain", ["access"]),
        ("possible", OTHER_BASES),
        ("possible", ["access"]),
        ("certain", ["telling"]),
        ("possible", ["telling"]),
    ):
        fitting = [
            each
            for each in left
            if certainty_of(each, as_of) == certain_or_possible and each.basis in bases
        ]
        if fitting:
            return first(fitting)
    return None


def show_hop(learning: Learning, as_of: int) -> Answer:
    """L."""
    return {
        "party": learning.party,
        "item": learning.item,
        "extent": learning.extent,
        "basis": learning.basis,
        "from": learning.source,
        "channel": learning.channel,
        "via": learning.via["id"],
        "grade": learning.via["grade"],
        "certainty": certainty_of(learning, as_of),
        "learned_at": three_part(learning.when),
    }


def how(
    history: list[Event], programme: str, party: str, item: str, as_of: str, as_recorded: int
) -> Answer:
    """The path by which the item came to the party, origin first."""
    item, t = item.lower(), read_instant(as_of)
    own = [
        each
        for each in own_learnings(visible(history, programme, as_recorded))
        if each.item == item
    ]
    hops: list[Learning] = []
    met: list[str] = []
    at, stopped = party, None
    # > "Start at P. … Go on to its `from`."
    while True:
        # > "`cycle` (the `from` was met before)"
        if at in met:
            stopped = "cycle"
            break
        met.append(at)
        hop = next_hop(learnings_of(at, own), hops, t)
        # > "`unrecorded` (the `from` has nothing left; it is not in the path)"
        # > "Nothing known: an empty path, false, `unrecorded`."
        if hop is None:
            stopped = "unrecorded"
            break
        hops.append(hop)
        # > "`complete` is true when the walk ends at a learning of basis `took-part`"
        if hop.basis == "took-part":
            break
        # > "`unknown-source` (a learning without `from`)"
        if hop.source is None:
            stopped = "unknown-source"
            break
        at = hop.source
    return {
        "party": party,
        "item": item,
        "path": [show_hop(hop, t) for hop in reversed(hops)],
        "complete": stopped is None,
        "stopped": stopped,
    }
