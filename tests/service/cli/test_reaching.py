"""Who could have come to know, at a terminal."""

from __future__ import annotations

import json
from typing import Any

from service.cli import reaching
from tests.service.cli.test_questions import FakeAsker, asker, run
from tests.service.prose.answers import BOUNDS

__all__ = ["asker"]  # the fixture

PATH = "/v1/programmes/beta/knowledge/reach"
EVENING = "2024-11-26T17:01:00Z"
NIGHT = "2024-11-26T21:30:00Z"


def a_hop(**overrides: Any) -> dict[str, Any]:
    return {
        "from": "tester:ana",
        "to": "tester:ben",
        "at": EVENING,
        "through": "contact",
        "via": "00000000-0000-4000-8000-000000000001",
        "group": None,
        **overrides,
    }


IN_GROUP = a_hop(
    **{"from": "tester:ben", "to": "press:ars", "at": NIGHT},
    through="group",
    via=None,
    group="group:beta",
)


def an_answer(*reached: dict[str, Any], **more: Any) -> dict[str, Any]:
    sources = [{"party": "tester:ana", "at": "2024-11-26T09:00:00Z"}]
    found = {"item": "item:x", "sources": sources, "reached": list(reached), "next": None}
    return {**BOUNDS, **found, **more}


BEN = {"party": "tester:ben", "at": EVENING, "path": [a_hop()]}
ARS = {"party": "press:ars", "at": NIGHT, "path": [a_hop(), IN_GROUP]}


def test_its_first_words_are_that_this_is_who_could_have_known_and_not_who_knew(
    asker: FakeAsker,
) -> None:
    asker.answers[PATH] = [an_answer(BEN)]
    assert run("reach", "item:x").stdout.startswith(
        "Who could have come to know of item:x, and not who knew"
    )


def test_each_party_comes_with_the_path_to_it(asker: FakeAsker) -> None:
    asker.answers[PATH] = [an_answer(BEN, ARS)]
    assert run("reach", "item:x").stdout.splitlines()[3:] == [
        "Those who knew, and since when at the earliest (1):",
        "- tester:ana, since 26 Nov 09:00 UTC.",
        "",
        "Those who could have come to know (2):",
        "- tester:ben, at the earliest 26 Nov 17:01 UTC: tester:ana and tester:ben in contact, "
        "26 Nov 17:01 UTC.",
        "- press:ars, at the earliest 26 Nov 21:30 UTC: tester:ana and tester:ben in contact, "
        "26 Nov 17:01 UTC; tester:ben and press:ars in group:beta, 26 Nov 21:30 UTC.",
    ]


def test_where_nobody_knew_or_nobody_met_that_is_said(asker: FakeAsker) -> None:
    asker.answers[PATH] = [an_answer(sources=[])]
    assert run("reach", "item:x").stdout.endswith("Nobody is recorded as knowing of item:x.\n")
    asker.answers[PATH] = [an_answer()]
    assert run("reach", "item:x").stdout.endswith(
        "From them it could have come to nobody else, as far as contacts are recorded.\n"
    )


def test_a_time_without_a_beginning_may_be_any() -> None:
    assert reaching.source({"party": "public", "at": None}) == "the public, perhaps always"
    reached = {**BEN, "at": None, "path": [a_hop(at=None)]}
    assert reaching.reached(reached) == (
        "tester:ben, at any time: tester:ana and tester:ben in contact, at any time"
    )


def test_that_there_is_more_is_said(asker: FakeAsker) -> None:
    asker.answers[PATH] = [an_answer(BEN, next="on")]
    asked = run("reach", "item:x", "--limit", "1")
    assert asked.stdout.endswith("There is more; leave out --limit to see all of it.\n")


def test_a_machine_gets_the_whole_answer(asker: FakeAsker) -> None:
    asker.answers[PATH] = [an_answer(BEN)]
    assert json.loads(run("reach", "item:x", "--json").stdout) == an_answer(BEN)


def test_a_name_that_no_event_gives_is_doubted(asker: FakeAsker) -> None:
    asker.answers[PATH] = [an_answer(sources=[])]
    asker.answers["/v1/events"] = [{**BOUNDS, "events": [], "next": None}]
    assert "No event names item:x." in run("reach", "item:x").stderr
