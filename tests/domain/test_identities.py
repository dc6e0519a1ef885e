"""Who was identified as whom."""

from __future__ import annotations

import pytest

from domain.identities import Identity, identity, in_time
from domain.names import Party
from domain.occurrence import parse_occurrence
from tests.builders import ALL_TYPES, an_event

from .recorded import an_act, an_id, read


def identified(occurred_at: str, position: int) -> Identity:
    event = an_act("party-identified", occurred_at, party="tester:ana", same_as="press:ars")
    found = identity(read({**event, "id": an_id(position)}), position)
    assert found is not None
    return found


def test_says_who_is_whom_by_which_event_and_when() -> None:
    assert identified("2024-11-20", 7) == Identity(
        party=Party("tester:ana"),
        same_as=Party("press:ars"),
        via=an_id(7),
        position=7,
        occurred=parse_occurrence("2024-11-20"),
    )


@pytest.mark.parametrize(
    "type_name", sorted({*ALL_TYPES} - {"party-identified", "event-corrected"})
)
def test_no_other_event_identifies_anybody(type_name: str) -> None:
    assert identity(read({**an_event(type_name), "id": an_id(7)}), 7) is None


def test_they_go_by_when_they_had_happened_then_as_they_were_recorded() -> None:
    ordered = [
        identified("../2024-11-19", 9),
        identified("2024-11-19", 8),
        identified("2024-11-20T00:00:00Z", 4),
        identified("2024-11-20T00:00:00Z", 5),
        identified("2024-11-20/..", 1),
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=in_time) == ordered
