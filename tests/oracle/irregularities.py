"""Section 7, `irregularities`: facts that break a rule, accepted and shown."""

from collections.abc import Mapping
from typing import Any

from .happened import happened_by
from .irregular_access import access_while_cut, access_without_nda, outdated_terms
from .irregular_accounts import recorded_late, told_before_knowing, unknown_reference
from .irregular_promises import (
    commitment_broken,
    commitment_overdue,
    concern_unanswered,
    feedback_unanswered,
)
from .irregular_secrets import disclosed_without_nda, embargo_broken
from .irregularity import Irregularity, in_order, show
from .learnings import Learning, own_learnings
from .times import read_instant
from .visibility import Event, Record, visible


def irregularities_of(
    seen: list[Record], own: list[Learning], t: int, recorded_at: Mapping[int, int]
) -> list[Irregularity]:
    """All that is irregular at t in these visible events and the learnings from them, in order."""
    happened = happened_by(seen, t)
    return in_order(
        [
            *access_without_nda(happened),
            *outdated_terms(seen, happened, t),
            *access_while_cut(happened),
            *disclosed_without_nda(happened, seen),
            *embargo_broken(happened),
            *commitment_broken(happened),
            *commitment_overdue(happened, t),
            *feedback_unanswered(happened, t),
            *concern_unanswered(happened, t),
            *recorded_late(happened, recorded_at),
            *told_before_knowing(own, t),
            *unknown_reference(happened),
        ]
    )


def irregularities(
    history: list[Event],
    programme: str,
    as_of: str,
    as_recorded: int,
    recorded_at: Mapping[int, str],
    code: str | None = None,
    tester: str | None = None,
) -> list[dict[str, Any]]:
    """The answer, without the details; `recorded_at` is by position."""
    instants = {position: read_instant(text) for position, text in recorded_at.items()}
    seen = visible(history, programme, as_recorded)
    # > "`GET …/irregularities?code=&tester=` both filters optional."
    found = irregularities_of(seen, own_learnings(seen), read_instant(as_of), instants)
    return [
        show(each) for each in found if code in (None, each.code) and tester in (None, each.tester)
    ]
