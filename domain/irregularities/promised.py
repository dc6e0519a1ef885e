"""What was promised and not done, and what was said and never answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.instant import BEGINNING, DAY, END, Instant, bound_text, format_instant
from domain.irregularities.codes import Code, Irregularity, irregularity
from domain.irregularities.order import Timed, happened
from domain.irregularities.wording import by, listed, when
from domain.occurrence import LAST, Certainty, Occurrence
from domain.promises import Promise
from domain.standing import Deed

CERTAIN: Final = Certainty.CERTAIN
POSSIBLE: Final = Certainty.POSSIBLE
FEEDBACK_DAYS: Final = 14
CONCERN_DAYS: Final = 7


def commitment_broken(
    broken: Promise, made: Iterable[Promise], as_of: Instant
) -> Irregularity | None:
    """A commitment is recorded as broken.

    As certain as that event is. It is shown by those that made the commitment, if any, and it.

    `made`: what made this commitment.
    """
    certainty = happened(broken, as_of)
    if certainty is None:
        return None
    promised = sorted(made, key=lambda each: each.position)
    if promised:
        before = f", which was made {listed([when(each) for each in promised])}"
    else:
        before = ", of which it is not recorded that it was made"
    return irregularity(
        Code.COMMITMENT_BROKEN,
        certainty,
        f"commitment:{broken.slug}{before}, was broken {when(broken)}.",
        position=broken.position,
        since=broken.via,
        events=(*(each.via for each in promised), broken.via),
    )


def commitment_overdue(
    made: Promise, settled: Iterable[Promise], as_of: Instant
) -> Irregularity | None:
    """The `due_at` of a commitment has passed, and it is neither kept nor broken.

    Certain if it was certainly made, and it may not even possibly have been kept or broken, at
    whatever time; possible if it may have been made, and was not certainly kept or broken. It is so
    since it was due.

    `settled`: what says that this commitment was kept or broken.
    """
    due = made.due_at
    if due is None or due >= as_of:
        return None
    certainty = _left_open(made, settled, as_of)
    if certainty is None:
        return None
    return irregularity(
        Code.COMMITMENT_OVERDUE,
        certainty,
        f"commitment:{made.slug}, made {when(made)}, was due by {by(due)}, and is neither kept nor"
        " broken.",
        position=made.position,
        since=Occurrence(format_instant(due), due, due),
        events=(made.via,),
    )


def feedback_unanswered(
    given: Deed, answered: Iterable[Deed], as_of: Instant
) -> Irregularity | None:
    """Feedback has had no answer for over 14 days; an acknowledgement is none.

    Certain if the 14 days have certainly passed, and no answer may have been given; possible if
    they may have passed, and no answer was certainly given. It is so since the 14 days had passed.

    `answered`: the answers to it.
    """
    certainty = _unanswered(given, answered, FEEDBACK_DAYS, as_of)
    if certainty is None:
        return None
    sentence = f"feedback:{given.slug} of {given.tester}, given {when(given)}"
    return _without_answer(Code.FEEDBACK_UNANSWERED, certainty, sentence, given, FEEDBACK_DAYS)


def concern_unanswered(
    raised: Deed, answered: Iterable[Deed], as_of: Instant
) -> Irregularity | None:
    """A concern has had no answer for over 7 days; to escalate it is none.

    Certain if the 7 days have certainly passed, and no answer may have been given; possible if
    they may have passed, and no answer was certainly given. It is so since the 7 days had passed.

    `answered`: the answers to it.
    """
    certainty = _unanswered(raised, answered, CONCERN_DAYS, as_of)
    if certainty is None:
        return None
    sentence = f"concern:{raised.slug} of {raised.tester}, raised {when(raised)}"
    return _without_answer(Code.CONCERN_UNANSWERED, certainty, sentence, raised, CONCERN_DAYS)


def _left_open(opened: Timed, closing: Iterable[Timed], as_of: Instant) -> Certainty | None:
    """Whether what was opened by `as_of` is left open: no such thing may have closed it, or
    possibly, nothing certainly did."""
    closed = [happened(each, as_of) for each in closing]
    if happened(opened, as_of) is CERTAIN and not any(closed):
        return CERTAIN
    return None if CERTAIN in closed or happened(opened, as_of) is None else POSSIBLE


def _unanswered(
    said: Deed, answered: Iterable[Deed], days: int, as_of: Instant
) -> Certainty | None:
    overdue = happened(said, Instant(as_of - days * DAY - 1))
    if overdue is None:
        return None
    left_open = _left_open(said, answered, as_of)
    return POSSIBLE if left_open and overdue is POSSIBLE else left_open


def _without_answer(
    code: Code, certainty: Certainty, sentence: str, said: Deed, days: int
) -> Irregularity:
    return irregularity(
        code,
        certainty,
        f"{sentence}, has had no answer for over {days} days.",
        position=said.position,
        since=_later(said, days),
        events=(said.via,),
        tester=said.tester,
    )


def _later(said: Timed, days: int) -> Occurrence:
    """The bounds of something, so many days later; what leaves the year 9999 is unbounded."""
    earliest = BEGINNING if said.earliest == BEGINNING else said.earliest + days * DAY
    latest = END if said.latest + days * DAY > LAST else said.latest + days * DAY
    bounds = Instant(earliest), Instant(latest)
    texts = [bound_text(bound) or ".." for bound in bounds]
    text = texts[0] if bounds[0] == bounds[1] else "/".join(texts)
    return Occurrence(text, *bounds)
