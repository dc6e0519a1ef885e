"""Timelines over many blocks are what a plain reading of the rows says, on both databases."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

import pytest

from domain.instant import BEGINNING, DAY, END, Instant
from domain.names import Programme
from service.bootstrap import Service
from service.projections.kept.appearances import AppearanceRow
from service.projections.kept.occurring import width
from service.projections.kept.readings import ReadingRow
from service.views.rows import Place, TimelineFilter
from tests.databases import Database
from tests.given import AService, an_id

POSITIONS = 70_000
SPREAD = 47
"""Every how many positions there is a row."""
P = Programme("p")
EVENTS = """
INSERT INTO event (
    position, originator_id, originator_version, topic, state, event_id, programme, root,
    recorded_at, recorder_name, recorder_principal
)
WITH RECURSIVE number (n) AS (SELECT 47 UNION ALL SELECT n + 47 FROM number WHERE n < 70000)
SELECT n, 'p', n, 't.v1', {nothing}, {id}, 'p', {id}, n, '', '' FROM number
"""
IDS = {
    "sqlite": "printf('00000000-0000-4000-8000-%012d', n)",
    "postgres": "'00000000-0000-4000-8000-' || lpad(n::text, 12, '0')",
}
NOTHING = {"sqlite": "x''", "postgres": "''::bytea"}


class Held(NamedTuple):
    """A row, and from and up to which position it held."""

    position: int
    type: str
    party: str
    earliest: int
    latest: int
    r_from: int
    r_to: int


def some_rows(chance: random.Random) -> list[Held]:
    """Readings over all positions; some were corrected later, or are gone."""
    held = []
    for position in range(SPREAD, POSITIONS, SPREAD):
        since = position
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            until = chance.choice((END, END, END, chance.randint(since + 1, POSITIONS + 1)))
            earliest, latest = some_bounds(chance)
            kind, party = chance.choice("ttu"), f"tester:{chance.choice('aab')}"
            held.append(Held(position, kind, party, earliest, latest, since, until))
            since = until
            if until >= POSITIONS:
                break
    return held


def some_bounds(chance: random.Random) -> tuple[int, int]:
    begins = chance.randrange(-100, 100) * DAY
    lasts = chance.choice((0, 0, DAY // 100, DAY - 1, 5 * DAY, 30 * DAY, 300 * DAY, 900 * DAY))
    open_ended = chance.choice(((begins, END), (BEGINNING, begins)))
    return open_ended if chance.random() < 0.1 else (begins, begins + lasts)


def keep(service: Service, held: list[Held]) -> None:
    with service.storage.kept.projecting() as tables:
        for each in sorted(held, key=lambda row: row.r_from):
            via, bounds = an_id(each.position), (each.earliest, each.latest)
            wide = width(Instant(each.earliest), Instant(each.latest))
            reading = ReadingRow(
                P, via, each.position, each.type, "", *bounds, "reported", None, 0, wide
            )
            appearance = AppearanceRow(P, each.position, each.party, each.type, *bounds, wide)
            tables.open("readings", [reading], each.r_from)
            tables.open("appearances", [appearance], each.r_from)
            if each.r_to < END:
                tables.close("readings", via, each.position, each.r_to)
                tables.close("appearances", via, each.position, each.r_to)
        tables.advance(["readings", "appearances"], 0)


def expected(
    held: list[Held], wanted: TimelineFilter, as_of: int, at: int, after: Place | None
) -> list[int]:
    found = sorted(
        Place(each.earliest, each.latest, each.position)
        for each in held
        if each.r_from <= at < each.r_to
        and each.earliest <= min(as_of, END if wanted.end is None else wanted.end)
        and (wanted.start is None or each.latest >= wanted.start)
        and wanted.type in (None, each.type)
        and wanted.party in (None, each.party)
    )
    return [each.position for each in found if after is None or each > after]


@pytest.fixture
def held(database: Database) -> list[Held]:
    return some_rows(random.Random(1))


def asked(chance: random.Random) -> dict[str, Any]:
    days = sorted(chance.randrange(-110, 110) for _ in range(2))
    start, end = (Instant(day * DAY) if chance.random() < 0.6 else None for day in days)
    place = Place(*(chance.randrange(-100, 100) * DAY for _ in range(2)), chance.randrange(100))
    return {
        "wanted": TimelineFilter(
            start,
            end,
            chance.choice((None, None, "t", "u", "v")),
            chance.choice((None, None, "tester:a", "tester:b", "tester:c")),
        ),
        "as_of": Instant(chance.randrange(-120, 120) * DAY),
        "at": chance.choice((chance.randrange(POSITIONS), chance.randrange(3000), POSITIONS)),
        "after": chance.choice((None, place)),
    }


def test_a_timeline_over_many_blocks_is_what_a_plain_reading_says(
    ledger: AService, database: Database, held: list[Held]
) -> None:
    kind = database.kind
    database.execute(EVENTS.format(nothing=NOTHING[kind], id=IDS[kind]))
    keep(ledger.service, held)
    chance = random.Random(2)
    with ledger.service.storage.rows.reading() as rows:
        for _ in range(150):
            question = asked(chance)
            plain = expected(held, **question)
            for limit in (1, 40):
                found = rows.timeline(P, limit=limit, **question)
                assert [each.position for each in found] == plain[:limit], question
