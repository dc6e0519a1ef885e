"""Following a service as it is shipped, over sockets: with dead, slow and half-duplex clients."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.builders import a_minimal_event, an_event
from tests.databases import KINDS, a_database
from tests.following import Following, seconds_until_followed
from tests.served import TOKEN, Served

THREADS = 32
SEATS = 4
WORKERS = 2


@pytest.fixture(scope="module", params=KINDS)
def served(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Served]:
    """A service over a database of each kind; on PostgreSQL with two workers."""
    folder: Path = tmp_path_factory.mktemp("following")
    with a_database(request.param, folder) as database:
        options = ("--database", database.url, "--threads", str(THREADS))
        with Served(folder, options=(*options, "--workers", str(WORKERS))) as running:
            yield running


@pytest.fixture(scope="module")
def one_process(tmp_path_factory: Any) -> Iterator[Served]:
    """A service of one process: how many may follow is counted in each."""
    with Served(tmp_path_factory.mktemp("seats"), options=("--threads", str(2 * SEATS))) as running:
        post(running, a_minimal_event("item-disclosed"))
        yield running


def post(served: Served, *events: dict[str, Any]) -> list[int]:
    """Post a batch; its positions."""
    answer = served.session.post(f"{served.url}/v1/events", json=list(events), timeout=20)
    assert answer.status_code == 201, answer.text
    return [each["position"] for each in answer.json()["events"]]


def head(served: Served) -> int:
    details: dict[str, Any] = served.session.get(f"{served.url}/readyz", timeout=20).json()
    return int(details["head"])


def followed(served: Served, **how: Any) -> Following:
    """Follow, whichever worker has a seat left."""
    while True:
        following = Following(served.port, **how)
        if following.status != 503:
            return following
        following.close()


def a_token(served: Served, **more: Any) -> tuple[str, str]:
    """A new token of a reader, and its id."""
    body = {"name": "follower", "role": "reader", **more}
    made = served.session.post(f"{served.url}/v1/tokens", json=body, timeout=20).json()
    return made["token"], made["id"]


def test_tells_each_event_as_it_is_answered_at_its_own_position(served: Served) -> None:
    (first, *_) = post(served, an_event("item-disclosed"), an_event("feedback-given"))
    disclosed = served.session.get(f"{served.url}/v1/events", params={"after": first - 1}).json()
    correction = an_event("event-corrected", data={"event": disclosed["events"][1]["id"]})
    with followed(served, after=first - 1) as following:
        told = following.events(2)
        post(served, correction)
        told += following.events(1)
    assert [each.id for each in told] == [first, first + 1, first + 2]
    for frame in told:
        asked = {"as_recorded": frame.id}
        answer = served.session.get(f"{served.url}/v1/events/{frame.data['id']}", params=asked)
        assert frame.data == answer.json()
        assert frame.event == frame.data["type"]


def test_says_when_it_has_caught_up_and_how_far_it_looked(served: Served) -> None:
    last = post(served, a_minimal_event("item-disclosed"), a_minimal_event("item-leaked"))[-1]
    with followed(served, after=last - 2, type="item-disclosed") as following:
        *events, caught_up = following.until_caught_up()
    assert [each.id for each in events] == [last - 1]
    assert (caught_up.id, caught_up.data) == (last, {"position": last})


def test_goes_on_after_the_last_event_id_which_wins(served: Served) -> None:
    first, second = post(served, *[a_minimal_event("item-disclosed")] * 2)
    with followed(served, after=0, last=str(first)) as following:
        assert [each.id for each in following.events(1)] == [second]


def test_tells_only_the_programme_and_type_that_are_asked_for(served: Served) -> None:
    after = head(served)
    with followed(served, after=after, programme="one", type="item-leaked") as following:
        following.until_caught_up()
        wanted = a_minimal_event("item-leaked", programme="one")
        others = [
            a_minimal_event("item-leaked", programme="two"),
            a_minimal_event("item-disclosed", programme="one"),
        ]
        positions = post(served, *others, wanted, *others, wanted)
        assert [each.id for each in following.events(2)] == [positions[2], positions[5]]


@pytest.mark.parametrize("asked", [{}, {"programme": "mine"}, {"programme": "theirs"}])
def test_a_bound_token_is_told_of_its_own_programmes(served: Served, asked: dict[str, str]) -> None:
    after = head(served)
    token, _ = a_token(served, programmes=["mine", "ours"])
    mine, theirs = (a_minimal_event("item-leaked", programme=each) for each in ("mine", "theirs"))
    last = post(served, theirs, mine, theirs)[-1]
    expected = [] if asked == {"programme": "theirs"} else [after + 2]
    with followed(served, token=token, after=after, **asked) as following:
        *events, caught_up = following.until_caught_up()
        assert [each.id for each in events] == expected
        assert caught_up.id == last
        if expected:
            following.connection.sock.settimeout(5)
            last = post(served, theirs, mine)[-1]
            assert [each.id for each in following.events(1)] == [last]


def test_everything_is_told_once_and_in_order_whoever_writes(served: Served) -> None:
    after = head(served)
    writers, each_writes = 6, 20

    def write(number: int) -> None:
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {TOKEN}"
            for _ in range(each_writes):
                event = a_minimal_event("item-disclosed", programme=f"p{number % 2}")
                session.post(f"{served.url}/v1/events", json=event, timeout=20)
                session.cookies.clear()

    def listen(found: list[int | None], number: int, **how: Any) -> None:
        with followed(served, after=after, **how) as following:
            found += [frame.id for frame in following.events(number)]

    whole: list[list[int | None]] = [[], []]
    half: list[int | None] = []
    total = writers * each_writes
    threads = [
        *(threading.Thread(target=listen, args=(found, total)) for found in whole),
        threading.Thread(target=listen, args=(half, total // 2), kwargs={"programme": "p1"}),
        *(threading.Thread(target=write, args=(number,)) for number in range(writers)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    everything = list(range(after + 1, after + total + 1))
    assert whole == [everything, everything]
    assert len(half) == total // 2
    assert half == sorted(set(half))


def test_ends_when_the_token_is_revoked_or_expires(served: Served) -> None:
    token, token_id = a_token(served)
    soon = time.time() + 2.0  # noqa: TID251 (an instant for the service, which asks the clock)
    text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(soon)) + f".{int(soon % 1 * 1000):03}Z"
    short, _ = a_token(served, expires=text)
    with followed(served, token=token) as revoked, followed(served, token=short) as expiring:
        revoked.until_caught_up()
        expiring.until_caught_up()
        served.session.delete(f"{served.url}/v1/tokens/{token_id}", timeout=20)
        start = time.monotonic()
        (*_, last) = revoked.frames()
        assert time.monotonic() - start < 3
        assert last.comment == "the token is no longer valid"
        (*_, last) = expiring.frames()
        assert time.monotonic() - start < 6
        assert last.comment == "the token is no longer valid"
    with Following(served.port, token=token) as following:
        assert following.status == 401


def workers_of(served: Served) -> list[int]:
    children = Path(f"/proc/{served.pid}/task/{served.pid}/children").read_text()
    return [int(each) for each in children.split()]


def held_by(served: Served) -> tuple[int, int]:
    """How many files (and so sockets) and threads its workers hold."""
    pids = workers_of(served)
    files = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)
    return files, sum(len(os.listdir(f"/proc/{pid}/task")) for pid in pids)


def come_and_go(served: Served, times: int) -> None:
    for number in range(times):
        with followed(served) as following:
            if number % 2:
                following.until_caught_up()


def test_a_hundred_reconnects_leave_nothing_behind(served: Served) -> None:
    come_and_go(served, 20)
    time.sleep(1)
    files, _ = held_by(served)
    come_and_go(served, 100)
    deadline = time.monotonic() + 10
    while held_by(served)[0] > files + 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert held_by(served)[0] <= files + 2
    assert held_by(served)[1] <= WORKERS * (THREADS + 8)


class TestSeats:
    """At most half of the threads are for those who follow."""

    @pytest.fixture
    def full(self, one_process: Served) -> Iterator[list[Following]]:
        found: list[Following] = []
        while len(found) < SEATS:  # those of the test before are on their way out
            following = followed(one_process)
            following.until_caught_up()
            found.append(following)
        yield found
        for following in found:
            following.close()

    def test_who_comes_too_late_is_told_to_come_again(
        self, one_process: Served, full: list[Following]
    ) -> None:
        with Following(one_process.port) as refused:
            assert refused.status == 503
            assert int(refused.response.headers["Retry-After"]) > 0
            assert refused.problem()["code"] == "too-many-streams"

    def test_others_are_answered_and_post(self, one_process: Served, full: list[Following]) -> None:
        (position,) = post(one_process, a_minimal_event("item-leaked"))
        for following in full:
            assert [each.id for each in following.events(1)] == [position]

    def test_a_head_takes_no_seat(self, one_process: Served) -> None:
        seconds_until_followed(one_process.port)
        for _ in range(2 * SEATS):
            answer = one_process.session.head(f"{one_process.url}/v1/events/stream", timeout=5)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == "text/event-stream"

    @pytest.mark.parametrize("how", ["close", "reset", "half-close-then-close"])
    def test_one_who_went_is_missed_within_a_second(
        self, one_process: Served, full: list[Following], how: str
    ) -> None:
        gone = full.pop()
        if how == "reset":
            gone.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        if how == "half-close-then-close":
            gone.socket.shutdown(socket.SHUT_WR)
            time.sleep(1)
        gone.close()
        assert seconds_until_followed(one_process.port) < 1.2

    def test_one_who_has_only_stopped_speaking_is_told_on(
        self, one_process: Served, full: list[Following]
    ) -> None:
        quiet = full[0]
        quiet.socket.shutdown(socket.SHUT_WR)
        time.sleep(1.5)
        (position,) = post(one_process, a_minimal_event("item-leaked"))
        assert [each.id for each in quiet.events(1)] == [position]

    def test_one_who_sent_more_before_going_is_missed_too(
        self, one_process: Served, full: list[Following]
    ) -> None:
        gone = full.pop()
        gone.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        gone.close()
        assert seconds_until_followed(one_process.port) < 1.2


def test_a_slow_reader_harms_nobody_and_goes_and_others_are_kept_awake(
    one_process: Served,
) -> None:
    after = head(one_process)
    large = a_minimal_event("feedback-given", programme="large", data={"text": "x" * 19_000})
    with (
        followed(one_process, after=after, buffer=4096) as stuck,
        followed(one_process, after=after, type="item-leaked") as quiet,
    ):
        for _ in range(4):
            last = post(one_process, *[large] * 50)[-1]
        start = time.monotonic()
        with followed(one_process, after=last - 1) as quick:
            assert [each.id for each in quick.events(1)] == [last]
            (last,) = post(one_process, a_minimal_event("item-disclosed"))
            assert [each.id for each in quick.events(1)] == [last]
        assert time.monotonic() - start < 3
        beat = next(each for each in quiet.frames() if each.comment)
        assert time.monotonic() - start < 15
        assert (beat.id, beat.comment) == (last, f"position {last}")
        full = [followed(one_process) for _ in range(SEATS - 2)]
        assert seconds_until_followed(one_process.port) < 12
        assert time.monotonic() - start < 20
        for each in full:
            each.close()
        got = 0
        with contextlib.suppress(OSError, http.client.HTTPException):
            for _ in stuck.frames():
                got += 1
        assert got < 200


@pytest.mark.parametrize("kind", KINDS)
def test_who_follows_is_let_go_when_the_service_stops(tmp_path: Path, kind: str) -> None:
    with (
        a_database(kind, tmp_path) as database,
        Served(tmp_path, options=("--database", database.url)) as running,
    ):
        post(running, a_minimal_event("item-disclosed"))
        with followed(running) as following:
            following.until_caught_up()
            start = time.monotonic()
            running.terminate()
            (*_, last) = following.frames()
            assert last.comment == "the service is stopping"
            assert time.monotonic() - start < 2
        running.stop()
        assert time.monotonic() - start < 10
        assert "Traceback" not in (tmp_path / "serve.log").read_text()
