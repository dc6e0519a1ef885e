"""Reading timelines in PostgreSQL: merged from blocks, one round trip a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.instant import BEGINNING, Instant
from domain.names import Programme
from service.projections.kept.occurring import Blocks, reaching
from service.storage.postgres.found import account
from service.storage.postgres.lookups import PostgresReading
from service.storage.postgres.shelves import (
    ACCOUNTS_AT,
    IN_PROGRAMME,
    OF_PARTY,
    OF_PARTY_AND_TYPE,
    OF_TYPE,
    Shelf,
)
from service.views.rows import Account, Place, TimelineFilter

_FIRST_PLACE: Final = Place(BEGINNING, BEGINNING, 0)


class PostgresTimelines(PostgresReading):
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
            "limit": limit,
        }
        place, shelf = after or _FIRST_PLACE, _shelf(wanted)
        if wanted.start is None:
            positions = self._from_start(shelf, asked, place)
        else:
            positions = self._that_reach(shelf, asked, place, wanted.start)
        given = {"positions": positions, "at": at}
        return [account(each) for each in self.ask(ACCOUNTS_AT, given)]

    def _from_start(self, shelf: Shelf, asked: Mapping[str, Any], place: Place) -> list[int]:
        dense = shelf is IN_PROGRAMME
        blocks = Blocks.upto(asked["at"]) if dense else Blocks.large_upto(asked["at"])
        given = {
            **asked,
            **place._asdict(),
            "large": list(blocks.large),
            "small": list(blocks.small),
        }
        return [each["position"] for each in self.ask(shelf.blocks, given)]

    def _that_reach(
        self, shelf: Shelf, asked: Mapping[str, Any], place: Place, start: Instant
    ) -> list[int]:
        """What began before the start and may have lasted until it; then what began later."""
        reaches = list(reaching(start))
        places = [max(place, Place(each.earliest, each.latest, 0)) for each in reaches]
        given = {
            **asked,
            "until": min(asked["until"], start - 1),
            "start": start,
            "widths": [each.width for each in reaches],
            "from_earliest": [each.earliest for each in places],
            "from_latest": [each.latest for each in places],
            "from_position": [each.position for each in places],
            "large": list(Blocks.large_upto(asked["at"]).large),
        }
        before = [each["position"] for each in self.ask(shelf.uncertain, given)]
        if len(before) == asked["limit"]:
            return before
        rest = {**asked, "limit": asked["limit"] - len(before)}
        return before + self._from_start(shelf, rest, max(place, Place(start, BEGINNING, 0)))


def _shelf(wanted: TimelineFilter) -> Shelf:
    if wanted.party is None:
        return IN_PROGRAMME if wanted.type is None else OF_TYPE
    return OF_PARTY if wanted.type is None else OF_PARTY_AND_TYPE
