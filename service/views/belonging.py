"""Who belonged to which groups and organisations, from rows of joins and leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from domain.membership import Membership, membership
from domain.names import Party
from service.views.rows import Move


def memberships(moves: Iterable[Move]) -> Mapping[tuple[Party, Party], Membership]:
    """When each party belonged to each group or organisation, by (group, party)."""
    by_pair: dict[tuple[Party, Party], list[Move]] = defaultdict(list)
    for move in moves:
        by_pair[move.group, move.party].append(move)
    return {
        pair: membership(
            [each.occurred for each in made if each.joined],
            [each.occurred for each in made if not each.joined],
        )
        for pair, made in by_pair.items()
    }
