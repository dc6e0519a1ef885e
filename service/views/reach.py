"""Who could have come to know an item: along contacts and common groups. Not who knew it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol

from domain.contacts import Contact
from domain.instant import Instant, bound_text
from domain.names import PUBLIC, Item, Party, Programme
from domain.reach import Arrival, Reached, Stay, reach
from domain.tellings import Tellings
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.rows import Move
from service.views.wording import Unworded


class Told(NamedTuple):
    """That a group was told, so that who belonged to it then learned it too."""

    group: Party
    earliest: Instant
    latest: Instant


class ReachRows(Protocol):
    """What reach asks of a storage, bounded as in `Rows`."""

    def learned_first(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Mapping[Party, Instant]:
        """The least earliest of each party's learnings, but for those as a member of a group."""
        ...

    def told_groups(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[Told]:
        """When which groups were told, each time once."""
        ...

    def moves_in_groups(self, programme: Programme, at: int) -> Iterable[Move]:
        """Every move into or out of a group."""
        ...

    def contacts(
        self, programme: Programme, since: Instant, as_of: Instant, at: int
    ) -> Iterator[Contact]:
        """The contacts that lasted until `since` at least, by earliest and position: a stream."""
        ...


def reached(
    rows: ReachRows, programme: Programme, item: Item, bounds: Bounds
) -> tuple[list[dict[str, Any]], Sequence[dict[str, Any]]]:
    """Who knew, and who could have come to know from them: each by the time, then party."""
    as_of, at = bounds.as_of, bounds.position
    learned = rows.learned_first(programme, item, as_of, at)
    stays = [
        Stay(group, party, span)
        for (group, party), belonging in memberships(rows.moves_in_groups(programme, at)).items()
        for span in belonging.possible
    ]
    knew = _with_members(learned, rows.told_groups(programme, item, as_of, at), stays)
    # What the public knows it passes on by publishing, and not by contact or group.
    sources = {party: since for party, since in knew.items() if party != PUBLIC}
    if sources:
        contacts = rows.contacts(programme, min(sources.values()), as_of, at)
        found = reach(sources, contacts, stays, as_of)
    else:
        found = Reached({})
    others = (each for each in found.arrivals.values() if each.party not in knew)
    return (
        [
            {"party": party, "at": bound_text(since)}
            for since, party in sorted((since, party) for party, since in knew.items())
        ],
        Unworded(sorted(others, key=lambda each: (each.at, each.party)), partial(_worded, found)),
    )


def _with_members(
    learned: Mapping[Party, Instant], told: Iterable[Told], stays: Iterable[Stay]
) -> dict[Party, Instant]:
    """Since when each party may have known, also of what its groups were told while it belonged."""
    times: dict[Party, list[tuple[Instant, Instant]]] = defaultdict(list)
    for each in told:
        times[each.group].append((each.earliest, each.latest))
    tellings = {group: Tellings(bounds) for group, bounds in times.items()}
    knew = dict(learned)
    for stay in stays:
        if stay.group in tellings:
            since = tellings[stay.group].earliest_over(stay.span)
            if since is not None:
                knew[stay.party] = min(since, knew.get(stay.party, since))
    return knew


def _worded(found: Reached, arrivals: Sequence[Arrival]) -> list[dict[str, Any]]:
    return [
        {
            "party": each.party,
            "at": bound_text(each.at),
            "path": [_hop_answer(hop) for hop in found.path(each.party)],
        }
        for each in arrivals
    ]


def _hop_answer(hop: Arrival) -> dict[str, Any]:
    met = hop.through if isinstance(hop.through, Contact) else None
    return {
        "from": hop.source,
        "to": hop.party,
        "at": bound_text(hop.at),
        "through": "group" if met is None else "contact",
        "via": met and met.via,
        "group": hop.through if met is None else None,
    }
