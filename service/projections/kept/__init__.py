"""The views that are kept: one file each here, and one in each storage for its table.

A new one has a file of its rows here, a file of its table in each storage's `kept`, and a line in
each of the three registers. `KeptView.version` says when a table that there is no longer fits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from domain.events.catalogue import CATALOGUE
from domain.history import Reading
from service.errors import WrongSchema
from service.projections.kept.appearances import APPEARANCES
from service.projections.kept.arrivals import ARRIVALS
from service.projections.kept.contacts import CONTACTS
from service.projections.kept.deeds import DEEDS
from service.projections.kept.disclosures import DISCLOSURES
from service.projections.kept.fronts import FRONTS
from service.projections.kept.identities import IDENTITIES
from service.projections.kept.learnings import LEARNINGS
from service.projections.kept.mentions import MENTIONS
from service.projections.kept.moves import MOVES
from service.projections.kept.promised import PROMISED
from service.projections.kept.promises import PROMISES
from service.projections.kept.readings import READINGS
from service.projections.kept.referrals import REFERRALS
from service.projections.kept.registrations import REGISTRATIONS
from service.projections.kept.requests import REQUESTS
from service.projections.kept.tallies import TALLIES
from service.projections.kept.tellings import TELLINGS
from service.projections.kept.terms import TERMS
from service.projections.kept.view import KeptView, Row

__all__ = ["KEPT", "KeptView", "Row", "checkpoints_of", "outdated", "rows"]

KEPT: Final[Mapping[str, KeptView]] = {
    "readings": READINGS,
    "learnings": LEARNINGS,
    "requests": REQUESTS,
    "fronts": FRONTS,
    "moves": MOVES,
    "deeds": DEEDS,
    "arrivals": ARRIVALS,
    "tallies": TALLIES,
    "mentions": MENTIONS,
    "appearances": APPEARANCES,
    "promises": PROMISES,
    "terms": TERMS,
    "contacts": CONTACTS,
    "registrations": REGISTRATIONS,
    "disclosures": DISCLOSURES,
    "referrals": REFERRALS,
    "identities": IDENTITIES,
    "promised": PROMISED,
    "tellings": TELLINGS,
}
"""Every kept view by its name."""


_OF_TYPE: Final[Mapping[type, Sequence[tuple[str, KeptView]]]] = {
    kind: [(name, view) for name, view in KEPT.items() if kind in view.facts]
    for kind in CATALOGUE.values()
}
"""The views that an event of each type may give rows to."""


def rows(reading: Reading, names: Collection[str]) -> dict[str, frozenset[Row]]:
    """The rows that an event gives to these views as it stands; none where it is not visible.

    A view that it gives nothing is not among them.
    """
    event, given = reading.effective, dict[str, frozenset[Row]]()
    if event is None:
        return given
    for name, view in _OF_TYPE[type(event.fact)]:
        if name in names and (found := frozenset(view.rows(event, reading))):
            given[name] = found
    return given


def outdated(found: Mapping[str, int]) -> list[str]:
    """The views that must be made anew, of a database whose views are of the versions `found`.

    Raises `WrongSchema` if a newer Testigo made one of them.
    """
    newer = [name for name, view in KEPT.items() if found.get(name, 0) > view.version]
    if newer:
        raise WrongSchema(f"A newer Testigo made the kept views {', '.join(newer)}.")
    return together(name for name, view in KEPT.items() if found.get(name, 0) < view.version)


def together(names: Iterable[str]) -> list[str]:
    """These views, and those that can only be made anew together with one of them."""
    found, before = set(names), set[str]()
    while found != before:
        before = set(found)
        for name, view in KEPT.items():
            if not found.isdisjoint((name, *view.of)):
                found.update((name, *view.of))
    return [name for name in KEPT if name in found]


def checkpoints_of(found: Iterable[tuple[str, int, int]]) -> Mapping[str, int]:
    """The checkpoint of every view by name, of `(name, version, position)`; 0 where none is found.

    Raises `WrongSchema` if one is of another version than ours: then nothing of it can be used.
    """
    reached = dict.fromkeys(KEPT, 0)
    for name, version, position in found:
        view = KEPT.get(name)
        if view is not None and view.version != version:
            raise WrongSchema(
                f"The kept view {name} is of version {version}, made by another Testigo; this one"
                f" knows {view.version}."
            )
        if view is not None:
            reached[name] = position
    return reached
