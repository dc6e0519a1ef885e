"""A service over a standby answers what can never change, as the primary does, and nothing else."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from werkzeug.test import TestResponse

from domain.instant import DAY, Instant
from service.api.replica import ANSWERED
from service.cli.main import main
from service.storage.postgres import replica as storage
from tests.an_incident import BOUNDS, INCIDENT, PROGRAMME, told
from tests.builders import a_minimal_event
from tests.databases import PostgresDatabase, in_memory, postgres_server
from tests.faults.databases import Standby
from tests.given import NOW, RECORDER, AClock, AService, an_id
from tests.served import TOKEN, Served, a_free_port

PATIENCE_SECONDS = 120.0
ABOUT = f"/v1/programmes/{PROGRAMME}"
ENGINE, ANA = "item:engine", "tester:ana"
LAST = BOUNDS["as_recorded"]
QUESTIONS: dict[str, dict[str, Any]] = {
    "/v1/events": {"item": ENGINE},
    f"/v1/events/{an_id(LAST)}": {},
    "/v1/programmes": {},
    ABOUT: {},
    f"{ABOUT}/timeline": {},
    f"{ABOUT}/roster": {},
    f"{ABOUT}/testers/{ANA}": {},
    f"{ABOUT}/knowledge/who": {"item": ENGINE, "imputed": "true"},
    f"{ABOUT}/knowledge/what": {"party": "press:daily", "events": "true"},
    f"{ABOUT}/knowledge/how": {"party": "org:foe", "item": ENGINE},
    f"{ABOUT}/knowledge/reach": {"item": ENGINE},
    f"{ABOUT}/knowledge/matrix": {"items": ENGINE},
    f"{ABOUT}/knowledge/diff": {"item": ENGINE, "then": "6"},
    f"{ABOUT}/irregularities": {},
    f"{ABOUT}/incidents": {},
    f"{ABOUT}/incidents/{INCIDENT}/review": {},
    f"{ABOUT}/replay": {"from": "2025-06-01T00:00:00Z"},
    f"{ABOUT}/signals": {"step": "day"},
}
WHO, ASKED = f"{ABOUT}/knowledge/who", {"item": ENGINE, **BOUNDS}


@dataclass
class Pair:
    """A primary and its replica, which have the same incident in them."""

    primary: AService
    replica: AService
    database: PostgresDatabase
    standby: Standby

    @property
    def address(self) -> str:
        return self.standby.url_of(self.database.name)

    def recorded(self) -> int:
        """Record one event more in the primary, which projects it: its position."""
        (receipt,) = self.primary.recorded(a_minimal_event("item-disclosed", programme=PROGRAMME))
        position: int = receipt["position"]
        self.primary.ask("/v1/programmes")
        return position

    def refusal(self, path: str, **params: Any) -> tuple[int, str]:
        """How the replica refuses it."""
        answer = self.replica.get(path, **params)
        return answer.status_code, answer.get_json()["code"]

    def await_replica(self, position: int) -> TestResponse:
        """Wait until it answers about a position."""
        asked = {**ASKED, "as_recorded": position}
        return eventually(lambda: self.replica.get(WHO, **asked), lambda it: it.status_code == 200)


def eventually(look: Callable[[], Any], is_well: Callable[[Any], bool]) -> Any:
    """What is seen as soon as it is well."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_well(seen := look()):
        assert time.monotonic() < deadline, seen
        time.sleep(0.02)
    return seen


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with (
        TemporaryDirectory(prefix="testigo-standby-", dir=in_memory()) as folder,
        postgres_server().ledger() as database,
    ):
        Path(folder).chmod(0o755)  # PostgreSQL, which does not run as root, is to come here
        standby = Standby(Path(folder), postgres_server().url("postgres"))
        try:
            standby.start()
            address = standby.url_of(database.name)
            later = AClock(Instant(NOW + DAY))
            with (
                AService(database) as primary,
                AService(database, later, replica=address) as replica,
            ):
                made = Pair(told(primary), replica, database, standby)
                made.primary.ask("/v1/programmes")
                made.await_replica(LAST)
                yield made
        finally:
            standby.stop()


def test_every_question_within_bounds_is_one_of_those_that_are_asked_here(pair: Pair) -> None:
    bounded = {
        path
        for path, methods in pair.replica.ask("/openapi.json")["paths"].items()
        for each in methods.get("get", {}).get("parameters", ())
        if each["name"] == "as_recorded" and not path.startswith("/review")
    }
    named = {"programme": PROGRAMME, "incident": INCIDENT, "tester": ANA, "event_id": an_id(LAST)}
    assert QUESTIONS.keys() == {path.format(**named) for path in bounded}


