"""The codes of irregularities, in their order, and what one irregularity is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.names import EventId, Party
from domain.occurrence import Certainty, Occurrence


class Code(StrEnum):
    """Every code, in the order in which irregularities are listed."""

    ACCESS_WITHOUT_NDA = "access-without-nda"
    OUTDATED_TERMS = "outdated-terms"
    ACCESS_WHILE_CUT = "access-while-cut"
    DISCLOSED_WITHOUT_NDA = "disclosed-without-nda"
    EMBARGO_BROKEN = "embargo-broken"
    COMMITMENT_BROKEN = "commitment-broken"
    COMMITMENT_OVERDUE = "commitment-overdue"
    FEEDBACK_UNANSWERED = "feedback-unanswered"
    CONCERN_UNANSWERED = "concern-unanswered"
    RECORDED_LATE = "recorded-late"
    TOLD_BEFORE_KNOWING = "told-before-knowing"
    UNKNOWN_REFERENCE = "unknown-reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Irregularity:
    """That something broke a rule, certainly or possibly.

    `events` show it, each named once. `since`: when it began, or the event that began it.
    `position` is that of its showing event: by it, irregularities of a code are ordered.
    """

    code: Code
    certainty: Certainty
    tester: Party | None
    events: tuple[EventId, ...]
    detail: str
    since: Occurrence | EventId
    position: int


def irregularity(
    code: Code,
    certainty: Certainty,
    sentence: str,
    *,
    position: int,
    since: Occurrence | EventId,
    events: tuple[EventId, ...],
    tester: Party | None = None,
) -> Irregularity:
    """An irregularity of which `sentence` tells; that it is only possible is said before it."""
    return Irregularity(
        code=code,
        certainty=certainty,
        tester=tester,
        events=tuple(dict.fromkeys(events)),
        detail=_capital(
            sentence
            if certainty is Certainty.CERTAIN
            else f"perhaps, depending on the exact times: {sentence}"
        ),
        since=since,
        position=position,
    )


def _capital(sentence: str) -> str:
    """A sentence with a capital, unless it begins with a name, which is written as it is."""
    start = sentence.partition(" ")[0]
    return (
        sentence
        if ":" in start and not start.endswith(":")
        else sentence[:1].upper() + sentence[1:]
    )
