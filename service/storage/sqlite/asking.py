"""Reading the kept views and the events behind them in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from domain.events.envelope import Recorded
from domain.instant import Instant
from domain.learnings import Learning, Request
from domain.names import EventId, Item, Party, Programme
from service.event_store import LedgerMapper, Row, recorded
from service.moving.archive import digest_of
from service.projections.kept import checkpoints_of
from service.storage.sqlite import questions as sql
from service.storage.sqlite.changes import SQLiteChanges
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.contacts import SQLiteContacts
from service.storage.sqlite.events import SQLiteReading, row_from
from service.storage.sqlite.firsts import SQLiteFirsts
from service.storage.sqlite.found import account, learning, move, request
from service.storage.sqlite.listings import listed
from service.storage.sqlite.marks import SQLiteMarks
from service.storage.sqlite.relations import SQLiteRelations
from service.storage.sqlite.rosters import SQLiteRosters
from service.storage.sqlite.signals import SQLiteSignals
from service.storage.sqlite.stepping import SQLiteSteps
from service.storage.sqlite.testers import SQLiteTesters
from service.storage.sqlite.timelines import SQLiteTimelines
from service.views.rows import (
    Account,
    EventFilter,
    Move,
    Tally,
)

DIGESTED: Final = 500
"""So many events are in memory at once while their digest is taken."""


class SQLiteRows(
    SQLiteChanges,
    SQLiteContacts,
    SQLiteFirsts,
    SQLiteMarks,
    SQLiteRelations,
    SQLiteRosters,
    SQLiteSignals,
    SQLiteSteps,
    SQLiteTesters,
    SQLiteTimelines,
):
    """A consistent reading of the kept views and of the events behind them."""

    def __init__(self, cursor: sqlite3.Cursor, mapper: LedgerMapper, reached: int) -> None:
        """`reached`: the last position that all of the kept views reflect."""
        super().__init__(cursor)
        self._mapper = mapper
        self.reached = reached

    def learnings_of_parties(
        self,
        programme: Programme,
        parties: Collection[Party],
        as_of: Instant,
        at: int,
        *,
        item: Item | None = None,
        events: bool = True,
    ) -> Sequence[Learning]:
        asked = {
            "programme": programme,
            "parties": _listed(parties),
            "as_of": as_of,
            "at": at,
            "item": item,
            "events": events,
        }
        statement = sql.LEARNINGS_OF_PARTIES if item is None else sql.LEARNINGS_OF_PARTIES_AND_ITEM
        return [learning(each) for each in self.cursor.execute(statement, asked)]

    def requests_for_item(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[Request]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        return [request(each) for each in self.cursor.execute(sql.REQUESTS_FOR_ITEM, asked)]

    def requests_by_party(
        self, programme: Programme, party: Party, as_of: Instant, at: int
    ) -> Sequence[Request]:
        asked = {"programme": programme, "party": party, "as_of": as_of, "at": at}
        return [request(each) for each in self.cursor.execute(sql.REQUESTS_BY_PARTY, asked)]

    def moves_of_groups(
        self, programme: Programme, groups: Collection[Party], at: int
    ) -> Sequence[Move]:
        asked = {"programme": programme, "groups": _listed(groups), "at": at}
        return [move(each) for each in self.cursor.execute(sql.MOVES_OF_GROUPS, asked)]

    def moves_of_party(self, programme: Programme, party: Party, at: int) -> Sequence[Move]:
        asked = {"programme": programme, "party": party, "at": at}
        return [move(each) for each in self.cursor.execute(sql.MOVES_OF_PARTY, asked)]

    def accounts(self, vias: Collection[EventId], at: int) -> Mapping[EventId, Account]:
        asked = {"vias": _listed(vias), "at": at}
        return {each["via"]: account(each) for each in self.cursor.execute(sql.ACCOUNTS, asked)}

    def event(self, event_id: EventId, at: int) -> Recorded | None:
        row = self.find(event_id)
        return None if row is None or row.declared.position > at else self._recorded(row)

    def events(self, wanted: EventFilter, after: int, at: int, limit: int) -> Sequence[Recorded]:
        found = listed(self.cursor, wanted, after, at, limit)
        return [self._recorded(each) for each in found]

    def digest(self, programme: Programme, at: int) -> tuple[int, str]:
        return digest_of(self._stored(programme, at))

    def _stored(self, programme: Programme, at: int) -> Iterator[Row]:
        wanted, after = EventFilter(programme), 0
        while page := listed(self.cursor, wanted, after, at, DIGESTED):
            yield from page
            after = page[-1].declared.position

    def events_of(self, event_ids: Collection[EventId]) -> Mapping[EventId, Recorded]:
        found = self.cursor.execute(sql.EVENTS_OF, {"ids": _listed(event_ids)})
        return {each["event_id"]: self._recorded(row_from(each)) for each in found.fetchall()}

    def cases(self, event_ids: Collection[EventId]) -> Mapping[EventId, Sequence[Recorded]]:
        found = self.cursor.execute(sql.CASES, {"ids": _listed(event_ids)})
        by_root = defaultdict(list)
        for each in found.fetchall():
            by_root[each["root"]].append(row_from(each))
        cases: dict[EventId, Sequence[Recorded]] = {}
        for rows in by_root.values():
            if len(rows) > 1:
                case = [self._recorded(row) for row in rows]
                cases |= {each.event.id: case for each in case}
        return cases

    def has_programme(self, programme: Programme) -> bool:
        asked = {"programme": programme}
        return self.cursor.execute(sql.HAS_PROGRAMME, asked).fetchone() is not None

    def programmes(self, at: int) -> Sequence[Programme]:
        return [each["name"] for each in self.cursor.execute(sql.PROGRAMMES, {"at": at})]

    def tally(self, programme: Programme, at: int) -> Tally | None:
        asked = {"programme": programme, "at": at}
        count = self.cursor.execute(sql.TALLY, asked).fetchone()
        if count["first"] is None:
            return None
        first, last = (
            self.cursor.execute(sql.EVENT_AT, (position,)).fetchone()
            for position in (count["first"], count["last"])
        )
        return Tally(
            events=count["events"],
            visible=count["visible"],
            first=self._recorded(row_from(first)),
            last=self._recorded(row_from(last)),
        )

    def _recorded(self, row: Any) -> Recorded:
        return recorded(row, self._mapper)


class SQLiteRowSource:
    """Where the kept views of a SQLite file are read."""

    database = "sqlite"

    def __init__(self, datastore: LedgerDatastore, mapper: LedgerMapper) -> None:
        self._datastore = datastore
        self._mapper = mapper

    @contextmanager
    def reading(self) -> Iterator[SQLiteRows]:
        with self._datastore.reading() as cursor:
            checkpoints = checkpoints_of(cursor.execute(sql.CHECKPOINTS))
            yield SQLiteRows(cursor, self._mapper, min(checkpoints.values()))

    def checkpoints(self) -> Mapping[str, int]:
        with self._datastore.reading() as cursor:
            return checkpoints_of(cursor.execute(sql.CHECKPOINTS))

    def head_position(self) -> int:
        with self._datastore.reading() as cursor:
            return SQLiteReading(cursor).head().position


def _listed(names: Collection[str]) -> str:
    return json.dumps(sorted(names))
