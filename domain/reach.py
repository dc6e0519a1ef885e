"""Who could have come to know: along contacts and common groups, no hop before the last.

This is about opportunity alone; who is recorded as knowing is for `knowledge`.

A party with the knowledge passes it on at once to all with whom it is in contact (a contact lasts
from its `earliest` to its `latest`: it may have been at any instant of them) and to all who
possibly belong to a group while it does. One sweep over time finds the earliest arrivals: each
contact is taken once, and each stay in a group twice, however many belong to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush, merge
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Any, Final, NamedTuple

from domain.contacts import Contact
from domain.instant import Instant
from domain.membership import Span
from domain.names import Party

_FEW_CONTACTS: Final = 1_000
"""So many open contacts are not worth looking through for those that have passed."""


class Stay(NamedTuple):
    """That `party` possibly belonged to `group` over a span."""

    group: Party
    party: Party
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """That a party could have come to know by `at`, and from whom: None for one who knew.

    `through` is the contact or the group in which `source` met it; `hops` counts from one who knew.
    """

    party: Party
    at: Instant
    hops: int
    source: Party | None = None
    through: Contact | Party | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """The earliest arrival of every party that is, or could have been, told."""

    arrivals: Mapping[Party, Arrival]

    def path(self, party: Party) -> tuple[Arrival, ...]:
        """The hops to a party that was reached, from one who knew; empty for one who did."""
        hops: list[Arrival] = []
        hop = self.arrivals[party]
        while hop.source is not None:
            hops.append(hop)
            hop = self.arrivals[hop.source]
        return tuple(reversed(hops))


def reach(
    knew: Mapping[Party, Instant],
    contacts: Iterable[Contact],
    stays: Iterable[Stay],
    as_of: Instant,
) -> Reached:
    """Who could have come to know by `as_of` from those who `knew` from an instant on.

    `contacts` come in order of `earliest` and position, and may be a stream: those that have passed
    are forgotten. Of the ways to arrive at the same instant the one with the fewest hops counts,
    then the source by name, then a contact by its position, then a group by name; of contacts of
    the same parties only the one that lasts longest. One who knew may itself be reached before
    that: it then passes on from then on.
    """
    sweep = _Sweep()
    by_then = takewhile(lambda moment: moment[0] <= as_of, _moments(knew, contacts, stays))
    for at, together in groupby(by_then, key=itemgetter(0)):
        for _, take, what in together:
            take(sweep, at, what)
        sweep.settle(at)
    return Reached(sweep.arrivals)


def _moments(
    knew: Mapping[Party, Instant], contacts: Iterable[Contact], stays: Iterable[Stay]
) -> Iterator[tuple[Instant, Callable[[_Sweep, Instant, Any], None], Any]]:
    """Every instant at which something changes, in order; whoever leaves then has left before."""
    stays = list(stays)
    return merge(
        sorted(((each.span.end, _Sweep.leave, each) for each in stays), key=itemgetter(0)),
        sorted(((each.span.start, _Sweep.enter, each) for each in stays), key=itemgetter(0)),
        sorted(((at, _Sweep.know, party) for party, at in knew.items()), key=itemgetter(0)),
        ((each.earliest, _Sweep.meet, each) for each in contacts),
        key=itemgetter(0),
    )


class _Sweep:
    """The world at one instant of the sweep, of which all is forgotten that has passed."""

    def __init__(self) -> None:
        self.arrivals: dict[Party, Arrival] = {}
        self._open: dict[tuple[Party, ...], Contact] = {}
        """Contacts of parties none of whom is reached, of the same parties the longest."""
        self._meeting: dict[Party, set[tuple[Party, ...]]] = defaultdict(set)
        """Which of the open contacts are a party's."""
        self._many = _FEW_CONTACTS
        self._within: dict[Party, set[Party]] = defaultdict(set)
        """To which groups a party belongs."""
        self._waiting: dict[Party, set[Party]] = defaultdict(set)
        """Who belongs to a group and is not reached."""
        self._telling: dict[Party, list[tuple[int, Party]]] = defaultdict(list)
        """Who was reached and belongs, or belonged, to a group: a heap by hops and name."""
        self._agenda: list[tuple[int, Party, bool, Any, Contact | Party]] = []
        """Who passes on now, and through what: a heap by hops, name, then as `reach` says."""

    def leave(self, _: Instant, stay: Stay) -> None:
        self._within[stay.party].discard(stay.group)
        self._waiting[stay.group].discard(stay.party)

    def enter(self, _: Instant, stay: Stay) -> None:
        self._within[stay.party].add(stay.group)
        arrival = self.arrivals.get(stay.party)
        if arrival is None:
            self._waiting[stay.group].add(stay.party)
        else:
            heappush(self._telling[stay.group], (arrival.hops, arrival.party))
        self._tell_group(stay.group)

    def know(self, at: Instant, party: Party) -> None:
        if party not in self.arrivals:
            self._arrive(Arrival(party=party, at=at, hops=0))

    def meet(self, at: Instant, contact: Contact) -> None:
        arrivals = self.arrivals
        unreached = [party for party in contact.parties if party not in arrivals]
        if not unreached:
            return
        longest = self._open.get(contact.parties)
        if longest is None or longest.latest < contact.latest:
            self._open[contact.parties] = contact
            for party in unreached:
                self._meeting[party].add(contact.parties)
        if len(unreached) < len(contact.parties):
            told = (arrivals[party] for party in contact.parties if party in arrivals)
            hops, teller = min((each.hops, each.party) for each in told)
            self._tell_contact(hops, teller, self._open[contact.parties])
        elif len(self._open) > self._many:
            self._forget(at)

    def settle(self, at: Instant) -> None:
        """Pass on whatever can be passed on at this instant, the fewest hops first."""
        while self._agenda:
            hops, teller, _, _, through = heappop(self._agenda)
            for party in self._hearers(through):
                if party not in self.arrivals:
                    self._arrive(
                        Arrival(party=party, at=at, hops=hops + 1, source=teller, through=through)
                    )

    def _hearers(self, through: Contact | Party) -> Iterable[Party]:
        """Who is not reached and hears now; whoever is heard once need not be again."""
        if not isinstance(through, Contact):
            return self._waiting.pop(through, ())
        if self._open.get(through.parties) is not through:
            return ()
        del self._open[through.parties]
        return through.parties

    def _arrive(self, arrival: Arrival) -> None:
        party = arrival.party
        self.arrivals[party] = arrival
        for parties in self._meeting.pop(party, ()):
            contact = self._open.get(parties)
            if contact is not None and contact.latest >= arrival.at:
                self._tell_contact(arrival.hops, party, contact)
        for group in self._within[party]:
            self._waiting[group].discard(party)
            heappush(self._telling[group], (arrival.hops, party))
            self._tell_group(group)

    def _tell_contact(self, hops: int, teller: Party, contact: Contact) -> None:
        heappush(self._agenda, (hops, teller, False, contact.position, contact))

    def _tell_group(self, group: Party) -> None:
        """Let the one who is nearest to the knowledge tell those of a group who wait."""
        telling = self._telling[group]
        while telling and group not in self._within[telling[0][1]]:
            heappop(telling)
        if telling and self._waiting[group]:
            hops, teller = telling[0]
            heappush(self._agenda, (hops, teller, True, group, group))

    def _forget(self, at: Instant) -> None:
        """Drop the contacts that have passed; so seldom that each is looked at but a few times."""
        for parties, contact in list(self._open.items()):
            if contact.latest < at:
                del self._open[parties]
                for party in parties:
                    self._meeting[party].discard(parties)
        self._many = max(_FEW_CONTACTS, 2 * len(self._open))