@pytest.mark.parametrize("path", QUESTIONS)
def test_within_bounds_it_answers_byte_for_byte_as_the_primary(pair: Pair, path: str) -> None:
    asked = {**QUESTIONS[path], **BOUNDS}
    if path.startswith("/v1/events"):
        del asked["as_of"]
    first, second = pair.primary.get(path, **asked), pair.replica.get(path, **asked)
    assert (first.status_code, second.status_code) == (200, 200), second.text
    assert second.data == first.data
    assert second.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("path", QUESTIONS)
def test_without_bounds_it_leaves_a_question_to_the_primary(pair: Pair, path: str) -> None:
    refused = (421, "misdirected-request")
    assert pair.refusal(path, **QUESTIONS[path]) == refused
    if not path.startswith("/v1/events"):
        assert pair.refusal(path, **QUESTIONS[path], as_recorded=LAST) == refused


def test_a_cursor_of_the_primary_leads_on_in_it(pair: Pair) -> None:
    begun = pair.primary.ask("/v1/events", limit=5)  # its bounds are those of the moment
    on = {"limit": 5, "cursor": begun["next"]}
    pair.await_replica(begun["as_recorded"]["position"])
    assert pair.replica.get("/v1/events", **on).data == pair.primary.get("/v1/events", **on).data


def test_all_that_is_no_question_it_leaves_to_the_primary(pair: Pair) -> None:
    others = [
        (method, re.sub("<[^>]+>", "beta", rule.rule))
        for rule in pair.replica.service.app.url_map.iter_rules()
        for method in sorted(rule.methods or ())
        if method not in ("GET", "HEAD") or rule.endpoint.partition(".")[0] not in ANSWERED
    ]
    assert {"/v1/events", "/v1/events/stream", "/v1/tokens", "/review"} <= {at for _, at in others}
    answers = {each: pair.replica.send(*each, role="admin").status_code for each in others}
    assert {each: status for each, status in answers.items() if status != 421} == {}


def test_what_it_does_not_find_the_primary_may_have(pair: Pair) -> None:
    missing = f"/v1/programmes/other{WHO.removeprefix(ABOUT)}"
    assert pair.primary.get(missing, **ASKED).status_code == 404
    assert pair.refusal(missing, **ASKED) == (421, "misdirected-request")


def test_what_has_not_come_yet_is_not_here_yet(pair: Pair) -> None:
    last = pair.recorded()
    pair.await_replica(last)
    pair.standby.hold_back()
    try:
        position = pair.recorded()
        found = pair.primary.ask(WHO, **{**ASKED, "as_recorded": position})
        for late in (position, found["as_recorded"]["recorded_at"]):
            assert pair.refusal(WHO, **{**ASKED, "as_recorded": late}) == (503, "not-here-yet")
        then = {**ASKED, "then": position, "as_recorded": last}
        assert pair.refusal(f"{ABOUT}/knowledge/diff", **then) == (503, "not-here-yet")
        answer = pair.replica.get(WHO, **{**ASKED, "as_recorded": position})
        assert int(answer.headers["Retry-After"]) > 0
        by_last = pair.replica.ask(WHO, **{**ASKED, "as_recorded": last})["as_recorded"]
        asked = {**ASKED, "as_recorded": by_last["recorded_at"]}
        assert pair.replica.get(WHO, **asked).data == pair.primary.get(WHO, **asked).data
    finally:
        pair.standby.go_on()
    assert pair.await_replica(position).get_json() == found


def test_what_no_view_reflects_is_not_here_yet(pair: Pair) -> None:
    """Events come before the views do."""
    (receipt,) = pair.primary.recorded(a_minimal_event("item-disclosed", programme=PROGRAMME))
    head = pair.replica.service.storage.rows.head_position
    eventually(head, lambda seen: seen == receipt["position"])
    asked = {**ASKED, "as_recorded": receipt["position"]}
    assert pair.refusal(WHO, **asked) == (503, "not-here-yet")
    found = pair.primary.ask(WHO, **asked)
    assert pair.await_replica(receipt["position"]).get_json() == found


