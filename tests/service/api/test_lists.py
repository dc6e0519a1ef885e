"""Every list goes on where it was, whatever is appended between its pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import an_event
from tests.given import NOW, AService, an_id
from tests.service.api.lists import LISTS, List, told_ledger

NDJSON = {"Accept": "application/x-ndjson"}


@pytest.fixture
def told(ledger: AService) -> AService:
    return told_ledger(ledger)


def test_every_list_stands_in_the_table(ledger: AService) -> None:
    document = ledger.ask("/openapi.json")
    paged = {
        path
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if isinstance(operation, dict)
        and any(each.get("name") == "cursor" for each in operation.get("parameters", ()))
    }
    assert paged == {each.route for each in LISTS}


def append(ledger: AService, number: int) -> None:
    """Record what would stand on a page before, and on one after; and change what was said."""
    early = {"by": "staff:aaa", "to": ["tester:aaa", "tester:b"]}
    first = ledger.ask("/v1/events")["events"][-1]["id"]
    ledger.post(
        [
            an_event("item-disclosed", occurred_at="2024-01-01", data=early),
            an_event("item-disclosed", programme=f"a-{number}", data=early),
            an_event("contact-observed", data={"parties": ["tester:b", f"press:{number}"]}),
            an_event("event-retracted", data={"event": first, "reason": "it was a mistake"}),
        ]
    )
    if number < 4:  # a list without bounds would go on for as long as it grows
        ledger.service.tokens.admit(f"later-{number}", "x", "reader", an_id(1000 + number), NOW)


@pytest.mark.parametrize("which", LISTS, ids=str)
def test_no_list_moves_while_events_are_appended(told: AService, which: List) -> None:
    def ask(**more: Any) -> dict[str, Any]:
        answer = told.send("GET", which.path, which.role, query_string={**which.query, **more})
        assert answer.status_code == 200, answer.text
        answered: dict[str, Any] = answer.get_json()
        return answered

    step = {"limit": max(1, len(which.rows(ask())) // 3)}
    page = ask(**step)
    bounds = {"as_recorded": page["as_recorded"]["position"]} if which.bounded else {}
    whole = ask(**bounds, **({"as_of": page["as_of"]} if which.timed and which.bounded else {}))
    found, pages = which.rows(page), 1
    while page["next"]:
        append(told, pages)
        page = ask(**step, cursor=page["next"])
        if which.bounded:
            assert page["as_recorded"] == whole["as_recorded"]
        found += which.rows(page)
        pages += 1
    assert pages > 2
    assert found[: len(which.rows(whole))] == which.rows(whole)
    if which.bounded:
        assert len(found) == len(which.rows(whole))


def test_the_next_page_stands_at_the_end_of_every_form(told: AService) -> None:
    first = told.send("GET", "/v1/events", query_string={"limit": 2}, headers=NDJSON)
    last = json.loads(first.get_data().splitlines()[-1])
    assert last["next"] in first.headers["Link"]
    target = first.headers["Link"].partition(">")[0].strip("<")
    *rows, _ = told.send("GET", target, headers=NDJSON).get_data().splitlines()
    assert [json.loads(row)["position"] for row in rows] == [3, 4]
