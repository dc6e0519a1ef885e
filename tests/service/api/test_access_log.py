"""Every read of who knew what is itself noted, and shown to an admin."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from domain.instant import DAY, Instant
from service.access_log import AccessLog, Read, Span
from service.api.noting import NOTED, NOTED_ALONE
from service.errors import StoreUnavailable
from tests.builders import an_event
from tests.given import RECORDER, AService, an_id

ABOUT = "/v1/programmes/beta"
ITEM = "item:launch-date"
KNOWING = {
    "knowledge/who": {"item": ITEM},
    "knowledge/what": {"party": "tester:ana"},
    "knowledge/how": {"party": "tester:ana", "item": ITEM},
    "knowledge/reach": {"item": ITEM},
    "knowledge/matrix": {},
    "knowledge/diff": {"item": ITEM, "then": "0"},
    "replay": {},
}
REVIEW = "/incidents/<incident>/review"
"""It is noted too: tests/service/api/test_review.py."""
OTHERS = [
    *("", "/timeline", "/roster", "/testers/tester:ana"),
    *("/irregularities", "/signals", "/incidents"),
]
"""What of a programme says who knew what is noted; of these nobody is told that."""


@pytest.fixture
def told(ledger: AService) -> AService:
    """A ledger in which Ana is told of an item."""
    data = {"items": [ITEM], "by": "staff:lena", "to": ["tester:ana"]}
    ledger.recorded(
        an_event("item-disclosed", id=an_id(1), programme="beta", data=data),
        an_event("feedback-given", id=an_id(2), programme="beta"),
    )
    return ledger


def reads(ledger: AService, **params: Any) -> list[dict[str, Any]]:
    answer = ledger.send("GET", "/v1/access-log", role="admin", query_string=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["reads"]
    return found


@pytest.mark.parametrize("route", KNOWING)
def test_who_asked_is_noted_with_the_question_and_its_bounds(told: AService, route: str) -> None:
    bounds = {"as_of": "2025-01-01T00:00:00Z", "as_recorded": 1}
    answer = told.ask(f"{ABOUT}/{route}", **KNOWING[route], **bounds)
    (read,) = reads(told)
    assert read["caller"] == {"name": RECORDER.name, "principal": RECORDER.principal}
    assert read["question"] == f"/v1/programmes/{{programme}}/{route}"
    assert read["parameters"] == {"programme": "beta", **KNOWING[route]}
    assert read["as_of"] == answer["as_of"]
    assert read["as_recorded"] == answer["as_recorded"]
    assert read["as_recorded"]["position"] == 1


def test_bounds_that_were_not_given_are_noted_as_they_were_resolved(told: AService) -> None:
    answer = told.ask(f"{ABOUT}/knowledge/who", item=ITEM)
    (read,) = reads(told)
    assert (read["as_of"], read["as_recorded"]) == (answer["as_of"], answer["as_recorded"])
    assert read["as_recorded"]["position"] == 2


def test_every_route_of_a_programme_is_noted_or_known_not_to_be(ledger: AService) -> None:
    rules = {
        rule.rule.removeprefix("/v1/programmes/<programme>"): rule.endpoint
        for rule in ledger.service.app.url_map.iter_rules()
        if rule.rule.startswith("/v1/programmes/<programme>")
    }
    noted = {
        rest
        for rest, endpoint in rules.items()
        if endpoint.partition(".")[0] in NOTED or endpoint in NOTED_ALONE
    }
    assert noted == {REVIEW, *(f"/{each}" for each in KNOWING)}
    assert {rest.replace("<tester>", "tester:ana") for rest in rules.keys() - noted} == set(OTHERS)


def test_other_reads_are_not_noted(told: AService) -> None:
    for rest in OTHERS:
        told.ask(f"{ABOUT}{rest}")
    told.ask("/v1/events")
    assert reads(told) == []


def test_what_was_refused_is_not_noted(told: AService) -> None:
    for path in (
        f"{ABOUT}/knowledge/who",
        f"{ABOUT}/knowledge/who?item=nonsense",
        f"{ABOUT}/knowledge/who?item={ITEM}&as_recorded=99",
        f"/v1/programmes/unknown/knowledge/who?item={ITEM}",
    ):
        assert told.send("GET", path).status_code in (404, 422)
    assert reads(told) == []


def test_an_answer_that_is_still_the_same_is_noted_too(told: AService) -> None:
    path = f"{ABOUT}/knowledge/who?item={ITEM}&as_of=2025-01-01T00:00:00Z&as_recorded=1"
    tag = told.send("GET", path).headers["ETag"]
    assert told.send("GET", path, headers={"If-None-Match": tag}).status_code == 304
    assert len(reads(told)) == 2


def test_the_latest_come_first_and_go_on_page_by_page(told: AService) -> None:
    for position in (0, 1, 2):
        told.ask(f"{ABOUT}/knowledge/who", item=ITEM, as_recorded=position)
    found, cursor = [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = told.send("GET", "/v1/access-log", role="admin", query_string=params).get_json()
        found += page["reads"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [each["as_recorded"]["position"] for each in found] == [2, 1, 0]
    assert [each["number"] for each in found] == [3, 2, 1]


def test_is_asked_for_by_time_and_caller(told: AService) -> None:
    for position in (0, 1, 2):
        told.ask(f"{ABOUT}/knowledge/who", item=ITEM, as_recorded=position)
    latest, middle, first = reads(told)
    assert reads(told, since=middle["at"]) == [latest, middle]
    assert reads(told, until=middle["at"]) == [first]
    assert len(reads(told, caller=RECORDER.name)) == 3
    assert len(reads(told, caller=RECORDER.principal)) == 3
    assert reads(told, caller="somebody else") == []


@pytest.mark.parametrize("query", ["since=yesterday", "caller=", "cursor=x", "what=ever"])
def test_what_cannot_be_asked_is_refused(told: AService, query: str) -> None:
    answer = told.send("GET", f"/v1/access-log?{query}", role="admin")
    assert answer.status_code == 422, answer.text


def test_is_there_after_the_next_start(told: AService) -> None:
    told.ask(f"{ABOUT}/knowledge/who", item=ITEM)
    before = reads(told)
    with told.reopened() as again:
        assert reads(again) == before
        again.ask(f"{ABOUT}/knowledge/who", item=ITEM)
        assert [each["number"] for each in reads(again)] == [2, 1]


def test_reads_at_the_same_time_are_all_noted_once(told: AService) -> None:
    def ask() -> None:
        for _ in range(10):
            told.ask(f"{ABOUT}/knowledge/who", item=ITEM)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each["number"] for each in reads(told)) == list(range(1, 41))


def test_does_not_touch_the_events(told: AService) -> None:
    told.ask(f"{ABOUT}/knowledge/who", item=ITEM)
    assert len(told.ask("/v1/events")["events"]) == 2
    assert told.service.verify() == (2, [])


def test_is_forgotten_when_it_is_older_than_it_is_kept(told: AService) -> None:
    told.ask(f"{ABOUT}/knowledge/who", item=ITEM)
    told.clock.now = Instant(told.clock.now + 365 * DAY)
    told.ask(f"{ABOUT}/knowledge/who", item=ITEM)
    assert not told.service.access_log.tidy()
    assert [each["number"] for each in reads(told)] == [2]


class AFullDisk:
    """Takes nothing."""

    def add(self, _reads: object) -> None:
        raise StoreUnavailable("The database does not answer: disk I/O error.")


def test_what_cannot_be_kept_stands_in_the_log_of_the_service(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store: Any = AFullDisk()
    log = AccessLog(store, lambda: Instant(0), kept=True, days=None)
    log.note(Read(Instant(0), RECORDER, "/a/{b}", {"b": "c"}, Instant(0), 7, None))
    assert "a read that is not kept in the access log" in caplog.text
    assert RECORDER.principal in caplog.text
    assert "/a/{b}" in caplog.text


def test_a_process_that_only_reads_along_keeps_nothing(told: AService) -> None:
    if told.database.kind != "sqlite":
        pytest.skip("a PostgreSQL database is open to every process alike")
    from service.bootstrap import open_service
    from tests.given import a_caller

    with open_service(told.database.url, writable=False) as beside:
        answer = beside.app.test_client().get(
            f"{ABOUT}/knowledge/who?item={ITEM}",
            environ_overrides={"testigo.caller": a_caller("reader")},
        )
        assert answer.status_code == 200
        assert beside.access_log.listed(Span(), None, 10) == []
