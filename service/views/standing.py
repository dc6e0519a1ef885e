"""The roster: where every tester stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from domain.names import EventId, Party, Programme
from domain.standing import Deed, FacetState, Standing, before_any, is_suspended, standing
from service.views.bounds import Bounds
from service.views.rows import Account, Rows
from service.views.wording import Unworded, occurrence_answer


def roster(rows: Rows, programme: Programme, bounds: Bounds) -> Sequence[dict[str, Any]]:
    """Every tester to whom anything had at least possibly happened, by name."""
    testers = rows.testers(programme, bounds.as_of, bounds.position)
    return Unworded(testers, partial(_standings, rows, programme, bounds))


def of_tester(rows: Rows, programme: Programme, tester: Party, bounds: Bounds) -> dict[str, Any]:
    """The roster's entry of one tester; as before anything, where it has none."""
    found = _standings(rows, programme, bounds, [tester])
    return found[0] if found else _standing_answer(before_any(tester), {})


def suspended(rows: Rows, programme: Programme, bounds: Bounds) -> bool:
    """Whether the programme was certainly suspended."""
    return is_suspended(rows.suspensions(programme, bounds.as_of, bounds.position), bounds.as_of)


def _standings(
    rows: Rows, programme: Programme, bounds: Bounds, testers: Sequence[Party]
) -> list[dict[str, Any]]:
    everybody = rows.suspensions(programme, bounds.as_of, bounds.position)
    by_tester: dict[Party, list[Deed]] = defaultdict(list)
    for each in rows.deeds_of(programme, testers, bounds.as_of, bounds.position):
        if each.tester is not None:
            by_tester[each.tester].append(each)
    standings = [
        found
        for tester in testers
        if (found := standing(tester, by_tester[tester], everybody, bounds.as_of)) is not None
    ]
    vias = {
        facet.since.via
        for each in standings
        for facet in (each.membership, each.nda, each.access)
        if facet.since is not None
    }
    when = rows.accounts(vias, bounds.position)
    return [_standing_answer(each, when) for each in standings]


def _standing_answer(each: Standing, when: Mapping[EventId, Account]) -> dict[str, Any]:
    nda = _facet_answer(each.nda, when)
    nda["terms"] = None if each.nda.since is None else each.nda.since.slug
    access = _facet_answer(each.access, when)
    access["items"] = list(each.items) or None
    return {
        "tester": each.tester,
        "membership": _facet_answer(each.membership, when),
        "nda": nda,
        "access": access,
        "counts": asdict(each.counts),
    }


def _facet_answer(facet: FacetState, when: Mapping[EventId, Account]) -> dict[str, Any]:
    since = facet.since
    return {
        "state": facet.state,
        "since": None if since is None else occurrence_answer(when[since.via].occurred),
        "via": None if since is None else since.via,
        "certainty": None if since is None else "certain",
        "possibly": facet.possibly,
    }
