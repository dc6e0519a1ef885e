"""The views that are kept: for each, the rows that one event gives as it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.knowledge import GroupJoined, GroupLeft
from domain.events.mentions import mentioned
from domain.history import Reading
from domain.learnings import learnings, request
from domain.standing import deed


class ReadingRow(NamedTuple):
    """How an event stands: when it occurred, on whose word, whether a dispute of it is open."""

    programme: str
    via: str
    position: int
    type: str
    occurred: str
    earliest: int
    latest: int
    grade: str
    asserted_by: str | None
    disputed: int


class LearningRow(NamedTuple):
    """Who came to know what through it; `shared`: what a group's members learn with it."""

    programme: str
    via: str
    position: int
    party: str
    item: str
    extent: int
    basis: int
    source: str | None
    channel: str | None
    earliest: int
    latest: int
    shared: int


class RequestRow(NamedTuple):
    """Who asked for what."""

    programme: str
    via: str
    position: int
    party: str
    item: str
    earliest: int
    latest: int


class MoveRow(NamedTuple):
    """Who joined or left which group."""

    programme: str
    via: str
    position: int
    company: str
    party: str
    joined: int
    occurred: str
    earliest: int
    latest: int


class DeedRow(NamedTuple):
    """What it adds to a tester's standing; without `tester`: to everybody's."""

    programme: str
    via: str
    position: int
    tester: str | None
    type: str
    slug: str | None
    items: str
    earliest: int
    latest: int


class MentionRow(NamedTuple):
    """Which parties and items stand in it."""

    programme: str
    via: str
    position: int
    name: str


Row = ReadingRow | LearningRow | RequestRow | MoveRow | DeedRow | MentionRow


def _readings(event: Event, reading: Reading) -> Iterator[Row]:
    yield ReadingRow(
        event.programme,
        event.id,
        reading.record.position,
        event.type,
        event.occurred.text,
        event.occurred.earliest,
        event.occurred.latest,
        event.grade,
        event.asserted_by,
        int(reading.disputed),
    )


def _learnings(event: Event, reading: Reading) -> Iterator[Row]:
    for each in learnings(event, reading.record.position):
        yield LearningRow(
            event.programme,
            event.id,
            each.position,
            each.party,
            each.item,
            each.extent,
            each.basis,
            each.source,
            each.channel,
            each.earliest,
            each.latest,
            int(each.shared),
        )


def _requests(event: Event, reading: Reading) -> Iterator[Row]:
    asked = request(event, reading.record.position)
    if asked is not None:
        yield RequestRow(
            event.programme,
            event.id,
            asked.position,
            asked.party,
            asked.item,
            asked.earliest,
            asked.latest,
        )


def _moves(event: Event, reading: Reading) -> Iterator[Row]:
    fact = event.fact
    if isinstance(fact, GroupJoined | GroupLeft):
        yield MoveRow(
            event.programme,
            event.id,
            reading.record.position,
            fact.group,
            fact.party,
            int(isinstance(fact, GroupJoined)),
            event.occurred.text,
            event.occurred.earliest,
            event.occurred.latest,
        )


def _deeds(event: Event, reading: Reading) -> Iterator[Row]:
    done = deed(event, reading.record.position)
    if done is not None:
        yield DeedRow(
            event.programme,
            event.id,
            done.position,
            done.tester,
            done.type,
            done.slug,
            json.dumps(done.items),
            done.earliest,
            done.latest,
        )


def _mentions(event: Event, reading: Reading) -> Iterator[Row]:
    for name in mentioned(event.fact):
        yield MentionRow(event.programme, event.id, reading.record.position, name)


KEPT: Final[Mapping[str, Callable[[Event, Reading], Iterator[Row]]]] = {
    "readings": _readings,
    "learnings": _learnings,
    "requests": _requests,
    "moves": _moves,
    "deeds": _deeds,
    "mentions": _mentions,
}
"""Every kept view by its name, and what gives its rows."""


def rows(name: str, reading: Reading) -> frozenset[Row]:
    """The rows of one view that an event gives as it stands; none where it is not visible."""
    if reading.effective is None:
        return frozenset()
    return frozenset(KEPT[name](reading.effective, reading))
