"""Incidents on the page, and their reviews as documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.an_incident import BOUNDS, DETECTED, INCIDENT, PROGRAMME, REVIEW, told
from tests.builders import an_event
from tests.given import AService, a_new_ledger, an_id
from tests.service.web.pages import Element, query_of, read

PANEL = f"/review/{PROGRAMME}/incidents"
AS_SENT = {
    "html": "text/html",
    "markdown": "text/markdown",
    "json": "application/json",
}


@pytest.fixture(scope="module")
def recorded() -> Iterator[AService]:
    with a_new_ledger() as ledger:
        yield told(ledger)


def page(ledger: AService, path: str = PANEL, **bounds: object) -> Element:
    answer = ledger.get(path, **{**BOUNDS, **bounds})
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def test_an_incident_is_told_of_with_its_steps_and_their_events(recorded: AService) -> None:
    shown = page(recorded).one("article")
    assert f"incident:{INCIDENT}" in shown.one("h2").text
    assert [each.text for each in shown.all("a", class_="ref")] == [
        "#7",
        f"#{DETECTED}",
    ]


@pytest.mark.parametrize("form", AS_SENT)
def test_a_link_leads_to_the_review_as_the_api_answers_it(recorded: AService, form: str) -> None:
    shown = page(recorded)
    (link,) = (each["href"] for each in shown.all("a") if f"/{form}?" in each.attributes["href"])
    assert query_of(link) == {"as_of": BOUNDS["as_of"], "as_recorded": str(BOUNDS["as_recorded"])}
    here = recorded.send("GET", link)
    headers = {"Accept": AS_SENT[form]}
    there = recorded.send("GET", REVIEW, query_string=BOUNDS, headers=headers)
    assert (here.status_code, here.data) == (200, there.data)
    for name in ("Content-Type", *(["Content-Security-Policy"] if form == "html" else [])):
        assert here.headers[name] == there.headers[name]
    is_file = here.headers.get("Content-Disposition", "").startswith("attachment; filename=")
    assert is_file == (form != "html")


def test_who_reads_a_review_is_noted(recorded: AService) -> None:
    recorded.get(f"{PANEL}/{INCIDENT}", **BOUNDS)
    last = recorded.send("GET", "/v1/access-log", role="admin").get_json()["reads"][0]
    assert last["question"] == "/review/{programme}/incidents/{incident}"
    assert last["parameters"] == {"programme": PROGRAMME, "incident": INCIDENT}
    assert last["as_recorded"]["position"] == BOUNDS["as_recorded"]


def test_what_there_is_not_is_said_on_a_page(recorded: AService) -> None:
    for path in ("/never", "/NO", f"/{INCIDENT}/pdf"):
        assert recorded.get(f"{PANEL}{path}").status_code == 404
    answer = recorded.get(f"{PANEL}/{INCIDENT}", as_recorded="9999")
    assert answer.status_code == 422


def test_before_any_incident_that_is_said(recorded: AService) -> None:
    shown = page(recorded, as_of="2025-03-01T12:00:00Z", as_recorded=1)
    assert "No incident is recorded" in shown.one(class_="empty").text
    assert not shown.all("article")


def test_where_there_is_none_at_all_that_is_said_too(ledger: AService) -> None:
    ledger.recorded(an_event("feedback-given", id=an_id(10), programme="quiet"))
    answer = ledger.get("/review/quiet/incidents")
    assert "No incident is recorded" in read(answer.text).one(class_="empty").text
