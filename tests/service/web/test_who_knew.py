"""Who knew what: the item that is chosen, how many know of it, and who knew of an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.web.panels.knowing import COLUMNS
from tests.given import AService, a_new_ledger, an_id
from tests.service.web.pages import Element, query_of, read

ITEM = "item:price"
ALSO = [f"item:also-{number}" for number in range(COLUMNS)]
LATER = "2026-01-09T00:00:00Z"
NOON = "2026-01-03T12:00:00Z"


def happened(number: int, name: str, at: str, **data: Any) -> dict[str, Any]:
    id_ = an_id(number)
    return {"id": id_, "type": name, "programme": "beta", "occurred_at": at, "data": data}


@pytest.fixture(scope="module")
def beta() -> Iterator[AService]:
    """Lena told Ana, perhaps Ben, and Ana of much else; Eve asked; somebody said something."""
    lena = {"by": "staff:lena"}
    with a_new_ledger() as service:
        service.recorded(
            happened(1, "item-disclosed", "2026-01-02", items=[ITEM], to=["tester:ana"], **lena),
            happened(2, "item-disclosed", "2026-01-03", items=[ITEM], to=["tester:ben"], **lena),
            happened(3, "item-disclosed", "2026-01-04", items=ALSO, to=["tester:ana"], **lena),
            happened(
                4, "knowledge-requested", "2026-01-02", by="tester:eve", of="org:a", item=ITEM
            ),
            happened(
                5,
                "statement-issued",
                "2026-01-05",
                statement="s",
                by="org:a",
                to=["public"],
                text="No.",
            ),
        )
        yield service


def page(service: AService, **query: Any) -> Element:
    answer = service.get("/review/beta/knowing", **{"as_of": LATER, **query})
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def columns(shown: Element) -> list[str]:
    return [each.text for each in shown.one("thead").all("a")]


def link(shown: Element, text: str) -> dict[str, str]:
    (found,) = [each for each in shown.all("a") if each.text == text]
    return query_of(found["href"])


def test_how_many_know_what_is_sorted_by_is_said(beta: AService) -> None:
    assert page(beta, sort=ITEM, as_of=NOON).one(class_="known").text == (
        "3 know of it by then: 1 member of staff, 2 testers; 1 of them perhaps;"
        " 1 asked and not recorded as told."
    )
    before = page(beta, sort=ITEM, as_of="2026-01-01T00:00:00Z").one(class_="known").text
    assert before == "Nobody knows of it by then."


def test_the_item_that_is_chosen_is_shown_wherever_it_stands(beta: AService) -> None:
    shown = page(beta, sort=ITEM)
    assert columns(shown) == ["price"]
    before = page(beta, **link(shown, "\N{LEFTWARDS ARROW} Items before"))
    assert [f"item:{each}" for each in columns(before)] == ALSO


def test_what_was_chosen_of_another_kind_is_not_sorted_by(beta: AService) -> None:
    shown = page(beta, sort=ITEM, kind="statement")
    assert "By name" in shown.one("caption").text


def test_who_knew_of_an_event_is_a_link_away_from_it(beta: AService) -> None:
    card = page(beta, event=1).one("section", id="event")
    shown = page(beta, **link(card, "Who knew of it"))
    assert columns(shown) == ["#1"]
    assert shown.one("article")["id"] == "event-1"
    assert [each.text for each in shown.one("tbody").all("th")][:2] == ["staff:lena", "tester:ana"]


def test_an_event_that_is_not_there_is_not_sorted_by(beta: AService) -> None:
    assert beta.get("/review/beta", sort=f"event:{an_id(99)}").status_code == 422
