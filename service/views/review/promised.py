"""Promises and terms: made, kept, broken, overdue, changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

from domain.commitments import Fate, fate_of
from domain.events.programme import CommitmentMade, TermsPublished
from domain.names import Programme
from domain.promises import BROKEN, KEPT, MADE, Promise
from service.views.bounds import Bounds
from service.views.irregularities.rows import IrregularityRows, World
from service.views.review.seen import Seen, first_first, of_filter, of_ids
from service.views.rows import EventFilter, Rows

MOST: Final = 100
"""Of each fate so many promises are told one by one, the first made; of the others how many."""
_AT_ONCE: Final = 500
_TOLD_FIRST: Final = (Fate.BROKEN, Fate.OVERDUE, Fate.OPEN, Fate.KEPT)


class PromisedRows(Rows, IrregularityRows, Protocol):
    """What is asked of a storage for promises and terms."""


def promises(rows: PromisedRows, programme: Programme, bounds: Bounds) -> dict[str, Any]:
    """How many promises were made, and what became of them, one by one.

    A promise made again, or whose text was corrected, is `changed`.
    """
    made = list(_of_type(rows, programme, MADE, bounds))
    settled = defaultdict(list)
    for type_name in (KEPT, BROKEN):
        for each in _of_type(rows, programme, type_name, bounds):
            settled[each.slug].append(each)
    times: dict[str, int] = defaultdict(int)
    for each in made:
        times[each.slug] += 1
    fates = [(each, *fate_of(each, settled[each.slug], bounds.as_of)) for each in made]
    counts = {fate.value: sum(found is fate for _, found, _ in fates) for fate in Fate}
    told = [
        each for fate in _TOLD_FIRST for each in [each for each in fates if each[1] is fate][:MOST]
    ]
    says = {each.id: each for each in of_ids(rows, [each.via for each, _, _ in told], bounds)}
    listed = [
        {
            "commitment": each.slug,
            "state": fate.value,
            **_said(says[each.via]),
            "events": [each.via, *([because] if because else [])],
            "changed": times[each.slug] > 1 or bool(says[each.via].reading.corrected_by),
        }
        for each, fate, because in told
    ]
    return {"made": len(made), **counts, "told": listed}


def terms(rows: PromisedRows, programme: Programme, bounds: Bounds) -> list[dict[str, Any]]:
    """Every terms that were published, by time, and what they replaced."""
    found = of_filter(rows, programme, bounds, EventFilter(type="terms-published"))
    return [_terms(each) for each in sorted(found, key=first_first)]


def _terms(each: Seen) -> dict[str, Any]:
    fact = each.fact
    assert isinstance(fact, TermsPublished)
    return {
        "terms": fact.terms,
        "kind": fact.kind,
        "by": fact.by,
        "replaces": fact.replaces,
        "summary": fact.summary,
        "events": [each.id],
    }


def _said(made: Seen) -> dict[str, Any]:
    fact = made.fact
    assert isinstance(fact, CommitmentMade)
    return {"by": fact.by, "to": list(fact.to), "text": fact.text, "due_at": fact.due_at}


def _of_type(
    rows: PromisedRows, programme: Programme, type_name: str, bounds: Bounds
) -> Iterator[Promise]:
    """The promises of a type that may have happened by then, by position."""
    world, after = World(bounds.as_of, bounds.position), 0
    while True:
        page: Sequence[Promise] = rows.promises_by_position(
            programme, type_name, world, after=after, limit=_AT_ONCE
        )
        yield from page
        if len(page) < _AT_ONCE:
            return
        after = page[-1].position
