"""Pages: each goes on where the one before ended, within the same bounds."""

from __future__ import annotations

import base64
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, strategies as st

from domain.errors import Malformed
from domain.instant import Instant
from service.api.cursors import Cursor, digest_of, read_cursor, write_cursor
from tests.builders import PROGRAMME, an_event
from tests.given import AService, an_id

HOME = f"/v1/programmes/{PROGRAMME}"
BIG = st.integers(-(2**63), 2**63 - 1)
LISTS = [
    ("/v1/events", {}, "events"),
    ("/v1/events", {"programme": PROGRAMME, "after": 1}, "events"),
    ("/v1/programmes", {}, "programmes"),
    (f"{HOME}/timeline", {}, "events"),
    (f"{HOME}/timeline", {"from": "2024-11-01T00:00:00Z", "type": "item-disclosed"}, "events"),
    (f"{HOME}/roster", {}, "testers"),
    (f"{HOME}/knowledge/who", {"item": "item:sora"}, "knowers"),
    (f"{HOME}/knowledge/what", {"party": "staff:kim", "events": "true"}, "items"),
    (f"{HOME}/knowledge/how", {"party": "tester:c", "item": "item:sora"}, "path"),
    (f"{HOME}/knowledge/matrix", {}, "cells"),
    (f"{HOME}/knowledge/diff", {"item": "item:sora", "then": 0}, "added"),
    (f"{HOME}/testers/tester:b", {}, "events"),
]


@pytest.fixture
def told(ledger: AService) -> AService:
    """A ledger in which every list has more than two entries."""
    parties = ["staff:kim", "tester:a", "tester:b", "tester:c"]
    for number, (by, to) in enumerate(pairwise(parties)):
        occurred_at = f"2024-11-2{number}"
        data = {"by": by, "to": [to]}
        ledger.recorded(an_event("item-disclosed", occurred_at=occurred_at, data=data))
        ledger.recorded(an_event("tester-invited", data={"tester": to}))
        ledger.recorded(an_event("tester-invited", programme=f"other-{number}"))
    return ledger


def pages(ledger: AService, path: str, limit: int, query: dict[str, Any]) -> list[dict[str, Any]]:
    """All pages of a list."""
    found = [ledger.ask(path, limit=limit, **query)]
    while found[-1]["next"]:
        found.append(ledger.ask(path, limit=limit, cursor=found[-1]["next"], **query))
    return found


@pytest.mark.parametrize(("path", "query", "name"), LISTS)
@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_pages_together_are_the_whole(
    told: AService, path: str, query: dict[str, Any], name: str, limit: int
) -> None:
    whole = told.ask(path, **query)
    assert len(whole[name]) > 2
    found = pages(told, path, limit, query)
    assert [each for page in found for each in page[name]] == whole[name]
    assert all(len(page[name]) <= limit for page in found)


@pytest.mark.parametrize(("path", "query", "name"), LISTS)
def test_pages_keep_the_bounds_that_they_began_with(
    told: AService, path: str, query: dict[str, Any], name: str
) -> None:
    first = told.ask(path, limit=1, **query)
    then = told.ask(path, limit=1, cursor=first["next"], **query)
    told.recorded(an_event("item-disclosed", data={"by": "staff:aaa"}))
    later = told.ask(path, limit=1, cursor=first["next"], as_recorded="1", **query)
    assert later == then
    assert later["as_recorded"] == first["as_recorded"]
    assert later.get("as_of") == first.get("as_of")


@pytest.mark.parametrize(("path", "query", "name"), LISTS)
def test_a_link_leads_to_the_next_page(
    told: AService, path: str, query: dict[str, Any], name: str
) -> None:
    first = told.get(path, limit=1, **query)
    target, _, relation = first.headers["Link"].partition("; ")
    assert relation == 'rel="next"'
    then = told.send("GET", target.strip("<>"))
    cursor = first.get_json()["next"]
    assert then.get_json() == told.ask(path, limit=1, cursor=cursor, **query)
    assert "ETag" in then.headers


def test_the_last_page_leads_nowhere(told: AService) -> None:
    last = told.get("/v1/events")
    assert last.get_json()["next"] is None
    assert "Link" not in last.headers


def test_a_cursor_is_refused_with_another_question(told: AService) -> None:
    cursor = told.ask(f"{HOME}/knowledge/who", item="item:sora", limit=1)["next"]
    for path, query in (
        (f"{HOME}/knowledge/who", {"item": "item:other"}),
        ("/v1/programmes/other-0/knowledge/who", {"item": "item:sora"}),
        (f"{HOME}/roster", {}),
        (f"{HOME}/timeline", {}),
        ("/v1/events", {}),
    ):
        assert told.get(path, cursor=cursor, **query).status_code == 422, path


def test_a_cursor_is_refused_by_a_ledger_that_is_not_so_long(told: AService) -> None:
    digest = digest_of("/v1/events", {"after": 0})
    cursor = write_cursor(Cursor(None, 10_000, (1,)), digest)
    assert told.get("/v1/events", cursor=cursor).status_code == 422


@given(BIG, st.lists(BIG, max_size=3))
def test_no_forged_place_does_harm(position: int, place: list[int]) -> None:
    digest = digest_of("/v1/events", {})
    text = write_cursor(Cursor(None, position, tuple(place)), digest)
    if position < 0:
        with pytest.raises(Malformed):
            read_cursor(text, digest, len(place))
    else:
        assert read_cursor(text, digest, len(place)).place == tuple(place)


@given(st.lists(st.text(max_size=30), max_size=3))
def test_no_forged_name_does_harm(place: list[str]) -> None:
    digest = digest_of("/v1/events", {})
    text = write_cursor(Cursor(None, 1, tuple(place)), digest)
    try:
        found = read_cursor(text, digest, len(place), named=True)
    except Malformed:
        return
    assert found.place == tuple(place)
    assert all(
        each and set(each) <= set("abcdefghijklmnopqrstuvwxyz0123456789._:-") for each in place
    )


@pytest.mark.parametrize("place", [(1, 2), ("tester:ana", 1), ("tester:ana",), ("", "item:x")])
def test_names_are_not_numbers(place: tuple[Any, ...]) -> None:
    digest = digest_of("/v1/events", {})
    with pytest.raises(Malformed):
        read_cursor(write_cursor(Cursor(None, 1, place), digest), digest, 2, named=True)


def test_the_longest_names_fit_into_a_cursor() -> None:
    longest = ("tester:" + "a" * 64, "commitment:" + "b" * 64)
    digest = digest_of("/v1/events", {})
    text = write_cursor(Cursor(Instant(2**57), 2**60, longest), digest)
    assert read_cursor(text, digest, 2, named=True).place == longest


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_refuses_whatever_is_no_cursor(text: str) -> None:
    with pytest.raises(Malformed):
        read_cursor(text, digest_of("/v1/events", {}), 1)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_refuses_other_json(value: object) -> None:
    text = base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
    with pytest.raises(Malformed):
        read_cursor(text, digest_of("/v1/events", {}), 1)


def test_holds_no_names(told: AService) -> None:
    cursor = told.ask(f"{HOME}/knowledge/who", item="item:sora", limit=1)["next"]
    content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert b"sora" not in content


def test_asks_the_same_whatever_the_order() -> None:
    assert digest_of("/p", {"a": 1, "b": None, "c": "x"}) == digest_of("/p", {"c": "x", "a": 1})
    assert an_id(1) != an_id(2)
