"""The irregularities of a programme, by pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from domain.irregularities.codes import Code, Irregularity
from domain.names import EventId, Party, Programme
from domain.occurrence import Occurrence
from service.views.bounds import Bounds
from service.views.irregularities.access import (
    ACCESS_WHILE_CUT,
    ACCESS_WITHOUT_NDA,
    OUTDATED_TERMS,
)
from service.views.irregularities.promised import (
    COMMITMENT_BROKEN,
    COMMITMENT_OVERDUE,
    CONCERN_UNANSWERED,
    FEEDBACK_UNANSWERED,
)
from service.views.irregularities.records import RECORDED_LATE, UNKNOWN_REFERENCE
from service.views.irregularities.rows import IrregularityRows, World
from service.views.irregularities.rule import Rule, Scene
from service.views.irregularities.secrets import DISCLOSED_WITHOUT_NDA, EMBARGO_BROKEN
from service.views.irregularities.telling import TOLD_BEFORE_KNOWING
from service.views.rows import Account
from service.views.wording import occurrence_answer

RULES: Final[Sequence[Rule[Any]]] = (
    ACCESS_WITHOUT_NDA,
    OUTDATED_TERMS,
    ACCESS_WHILE_CUT,
    DISCLOSED_WITHOUT_NDA,
    EMBARGO_BROKEN,
    COMMITMENT_BROKEN,
    COMMITMENT_OVERDUE,
    FEEDBACK_UNANSWERED,
    CONCERN_UNANSWERED,
    RECORDED_LATE,
    TOLD_BEFORE_KNOWING,
    UNKNOWN_REFERENCE,
)
"""How every code is looked for, in the order of the codes."""


class ListingRows(IrregularityRows, Protocol):
    """Where irregularities are looked for, and their events accounted for."""

    def accounts(self, vias: Collection[EventId], at: int) -> Mapping[EventId, Account]: ...


class IrregularityFilter(NamedTuple):
    """Which irregularities are asked for; None: whichever."""

    code: Code | None = None
    tester: Party | None = None


class Placement(NamedTuple):
    """A place among irregularities, to go on after: of which code, shown at which position, and
    how many of those had been."""

    code: int
    position: int
    done: int


_START: Final = Placement(0, 0, 0)


def irregularities(
    rows: ListingRows,
    programme: Programme,
    wanted: IrregularityFilter,
    bounds: Bounds,
    after: Placement | None,
    limit: int,
) -> tuple[list[dict[str, Any]], Placement | None]:
    """Irregularities by code, position and tester, and the place to go on after (None: that was
    all)."""
    scene = Scene(rows, programme, World(bounds.as_of, bounds.position))
    found = list(islice(_found(scene, wanted, after or _START), limit + 1))
    page = found[:limit]
    place = page[-1][0] if len(found) > limit else None
    return worded(rows, [each for _, each in page], bounds.position), place


def count_irregularities(
    rows: ListingRows,
    programme: Programme,
    wanted: IrregularityFilter,
    bounds: Bounds,
    most: int,
) -> int:
    """How many irregularities there are; `most` of them are looked for."""
    scene = Scene(rows, programme, World(bounds.as_of, bounds.position))
    return sum(1 for _ in islice(_found(scene, wanted, _START), most))


def _found(
    scene: Scene, wanted: IrregularityFilter, after: Placement
) -> Iterator[tuple[Placement, Irregularity]]:
    """The irregularities after a place, one by one, each with its own."""
    for number, rule in enumerate(RULES):
        if number < after.code or wanted.code not in (None, rule.code):
            continue
        place = after if number == after.code else Placement(number, 0, 0)
        skipped = place.done
        for each in rule.found(scene, max(place.position - 1, 0), wanted.tester):
            if each.position != place.position:
                place = Placement(number, each.position, 0)
            elif skipped:
                skipped -= 1
                continue
            place = place._replace(done=place.done + 1)
            yield place, each


def worded(rows: ListingRows, found: Sequence[Irregularity], at: int) -> list[dict[str, Any]]:
    """Irregularities as answers write them."""
    vias = {each.since for each in found if not isinstance(each.since, Occurrence)}
    accounts = rows.accounts(vias, at)
    return [_worded(each, accounts) for each in found]


def _worded(each: Irregularity, accounts: Mapping[EventId, Account]) -> dict[str, Any]:
    since = each.since
    occurred = since if isinstance(since, Occurrence) else accounts[since].occurred
    return {
        "code": each.code.value,
        **({} if each.tester is None else {"tester": each.tester}),
        "events": list(each.events),
        "detail": each.detail,
        "since": occurrence_answer(occurred),
        "certainty": each.certainty.value,
    }