def test_while_the_views_are_made_anew_it_answers_the_same_or_not_now(pair: Pair) -> None:
    before = pair.primary.get(WHO, **ASKED).data
    replaying = threading.Thread(target=pair.primary.service.replays.run)
    replaying.start()
    seen: list[TestResponse] = []
    while replaying.is_alive():
        seen.append(pair.replica.get(WHO, **ASKED))
    pair.await_replica(pair.recorded())  # and so of the new views
    seen.append(pair.replica.get(WHO, **ASKED))
    assert {each.status_code for each in seen} <= {200, 503}
    assert {each.data for each in seen if each.status_code == 200} == {before}


def test_who_asked_it_is_noted_in_the_primary(pair: Pair) -> None:
    def reads() -> list[dict[str, Any]]:
        answer = pair.primary.send("GET", "/v1/access-log", role="admin")
        found: list[dict[str, Any]] = answer.get_json()["reads"]
        return found

    before = len(reads())
    pair.replica.ask(WHO, **ASKED)
    pair.replica.get(WHO, item=ENGINE)  # is refused
    noted, *others = reads()
    assert len(others) == before
    assert noted["caller"]["name"] == RECORDER.name
    assert noted["parameters"] == {"programme": PROGRAMME, "item": ENGINE}
    assert noted["as_recorded"]["position"] == LAST


def test_who_asked_stands_in_its_log_while_the_primary_is_away(
    pair: Pair, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "AWAY_SECONDS", 1e9)
    away = f"postgresql://postgres@127.0.0.1:{a_free_port()}/away?connect_timeout=1"
    nowhere = PostgresDatabase(away)
    with AService(nowhere, replica=pair.address) as replica:
        answers = [replica.get(WHO, **ASKED) for _ in range(2)]
    assert {each.data for each in answers} == {pair.primary.get(WHO, **ASKED).data}
    kept = [each.getMessage() for each in caplog.records if "is not kept" in each.getMessage()]
    assert [RECORDER.name in each and ENGINE in each for each in kept] == [True, True]
    assert caplog.text.count("a moment ago") == 1


def test_tokens_hold_as_far_as_they_have_come(pair: Pair) -> None:
    made = pair.primary.send(
        "POST", "/v1/tokens", role="admin", json={"name": "ci", "role": "reader"}
    ).get_json()
    client = pair.replica.service.app.test_client()
    shown = {"Authorization": f"Bearer {made['token']}"}

    def ask() -> int:
        return client.get(WHO, query_string=ASKED, headers=shown).status_code

    eventually(ask, lambda status: status == 200)
    revoked = pair.primary.send("DELETE", f"/v1/tokens/{made['id']}", role="admin")
    assert revoked.status_code in (200, 204)
    eventually(ask, lambda status: status == 401)


def test_says_how_far_it_is_behind(pair: Pair) -> None:
    def ready() -> dict[str, Any]:
        details: dict[str, Any] = pair.replica.ask("/readyz")["replica"]
        return details

    last = pair.recorded()
    pair.await_replica(last)
    assert eventually(ready, lambda it: it["seconds_behind"] == 0)["position"] == last
    pair.standby.hold_back()
    try:
        pair.recorded()
        assert eventually(ready, lambda it: it["seconds_behind"] > 0)["position"] == last
        measured = pair.replica.get("/metrics").text
        assert re.search(r"^testigo_replica_seconds_behind [0-9.]+$", measured, re.MULTILINE)
    finally:
        pair.standby.go_on()
    eventually(ready, lambda it: it == {"position": last + 1, "seconds_behind": 0})
    assert "replica" not in pair.primary.ask("/readyz")


def test_is_started_with_a_standby_beside_the_database(pair: Pair, tmp_path: Path) -> None:
    pair.primary.service.admit(TOKEN)
    addresses = ("--database", pair.database.url, "--replica", pair.address)
    with Served(tmp_path, options=(*addresses, "--workers", "1")) as served:
        session, url = served.session, f"{served.url}{WHO}"
        eventually(lambda: session.get(url, params=ASKED, timeout=60), lambda it: it.ok)
        answer = session.get(url, params=ASKED, timeout=60)
        assert answer.content == pair.primary.get(WHO, **ASKED).data
        assert session.post(f"{served.url}/v1/events", json={}, timeout=60).status_code == 421
    assert "which it answers from" in (tmp_path / "serve.log").read_text()


def test_is_of_postgresql_alone() -> None:
    for database in (("--replica", "sqlite:///b.db"), ("--replica", "postgresql://there/testigo")):
        refused = CliRunner().invoke(main, ["serve", "--database", "sqlite:///a.db", *database])
        assert refused.exit_code == 2
        assert "standby of a PostgreSQL database" in refused.output
