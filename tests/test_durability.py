"""A 201 is durable: what was acknowledged is there once, whatever became of the service."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import requests

from tests.builders import a_minimal_event
from tests.given import an_id
from tests.served import Served, run_testigo


def post_until_it_dies(served: Served, first: int, acknowledged: list[dict[str, object]]) -> None:
    number = first
    while True:
        event = a_minimal_event("item-disclosed", id=an_id(number))
        try:
            answer = served.session.post(f"{served.url}/v1/events", json=event, timeout=10)
        except requests.RequestException:
            return
        if answer.status_code == 201:
            acknowledged.append(answer.json())
        number += 1


def everything_in(served: Served) -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    after = 0
    while True:
        answer = served.session.get(
            f"{served.url}/v1/events", params={"after": after, "limit": 1000}, timeout=30
        ).json()
        events += answer["events"]
        if answer["next"] is None:
            return events
        after = answer["events"][-1]["position"]


@pytest.mark.parametrize("posts_before_death", [1, 40, 250])
def test_every_acknowledged_event_is_there_once_after_kill_9(
    tmp_path: Path, posts_before_death: int
) -> None:
    acknowledged: list[dict[str, object]] = []
    served = Served(tmp_path)
    served.start()
    posting = [
        threading.Thread(target=post_until_it_dies, args=(served, start, acknowledged))
        for start in (1_000_000, 2_000_000, 3_000_000)
    ]
    for thread in posting:
        thread.start()
    while len(acknowledged) < posts_before_death:
        threading.Event().wait(0.005)
    served.kill()
    for thread in posting:
        thread.join()
    served.start()
    try:
        events = everything_in(served)
        places = {each["id"]: each["position"] for each in events}
        assert [each["position"] for each in events] == list(range(1, len(events) + 1))
        assert len(places) == len(events)
        assert [each for each in acknowledged if places.get(each["id"]) != each["position"]] == []
    finally:
        served.stop()
    verified = run_testigo("verify", folder=tmp_path)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_post_whose_answer_was_lost_can_be_sent_again(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        event = a_minimal_event("item-disclosed", id=an_id(1))
        assert served.session.post(f"{served.url}/v1/events", json=event).status_code == 201
        served.kill()
        served.start()
        assert served.session.post(f"{served.url}/v1/events", json=event).status_code == 200
        assert len(everything_in(served)) == 1
