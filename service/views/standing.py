"""The roster: where every tester stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, overload

from domain.names import EventId, Party, Programme
from domain.standing import Deed, FacetState, Standing, is_suspended, standing_with
from service.views.bounds import Bounds
from service.views.rows import Account, Rows
from service.views.wording import occurrence_answer


class Roster(Sequence[dict[str, Any]]):
    """The entries of a roster, of which only the part that is looked at is read."""

    def __init__(self, rows: Rows, programme: Programme, bounds: Bounds) -> None:
        self._rows = rows
        self._programme = programme
        self._bounds = bounds
        self._length = rows.count_testers(programme, bounds.as_of, bounds.position)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, part: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, part: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, part: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        first, end, _ = part.indices(self._length)
        as_of, at = self._bounds.as_of, self._bounds.position
        testers = self._rows.testers(self._programme, as_of, at, first, max(0, end - first))
        return _standings(self._rows, self._programme, self._bounds, testers)


def roster(rows: Rows, programme: Programme, bounds: Bounds) -> Sequence[dict[str, Any]]:
    """Every tester to whom anything had at least possibly happened, by name."""
    return Roster(rows, programme, bounds)


def of_tester(rows: Rows, programme: Programme, tester: Party, bounds: Bounds) -> dict[str, Any]:
    """The roster's entry of one tester; as before anything, where it has none."""
    return _standings(rows, programme, bounds, [tester])[0]


def suspended(rows: Rows, programme: Programme, bounds: Bounds) -> bool:
    """Whether the programme was certainly suspended."""
    return is_suspended(rows.suspensions(programme, bounds.as_of, bounds.position), bounds.as_of)


def _standings(
    rows: Rows, programme: Programme, bounds: Bounds, testers: Sequence[Party]
) -> list[dict[str, Any]]:
    as_of, at = bounds.as_of, bounds.position
    everybody = rows.suspensions(programme, as_of, at)
    by_tester: dict[Party | None, list[Deed]] = defaultdict(list)
    for each in rows.decisive(programme, testers, as_of, at):
        by_tester[each.tester].append(each)
    counted = rows.counts(programme, testers, as_of, at)
    standings = [
        standing_with(tester, by_tester[tester], everybody, counted[tester], as_of)
        for tester in testers
    ]
    vias = {
        facet.since.via
        for each in standings
        for facet in (each.membership, each.nda, each.access)
        if facet.since is not None
    }
    when = rows.accounts(vias, at)
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
