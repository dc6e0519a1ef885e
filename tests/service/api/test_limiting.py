"""No token, and nobody without one, asks for more than the service was told to answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from service.bootstrap import Service, open_service
from service.clock import new_id, system_clock
from service.rates import Limits, SharedCounters
from tests.service.api.test_problems import problem

LIMITS = Limits(per_token="3/hour", failures="3/hour", proxies=1)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with open_service(f"sqlite:///{tmp_path}/ledger.db", limits=LIMITS) as opened:
        now = system_clock()
        for token in ("mine", "yours"):
            opened.tokens.admit(token, token, "recorder", new_id(now), now)
        yield opened


def ask(
    service: Service, token: str | None, path: str = "/v1/programmes", address: str = "192.0.2.1"
) -> TestResponse:
    headers = {"X-Forwarded-For": address}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return service.app.test_client().get(path, headers=headers)


def test_who_asks_too_much_is_told_when_to_go_on(service: Service) -> None:
    left = [ask(service, "mine").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = ask(service, "mine")
    assert problem(refused)["code"] == "too-many-requests"
    assert refused.status_code == 429
    assert problem(refused)["detail"].startswith("Too much was asked;")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["RateLimit-Limit"] == "3"
    assert refused.headers["RateLimit-Remaining"] == "0"


def test_a_limit_is_of_one_token_wherever_it_asks_from(service: Service) -> None:
    for number in range(4):
        ask(service, "mine", address=f"192.0.2.{number}")
    assert ask(service, "mine", "/v1/events").status_code == 429
    assert ask(service, "yours").status_code == 200


@pytest.mark.parametrize("token", [None, "guessed"])
@pytest.mark.parametrize("path", ["/v1/programmes", "/nowhere"])
def test_who_fails_too_often_is_not_asked_any_more(
    service: Service, token: str | None, path: str
) -> None:
    assert [ask(service, token, path).status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    assert problem(ask(service, token, path))["detail"].startswith("Too often nobody said who")
    assert ask(service, token, path, address="192.0.2.2").status_code == 401


def test_a_guess_that_is_right_comes_too_late_but_who_was_there_goes_on(service: Service) -> None:
    assert ask(service, "mine").status_code == 200
    for _ in range(3):
        ask(service, "guessed")
    assert ask(service, "yours").status_code == 429
    assert ask(service, "mine").status_code == 200


@pytest.mark.parametrize(
    ("addresses", "another"),
    [
        (["2001:db8::1", "2001:db8::2", "2001:db8::ffff:0:0:3"], "2001:db8:0:1::1"),
        (["::ffff:192.0.2.1", "192.0.2.1", "::ffff:c000:201"], "::ffff:192.0.2.2"),
        (["fe80::1%eth0", "fe80::2", "fe80::3"], "no address"),
    ],
)
def test_who_has_a_network_of_addresses_is_one(
    service: Service, addresses: list[str], another: str
) -> None:
    assert [ask(service, "guessed", address=each).status_code for each in addresses] == [401] * 3
    assert {ask(service, "guessed", address=each).status_code for each in addresses} == {429}
    assert ask(service, "guessed", address=another).status_code == 401


def test_whether_it_is_ready_may_always_be_asked(service: Service) -> None:
    for _ in range(4):
        ask(service, "guessed")
    assert {ask(service, None, path).status_code for path in ("/healthz", "/readyz")} == {200}
    assert service.app.test_client().put("/healthz").status_code == 405


COUNT = """
import sys
from service.rates import SharedCounters
counters = SharedCounters(shared=sys.argv[1])
for _ in range(500):
    counters.incr("key", 60)
"""


def test_workers_count_together(tmp_path: Path) -> None:
    path = str(tmp_path / "rates")
    workers = [subprocess.Popen([sys.executable, "-c", COUNT, path]) for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert SharedCounters(shared=path).get("key") == 1500


def test_what_ended_is_counted_from_one_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("service.rates.time.monotonic", lambda: now)
    counters = SharedCounters()
    assert [counters.incr("key", 60) for _ in range(3)] == [1, 2, 3]
    assert counters.get_expiry("key") == 1060
    now = 1060.0
    assert counters.get("key") == 0
    assert counters.incr("key", 60) == 1


def test_more_keys_than_there_is_room_for_forget_what_ends_soonest() -> None:
    counters = SharedCounters()
    for number in range(60_000):
        counters.incr(f"key {number}", 60)
    assert counters.incr("another", 60) == 1


def test_of_several_limits_the_one_that_is_reached_holds(tmp_path: Path) -> None:
    limits = Limits(per_token="3/hour; 2/day")
    with open_service(f"sqlite:///{tmp_path}/ledger.db", limits=limits) as opened:
        now = system_clock()
        opened.tokens.admit("mine", "mine", "recorder", new_id(now), now)
        asked = [ask(opened, "mine") for _ in range(3)]
    assert [each.headers["RateLimit-Limit"] for each in asked] == ["3", "3", "2"]
    assert [each.status_code for each in asked] == [200, 200, 429]
