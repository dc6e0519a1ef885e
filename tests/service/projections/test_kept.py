"""Which events the kept views are asked about."""

from __future__ import annotations

from typing import Any

import pytest

from domain.events.catalogue import CATALOGUE
from domain.events.envelope import Principal, Recorded
from domain.history import Reading
from domain.instant import Instant
from service.content import event_from
from service.projections.kept import KEPT
from tests.builders import ALL_TYPES, CORRECTED_TYPE, a_minimal_event, an_event
from tests.given import an_id

OF_OTHERS = {name for name, view in KEPT.items() if view.of}
TELLING = {"contact-observed": {"parties": ["tester:ana", "staff:kim"]}}
"""What must be given so that it says anything at all."""


def a_reading(posted: dict[str, Any]) -> Reading:
    """An event as it stands when nothing was said about it."""
    content = {"id": an_id(1), "grade": "reported", **posted}
    if "data" in content["data"]:
        content["corrected_type"] = f"{CORRECTED_TYPE}.v1"
    event = event_from(content.pop("type"), content)
    record = Recorded(
        event=event,
        position=1,
        recorded_at=Instant(0),
        stream="stream",
        version=1,
        recorded_by=Principal(name="ana", principal="1"),
    )
    return Reading(record, event)


def said_of(type_name: str) -> set[str]:
    """The views that have something to say of events of a type, whether they are asked or not."""
    data = TELLING.get(type_name, {})
    readings = [a_reading(make(type_name, data=data)) for make in (an_event, a_minimal_event)]
    return {
        name
        for name, view in KEPT.items()
        if any([*view.rows(each.record.event, each)] for each in readings)
    }


@pytest.mark.parametrize("type_name", ALL_TYPES)
def test_a_view_that_is_not_asked_about_a_type_would_have_nothing_to_say_of_it(
    type_name: str,
) -> None:
    asked = {name for name, view in KEPT.items() if CATALOGUE[type_name] in view.facts}
    assert "readings" in said_of(type_name) <= asked


def test_every_view_has_something_to_say_unless_it_is_made_of_others() -> None:
    assert set.union(*map(said_of, ALL_TYPES)) == KEPT.keys() - OF_OTHERS
