"""Reading in SQLite what irregularities are looked for in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from domain.instant import Instant
from domain.irregularities.records import LATE, Record
from domain.irregularities.telling import Telling
from domain.learnings import Basis, Learning
from domain.names import PUBLIC, Item, Party, Programme, Slug
from domain.promises import Promise
from domain.references import Reference
from domain.secrecy import Disclosure, Registration
from domain.standing import Deed
from domain.terms import Terms
from service.storage.sqlite import irregular_sql as sql
from service.storage.sqlite.events import SQLiteReading
from service.storage.sqlite.irregular_found import (
    deed,
    disclosure,
    learning,
    move,
    promise,
    record,
    reference,
    registration,
    telling,
    terms,
)
from service.views.irregularities.rows import World
from service.views.rows import Move


class SQLiteIrregularities(SQLiteReading):
    """Showing events by position, and their companions by whom and what they name."""

    def deeds_by_position(
        self,
        programme: Programme,
        type_name: str,
        world: World,
        *,
        after: int,
        limit: int,
        tester: Party | None,
    ) -> Sequence[Deed]:
        more = {"type": type_name, "after": after, "limit": limit, "tester": tester}
        return [deed(each) for each in self._in(world, sql.DEEDS_BY_POSITION, programme, more)]

    def deeds_of_types(
        self,
        programme: Programme,
        testers: Collection[Party],
        types: Collection[str],
        world: World,
    ) -> Sequence[Deed]:
        more = {"testers": _listed(testers), "types": _listed(types)}
        return [deed(each) for each in self._in(world, sql.DEEDS_OF_TYPES, programme, more)]

    def deeds_about(
        self,
        programme: Programme,
        type_name: str,
        things: Collection[tuple[Party, str]],
        world: World,
    ) -> Sequence[Deed]:
        more = {"type": type_name, "things": json.dumps(sorted(things))}
        return [deed(each) for each in self._in(world, sql.DEEDS_ABOUT, programme, more)]

    def suspensions_in(self, programme: Programme, world: World) -> Sequence[Deed]:
        return [deed(each) for each in self._in(world, sql.SUSPENSIONS, programme, {})]

    def testers_among(
        self, programme: Programme, parties: Collection[Party], world: World
    ) -> frozenset[Party]:
        more = {"names": _listed(parties)}
        return frozenset(
            each["name"] for each in self._in(world, sql.TESTERS_AMONG, programme, more)
        )

    def promises_by_position(
        self, programme: Programme, type_name: str, world: World, *, after: int, limit: int
    ) -> Sequence[Promise]:
        more = {"type": type_name, "after": after, "limit": limit}
        found = self._in(world, sql.PROMISES_BY_POSITION, programme, more)
        return [promise(each) for each in found]

    def promises_of(
        self,
        programme: Programme,
        slugs: Collection[Slug],
        types: Collection[str],
        world: World,
    ) -> Sequence[Promise]:
        more = {"slugs": _listed(slugs), "types": _listed(types)}
        return [promise(each) for each in self._in(world, sql.PROMISES_OF, programme, more)]

    def terms_of_kind(self, programme: Programme, kind: str, world: World) -> Sequence[Terms]:
        more = {"kind": kind}
        return [terms(each) for each in self._in(world, sql.TERMS_OF_KIND, programme, more)]

    def terms_replacing(
        self, programme: Programme, replaced: Collection[Slug], world: World
    ) -> Sequence[Terms]:
        more = {"replaced": _listed(replaced)}
        return [terms(each) for each in self._in(world, sql.TERMS_REPLACING, programme, more)]

    def registrations_of(
        self, programme: Programme, items: Collection[Item], world: World
    ) -> Sequence[Registration]:
        more = {"items": _listed(items)}
        found = self._in(world, sql.REGISTRATIONS_OF, programme, more)
        return [registration(each) for each in found]

    def disclosures_by_position(
        self, programme: Programme, world: World, *, after: int, limit: int
    ) -> Sequence[Disclosure]:
        more = {"after": after, "limit": limit}
        found = self._in(world, sql.DISCLOSURES_BY_POSITION, programme, more)
        return [disclosure(each) for each in found]

    def disclosures_naming(
        self,
        programme: Programme,
        names: Collection[str],
        world: World,
        *,
        after: int,
        limit: int,
    ) -> Sequence[Disclosure]:
        more = {"names": _listed(names), "after": after, "limit": limit}
        found = self._in(world, sql.DISCLOSURES_NAMING, programme, more)
        return [disclosure(each) for each in found]

    def moves_in(
        self, programme: Programme, groups: Collection[Party], world: World
    ) -> Sequence[Move]:
        more = {"groups": _listed(groups)}
        return [move(each) for each in self._in(world, sql.MOVES_IN, programme, more)]

    def moves_of(
        self, programme: Programme, parties: Collection[Party], world: World
    ) -> Sequence[Move]:
        more = {"parties": _listed(parties)}
        return [move(each) for each in self._in(world, sql.MOVES_OF, programme, more)]

    def references_by_position(
        self,
        programme: Programme,
        world: World,
        *,
        after: int,
        limit: int,
        tester: Party | None,
    ) -> Sequence[Reference]:
        more = {"after": after, "limit": limit, "tester": tester}
        found = self._in(world, sql.REFERENCES_BY_POSITION, programme, more)
        return [reference(each) for each in found]

    def references_to(
        self, programme: Programme, names: Collection[str], world: World
    ) -> Sequence[Reference]:
        more = {"names": _listed(names)}
        return [reference(each) for each in self._in(world, sql.REFERENCES_TO, programme, more)]

    def makers_of(
        self, programme: Programme, names: Collection[str], world: World
    ) -> Sequence[Reference]:
        more = {"names": _listed(names)}
        return [reference(each) for each in self._in(world, sql.MAKERS_OF, programme, more)]

    def late_by_position(
        self,
        programme: Programme,
        world: World,
        *,
        after: int,
        limit: int,
        tester: Party | None,
    ) -> Sequence[Record]:
        more = {"after": after, "limit": limit, "tester": tester, "late": LATE}
        return [record(each) for each in self._in(world, sql.LATE_BY_POSITION, programme, more)]

    def first_tellings_by_position(
        self,
        programme: Programme,
        world: World,
        *,
        after: int,
        limit: int,
        party: Party | None,
    ) -> Sequence[Telling]:
        more = {"after": after, "limit": limit, "party": party}
        found = self._in(world, sql.FIRST_TELLINGS_BY_POSITION, programme, more)
        return [telling(each) for each in found]

    def first_tellings(
        self, programme: Programme, pairs: Collection[tuple[Party, Item]], world: World
    ) -> Sequence[Telling]:
        more = {"pairs": json.dumps(sorted(pairs))}
        return [telling(each) for each in self._in(world, sql.FIRST_TELLINGS, programme, more)]

    def tellers_of(
        self, programme: Programme, items: Collection[Item], world: World
    ) -> Sequence[tuple[Party, Item]]:
        more = {"items": _listed(items)}
        found = self._in(world, sql.TELLERS_OF, programme, more)
        return [(each["party"], each["item"]) for each in found]

    def knew_by(
        self, programme: Programme, party: Party, item: Item, latest: Instant, world: World
    ) -> bool:
        more = {"party": party, "item": item, "latest": latest, "telling": int(Basis.TELLING)}
        return bool(self._in(world, sql.KNEW_BY, programme, more))

    def known_otherwise(
        self,
        programme: Programme,
        party: Party,
        item: Item,
        groups: Collection[Party],
        world: World,
    ) -> Sequence[Learning]:
        more = {
            "party": party,
            "parties": _listed({party, PUBLIC, *groups}),
            "item": item,
            "telling": int(Basis.TELLING),
        }
        found = self._in(world, sql.KNOWN_OTHERWISE, programme, more)
        return [learning(each) for each in found]

    def _in(
        self, world: World, statement: str, programme: Programme, more: dict[str, Any]
    ) -> Sequence[sqlite3.Row]:
        asked = {
            "programme": programme,
            "as_of": world.as_of,
            "at": world.at,
            "upto_earliest": world.upto.earliest,
            "upto_latest": world.upto.latest,
            "upto_position": world.upto.position,
            **more,
        }
        return self.cursor.execute(statement, asked).fetchall()


def _listed(names: Collection[str]) -> str:
    return json.dumps(sorted(names))
