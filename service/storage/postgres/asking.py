"""Reading the kept views and the events behind them in PostgreSQL."""

from __future__ import annotations

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
from service.storage.postgres import questions as sql
from service.storage.postgres.changes import PostgresChanges
from service.storage.postgres.connections import BEGIN_READING_VIEWS, Cursor, LedgerDatastore
from service.storage.postgres.contacts import PostgresContacts
from service.storage.postgres.firsts import PostgresFirsts
from service.storage.postgres.found import account, learning, move, request
from service.storage.postgres.kept_rows import checkpoints_of
from service.storage.postgres.listings import listed
from service.storage.postgres.lookups import SELECT_HEAD, head_from, row_from
from service.storage.postgres.marks import PostgresMarks
from service.storage.postgres.relations import PostgresRelations
from service.storage.postgres.rosters import PostgresRosters
from service.storage.postgres.signals import PostgresSignals
from service.storage.postgres.stepping import PostgresSteps
from service.storage.postgres.testers import PostgresTesters
from service.storage.postgres.timelines import PostgresTimelines
from service.views.rows import (
    Account,
    EventFilter,
    Move,
    Tally,
)

DIGESTED: Final = 500
"""So many events are in memory at once while their digest is taken."""


class PostgresRows(
    PostgresChanges,
    PostgresContacts,
    PostgresFirsts,
    PostgresMarks,
    PostgresRelations,
    PostgresRosters,
    PostgresSignals,
    PostgresSteps,
    PostgresTesters,
    PostgresTimelines,
):
    """A consistent reading of the kept views and of the events behind them."""

    def __init__(self, cursor: Cursor, mapper: LedgerMapper, reached: int) -> None:
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
            "parties": list(parties),
            "as_of": as_of,
            "at": at,
            "item": item,
            "events": events,
        }
        statement = sql.LEARNINGS_OF_PARTIES if item is None else sql.LEARNINGS_OF_PARTIES_AND_ITEM
        return [learning(each) for each in self.ask(statement, asked)]

    def requests_for_item(
        self, programme: Programme, item: Item, as_of: Instant, at: int
    ) -> Sequence[Request]:
        asked = {"programme": programme, "item": item, "as_of": as_of, "at": at}
        return [request(each) for each in self.ask(sql.REQUESTS_FOR_ITEM, asked)]

    def requests_by_party(
        self, programme: Programme, party: Party, as_of: Instant, at: int
    ) -> Sequence[Request]:
        asked = {"programme": programme, "party": party, "as_of": as_of, "at": at}
        return [request(each) for each in self.ask(sql.REQUESTS_BY_PARTY, asked)]

    def moves_of_groups(
        self, programme: Programme, groups: Collection[Party], at: int
    ) -> Sequence[Move]:
        asked = {"programme": programme, "groups": list(groups), "at": at}
        return [move(each) for each in self.ask(sql.MOVES_OF_GROUPS, asked)]

    def moves_of_party(self, programme: Programme, party: Party, at: int) -> Sequence[Move]:
        asked = {"programme": programme, "party": party, "at": at}
        return [move(each) for each in self.ask(sql.MOVES_OF_PARTY, asked)]

    def accounts(self, vias: Collection[EventId], at: int) -> Mapping[EventId, Account]:
        asked = {"vias": list(vias), "at": at}
        return {each["via"]: account(each) for each in self.ask(sql.ACCOUNTS, asked)}

    def event(self, event_id: EventId, at: int) -> Recorded | None:
        row = self.find(event_id)
        return None if row is None or row.declared.position > at else self._recorded(row)

    def events(self, wanted: EventFilter, after: int, at: int, limit: int) -> Sequence[Recorded]:
        return [self._recorded(each) for each in listed(self, wanted, after, at, limit)]

    def digest(self, programme: Programme, at: int) -> tuple[int, str]:
        return digest_of(self._stored(programme, at))

    def _stored(self, programme: Programme, at: int) -> Iterator[Row]:
        wanted, after = EventFilter(programme), 0
        while page := listed(self, wanted, after, at, DIGESTED):
            yield from page
            after = page[-1].declared.position

    def events_of(self, event_ids: Collection[EventId]) -> Mapping[EventId, Recorded]:
        found = self.ask(sql.EVENTS_OF, {"ids": list(event_ids)})
        return {each["event_id"]: self._recorded(row_from(each)) for each in found}

    def cases(self, event_ids: Collection[EventId]) -> Mapping[EventId, Sequence[Recorded]]:
        found = self.ask(sql.CASES, {"ids": list(event_ids)})
        by_root = defaultdict(list)
        for each in found:
            by_root[each["root"]].append(row_from(each))
        cases: dict[EventId, Sequence[Recorded]] = {}
        for rows in by_root.values():
            if len(rows) > 1:
                case = [self._recorded(row) for row in rows]
                cases |= {each.event.id: case for each in case}
        return cases

    def has_programme(self, programme: Programme) -> bool:
        asked = {"programme": programme}
        return bool(self.ask(sql.HAS_PROGRAMME, asked))

    def programmes(self, at: int) -> Sequence[Programme]:
        return [each["name"] for each in self.ask(sql.PROGRAMMES, {"at": at})]

    def tally(self, programme: Programme, at: int) -> Tally | None:
        asked = {"programme": programme, "at": at}
        count = self.ask(sql.TALLY, asked)[0]
        if count["first"] is None:
            return None
        first, last = (
            self.ask(sql.EVENT_AT, (position,))[0] for position in (count["first"], count["last"])
        )
        return Tally(
            events=count["events"],
            visible=count["visible"],
            first=self._recorded(row_from(first)),
            last=self._recorded(row_from(last)),
        )

    def _recorded(self, row: Any) -> Recorded:
        return recorded(row, self._mapper)


class PostgresRowSource:
    """Where the kept views of a PostgreSQL database are read."""

    database = "postgresql"

    def __init__(self, datastore: LedgerDatastore, mapper: LedgerMapper) -> None:
        self._datastore = datastore
        self._mapper = mapper

    @contextmanager
    def reading(self) -> Iterator[PostgresRows]:
        with self._datastore.reading(BEGIN_READING_VIEWS) as cursor:
            checkpoints = checkpoints_of(cursor.fetchall())
            yield PostgresRows(cursor, self._mapper, min(checkpoints.values()))

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._datastore.ask(sql.CHECKPOINTS))

    def head_position(self) -> int:
        return head_from(self._datastore.ask(SELECT_HEAD)).position
