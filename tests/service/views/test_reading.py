"""What a reading reflects."""

from __future__ import annotations

import pytest

from domain.instant import SECOND, Instant
from tests.builders import a_minimal_event
from tests.given import NOW, AService, an_id

AT = "2025-01-01T00:00:00Z"


def told(number: int) -> dict[str, object]:
    data = {"items": ["item:x"], "by": "staff:lena", "to": [f"tester:t{number}"]}
    return a_minimal_event("item-disclosed", id=an_id(number), occurred_at="2024-01-01", data=data)


@pytest.mark.parametrize("recorded_by", [None, "2026-01-15T12:00:10Z"])
def test_an_answer_names_no_position_that_its_views_do_not_reflect(
    ledger: AService, monkeypatch: pytest.MonkeyPatch, recorded_by: str | None
) -> None:
    """Somebody posts after the views caught up and before the reading opens."""
    ledger.recorded(told(1))
    views, programme = ledger.service.views, told(1)["programme"]
    catch_up = views._catch_up
    bounds = {"as_of": AT} if recorded_by is None else {"as_of": AT, "as_recorded": recorded_by}
    ledger.clock.now = Instant(NOW + 10 * SECOND)

    def interrupted(to: int) -> None:
        catch_up(to)
        monkeypatch.setattr(views, "_catch_up", catch_up)
        ledger.recorded(told(2))

    monkeypatch.setattr(views, "_catch_up", interrupted)
    who = f"/v1/programmes/{programme}/knowledge/who"
    first = ledger.ask(who, item="item:x", **bounds)
    position = first["as_recorded"]["position"]
    again = ledger.ask(who, item="item:x", as_of=AT, as_recorded=position)
    assert again == first
    assert {each["party"] for each in first["knowers"]} == {"staff:lena", "tester:t1"}
    assert len(ledger.ask(who, item="item:x", as_of=AT)["knowers"]) == 3
