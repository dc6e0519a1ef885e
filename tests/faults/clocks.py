"""A clock that is set back under the service: by little, by much, and put right again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import requests

from tests.builders import a_minimal_event
from tests.faults.bench import Bench, Outcome
from tests.faults.databases import DATABASES
from tests.faults.planted import CLOCK_FILE
from tests.given import an_id
from tests.served import TOKEN

UNDER_LOAD_SECONDS = 0.5


def clock_set_back(kind: str, folder: Path, seed: int) -> Outcome:
    """By 3 s: posts go on from the last time. By 60 s: they are 503 until it has caught up."""
    outcome = Outcome(f"clock set back, {kind}", "by 3 s, by 60 s, and right again", 1)
    clock = folder / CLOCK_FILE
    clock.write_text("0")
    database = DATABASES[kind](folder)
    with Bench(database, folder, seed, planted=("a-set-clock",)) as bench:
        bench.load.start()
        time.sleep(UNDER_LOAD_SECONDS)
        _set(clock, "-3")
        time.sleep(UNDER_LOAD_SECONDS)
        if bench.load.seen["later"]:
            outcome.problems.append("posts were refused with the clock 3 s back")
        _set(clock, "-60")
        time.sleep(UNDER_LOAD_SECONDS)
        outcome.problems += _refusals(bench.service.url)
        if not bench.load.seen["clock-behind"]:
            outcome.problems.append("no post was refused with `clock-behind`")
        _set(clock, "0")
        before, began = bench.notebook.lines, time.monotonic()
        while bench.notebook.lines == before and time.monotonic() - began < 30:
            time.sleep(0.01)
        outcome.recovered_seconds = time.monotonic() - began
        bench.load.stop()
        bench.load.settle()
        bench.tell(outcome)
    return outcome


def _set(clock: Path, offset: str) -> None:
    beside = clock.with_suffix(".new")
    beside.write_text(offset)
    beside.replace(clock)


def _refusals(url: str) -> list[str]:
    """What is wrong with how posts of each form are refused while the clock is behind."""
    event: dict[str, Any] = a_minimal_event("item-disclosed", id=an_id(1))
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        answers = [session.post(f"{url}/v1/events", json=each) for each in (event, [event])]
        reading = session.get(f"{url}/v1/events", params={"limit": 1})
    found = [] if reading.status_code == 200 else [f"reading is answered {reading.status_code}"]
    for each in answers:
        if (each.status_code, each.json()["code"]) != (503, "clock-behind"):
            found.append(f"a post is answered {each.status_code} {each.text}")
        if not each.headers.get("Retry-After", "").isdigit():
            found.append("without Retry-After")
    return found
