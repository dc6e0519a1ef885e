"""One irregularity, as the twelve codes find it."""

from typing import Any, NamedTuple

from .happened import Happened
from .times import Occurrence, three_part

# The order of the contract's list.
CODES = (
    "access-without-nda",
    "outdated-terms",
    "access-while-cut",
    "disclosed-without-nda",
    "embargo-broken",
    "commitment-broken",
    "commitment-overdue",
    "feedback-unanswered",
    "concern-unanswered",
    "recorded-late",
    "told-before-knowing",
    "unknown-reference",
)


class Irregularity(NamedTuple):
    """What breaks a rule, without the sentence that says it."""

    code: str
    showing: int  # the position of the showing event
    tester: str | None
    events: tuple[str, ...]
    since: Occurrence
    certainty: str
    tie: tuple[str, ...] = ()


def irregular(
    code: str,
    wanted: str,
    showing: Happened,
    tester: str | None,
    events: list[Happened],
    since: Occurrence | None = None,
) -> Irregularity:
    """One whose `since` is the occurrence of the showing event, unless it is given."""
    # > "`since` is the occurrence of the showing event, unless said otherwise. Each event in
    # `events` at most once."
    ids = tuple(dict.fromkeys(each.id for each in events))
    return Irregularity(code, showing.position, tester, ids, since or showing.when, wanted)


def in_order(irregularities: list[Irregularity]) -> list[Irregularity]:
    """As they are answered."""
    # > "Order: by code in the order of the contract's list, then position of the *showing event*,
    # then tester (code point)."  Without a tester: before those with one.
    return sorted(
        irregularities,
        key=lambda each: (CODES.index(each.code), each.showing, each.tester or "", each.tie),
    )


def show(each: Irregularity) -> dict[str, Any]:
    """As answered, without `detail`."""
    # > 'I = {"code", "tester" (only where one is named), "events": [ids], …, "since": three-part,
    # "certainty"}'
    named = {} if each.tester is None else {"tester": each.tester}
    return {
        "code": each.code,
        **named,
        "events": list(each.events),
        "since": three_part(each.since),
        "certainty": each.certainty,
    }


def if_a_tester(party: str | None) -> str | None:
    """The party, if it is a `tester:`."""
    return party if party is not None and party.startswith("tester:") else None
