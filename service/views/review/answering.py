"""How long warnings waited: the first one, its answer, and those of who was behind it later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final, Protocol

from domain.incidents import elapsed
from domain.instant import SECOND, Instant
from domain.names import Party, Programme
from domain.occurrence import Occurrence
from domain.standing import Deed
from service.views.bounds import Bounds
from service.views.irregularities.rows import IrregularityRows, World
from service.views.review.scope import Scope

_AT_ONCE: Final = 500
RAISED: Final = "concern-raised"
ANSWERED: Final = "concern-answered"
TYPES: Final = (
    *(RAISED, ANSWERED),
    *("feedback-given", "feedback-answered"),
)


class AnsweringRows(IrregularityRows, Protocol):
    """What is asked of a storage for warnings and their answers."""


def answering(
    rows: AnsweringRows, programme: Programme, scope: Scope, bounds: Bounds
) -> dict[str, Any]:
    """The first warning of all and its answer, and the same of who was behind the incident; the
    first answer that any warning had."""
    raised = _deeds(rows, programme, RAISED, bounds)
    answered = min(_deeds(rows, programme, ANSWERED, bounds), key=_first_first, default=None)
    return {
        "anybody": _waited(rows, programme, raised, bounds),
        "behind": _waited(
            rows, programme, [each for each in raised if each.tester in set(scope.behind)], bounds
        ),
        "first_answer": None if answered is None else answered.via,
        "counts_of_behind": _counts(rows, programme, scope.behind, bounds),
    }


def _waited(
    rows: AnsweringRows, programme: Programme, raised: Sequence[Deed], bounds: Bounds
) -> dict[str, Any] | None:
    """The first warning, and its first answer: how long that took, in seconds."""
    first = min(raised, key=_first_first, default=None)
    if first is None:
        return None
    about = [(first.tester, first.slug)] if first.tester and first.slug else []
    world = World(bounds.as_of, bounds.position)
    answers = rows.deeds_about(programme, ANSWERED, about, world)
    answer = min(answers, key=_first_first, default=None)
    until = answer or _At(bounds.as_of)
    least, most = elapsed(_occurred(first), _occurred(until))
    return {
        "tester": first.tester,
        "concern": first.slug,
        "warning": first.via,
        "answer": None if answer is None else answer.via,
        "seconds": {"least": _seconds(least), "most": _seconds(most)},
    }


class _At:
    """The instant up to which there was no answer."""

    def __init__(self, instant: Instant) -> None:
        self.earliest = self.latest = instant


def _occurred(each: Deed | _At) -> Occurrence:
    return Occurrence("", each.earliest, each.latest)


def _seconds(elapsed_: int | None) -> int | None:
    return None if elapsed_ is None else max(0, elapsed_ // SECOND)


def _counts(
    rows: AnsweringRows, programme: Programme, parties: Collection[Party], bounds: Bounds
) -> dict[str, int]:
    """How much those behind it had said, and how much of that was answered: by its slugs."""
    testers = [each for each in parties if each.startswith(("tester:", "group:"))]
    world = World(bounds.as_of, bounds.position)
    deeds = rows.deeds_of_types(programme, testers, TYPES, world) if testers else ()
    things: dict[str, set[tuple[Party | None, str | None]]] = defaultdict(set)
    for each in deeds:
        things[each.type].add((each.tester, each.slug))
    found = Counter({name: len(things[name]) for name in TYPES})
    return {
        "testers": len(testers),
        "concerns_raised": found[RAISED],
        "concerns_answered": len(things[ANSWERED] & things[RAISED]),
        "feedback_given": found["feedback-given"],
        "feedback_answered": len(things["feedback-answered"] & things["feedback-given"]),
    }


def _deeds(rows: AnsweringRows, programme: Programme, type_name: str, bounds: Bounds) -> list[Deed]:
    world, after = World(bounds.as_of, bounds.position), 0
    found: list[Deed] = []
    while page := rows.deeds_by_position(
        programme, type_name, world, after=after, limit=_AT_ONCE, tester=None
    ):
        found += page
        after = page[-1].position
    return found


def _first_first(each: Deed) -> tuple[Instant, Instant, int]:
    return each.latest, each.earliest, each.position
