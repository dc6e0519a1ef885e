"""How the leak and the letter became known, hop by hop."""

from __future__ import annotations

from typing import Any, Final

from domain.instant import Instant
from domain.learnings import Basis, Learning
from domain.names import PUBLIC, Item, Programme
from service.views.bounds import Bounds
from service.views.knowledge import KnowledgeRows, answers_of_item, how
from service.views.review.scope import Scope

MOST_ITEMS: Final = 12
"""Of so many items it is told how they became known."""
MOST_PARTIES: Final = 12
"""Of so many parties it is told how an item came to them: the first who knew."""


def arrivals(
    rows: KnowledgeRows, programme: Programme, scope: Scope, bounds: Bounds
) -> list[dict[str, Any]]:
    """The paths to the first who knew of what leaked, and of the letters, and to the public.

    Who only had the means to know, or took part in it, was not told it by anybody: of these there
    is no path to tell.
    """
    items = arriving(scope)[:MOST_ITEMS]
    return [_arrival(rows, programme, item, scope.since, bounds) for item in items]


def arriving(scope: Scope) -> list[Item]:
    """What leaked, and the letters: of these it matters how they became known."""
    return [*scope.leaked, *(each for each in scope.revealed if each.startswith("letter:"))]


def _arrival(
    rows: KnowledgeRows, programme: Programme, item: Item, since: Instant, bounds: Bounds
) -> dict[str, Any]:
    knew = answers_of_item(rows, programme, item, bounds)
    told = [
        (why.latest, why.earliest, each.party)
        for each in knew
        if (why := each.decisive) is not None and _is_arrival(why, since)
    ]
    parties = [party for *_, party in sorted(told)]
    shown = parties[:MOST_PARTIES] + [each for each in parties[MOST_PARTIES:] if each == PUBLIC]
    return {
        "item": item,
        "knew": sum(each.extent is not None for each in knew),
        "told": len(told),
        "paths": [how(rows, programme, party, item, bounds) for party in shown],
    }


def _is_arrival(why: Learning, since: Instant) -> bool:
    """Whether it came to a party from another, and may have done so since the incident began.

    What everybody could know from the public, came to the public alone.
    """
    if why.basis is Basis.PUBLIC and why.party != PUBLIC:
        return False
    return why.source is not None and why.latest >= since and why.basis is not Basis.ACCESS
