"""What is imputed to organisations because their people learned it while they were theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from domain.learnings import Learning, as_imputed
from domain.names import Party, Programme
from service.views.belonging import memberships
from service.views.rows import Move


class AffiliationRows(Protocol):
    """Who was of which organisation. `at` is the position at which the rows held."""

    def affiliations_of(
        self, programme: Programme, parties: Collection[Party], at: int
    ) -> Sequence[Move]:
        """Every beginning and end of an affiliation of one of these parties."""
        ...

    def affiliations_with(self, programme: Programme, org: Party, at: int) -> Sequence[Move]:
        """Every beginning and end of an affiliation with the organisation."""
        ...


def imputed_to(
    moves: Sequence[Move], own: Mapping[Party, Sequence[Learning]]
) -> Iterator[tuple[Party, Learning]]:
    """The learnings that are imputed, each with whose it becomes.

    `own` are the learnings of parties of their own, direct or as members. Nothing is imputed to an
    organisation from itself.
    """
    for (org, party), belonging in memberships(moves).items():
        if party == org:
            continue
        for each in own.get(party, ()):
            surely = belonging.over(each.earliest, each.latest)
            if surely is not None:
                yield org, as_imputed(each, org, surely)
