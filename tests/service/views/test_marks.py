"""When anything happened and was recorded, read on from what is known."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from domain.instant import parse_instant
from domain.names import Programme
from service.views.bounds import Bounds
from tests.given import AService, an_id

BETA = Programme("beta")


def event(number: int, name: str, at: str, programme: str = "beta", **data: Any) -> dict[str, Any]:
    id_ = an_id(number)
    return {"id": id_, "type": name, "programme": programme, "occurred_at": at, "data": data}


def told(number: int, at: str, programme: str = "beta") -> dict[str, Any]:
    data = {"items": ["item:price"], "by": "staff:lena", "to": ["tester:ana"]}
    return event(number, "item-disclosed", at, programme, **data)


def second_thought(number: int, name: str, about: int, **data: Any) -> dict[str, Any]:
    return event(number, name, "2026-01-09", event=an_id(about), **data)


STORY = (
    told(1, "2026-01-02"),
    told(2, "2026-01-02"),
    second_thought(3, "event-corrected", 1, reason="a slip", occurred_at="2026-01-05"),
    second_thought(4, "event-disputed", 2, by="tester:ana", grounds="Not me."),
    told(5, "2026-01-01", programme="other"),
    second_thought(6, "dispute-settled", 2, outcome="upheld", reason="she was away"),
    second_thought(7, "event-retracted", 3, reason="it was no slip"),
    second_thought(8, "event-retracted", 6, reason="she was not away"),
    told(9, "../2026-01-04"),
    second_thought(10, "event-retracted", 1, reason="never"),
)


def test_marks_read_on_are_those_read_anew(ledger: AService) -> None:
    ledger.recorded(*STORY)
    with ledger.service.views.reading() as questions:
        anew = [questions.marks(BETA, at) for at in range(len(STORY) + 1)]
        assert [len(each.happened) for each in anew] == [0, 1, 2, 3, 4, 4, 4, 4, 5, 6, 6]
        for known, later in combinations(anew, 2):
            assert questions.marks(BETA, later.position, known) == later
        assert questions.marks(BETA, 3, anew[-1]) == anew[3]


def test_what_was_added_is_counted_by_type_and_by_whether_it_had_happened(ledger: AService) -> None:
    ledger.recorded(*STORY)
    with ledger.service.views.reading() as questions:

        def told_of(since: int, at: int, as_of: str) -> tuple[int, int]:
            bounds = Bounds(parse_instant(f"{as_of}T12:00:00Z"), at, None)
            added = {each.type: each for each in questions.added(BETA, since, bounds)}
            assert sum(each.number for each in added.values()) == at - since - (since < 5 <= at)
            return added["item-disclosed"].number, added["item-disclosed"].happened

        assert told_of(0, 2, "2026-01-03") == (2, 2)
        assert told_of(0, 3, "2026-01-03") == (2, 1)  # one was later, as it is corrected
        assert told_of(0, 10, "2026-01-03") == (3, 3)  # it was not, and is retracted
        assert told_of(1, 9, "2026-01-01") == (2, 1)  # of one only the end is known
