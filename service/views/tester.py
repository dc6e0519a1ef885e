"""One tester: where it stood, and what had been promised to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from domain.commitments import Commitment, Promised, commitments
from domain.events.envelope import Event
from domain.events.programme import CommitmentMade
from domain.instant import Instant
from domain.names import PUBLIC, EventId, Party, Programme, Slug
from domain.promises import Promise
from service.views import standing
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.events import readings_of
from service.views.rows import Rows
from service.views.wording import occurrence_answer


class TesterRows(Rows, Protocol):
    """What is asked of a storage about one tester. `at` is the position at which rows held."""

    def has_tester(self, programme: Programme, tester: Party) -> bool:
        """Whether any event ever recorded, or a correction of one, has this tester."""
        ...

    def promised_to(
        self, programme: Programme, parties: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Promised]:
        """The commitments made to one of these."""
        ...

    def settlements_of(
        self, programme: Programme, slugs: Collection[Slug], as_of: Instant, at: int
    ) -> Sequence[Promise]:
        """What says that one of these commitments was kept or broken."""
        ...


def tester(rows: TesterRows, programme: Programme, name: Party, bounds: Bounds) -> dict[str, Any]:
    """The facets of a tester, as in the roster, and the commitments made to it."""
    return {
        **standing.of_tester(rows, programme, name, bounds),
        "commitments": _commitments(rows, programme, name, bounds),
    }


def _commitments(
    rows: TesterRows, programme: Programme, name: Party, bounds: Bounds
) -> list[dict[str, Any]]:
    as_of, at = bounds.as_of, bounds.position
    groups = {
        group: belonging
        for (group, _), belonging in memberships(rows.moves_of_party(programme, name, at)).items()
    }
    made = rows.promised_to(programme, {name, PUBLIC, *groups}, as_of, at)
    settled = rows.settlements_of(programme, {each.slug for each in made}, as_of, at)
    found = commitments(name, made, groups, settled, as_of)
    records = rows.events_of([each.promised.via for each in found])
    stood = readings_of(rows, list(records.values()), at)
    says = {via: reading.effective for via, reading in stood.items()}
    return [_commitment_answer(each, says) for each in found]


def _commitment_answer(each: Commitment, says: Mapping[EventId, Event | None]) -> dict[str, Any]:
    made = each.promised
    event = says[made.via]
    assert event is not None  # only a visible event made it
    assert isinstance(event.fact, CommitmentMade)
    return {
        "commitment": made.slug,
        "by": event.fact.by,
        "to": list(event.fact.to),
        "text": event.fact.text,
        "due_at": event.fact.due_at,
        "made": occurrence_answer(event.occurred),
        "via": made.via,
        "certainty": each.certainty.value,
        "basis": each.basis.word,
        "state": each.fate.value,
        "settled": each.settled,
    }
