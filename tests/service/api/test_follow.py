"""The stream of events, in process: what may be asked of it, and what is sent.

There it ends at the head, as nobody would be seen to go. Over sockets: `tests/test_following.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from service.api import streaming
from service.api.streaming import Streaming, Terms
from service.errors import StoreUnavailable
from service.feed import Feed
from service.views.following import Wanted
from tests.builders import a_minimal_event, an_event
from tests.given import AService, an_id

STREAM = "/v1/events/stream"


def told(text: str) -> list[dict[str, str]]:
    """The frames of a stream, as a client that splits it into lines reads them."""
    return [
        dict(line.partition(": ")[::2] for line in frame.splitlines())
        for frame in text.split("\n\n")
        if frame
    ]


def ids(ledger: AService, **query: Any) -> list[str]:
    """The ids of the events that are told, without that of `caught-up`."""
    answer = ledger.get(STREAM, **query)
    assert answer.status_code == 200, answer.text
    _, *events, caught_up = told(answer.text)
    assert caught_up["event"] == "caught-up"
    return [each["id"] for each in events]


def test_tells_by_position_and_says_so_at_the_head(ledger: AService) -> None:
    ledger.recorded(*[a_minimal_event("item-leaked")] * 3)
    assert ids(ledger) == ["1", "2", "3"]
    assert ids(ledger, after=2) == ["3"]
    assert ids(ledger, after=3) == []


def test_an_empty_ledger_is_caught_up_at_0(ledger: AService) -> None:
    (_, caught_up) = told(ledger.get(STREAM).text)
    assert caught_up == {"id": "0", "event": "caught-up", "data": '{"position":0}'}


def test_filters_by_programme_and_type(ledger: AService) -> None:
    for programme in ("one", "two"):
        for name in ("item-leaked", "item-published"):
            ledger.recorded(a_minimal_event(name, programme=programme))
    assert ids(ledger, programme="two") == ["3", "4"]
    assert ids(ledger, type="item-leaked") == ["1", "3"]
    assert ids(ledger, programme="one", type="item-published") == ["2"]
    assert ids(ledger, programme="never") == []


def test_goes_through_many_pages(ledger: AService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PAGE", 2)
    ledger.recorded(*[a_minimal_event("item-leaked")] * 5)
    assert ids(ledger) == ["1", "2", "3", "4", "5"]


def test_an_event_is_told_as_it_was_recorded(ledger: AService) -> None:
    ledger.recorded(
        an_event("feedback-given", id=an_id(1)),
        an_event("event-corrected", data={"event": an_id(1)}),
    )
    (_, first, second, _) = told(ledger.get(STREAM).text)
    for frame in (first, second):
        event = json.loads(frame["data"])
        assert event == ledger.ask(f"/v1/events/{event['id']}", as_recorded=frame["id"])
        assert event["effective"] is not None
    assert json.loads(first["data"])["corrected_by"] == []


def test_no_text_breaks_the_line(ledger: AService) -> None:
    text = "a\nb\r\nc\u2028d\u2029e\x85f\x1cg: h"
    ledger.recorded(a_minimal_event("feedback-given", data={"text": text}))
    (_, event, _) = told(ledger.get(STREAM).text)
    assert json.loads(event["data"])["data"]["text"] == text


@pytest.mark.parametrize("last", ["", "x", "-1", "1.0", "1,2", " ", "4", "9" * 30, "\u0663"])
def test_a_bad_last_event_id_is_refused(ledger: AService, last: str) -> None:
    ledger.recorded(*[a_minimal_event("item-leaked")] * 3)
    headers = {"Last-Event-ID": last.encode().decode("latin-1")}
    answer = ledger.send("GET", f"{STREAM}?after=1", headers=headers)
    assert answer.status_code == 422
    told = answer.get_json()
    assert (told["code"], told["title"]) == ("invalid-parameters", "The header is not valid")
    assert [each["parameter"] for each in told["errors"]] == ["Last-Event-ID"]


def test_the_last_event_id_goes_before_after(ledger: AService) -> None:
    ledger.recorded(*[a_minimal_event("item-leaked")] * 3)
    answer = ledger.send("GET", f"{STREAM}?after=99", headers={"Last-Event-ID": "2"})
    assert [each.get("id") for each in told(answer.text)] == [None, "3", "3"]


@pytest.mark.parametrize(
    "query", ["after=4", "after=-1", "type=nonsense", "programme=A", "limit=1", "after=1&after=2"]
)
def test_a_bad_query_is_refused(ledger: AService, query: str) -> None:
    ledger.recorded(*[a_minimal_event("item-leaked")] * 3)
    assert ledger.send("GET", f"{STREAM}?{query}").status_code == 422


@pytest.mark.parametrize(
    ("accept", "status"),
    [("text/event-stream", 200), ("text/*", 200), ("*/*", 200), ("application/json", 406)],
)
def test_is_for_who_reads_event_streams(ledger: AService, accept: str, status: int) -> None:
    answer = ledger.send("GET", STREAM, headers={"Accept": accept})
    assert answer.status_code == status
    answer.close()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_is_not_kept_or_held_back_on_its_way(ledger: AService, method: str) -> None:
    answer = ledger.send(method, STREAM)
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"
    answer.close()
    assert ledger.service.feed.followers == 0


class Scene:
    """A stream that never ends by itself, with a clock that is told the time."""

    def __init__(self, ledger: AService, after: int = 0) -> None:
        self.now = 0.0
        self.known: Iterator[bool | Exception] = iter(())
        feed: Feed = ledger.service.feed
        self.follower = feed.join()
        assert self.follower is not None
        terms = Terms(
            self.follower,
            lambda wanted, after, limit: ledger.service.views.followed(wanted, after, limit, 1),
            Wanted(),
            self.still_known,
        )
        self.pieces = Streaming(terms, after, AnOpenLine(), clock=lambda: self.now).pieces()

    def still_known(self) -> bool:
        found = next(self.known, True)
        if isinstance(found, Exception):
            raise found
        return found

    def sent(self, number: int) -> list[dict[str, str]]:
        return told(b"".join(next(self.pieces) for _ in range(number)).decode())


class AnOpenLine:
    """A client that is there, and takes everything."""

    is_gone = may_be_gone = False

    def has_room(self, seconds: float) -> bool:
        return True


def test_a_heartbeat_carries_the_position_looked_at(ledger: AService) -> None:
    ledger.recorded(*[a_minimal_event("item-leaked")] * 2)
    scene = Scene(ledger)
    scene.sent(2)
    for _ in range(3):
        scene.now += 15
        assert scene.sent(1) == [{"": "position 2", "id": "2"}]


def test_who_fell_behind_is_told_when_it_has_caught_up_again(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.feed.KEPT_EVENTS", 2)
    scene = Scene(ledger)
    assert [each.get("event") for each in scene.sent(2)] == [None, "caught-up"]
    ledger.service.feed.after(0, 0)
    ledger.recorded(*[a_minimal_event("item-leaked")] * 4)
    ledger.service.feed.look()
    assert [each["id"] for each in scene.sent(1)] == ["1", "2", "3", "4", "4"]
    ledger.recorded(a_minimal_event("item-leaked"))
    ledger.service.feed.look()
    assert [each["id"] for each in scene.sent(1)] == ["5"]


def test_nothing_is_told_while_nobody_knows_whether_the_caller_may(ledger: AService) -> None:
    scene = Scene(ledger)
    scene.sent(2)
    ledger.service.feed.after(0, 0)
    ledger.recorded(a_minimal_event("item-leaked"))
    ledger.service.feed.look()
    scene.known = iter([StoreUnavailable("away"), True])
    scene.now += 10
    assert scene.sent(1) == [{"": "position 0", "id": "0"}]
    scene.now += 1
    assert [each["id"] for each in scene.sent(1)] == ["1"]
    scene.known = iter([False])
    scene.now += 1
    assert scene.sent(1) == [{"": "the token is no longer valid"}]
    assert list(scene.pieces) == []


def test_a_database_that_is_away_for_a_while_ends_nothing(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(ledger)
    scene.sent(1)
    answers = iter([StoreUnavailable("away")])
    followed = ledger.service.views.followed

    def perhaps(*asked: Any) -> Any:
        for error in answers:
            raise error
        return followed(*asked)

    monkeypatch.setattr(ledger.service.views, "followed", perhaps)
    assert [each["event"] for each in scene.sent(1)] == ["caught-up"]
