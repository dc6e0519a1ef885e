"""Reading in PostgreSQL what a step through history touches."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.learnings import Learning, Request
from domain.names import Item, Party, Programme
from service.storage.postgres import stepping_sql as sql
from service.storage.postgres.found import learning, request
from service.storage.postgres.irregular import PostgresIrregularities
from service.views.irregularities.rows import World


class PostgresSteps(PostgresIrregularities):
    """What was learned and asked of items, in one world."""

    def learnings_in(
        self,
        programme: Programme,
        parties: Collection[Party],
        items: Collection[Item],
        world: World,
    ) -> Sequence[Learning]:
        more = {"parties": list(parties), "items": list(items)}
        return [learning(each) for each in self._in(world, sql.LEARNINGS_IN, programme, more)]

    def learnings_of_all_in(
        self, programme: Programme, item: Item, world: World
    ) -> Sequence[Learning]:
        found = self._in(world, sql.LEARNINGS_OF_ITEM, programme, {"item": item})
        return [learning(each) for each in found]

    def requests_for(
        self, programme: Programme, items: Collection[Item], world: World
    ) -> Sequence[Request]:
        more = {"items": list(items)}
        return [request(each) for each in self._in(world, sql.REQUESTS_FOR, programme, more)]

    def shared_items(
        self, programme: Programme, groups: Collection[Party], world: World
    ) -> frozenset[Item]:
        more = {"groups": list(groups)}
        found = self._in(world, sql.SHARED_ITEMS, programme, more)
        return frozenset(each["item"] for each in found)
