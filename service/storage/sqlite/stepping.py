"""Reading in SQLite what a step through history touches."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence

from domain.learnings import Learning, Request
from domain.names import Item, Party, Programme
from service.storage.sqlite import stepping_sql as sql
from service.storage.sqlite.irregular import SQLiteIrregularities
from service.storage.sqlite.irregular_found import learning
from service.views.irregularities.rows import World


class SQLiteSteps(SQLiteIrregularities):
    """What was learned and asked of items, in one world."""

    def learnings_in(
        self,
        programme: Programme,
        parties: Collection[Party],
        items: Collection[Item],
        world: World,
    ) -> Sequence[Learning]:
        more = {"parties": _listed(parties), "items": _listed(items)}
        return [learning(each) for each in self._in(world, sql.LEARNINGS_IN, programme, more)]

    def learnings_of_all_in(
        self, programme: Programme, item: Item, world: World
    ) -> Sequence[Learning]:
        found = self._in(world, sql.LEARNINGS_OF_ITEM, programme, {"item": item})
        return [learning(each) for each in found]

    def requests_for(
        self, programme: Programme, items: Collection[Item], world: World
    ) -> Sequence[Request]:
        more = {"items": _listed(items)}
        return [_request(each) for each in self._in(world, sql.REQUESTS_FOR, programme, more)]

    def shared_items(
        self, programme: Programme, groups: Collection[Party], world: World
    ) -> frozenset[Item]:
        more = {"groups": _listed(groups)}
        found = self._in(world, sql.SHARED_ITEMS, programme, more)
        return frozenset(each["item"] for each in found)


def _listed(names: Collection[str]) -> str:
    return json.dumps(sorted(names))


def _request(row: sqlite3.Row) -> Request:
    return Request(
        party=row["party"],
        item=row["item"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
    )
