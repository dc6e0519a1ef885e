"""What a step through history needs of a storage, besides what irregularities do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from domain.learnings import Learning, Request
from domain.names import Item, Party, Programme
from service.views.irregularities.listing import ListingRows
from service.views.irregularities.rows import World
from service.views.rows import Rows


class StepRows(Rows, ListingRows, Protocol):
    """Rows of one world, of one programme."""

    def learnings_in(
        self,
        programme: Programme,
        parties: Collection[Party],
        items: Collection[Item],
        world: World,
    ) -> Sequence[Learning]:
        """What these parties learned of these items of their own."""
        ...

    def learnings_of_all_in(
        self, programme: Programme, item: Item, world: World
    ) -> Sequence[Learning]:
        """What anybody learned of an item of its own."""
        ...

    def requests_for(
        self, programme: Programme, items: Collection[Item], world: World
    ) -> Sequence[Request]: ...

    def shared_items(
        self, programme: Programme, groups: Collection[Party], world: World
    ) -> frozenset[Item]:
        """What these groups learned that their members learned with them; no `event:` items."""
        ...
