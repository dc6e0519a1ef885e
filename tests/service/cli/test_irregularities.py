"""Irregularities at a terminal: sentences under their codes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result

from domain.irregularities.codes import Code
from service.cli import options
from service.cli.irregularities import CODES
from service.cli.main import main
from tests.service.prose.answers import A_DAY, BOUNDS, a_recorded_event

EARLY, LATE = (f"00000000-0000-4000-8000-{number:012}" for number in (3, 12))


def irregular(code: str, detail: str, *events: str) -> dict[str, Any]:
    return {
        "code": code,
        "tester": "tester:ana",
        "events": list(events),
        "detail": detail,
        "since": A_DAY,
        "certainty": "certain",
    }


TOLD = [
    irregular("access-without-nda", "tester:ana was given access.", EARLY, LATE),
    irregular("access-without-nda", "Perhaps: tester:ben was too.", LATE),
    irregular("commitment-overdue", "commitment:one was due.", EARLY),
]


class Asker:
    """Answers with what was irregular, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {**BOUNDS, "irregularities": TOLD, "next": None}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def get(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        self.asked.append((path, dict(params)))
        if path == "/v1/programmes":
            return {"programmes": [{"programme": "beta"}], "next": None}
        if path.startswith("/v1/events/"):
            return a_recorded_event(int(path[-12:]))
        assert path == "/v1/programmes/beta/irregularities"
        return self.answer


@pytest.fixture
def asker(monkeypatch: pytest.MonkeyPatch) -> Asker:
    fake = Asker()

    @contextmanager
    def database(url: str, *, writes: bool) -> Iterator[Asker]:
        yield fake

    monkeypatch.setattr(options, "database_in_process", database)
    return fake


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["irregularities", *arguments])


def test_each_is_a_sentence_under_its_code(asker: Asker) -> None:
    done = run()
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1:] == [
        "",
        "access-without-nda (2):",
        "- tester:ana was given access.",
        "- Perhaps: tester:ben was too.",
        "",
        "commitment-overdue (1):",
        "- commitment:one was due.",
    ]


def test_the_events_that_show_it_are_told_by_their_numbers(asker: Asker) -> None:
    lines = run("--events").stdout.splitlines()
    assert lines[3:5] == [
        "- tester:ana was given access. (#3, #12)",
        "- Perhaps: tester:ben was too. (#12)",
    ]
    looked_up = [asked for asked in asker.asked if asked[0].startswith("/v1/events/")]
    assert sorted(asked[0][-12:] for asked in looked_up) == ["000000000003", "000000000012"]
    assert {asked[1]["as_recorded"] for asked in looked_up} == {55}


def test_what_a_code_means_is_said_if_asked_for(asker: Asker) -> None:
    assert "Access was granted to a tester who had signed no NDA" in run("--explain").stdout
    assert "Access was granted to a tester" not in run().stdout


def test_it_asks_for_one_code_and_one_tester(asker: Asker) -> None:
    run("--code", "recorded-late", "--tester", "tester:ana", "--as-recorded", "7")
    assert asker.asked[-1][1] == {
        "code": "recorded-late",
        "tester": "tester:ana",
        "as_recorded": "7",
        "limit": 1000,
    }


def test_that_nothing_is_irregular_is_said(asker: Asker) -> None:
    asker.answer["irregularities"] = []
    assert run().stdout.splitlines()[-1] == "Nothing irregular is recorded."


def test_that_there_is_more_is_said(asker: Asker) -> None:
    asker.answer["next"] = "more"
    assert run("--limit", "3").stdout.splitlines()[-1].startswith("There is more")


def test_for_machines_it_is_the_answer(asker: Asker) -> None:
    assert json.loads(run("--json").stdout) == asker.answer


def test_an_unknown_code_is_refused_with_those_that_there_are(asker: Asker) -> None:
    refused = run("--code", "lateness")
    assert refused.exit_code == 2
    assert "recorded-late" in refused.stderr


def test_its_codes_are_those_of_the_domain() -> None:
    assert tuple(Code) == CODES


def test_of_many_of_one_kind_the_first_are_told_unless_that_kind_is_asked_for(asker: Asker) -> None:
    late = [irregular("recorded-late", f"Number {number} was late.") for number in range(1, 13)]
    asker.answer["irregularities"] = late
    lines = run().stdout.splitlines()
    assert lines[2] == "recorded-late (12):"
    assert lines[12:] == ["- Number 10 was late.", "And 2 more; all of them: --code recorded-late"]
    assert run("--code", "recorded-late").stdout.splitlines()[-1] == "- Number 12 was late."
