"""Could have known: does a path hold that says how an item could have come to a party?

Among paths of the same `at` any is right, so that a path is judged, not compared.
"""

from typing import Any

from .happened import happened_by, of_type
from .learnings import own_learnings
from .membership import joins_and_leaves
from .reach import Spans, by_contact, by_group, sources
from .times import BEGINNING, read_instant
from .visibility import Event, Record, visible


def hop_at(hop: dict[str, Any], at: int, seen: list[Record], t: int) -> int | None:
    """When this hop passes on what its giver knows since `at`; None: it does not."""
    parties = (hop["from"], hop["to"])
    if hop["through"] == "contact":
        # > '"through":"contact"|"group","via": id|null,"group": party|null'
        for contact in of_type(happened_by(seen, t), "contact-observed"):
            if contact.id == hop["via"] and set(parties) <= set(contact.data["parties"]):
                return by_contact(at, contact)
        return None
    one, two = (
        Spans(party, hop["group"], *joins_and_leaves(seen, hop["group"], party))
        for party in parties
    )
    return by_group(at, one, two)


def way_holds(
    reached: dict[str, Any],
    history: list[Event],
    programme: str,
    item: str,
    as_of: str,
    as_recorded: int,
) -> bool:
    """Does the path of one entry of `reached` lead to it, at that time?"""
    seen, t = visible(history, programme, as_recorded), read_instant(as_of)
    known = sources(own_learnings(seen), item.lower(), t)
    path = reached["path"]
    # > "path: from a source to the party, each hop with its time."
    if not path or path[0]["from"] not in known or path[0]["from"] == "public":
        return False
    party, at = path[0]["from"], known[path[0]["from"]]
    for hop in path:
        passed_on = hop_at(hop, at, seen, t)
        if hop["from"] != party or passed_on is None or passed_on > t:
            return False
        if (BEGINNING if hop["at"] is None else read_instant(hop["at"])) != passed_on:
            return False
        if (hop["via"] is None) == (hop["group"] is None):
            return False
        party, at = hop["to"], passed_on
    return bool(party == reached["party"] and path[-1]["at"] == reached["at"])
