"""Section 6: how an item came to a party."""

from .knowledge import Answer, is_access, split_by_certainty, world_of
from .learnings import Learning, certainty_of, first, learnings_of
from .times import read_instant, three_part
from .visibility import Event, visible


def kind_of(learning: Learning) -> str:
    """`telling`, `access`, or neither."""
    if learning.basis == "telling":
        return "telling"
    return "access" if is_access(learning) else "other"


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
    for wanted, kind in (
        ("certain", "other"),
        ("certain", "access"),
        ("possible", "other"),
        ("possible", "access"),
        ("certain", "telling"),
        ("possible", "telling"),
    ):
        fitting = [
            each for each in left if certainty_of(each, as_of) == wanted and kind_of(each) == kind
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
    history: list[Event],
    programme: str,
    party: str,
    item: str,
    as_of: str,
    as_recorded: int,
    imputed: bool = False,
) -> Answer:
    """The path by which the item came to the party, origin first."""
    item, t = item.lower(), read_instant(as_of)
    world = world_of(visible(history, programme, as_recorded), imputed)
    own = world.own.get(item, [])
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
