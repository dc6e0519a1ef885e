"""The view `mentions`: which parties and items stand in an event, and which of both together.

A pair of a party and an item is a name of its own, so that events that mention both are found at
once, however often each is mentioned. What was corrected pairs with what it was corrected to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from domain.events.envelope import Event
from domain.events.mentions import mentioned
from domain.history import Reading
from domain.names import is_party
from service.projections.kept.view import EVERY, KeptView


class MentionRow(NamedTuple):
    """A party, an item or a pair of them that stands in it."""

    programme: str
    position: int
    name: str
    type: str


def pair(party: str, item: str) -> str:
    """The name under which events are found that mention both."""
    return f"{party} {item}"


def _rows(event: Event, reading: Reading) -> Iterator[MentionRow]:
    fact, original = event.fact, reading.record.event.fact
    names = mentioned(fact)
    together = names if fact is original else names | mentioned(original)
    for name in (*names, *_pairs(together)):
        yield MentionRow(event.programme, reading.record.position, name, event.type)


def _pairs(names: Collection[str]) -> Iterator[str]:
    parties = {name for name in names if is_party(name)}
    for item in names:
        if item not in parties:
            for party in parties:
                yield pair(party, item)


MENTIONS: Final = KeptView(version=3, rows=_rows, facts=EVERY)
