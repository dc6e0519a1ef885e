"""What is measured, and whether it is ready: for machines that watch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from service.errors import StoreUnavailable
from service.readiness import Condition, Readiness
from tests.builders import a_minimal_event
from tests.databases import postgres_server
from tests.given import AService, an_id
from tests.served import TOKEN, Served
from tests.service.api.test_problems import problem

Samples = Mapping[str, float]


def samples(text: str) -> dict[str, float]:
    """What an exposition says, by name and labels."""
    return {
        each.name
        + "".join(f" {name}={value}" for name, value in sorted(each.labels.items())): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


def measured(ledger: AService) -> dict[str, float]:
    answer = ledger.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    return samples(answer.text)


def grown(before: Samples, after: Samples, name: str) -> float:
    return after.get(name, 0) - before.get(name, 0)


def test_requests_and_appends_are_counted(ledger: AService) -> None:
    before = measured(ledger)
    ledger.recorded(a_minimal_event("item-disclosed", id=an_id(1)))
    ledger.recorded(a_minimal_event("item-disclosed", id=an_id(2)))
    ledger.get(f"/v1/events/{an_id(1)}")
    ledger.get("/v1/events/no-such")
    after = measured(ledger)
    for name, number in {
        "testigo_http_requests_total method=POST route=/v1/events status=201": 2,
        "testigo_http_request_duration_seconds_count method=POST route=/v1/events": 2,
        "testigo_http_requests_total method=GET route=/v1/events/<event_id> status=200": 1,
        "testigo_append_duration_seconds_count": 2,
        "testigo_append_batch_requests_count": 2,
        "testigo_append_batch_requests_sum": 2,
    }.items():
        assert grown(before, after, name) == number, name
    assert after["testigo_append_waiting_requests"] == 0
    assert after["testigo_sse_clients"] == before["testigo_sse_clients"]
    assert after["testigo_head_position"] == 2
    assert after["testigo_up"] == 1
    assert [each for each in after if each.startswith("testigo_build_info ")]
    assert after["testigo_projection_lag_positions projection=readings"] >= 0


def test_no_label_holds_what_a_client_chose(ledger: AService) -> None:
    ledger.send("GET", "/v1/programmes/s3cret/roster")
    ledger.send("GET", "/s3cret/path")
    ledger.send("S3CRET", "/v1/events")
    text = ledger.get("/metrics").text
    assert "s3cret" not in text.lower()
    assert samples(text)["testigo_http_requests_total method=(other) route=(none) status=405"] >= 1


def test_names_are_as_prometheus_wants_them(ledger: AService) -> None:
    for family in text_string_to_metric_families(ledger.get("/metrics").text):
        assert re.fullmatch(r"testigo_[a-z_]+|python_[a-z_]+|process_[a-z_]+", family.name)
        assert family.documentation


def away(*_: object) -> Any:
    raise StoreUnavailable("away")


def test_it_is_not_ready_while_the_database_is_away(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ledger.service.app.test_client()
    now = ledger.clock()
    ledger.service.tokens.admit("watch", "watch", "reader", an_id(77), now)
    with_token = {"Authorization": "Bearer watch"}
    assert client.get("/readyz", headers=with_token).get_json()["head"] == 0
    monkeypatch.setattr(ledger.service.views, "lag", away)
    for headers in ({}, {"Authorization": "Bearer guessed"}):
        answer = client.get("/readyz", headers=headers)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert problem(answer).keys() == {"type", "title", "status", "detail", "code"}
    told = problem(client.get("/readyz", headers=with_token))
    assert (told["code"], told["stuck"]) == ("unavailable", ["database"])
    assert told["versions"]["testigo"]
    assert client.get("/healthz").status_code == 200
    assert measured(ledger)["testigo_up"] == 0


def test_it_says_to_a_token_that_views_are_stuck(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    lag = {"database": "any", "head": 9, "projections": {"readings": 4}}
    stuck = Condition(("projections",), lag)
    monkeypatch.setattr(Readiness, "condition", lambda *_: stuck)
    told = problem(ledger.get("/readyz"))
    assert (told["code"], told["stuck"]) == ("not-ready", ["projections"])
    assert told["projections"] == {"readings": 4}
    assert measured(ledger)["testigo_projection_lag_positions projection=readings"] == 5
    assert "stuck" not in problem(ledger.service.app.test_client().get("/readyz"))


def test_any_worker_answers_for_all_also_for_those_that_ended(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("watched")
    with (
        postgres_server().ledger() as database,
        Served(folder, options=("--database", database.url, "--workers", "2")) as served,
    ):
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        for number in range(30):
            event = a_minimal_event("item-disclosed", id=an_id(number))
            posted = requests.post(
                f"{served.url}/v1/events", json=event, headers=bearer, timeout=20
            )
            assert posted.status_code == 201
        counted = set()
        for _ in range(20):
            found = samples(requests.get(f"{served.url}/metrics", headers=bearer, timeout=20).text)
            counted.add(
                found["testigo_http_requests_total method=POST route=/v1/events status=201"]
            )
        assert counted == {30}
        limits = {
            requests.get(f"{served.url}/v1/programmes", headers=bearer, timeout=20).headers[
                "RateLimit-Remaining"
            ]
            for _ in range(20)
        }
        assert len(limits) == 20, "they count together"
