"""What irregularities are looked for in: rows of a world, by index."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple, Protocol

from domain.instant import END, Instant
from domain.irregularities.records import Record
from domain.irregularities.telling import Telling
from domain.learnings import Learning
from domain.names import Item, Party, Programme, Slug
from domain.promises import Promise
from domain.references import Reference
from domain.secrecy import Disclosure, Registration
from domain.standing import Deed
from domain.terms import Terms
from service.views.rows import Move, Place

EVERYTHING: Final = Place(END, END, END)
"""The place after every event of a timeline."""


class World(NamedTuple):
    """What had at least possibly happened by `as_of`, as it stood at the position `at`.

    Of that, what stands in the timeline up to the place `upto`, and with it.
    """

    as_of: Instant
    at: int
    upto: Place = EVERYTHING


class IrregularityRows(Protocol):
    """Rows of one world, of one programme. What is `by_position` comes after a position and in
    its order, at most `limit` of them."""

    def deeds_by_position(
        self,
        programme: Programme,
        type_name: str,
        world: World,
        *,
        after: int,
        limit: int,
        tester: Party | None,
    ) -> Sequence[Deed]: ...

    def deeds_of_types(
        self,
        programme: Programme,
        testers: Collection[Party],
        types: Collection[str],
        world: World,
    ) -> Sequence[Deed]: ...

    def deeds_about(
        self,
        programme: Programme,
        type_name: str,
        things: Collection[tuple[Party, str]],
        world: World,
    ) -> Sequence[Deed]:
        """The deeds of a type, by the tester and the slug that they speak of."""
        ...

    def suspensions_in(self, programme: Programme, world: World) -> Sequence[Deed]: ...

    def testers_among(
        self, programme: Programme, parties: Collection[Party], world: World
    ) -> frozenset[Party]:
        """Those of the parties that stand as `tester` in some event."""
        ...

    def promises_by_position(
        self, programme: Programme, type_name: str, world: World, *, after: int, limit: int
    ) -> Sequence[Promise]: ...

    def promises_of(
        self,
        programme: Programme,
        slugs: Collection[Slug],
        types: Collection[str],
        world: World,
    ) -> Sequence[Promise]: ...

    def terms_of_kind(self, programme: Programme, kind: str, world: World) -> Sequence[Terms]: ...

    def terms_replacing(
        self, programme: Programme, replaced: Collection[Slug], world: World
    ) -> Sequence[Terms]: ...

    def registrations_of(
        self, programme: Programme, items: Collection[Item], world: World
    ) -> Sequence[Registration]: ...

    def disclosures_by_position(
        self, programme: Programme, world: World, *, after: int, limit: int
    ) -> Sequence[Disclosure]: ...

    def disclosures_naming(
        self,
        programme: Programme,
        names: Collection[str],
        world: World,
        *,
        after: int,
        limit: int,
    ) -> Sequence[Disclosure]:
        """The disclosures in which any of these parties and items stand, by position."""
        ...

    def moves_in(
        self, programme: Programme, groups: Collection[Party], world: World
    ) -> Sequence[Move]:
        """Who joined and left these groups, whatever `as_of`."""
        ...

    def moves_of(
        self, programme: Programme, parties: Collection[Party], world: World
    ) -> Sequence[Move]:
        """Which groups parties joined and left, whatever `as_of`."""
        ...

    def references_by_position(
        self,
        programme: Programme,
        world: World,
        *,
        after: int,
        limit: int,
        tester: Party | None,
    ) -> Sequence[Reference]:
        """All that is referred to by the next `limit` events that refer to anything."""
        ...

    def references_to(
        self, programme: Programme, names: Collection[str], world: World
    ) -> Sequence[Reference]:
        """All that is referred to by the events that refer to any of these."""
        ...

    def makers_of(
        self, programme: Programme, names: Collection[str], world: World
    ) -> Sequence[Reference]: ...

    def late_by_position(
        self,
        programme: Programme,
        world: World,
        *,
        after: int,
        limit: int,
        tester: Party | None,
    ) -> Sequence[Record]:
        """Events that were recorded more than `LATE` after their latest."""
        ...

    def first_tellings_by_position(
        self,
        programme: Programme,
        world: World,
        *,
        after: int,
        limit: int,
        party: Party | None,
    ) -> Sequence[Telling]:
        """The first telling of each party and item; those of one event by party and item."""
        ...

    def first_tellings(
        self, programme: Programme, pairs: Collection[tuple[Party, Item]], world: World
    ) -> Sequence[Telling]:
        """The first telling of each of these parties and items, by position, party, item."""
        ...

    def tellers_of(
        self, programme: Programme, items: Collection[Item], world: World
    ) -> Sequence[tuple[Party, Item]]:
        """Who told of which of these items."""
        ...

    def knew_by(
        self, programme: Programme, party: Party, item: Item, latest: Instant, world: World
    ) -> bool:
        """Whether a party may itself have learned of an item by an instant, other than by what it
        told."""
        ...

    def known_otherwise(
        self,
        programme: Programme,
        party: Party,
        item: Item,
        groups: Collection[Party],
        world: World,
    ) -> Sequence[Learning]:
        """What a party, these groups and the public learned of an item, other than by what the
        party told."""
        ...
