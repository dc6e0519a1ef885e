"""Lists in the form that their reader likes most: JSON, or row by row as NDJSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import PROGRAMME, an_event
from tests.given import AService, a_new_ledger, an_id
from tests.service.api.lists import HOME, LISTS, List, told_ledger

CSV, NDJSON, JSON = "text/csv", "application/x-ndjson", "application/json"
EVENTS = next(each for each in LISTS if each.path == "/v1/events")


@pytest.fixture(scope="module")
def told() -> Iterator[AService]:
    with a_new_ledger() as ledger:
        yield told_ledger(ledger)


def asked(ledger: AService, which: List, accept: str, **query: Any) -> TestResponse:
    answer = ledger.send(
        "GET", which.path, which.role, query_string=which.query | query, headers={"Accept": accept}
    )
    assert answer.status_code == 200, answer.text
    return answer


def table(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data().decode(), newline="")))


def under(entry: Any, path: str) -> Any:
    """What stands in an entry at a path."""
    for name in path.split("."):
        entry = entry.get(name) if isinstance(entry, dict) else None
    return entry


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", CSV),
        ("TEXT/CSV", CSV),
        ("text/csv; header=present", CSV),
        ("text/csv, application/json", JSON),
        ("text/csv, application/json;q=0.9", CSV),
        ("application/x-ndjson;q=0.2, text/csv;q=0.1, text/html", NDJSON),
        ("application/json;q=0, */*", NDJSON),
        ("application/json;q=0.1, */*;q=0.5", NDJSON),
        ("text/html, */*;q=0.1", JSON),
    ],
)
def test_the_form_is_the_one_liked_most(told: AService, accept: str, form: str) -> None:
    answer = asked(told, EVENTS, accept) if accept else told.get("/v1/events")
    assert answer.mimetype == form


@pytest.mark.parametrize("accept", ["text/html", "text/csv;q=0", "application/xml, image/*"])
def test_no_form_that_is_liked_is_a_problem(told: AService, accept: str) -> None:
    answer = told.send("GET", "/v1/events", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (406, "application/problem+json")


@pytest.mark.parametrize("path", ["/v1/projections", HOME, f"/v1/events/{an_id(1)}"])
def test_what_is_no_list_is_json_alone(told: AService, path: str) -> None:
    assert told.send("GET", path, headers={"Accept": CSV}).status_code == 406


@pytest.mark.parametrize("which", LISTS, ids=str)
def test_lines_say_what_json_says(told: AService, which: List) -> None:
    whole = asked(told, which, JSON, **which.bounds).get_json()
    *rows, last = asked(told, which, NDJSON, **which.bounds).get_data().splitlines(keepends=True)
    assert last.endswith(b"\n")
    rest = json.loads(last)
    assert rest.pop("done") is True
    assert [json.loads(row) for row in rows] == which.rows(whole)
    assert rest == {name: each for name, each in whole.items() if name not in which.members}


@pytest.mark.parametrize("which", LISTS, ids=str)
def test_tables_say_what_the_rows_say(told: AService, which: List) -> None:
    whole = asked(told, which, JSON, **which.bounds)
    answer = asked(told, which, CSV, **which.bounds)
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    rows, found = which.rows(whole.get_json()), table(answer)
    assert len(found) == len(rows) > 2
    for row, cells in zip(rows, found, strict=True):
        for path, cell in cells.items():
            said = under(row, path)
            match said:
                case None:
                    assert cell == "", path
                case bool() | list() | dict():
                    assert json.loads(cell) == said, path
                case _:
                    assert cell == str(said), path
        named = {path.partition(".")[0] for path in cells}
        assert row.keys() == named & row.keys(), row.keys() - named


@pytest.mark.parametrize("which", LISTS, ids=str)
def test_every_page_of_a_table_has_the_same_columns(told: AService, which: List) -> None:
    header, *_ = asked(told, which, CSV).get_data().split(b"\r\n")
    first = asked(told, which, CSV, limit=1)
    assert first.get_data().startswith(header + b"\r\n")
    assert 'rel="next"' in first.headers["Link"]


def test_a_table_of_nothing_has_its_columns(told: AService) -> None:
    answer = asked(told, EVENTS, CSV, as_recorded=0)
    assert answer.get_data().startswith(b"position,id,type,")
    assert answer.get_data().count(b"\r\n") == 1
    assert "Link" not in answer.headers


def test_a_table_says_its_bounds_in_headers(told: AService) -> None:
    path = f"{HOME}/timeline"
    said = told.ask(path, as_recorded="4", as_of="2025-01-01T00:00:00Z")
    query = {"as_recorded": "4", "as_of": "2025-01-01T00:00:00Z"}
    headers = told.send("GET", path, query_string=query, headers={"Accept": CSV}).headers
    assert headers["Testigo-As-Of"] == said["as_of"]
    assert headers["Testigo-As-Recorded"] == str(said["as_recorded"]["position"])
    assert headers["Testigo-Recorded-At"] == said["as_recorded"]["recorded_at"]
    assert headers["Testigo-Rules"] == str(said["rules"])


@pytest.mark.parametrize(
    "start", ["=1+1", "+1+A1", "-A1", "-1\n", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"]
)
def test_no_text_is_computed_by_a_spreadsheet(told: AService, start: str) -> None:
    told.recorded(an_event("item-disclosed", source=start))
    *_, row = table(asked(told, EVENTS, CSV))
    assert row["source"] == f"'{start}"
    computed = re.compile(r"[=@\t\r\n]|[+-].*[^0-9.:]")
    assert not any(computed.match(each) for each in row.values())


def test_numbers_and_offsets_are_as_they_are(told: AService) -> None:
    told.recorded(an_event("item-disclosed", source="-1.5", zone="+01:00"))
    *_, row = table(asked(told, EVENTS, CSV))
    assert (row["source"], row["zone"]) == ("-1.5", "+01:00")


def test_a_cell_holds_whatever_was_said(told: AService) -> None:
    source = 'a, "b"\r\nc;\u2028 ñ \N{MONEY BAG}'
    told.recorded(an_event("item-disclosed", source=source))
    *_, row = table(asked(told, EVENTS, CSV))
    assert row["source"] == source
    assert PROGRAMME in row["programme"]
