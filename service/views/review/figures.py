"""The figures of an incident: how long things took, and how many knew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from domain.events.incident import LetterSigned, OpenLetterPublished
from domain.incidents import elapsed
from domain.instant import SECOND
from domain.irregularities.records import LATE
from domain.names import Party
from service.views.review.scope import Scope
from service.views.review.seen import Seen, first_first

_STEPS = (
    ("leaked", "item-leaked"),
    ("letter", "open-letter-published"),
    ("opened", "incident-opened"),
    ("detected", "leak-detected"),
    ("cut", "access-cut"),
    ("suspended", "programme-suspended"),
    ("stated", "statement-issued"),
    ("contained", "leak-contained"),
    ("resumed", "programme-resumed"),
    ("closed", "incident-closed"),
)
"""The first event of each of these types is a step of an incident."""


def steps(scope: Scope, stated: Iterable[Seen]) -> list[dict[str, Any]]:
    """The first of each step, by time, and how long after the first of all: in seconds.

    `stated`: the statements that count, which are those of the organisation.
    """
    of_type = {name: scope.of_types(type_name) for name, type_name in _STEPS}
    of_type["stated"] = list(stated)
    firsts = {name: min(found, key=first_first) for name, found in of_type.items() if found}
    in_order = sorted(firsts.items(), key=lambda each: first_first(each[1]))
    return [
        {"step": name, "event": each.id, "seconds": _seconds(in_order[0][1], each)}
        for name, each in in_order
    ]


def _seconds(one: Seen, other: Seen) -> dict[str, int | None] | None:
    if one is other:
        return None
    least, most = elapsed(one.occurred, other.occurred)
    return {
        "least": None if least is None else least // SECOND,
        "most": None if most is None else most // SECOND,
    }


def signatories(scope: Scope) -> dict[str, Any]:
    """Who signed the letters, and by which events."""
    signed: dict[Party, None] = {}
    events: list[str] = []
    for each in scope.of_types("open-letter-published", "letter-signed"):
        match each.fact:
            case OpenLetterPublished(signatories=parties) if parties:
                signed |= dict.fromkeys(parties)
            case LetterSigned(signatory=party):
                signed[party] = None
            case _:
                continue
        events.append(each.id)
    return {"parties": sorted(signed), "events": events}


def late(events: Sequence[Seen]) -> int:
    """How many of these were recorded over 24 hours after they had certainly happened."""
    return sum(each.recorded_at - each.occurred.latest > LATE for each in events)
