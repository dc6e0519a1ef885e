"""What an incident is about: its own events, what they speak of, and what belongs to it by time.

Letters, statements and cuts of access name no incident, so that time decides: `domain.incidents`
says within which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.events.incident import IncidentOpened
from domain.events.mentions import mentioned
from domain.incidents import (
    BEFORE,
    BEGINS,
    LETTERS_AND_LEAKS,
    RESPONSES,
    TELLINGS,
    behind,
    incident_of,
    is_response,
    leaked_items,
    revealed_items,
    spoken_of,
    starts,
)
from domain.instant import BEGINNING, END, Instant, bound_text
from domain.names import Item, Party, Programme, Slug, is_group, item_of
from service.views.bounds import Bounds
from service.views.review.seen import Seen, in_time, of_filter, of_ids
from service.views.rows import EventFilter, Rows

MOST_ITEMS: Final = 40
"""Of so many items it is looked up who told of them."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The events of an incident, in order of time, and what they are about."""

    incident: Slug
    own: Sequence[Seen]
    """Those that name it."""
    events: Sequence[Seen]
    leaked: Sequence[Item]
    revealed: Sequence[Item]
    """Letters, and what they reveal."""
    behind: Sequence[Party]
    """Who leaked, published or signed; with the members of groups among them."""
    since: Instant
    until: Instant

    @property
    def opened(self) -> Seen | None:
        """The first event that opened it."""
        return next((each for each in self.own if isinstance(each.fact, IncidentOpened)), None)

    @property
    def items(self) -> list[Item]:
        """What leaked, and what letters reveal, each once."""
        return list(dict.fromkeys([*self.leaked, *self.revealed]))

    def would_have(self, each: Seen) -> bool:
        """Whether an event that no longer counts would be of it if it did."""
        if incident_of(each.fact) == self.incident:
            return True
        if any(each.id in spoken_of(one.fact) for one in self.own):
            return True
        if self.since < self.until and each.type in LETTERS_AND_LEAKS:
            return _within(each, Instant(self.since - BEFORE), self.until)
        if self.since < self.until and each.type in RESPONSES:
            return _within(each, self.since, self.until) and is_response(each.fact)
        return each.type in TELLINGS and not mentioned(each.fact).isdisjoint(self.items)

    def of_types(self, *types: str) -> list[Seen]:
        """Its events of some types."""
        return [each for each in self.events if each.type in types]

    def answer(self) -> dict[str, Any]:
        """What it is about, as answers write it."""
        return {
            "since": bound_text(self.since),
            "until": bound_text(self.until),
            "leaked": list(self.leaked),
            "revealed": list(self.revealed),
            "behind": list(self.behind),
        }


def own_events(rows: Rows, programme: Programme, incident: Slug, bounds: Bounds) -> list[Seen]:
    """The events that name an incident."""
    wanted = EventFilter(item=item_of("incident", incident))
    found = of_filter(rows, programme, bounds, wanted)
    return sorted((each for each in found if incident_of(each.fact) == incident), key=in_time)


def scope_of(rows: Rows, programme: Programme, incident: Slug, bounds: Bounds) -> Scope:
    """Find what is of an incident, by what is visible."""
    own = own_events(rows, programme, incident, bounds)
    about = of_ids(rows, {each for one in own for each in spoken_of(one.fact)}, bounds)
    core = [*own, *(each for each in about if each.type in LETTERS_AND_LEAKS)]
    until = max(
        (each.occurred.latest for each in own if each.type == "incident-closed"),
        default=bounds.as_of,
    )
    until = min(until, bounds.as_of)
    since = _start(each for each in core if each.type in BEGINS) or _start(core)
    if since is None:
        return Scope(incident, own, own, (), (), (), until, until)
    before = _of_types(rows, programme, LETTERS_AND_LEAKS, bounds)
    core += [each for each in before if _within(each, Instant(since - BEFORE), until)]
    since = min(since, _start(each for each in core if each.type in BEGINS) or since)
    responses = _of_types(rows, programme, RESPONSES, bounds)
    core += [each for each in responses if _within(each, since, until) and is_response(each.fact)]
    facts = [each.fact for each in core]
    leaked = sorted(set(leaked_items(facts)))
    revealed = sorted(set(revealed_items(facts)) - set(leaked))
    told = _tellings(rows, programme, [*leaked, *revealed], bounds)
    events = {each.id: each for each in (*core, *about, *told)}
    return Scope(
        incident,
        own,
        sorted(events.values(), key=in_time),
        leaked,
        revealed,
        _with_members(rows, programme, sorted(set(behind(facts))), bounds),
        since,
        until,
    )


def _start(events: Iterable[Seen]) -> Instant | None:
    return starts(each.occurred for each in events)


def _of_types(rows: Rows, programme: Programme, types: Sequence[str], bounds: Bounds) -> list[Seen]:
    return [
        each
        for type_name in types
        for each in of_filter(rows, programme, bounds, EventFilter(type=type_name))
    ]


def _within(each: Seen, since: Instant, until: Instant) -> bool:
    """Whether it may have happened between two instants; what is open at both ends did not."""
    earliest, latest = each.occurred.earliest, each.occurred.latest
    if earliest == BEGINNING:
        return since <= latest <= until
    if latest == END:
        return since <= earliest <= until
    return earliest <= until and latest >= since


def _tellings(
    rows: Rows, programme: Programme, items: Sequence[Item], bounds: Bounds
) -> list[Seen]:
    """Who told of these items, raised or answered these concerns, made these promises."""
    return [
        each
        for item in items[:MOST_ITEMS]
        for each in of_filter(rows, programme, bounds, EventFilter(item=item))
        if each.type in TELLINGS
    ]


def _with_members(
    rows: Rows, programme: Programme, parties: Sequence[Party], bounds: Bounds
) -> list[Party]:
    """These, and who ever joined the groups among them."""
    groups = [each for each in parties if is_group(each)]
    moves = rows.moves_of_groups(programme, groups, bounds.position) if groups else ()
    joined = {each.party for each in moves if each.joined}
    return sorted({*parties, *joined})
