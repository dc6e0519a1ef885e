"""Who may come in, and whether they can read what they would be told."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from service.access import ROLES, Role
from service.api.gate import PUBLIC
from tests.builders import AN_EVENT, an_event
from tests.given import NOW, AService, an_id

GUARDED = [
    "/v1/events",
    f"/v1/events/{AN_EVENT}",
    "/v1/programmes",
    "/v1/programmes/p",
    "/v1/programmes/p/timeline",
    "/v1/programmes/p/roster",
    "/v1/programmes/p/knowledge/who",
    "/v1/programmes/p/knowledge/what",
    "/v1/programmes/p/knowledge/how",
    "/nowhere",
]


@pytest.fixture
def client(ledger: AService) -> Client:
    """A client out in the world."""
    for number, role in enumerate(ROLES):
        ledger.service.tokens.admit(f"{role}-token", role, role, an_id(number), NOW)
    return ledger.service.app.test_client()


def bearing(token: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {token}"}}


def is_problem(answer: TestResponse, status: int) -> bool:
    return (answer.status_code, answer.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize("path", GUARDED)
def test_nobody_comes_in_without_a_token(client: Client, path: str) -> None:
    answer = client.get(path)
    assert is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_nobody_posts_without_a_token(client: Client) -> None:
    assert is_problem(client.post("/v1/events", json=an_event("feedback-given")), 401)


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer nobodys", "Basic eA==", "Basic !", "reader-token", "\xff"],
)
def test_nobody_comes_in_with_what_is_no_token(client: Client, authorization: str) -> None:
    assert is_problem(client.get("/v1/events", headers={"Authorization": authorization}), 401)


def test_every_route_but_the_public_ones_is_guarded(ledger: AService) -> None:
    for rule in ledger.service.app.url_map.iter_rules():
        if rule.endpoint.startswith("review."):
            continue  # who comes to a page is led to where they sign in: tests/service/web
        methods = rule.methods or set()
        path = rule.rule.replace("<programme>", "p").replace("<event_id>", AN_EVENT)
        for method in methods & {"GET", "POST"}:
            answer = ledger.service.app.test_client().open(path, method=method)
            assert (answer.status_code == 401) == (rule.endpoint not in PUBLIC), rule


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json"])
def test_what_is_public_answers_anybody(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.get(path, **bearing("nobodys")).status_code == 200


def test_readiness_has_details_for_a_token_only(client: Client) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready"}
    assert client.get("/readyz", **bearing("nobodys")).get_json() == {"status": "ready"}
    told = client.get("/readyz", **bearing("reader-token")).get_json()
    assert {"database", "head", "projections", "versions"} <= told.keys()


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_written_in_any_case(client: Client, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} reader-token"}
    assert client.get("/v1/events", headers=headers).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads(client: Client, role: Role) -> None:
    assert client.get("/v1/events", **bearing(f"{role}-token")).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [("reader", 403), ("recorder", 201), ("archivist", 201), ("admin", 201)]
)
def test_a_reader_does_not_post(client: Client, role: Role, status: int) -> None:
    event = an_event("feedback-given")
    answer = client.post("/v1/events", json=event, **bearing(f"{role}-token"))
    assert answer.status_code == status


def test_a_reader_is_refused_before_the_query_and_the_body_are_looked_at(client: Client) -> None:
    answer = client.post("/v1/events?what=ever", data=b"\xff", **bearing("reader-token"))
    assert is_problem(answer, 403)


@pytest.mark.parametrize(
    ("role", "status"), [("recorder", 422), ("archivist", 201), ("admin", 201)]
)
def test_an_archivist_says_when_it_was_recorded(client: Client, role: Role, status: int) -> None:
    event = an_event("feedback-given", recorded_at="2024-12-01T00:00:00Z")
    answer = client.post("/v1/events", json=event, **bearing(f"{role}-token"))
    assert answer.status_code == status


def test_no_header_makes_a_caller(client: Client) -> None:
    headers = {"testigo.caller": "admin", "Testigo-Caller": "admin", "testigo_caller": "admin"}
    assert is_problem(client.get("/v1/events", headers=headers), 401)


ACCEPTED = [
    "*/*",
    "application/*",
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "text/html, application/json;q=0.1",
    "text/html,*/*;q=0.1",
]
NOT_ACCEPTED = [
    "text/html",
    "application/problem+json",
    "application/json;q=0",
    "application/json;q=0, */*",
    "garbage",
    "application",
]


@pytest.mark.parametrize("accept", ACCEPTED)
def test_answers_who_can_read_json(ledger: AService, accept: str) -> None:
    assert ledger.send("GET", "/v1/events", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("accept", NOT_ACCEPTED)
def test_refuses_who_cannot_read_json(ledger: AService, accept: str) -> None:
    assert is_problem(ledger.send("GET", "/v1/projections", headers={"Accept": accept}), 406)


def test_records_nothing_for_who_cannot_read_the_answer(ledger: AService) -> None:
    answer = ledger.post(an_event("feedback-given"), headers={"Accept": "text/html"})
    assert is_problem(answer, 406)
    lines = {"content_type": "application/x-ndjson", "headers": {"Accept": "application/json"}}
    assert is_problem(ledger.send("POST", "/v1/events", data=b"{}\n", **lines), 406)
    assert ledger.ask("/v1/events")["events"] == []
