"""The roster: where every tester stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.names import EventId, Party, Programme
from domain.standing import Deed, FacetState, Standing, is_suspended, standing
from service.views import rows as kept
from service.views.bounds import Bounds
from service.views.rows import Rows
from service.views.wording import occurrence_answer


def roster(rows: Rows, programme: Programme, bounds: Bounds) -> list[dict[str, Any]]:
    """Every tester to whom anything had at least possibly happened, by name."""
    by_tester: dict[Party, list[Deed]] = defaultdict(list)
    everybody: list[Deed] = []
    for each in rows.deeds(programme, bounds.as_of, bounds.position):
        (everybody if each.tester is None else by_tester[each.tester]).append(each)
    standings = [
        found
        for tester, deeds in sorted(by_tester.items())
        if (found := standing(tester, deeds, everybody, bounds.as_of)) is not None
    ]
    vias = {
        facet.since.via
        for each in standings
        for facet in (each.membership, each.nda, each.access)
        if facet.since is not None
    }
    when = rows.standings(vias, bounds.position)
    return [_standing_answer(each, when) for each in standings]


def suspended(rows: Rows, programme: Programme, bounds: Bounds) -> bool:
    """Whether the programme was certainly suspended."""
    deeds = rows.deeds(programme, bounds.as_of, bounds.position)
    return is_suspended([each for each in deeds if each.tester is None], bounds.as_of)


def _standing_answer(each: Standing, when: Mapping[EventId, kept.Standing]) -> dict[str, Any]:
    nda = _facet_answer(each.nda, when)
    nda["terms"] = None if each.nda.since is None else each.nda.since.slug
    access = _facet_answer(each.access, when)
    since = each.access.since
    access["items"] = list(since.items) or None if since is not None else None
    return {
        "tester": each.tester,
        "membership": _facet_answer(each.membership, when),
        "nda": nda,
        "access": access,
        "counts": asdict(each.counts),
    }


def _facet_answer(facet: FacetState, when: Mapping[EventId, kept.Standing]) -> dict[str, Any]:
    since = facet.since
    return {
        "state": facet.state,
        "since": None if since is None else occurrence_answer(when[since.via].occurred),
        "via": None if since is None else since.via,
        "certainty": None if since is None else "certain",
        "possibly": facet.possibly,
    }
