"""Who knew what, as a table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PROGRAMME
from tests.given import AService, an_id
from tests.service.views.test_imputation import an_act, told

KNOWLEDGE = f"/v1/programmes/{PROGRAMME}/knowledge"
SORA = "item:sora"


@pytest.fixture
def story(ledger: AService) -> AService:
    ledger.recorded(
        told(1, "tester:ana", "2024-05-10"),
        told(2, "group:circle", "2024-05-11", items=[SORA, "item:price"]),
        an_act(3, "group-joined", "2024-05-01", group="group:circle", party="tester:ben"),
        told(4, "public", "2024-05-12", items=["item:date"]),
        an_act(
            *(5, "knowledge-requested", "2024-05-13"),
            item="item:date",
            by="tester:cai",
            of="staff:kim",
        ),
        an_act(6, "party-identified", "2024-05-20", party="tester:cai", same_as="tester:ben"),
    )
    return ledger


def cells(ledger: AService, **asked: Any) -> list[tuple[str, str]]:
    found = ledger.ask(f"{KNOWLEDGE}/matrix", **asked)["cells"]
    return [(each["party"], each["item"]) for each in found]


EVERY_CELL = [
    ("group:circle", "item:price"),
    ("group:circle", SORA),
    ("public", "item:date"),
    ("staff:kim", "item:date"),
    ("staff:kim", "item:price"),
    ("staff:kim", SORA),
    ("tester:ana", SORA),
    ("tester:ben", "item:price"),
    ("tester:ben", SORA),
    ("tester:cai", "item:date"),
]


def test_has_the_cells_that_who_would_list_by_party_and_item(story: AService) -> None:
    assert cells(story) == EVERY_CELL
    listed = {
        (each["party"], item): each
        for item in (SORA, "item:price", "item:date")
        for each in story.ask(f"{KNOWLEDGE}/who", item=item)["knowers"]
    }
    found = story.ask(f"{KNOWLEDGE}/matrix")["cells"]
    assert {(each["party"], each["item"]): each for each in found} == listed


def test_parties_and_items_are_those_of_its_cells(story: AService) -> None:
    asked = {"items": f"{SORA},item:date,item:unknown", "parties": "tester:ana,tester:ben"}
    answer = story.ask(f"{KNOWLEDGE}/matrix", **asked)
    assert answer["parties"] == ["tester:ana", "tester:ben"]
    assert answer["items"] == [SORA]


@pytest.mark.parametrize(
    ("parties", "items"),
    [
        (None, [SORA]),
        (None, ["item:date", "item:price"]),
        (["tester:ben"], None),
        (["tester:cai", "tester:ana", "tester:ana"], None),
        (["tester:ben"], [SORA, "item:date"]),
        (["tester:ana", "tester:ben", "public"], ["item:date"]),
        (None, [f"item:n{each}" for each in range(30)] + [SORA]),
    ],
)
def test_has_only_the_cells_asked_for(
    story: AService, parties: list[str] | None, items: list[str] | None
) -> None:
    asked = {"parties": parties, "items": items}
    given = {name: ",".join(names) for name, names in asked.items() if names is not None}
    assert cells(story, **given) == [
        (party, item)
        for party, item in EVERY_CELL
        if (parties is None or party in parties) and (items is None or item in items)
    ]


@pytest.mark.parametrize("given", ["", "nobody:x", "tester:ana,,tester:ben", "tester:ana, public"])
def test_names_are_names_with_commas_between_them(story: AService, given: str) -> None:
    answer = story.get(f"{KNOWLEDGE}/matrix", parties=given)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["parameter"] == "parties"


def test_events_have_cells_only_if_they_are_asked_for(story: AService) -> None:
    with_events = cells(story, events="true")
    assert [each for each in with_events if not each[1].startswith("event:")] == EVERY_CELL
    assert ("tester:cai", f"event:{an_id(5)}") in with_events
    named = f"event:{an_id(3)}"
    assert cells(story, items=named) == [("tester:ben", named)]
    assert cells(story, items=named, parties="tester:ben,tester:ana") == [("tester:ben", named)]
    assert cells(story, items=f"{named},{SORA}", parties="tester:ben") == [
        ("tester:ben", named),
        ("tester:ben", SORA),
    ]


@pytest.mark.parametrize("asked", [{}, {"items": f"{SORA},item:date,item:price"}])
@pytest.mark.parametrize("limit", [1, 3, 7, 10])
def test_goes_on_from_page_to_page(story: AService, asked: dict[str, str], limit: int) -> None:
    page = story.ask(f"{KNOWLEDGE}/matrix", limit=limit, **asked)
    found = [(each["party"], each["item"]) for each in page["cells"]]
    while page["next"]:
        assert len(page["cells"]) == limit
        page = story.ask(f"{KNOWLEDGE}/matrix", limit=limit, cursor=page["next"], **asked)
        found += [(each["party"], each["item"]) for each in page["cells"]]
    assert found == EVERY_CELL


def test_is_bounded(story: AService) -> None:
    assert cells(story, as_recorded=1) == [("staff:kim", SORA), ("tester:ana", SORA)]
    assert cells(story, as_of="2024-05-10T12:00:00Z") == [
        ("staff:kim", SORA),
        ("tester:ana", SORA),
    ]


def test_says_who_of_its_parties_was_identified_as_whom(story: AService) -> None:
    answer = story.ask(f"{KNOWLEDGE}/matrix", parties="tester:ben")
    assert [each["via"] for each in answer["same_as"]] == [an_id(6)]
    assert story.ask(f"{KNOWLEDGE}/matrix", parties="tester:ana")["same_as"] == []


@pytest.mark.parametrize("cursor", ["", "nonsense", "WyJhIiwxLDJd"])
def test_a_cursor_that_is_none_is_refused(story: AService, cursor: str) -> None:
    assert story.get(f"{KNOWLEDGE}/matrix", cursor=cursor).status_code == 422


def test_a_page_has_up_to_ten_thousand_cells(story: AService) -> None:
    assert story.get(f"{KNOWLEDGE}/matrix", limit=10_000).status_code == 200
    assert story.get(f"{KNOWLEDGE}/matrix", limit=10_001).status_code == 422
