"""Reading timelines in SQLite: merged from blocks, a few rows of each at a time."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final

from domain.instant import BEGINNING, Instant
from domain.names import Programme
from service.projections.kept.occurring import Blocks, reaching
from service.storage.sqlite.events import SQLiteReading
from service.storage.sqlite.found import account
from service.storage.sqlite.shelves import (
    ACCOUNTS_AT,
    IN_PROGRAMME,
    OF_PARTY,
    OF_PARTY_AND_TYPE,
    OF_TYPE,
    Shelf,
)
from service.views.rows import Account, Place, TimelineFilter

HELPING: Final = 8
"""How many rows are read of a block at first; then four times as many each time."""
_FIRST_PLACE: Final = Place(BEGINNING, BEGINNING, 0)


class SQLiteTimelines(SQLiteReading):
    """What is visible of a programme, in order of when it occurred."""

    def timeline(
        self,
        programme: Programme,
        wanted: TimelineFilter,
        as_of: Instant,
        at: int,
        after: Place | None,
        limit: int,
    ) -> Sequence[Account]:
        asked = {
            "programme": programme,
            "type": wanted.type,
            "party": wanted.party,
            "at": at,
            "until": as_of if wanted.end is None else min(as_of, wanted.end),
            "start": wanted.start,
        }
        place = after or _FIRST_PLACE
        places = self._from_start if wanted.start is None else self._that_reach
        positions = [each.position for each in islice(places(_shelf(wanted), asked, place), limit)]
        given = {"positions": json.dumps(positions), "at": at}
        return [account(each) for each in self.cursor.execute(ACCOUNTS_AT, given)]

    def _from_start(self, shelf: Shelf, asked: Mapping[str, Any], place: Place) -> Iterator[Place]:
        at = asked["at"]
        blocks = Blocks.upto(at) if shelf.small else Blocks.large_upto(at)
        parts = [(shelf.large, block) for block in blocks.large]
        parts += [(shelf.small or "", block) for block in blocks.small]
        return heapq.merge(
            *(self._helpings(part, {**asked, "block": block}, place) for part, block in parts)
        )

    def _that_reach(self, shelf: Shelf, asked: Mapping[str, Any], place: Place) -> Iterator[Place]:
        """What began before the start and may have lasted until it; then what began later."""
        start = asked["start"]
        before = {**asked, "until": min(asked["until"], start - 1)}
        places = {
            each.width: max(place, Place(each.earliest, each.latest, 0)) for each in reaching(start)
        }
        given = {
            **before,
            "reaches": json.dumps([{"width": n, **at._asdict()} for n, at in places.items()]),
            "blocks": json.dumps(list(Blocks.large_upto(asked["at"]).large)),
        }
        uncertain = [
            self._helpings(
                shelf.uncertain, {**before, "width": width, "block": block}, places[width]
            )
            for width, block in self.cursor.execute(shelf.reached, given).fetchall()
        ]
        later = max(place, Place(start, BEGINNING, 0))
        return chain(heapq.merge(*uncertain), self._from_start(shelf, asked, later))

    def _helpings(self, statement: str, asked: Mapping[str, Any], place: Place) -> Iterator[Place]:
        """The places of one block, after a place, read as they are taken."""
        helping = HELPING
        while True:
            given = {**asked, **place._asdict(), "helping": helping}
            found = self.cursor.execute(statement, given).fetchall()
            for each in found:
                place = Place(*each)
                yield place
            if len(found) < helping:
                return
            helping *= 4


def _shelf(wanted: TimelineFilter) -> Shelf:
    if wanted.party is None:
        return IN_PROGRAMME if wanted.type is None else OF_TYPE
    return OF_PARTY if wanted.type is None else OF_PARTY_AND_TYPE
