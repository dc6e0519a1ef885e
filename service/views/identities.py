"""Who was identified as whom: shown beside an answer for the parties in it, never merged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from domain.identities import Identity, in_time
from domain.instant import Instant
from domain.names import Party, Programme
from service.views.bounds import Bounds
from service.views.wording import occurrence_answer


class IdentityRows(Protocol):
    """What was identified, as it held at the position `at`."""

    def identities_of(
        self, programme: Programme, parties: Collection[Party], as_of: Instant, at: int
    ) -> Sequence[Identity]:
        """All in which one of these parties stands on either side, each once."""
        ...


def same_as(
    rows: IdentityRows, programme: Programme, parties: Collection[Party], bounds: Bounds
) -> list[dict[str, Any]]:
    """What is said of the parties of an answer, and as whom; by when it had happened."""
    found = rows.identities_of(programme, parties, bounds.as_of, bounds.position)
    return [_identity_answer(each, bounds) for each in sorted(found, key=in_time)]


def _identity_answer(each: Identity, bounds: Bounds) -> dict[str, Any]:
    certainty = each.occurred.certainty(bounds.as_of)
    return {
        "party": each.party,
        "same_as": each.same_as,
        "via": each.via,
        "certainty": certainty and certainty.value,
        "since": occurrence_answer(each.occurred),
    }
