"""What is odd about the record itself: late, or speaking of what is not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from domain.instant import DAY, Instant
from domain.irregularities.codes import Code, Irregularity, irregularity
from domain.irregularities.order import happened
from domain.irregularities.wording import listed, on, when
from domain.names import EventId, Party
from domain.occurrence import Certainty
from domain.references import LEAK, Reference

CERTAIN: Final = Certainty.CERTAIN
POSSIBLE: Final = Certainty.POSSIBLE
LATE: Final = DAY
"""What is recorded longer than this after it can have happened, is recorded late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """That the event `via` of a `type` was recorded at `recorded_at`."""

    type: str
    tester: Party | None
    recorded_at: Instant
    via: EventId
    position: int
    earliest: Instant
    latest: Instant


def recorded_late(record: Record, as_of: Instant) -> Irregularity | None:
    """An event (also one about another event) was recorded over 24 hours after it happened.

    As certain as the event is.
    """
    certainty = happened(record, as_of)
    if certainty is None or record.recorded_at <= record.latest + LATE:
        return None
    return irregularity(
        Code.RECORDED_LATE,
        certainty,
        f"{_what(record)} was recorded only {on(record.recorded_at)}.",
        position=record.position,
        since=record.via,
        events=(record.via,),
        tester=record.tester,
    )


def unknown_reference(
    referring: Collection[Reference],
    makers: Mapping[str, Collection[Reference]],
    as_of: Instant,
) -> Irregularity | None:
    """An event refers to feedback, a concern, a commitment, terms, a letter, an incident or a leak
    that no event makes.

    Certain if the event certainly happened, and for one of these there is nothing that may have
    made it, at whatever time; possible if it may have happened, and there is nothing that certainly
    made it.

    `referring`: all references of one event; `makers`, by name, of what makes what they refer to.
    """
    one = next(iter(referring), None)
    happening = None if one is None else happened(one, as_of)
    if one is None or happening is None:
        return None
    names = sorted(each.name for each in referring if not each.makes)
    made = {n: [happened(each, as_of) for each in makers.get(n, ())] for n in names}
    certainty = CERTAIN
    unknown = [n for n in names if happening is CERTAIN and not any(made[n])]
    if not unknown:
        certainty = POSSIBLE
        unknown = [n for n in names if CERTAIN not in made[n]]
    return _unknown(certainty, one, unknown) if unknown else None


def _unknown(certainty: Certainty, one: Reference, unknown: Collection[str]) -> Irregularity:
    things = listed([_thing(name) for name in unknown])
    return irregularity(
        Code.UNKNOWN_REFERENCE,
        certainty,
        f"{_what(one)} refers to {things}, and no record says how"
        f" {'that' if len(unknown) == 1 else 'these'} came about.",
        position=one.position,
        since=one.via,
        events=(one.via,),
        tester=one.tester,
    )


def _what(each: Record | Reference) -> str:
    """An event, by when it happened, its type, and its tester."""
    whose = f" of {each.tester}" if each.tester else ""
    return f"what happened {when(each)} ({each.type}{whose})"


def _thing(name: str) -> str:
    kind, _, slug = name.partition(":")
    return f"the leak event:{slug}" if kind == LEAK else name
