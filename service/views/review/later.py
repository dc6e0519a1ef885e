"""What was learned only later: what had happened when we began to keep a record of the incident,
and was recorded after that; and findings of hindsight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from domain.events.incident import ActionAgreed, FindingRecorded
from domain.events.knowledge import ContactObserved, GroupJoined
from domain.instant import Instant, format_instant, parse_instant
from domain.names import Party, Programme
from domain.occurrence import FIRST
from service.views.bounds import Bounds
from service.views.review.accounts import second_thoughts
from service.views.review.scope import Scope
from service.views.review.seen import Seen, named, of_filter
from service.views.rows import EventFilter, Rows


class LaterRows(Rows, Protocol):
    """What is asked of a storage for what was recorded when."""

    def positions_at(self, instants: Sequence[Instant]) -> Sequence[int]: ...


def learned_later(
    rows: LaterRows, programme: Programme, scope: Scope, bounds: Bounds
) -> dict[str, Any] | None:
    """What had certainly happened when the first event of the incident was recorded, and was
    itself recorded only after it; how much only perhaps had; and what was then corrected.

    Of who was behind it also whom they met, and which groups they had joined. None: nothing of the
    incident is recorded.
    """
    first = min(scope.own, key=lambda each: each.position, default=None)
    if first is None:
        return None
    found = {each.id: each for each in (*scope.events, *_company(rows, programme, scope, bounds))}
    after = [each for each in found.values() if each.position > first.position]
    certain = [each for each in after if each.occurred.latest <= first.recorded_at]
    perhaps = [each for each in after if each.occurred.earliest <= first.recorded_at]
    return {
        "event": first.id,
        "recorded_at": format_instant(first.recorded_at),
        "events": [each.id for each in sorted(certain, key=_in_time)],
        "perhaps": len(perhaps) - len(certain),
        "second_thoughts": second_thoughts(rows, programme, found.keys(), first.position, bounds),
    }


def _in_time(each: Seen) -> tuple[Instant, Instant, int]:
    return each.occurred.latest, each.occurred.earliest, each.position


def _company(rows: Rows, programme: Programme, scope: Scope, bounds: Bounds) -> Iterator[Seen]:
    """That those behind it met each other, and that they joined the groups among them."""
    behind = set(scope.behind)
    for party in scope.behind:
        for type_name in ("contact-observed", "group-joined"):
            wanted = EventFilter(type=type_name, party=party)
            for each in of_filter(rows, programme, bounds, wanted):
                if len(_company_of(each) & behind) > 1:
                    yield each


def _company_of(each: Seen) -> set[Party]:
    match each.fact:
        case ContactObserved(parties=parties):
            return set(parties)
        case GroupJoined(group=group, party=party):
            return {group, party}
        case _:
            return set()


def findings(rows: LaterRows, scope: Scope, bounds: Bounds) -> list[dict[str, Any]]:
    """What was found, by time; as hindsight, where it rests on what was not recorded by then.

    Not recorded by then was what was appended only after it, and what was corrected only after it:
    as it stands now it could not be read. Where the finding's time is uncertain, that is certain if
    it holds at the last instant, `possible` if only at the first.
    """
    found = [each for each in scope.own if isinstance(each.fact, FindingRecorded)]
    times = {end for each in found for end in _ends(each, bounds)}
    instants = sorted(times)
    by_then = dict(zip(instants, rows.positions_at(instants), strict=True)) if instants else {}
    return [_finding(rows, each, by_then, bounds) for each in found]


def _ends(each: Seen, bounds: Bounds) -> tuple[Instant, Instant]:
    """The first and the last instant at which it may have happened, by then."""
    return max(each.occurred.earliest, FIRST), min(each.occurred.latest, bounds.as_of)


def _finding(rows: Rows, each: Seen, by_then: dict[Instant, int], bounds: Bounds) -> dict[str, Any]:
    fact = each.fact
    assert isinstance(fact, FindingRecorded)
    first, last = (by_then[end] for end in _ends(each, bounds))
    about = [(one.id, _stands_since(rows, one)) for one in named(rows, fact.about or (), bounds)]
    certain = any(since > last for _, since in about)
    return {
        "finding": each.id,
        "about": [one for one, _ in about],
        "hindsight": certain,
        "perhaps_hindsight": not certain and any(since > first for _, since in about),
        "because": [one for one, since in about if since > (last if certain else first)],
    }


def _stands_since(rows: Rows, one: Seen) -> int:
    """The position from which on an event reads as it does."""
    corrections = rows.events_of(one.reading.corrected_by).values()
    return max([one.position, *(each.position for each in corrections)])


def actions(scope: Scope, bounds: Bounds) -> list[dict[str, Any]]:
    """What was agreed, by time; that it was done, no event says."""
    return [
        {
            "event": each.id,
            "action": each.fact.action,
            "owner": each.fact.owner,
            "due_at": each.fact.due_at,
            "due": each.fact.due_at is not None and parse_instant(each.fact.due_at) < bounds.as_of,
        }
        for each in scope.own
        if isinstance(each.fact, ActionAgreed)
    ]
