"""Questions at a terminal: what is asked, and how the answer is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from service.cli import options, showing
from service.cli.asking import Refused
from service.cli.main import main
from tests.service.prose.answers import (
    A_DAY,
    BOUNDS,
    a_hop,
    a_knower,
    a_path,
    a_recorded_event,
    a_request,
    a_timeline_entry,
    an_identity,
    who_only_asked,
)

ONE_PROGRAMME = {"programmes": [{"programme": "beta"}], "next": None}
EVENTS = {**BOUNDS, "events": [a_recorded_event(1)], "next": None}
NO_EVENTS = {**EVENTS, "events": []}


class FakeAsker:
    """Answers what it was told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[dict[str, Any]]] = {
            "/v1/programmes": [ONE_PROGRAMME],
            "/v1/events": [EVENTS],
        }
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refusal: Refused | None = None

    def get(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The next answer for this path; the last one again when there are no more."""
        if self.refusal:
            raise self.refusal
        self.asked.append((path, dict(params)))
        answers = self.answers[path]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def asked_of(self, path: str) -> list[dict[str, Any]]:
        """What was asked there."""
        return [params for asked, params in self.asked if asked == path]

    def post(self, lines: bytes) -> list[dict[str, Any]]:
        """Not for questions."""
        raise AssertionError(lines)


@pytest.fixture
def asker(monkeypatch: pytest.MonkeyPatch) -> FakeAsker:
    """Whom every question is asked."""
    fake = FakeAsker()

    @contextmanager
    def database(url: str, *, writes: bool) -> Iterator[FakeAsker]:
        yield fake

    monkeypatch.setattr(options, "database_in_process", database)
    return fake


def run(*arguments: str) -> Result:
    """Run the command without a terminal."""
    return CliRunner().invoke(main, arguments)


def who(*knowers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An answer of who."""
    found = {"knowers": list(knowers), "same_as": [], "next": None}
    return {**BOUNDS, "item": "item:x", **found, **more}


def test_the_only_programme_need_not_be_named(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/who"] = [who()]
    assert run("who", "item:x").exit_code == 0
    (params,) = asker.asked_of("/v1/programmes/beta/knowledge/who")
    assert params == {"item": "item:x", "limit": 1000}


def test_what_is_imputed_is_asked_for_only_if_it_is_wanted(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/who"] = [who()]
    assert run("who", "item:x", "--imputed").exit_code == 0
    (params,) = asker.asked_of("/v1/programmes/beta/knowledge/who")
    assert params == {"item": "item:x", "imputed": "true", "limit": 1000}


@pytest.mark.parametrize(("basis", "number"), [("imputed", "1"), ("told", "none")])
def test_how_much_was_imputed_is_said_if_it_was_asked_for(
    asker: FakeAsker, basis: str, number: str
) -> None:
    asker.answers["/v1/programmes/beta/knowledge/who"] = [who(a_knower(basis=basis))]
    said = f"Imputed, through one of an organisation's people: {number}."
    assert run("who", "item:x", "--imputed").stdout.splitlines()[-1] == said
    assert "Imputed" not in run("who", "item:x").stdout


def test_who_was_identified_as_whom_is_said_under_the_answer_once(asker: FakeAsker) -> None:
    pages = [who(a_knower(), same_as=[an_identity()]) | {"next": more} for more in ("on", None)]
    asker.answers["/v1/programmes/beta/knowledge/who"] = pages
    said = run("who", "item:x").stdout
    assert said.count("tester:shade was identified as tester:ana on 26 Nov.") == 1


def test_one_of_several_programmes_must_be_named(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes"] = [
        {"programmes": [{"programme": "beta"}, {"programme": "gamma"}], "next": None}
    ]
    result = run("who", "item:x")
    assert result.exit_code == 2
    assert "beta and gamma" in result.stderr


def test_where_nothing_is_recorded_that_is_said(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes"] = [{"programmes": [], "next": None}]
    result = run("roster")
    assert (result.exit_code, result.stderr) == (1, "Error: Nothing is recorded yet.\n")


def test_bounds_and_filters_are_passed_on(asker: FakeAsker) -> None:
    empty = {**BOUNDS, "events": [], "next": None}
    asker.answers["/v1/programmes/gamma/timeline"] = [empty]
    result = run(
        *("timeline", "--programme", "gamma", "--from", "2024-11-01T00:00:00Z", "--type", "x"),
        *("--to", "2024-12-01T00:00:00Z", "--party", "tester:ana"),
        *("--as-of", "2024-11-26T17:05:00Z", "--as-recorded", "55"),
    )
    assert result.exit_code == 0, result.output
    assert asker.asked_of("/v1/programmes/gamma/timeline") == [
        {
            "from": "2024-11-01T00:00:00Z",
            "to": "2024-12-01T00:00:00Z",
            "type": "x",
            "party": "tester:ana",
            "as_of": "2024-11-26T17:05:00Z",
            "as_recorded": "55",
            "limit": 1000,
        }
    ]
    assert "Nothing is recorded as having happened." in result.stdout


def test_all_pages_are_followed(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/who"] = [
        who(a_knower(), next="more"),
        who(a_knower(party="tester:ben")),
    ]
    answer = json.loads(run("who", "item:x", "--json").stdout)
    assert [each["party"] for each in answer["knowers"]] == ["tester:ana", "tester:ben"]
    assert answer["next"] is None
    assert asker.asked_of("/v1/programmes/beta/knowledge/who")[-1]["cursor"] == "more"


def test_a_limit_stops_early_and_says_that_there_is_more(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/who"] = [who(a_knower(), next="more")]
    result = run("who", "item:x", "--limit", "1")
    assert asker.asked_of("/v1/programmes/beta/knowledge/who")[-1]["limit"] == 1
    assert "There is more" in result.stdout


def test_json_is_the_whole_answer(asker: FakeAsker) -> None:
    answer = who(a_knower())
    asker.answers["/v1/programmes/beta/knowledge/who"] = [answer]
    assert json.loads(run("who", "item:x", "--json").stdout) == answer


def test_knowers_are_shown_by_how_surely_under_the_bounds(asker: FakeAsker) -> None:
    request = a_recorded_event(1, effective=a_request(of="staff:omar"))
    asker.answers[f"/v1/events/{request['id']}"] = [request]
    asker.answers["/v1/programmes/beta/knowledge/who"] = [
        who(
            a_knower(asserted_by="press:" + "x" * 64),
            a_knower(party="public", certainty="possible", basis="public"),
            who_only_asked(party="tester:ben"),
        )
    ]
    lines = run("who", "item:x").stdout.splitlines()
    assert lines[0].startswith("What we had recorded by position 55")
    assert "By then, whatever the exact times (1):" in lines
    assert "Perhaps by then, depending on the exact times (1):" in lines
    assert "Asked, and not recorded as told (1):" in lines
    assert "asked staff:omar" in lines[-1]  # looked up, with its day
    assert "on 26 Nov" in lines[-1]
    assert any(line.endswith("press:" + "x" * 64) for line in lines)  # nothing is cut in a pipe
    assert all(line == line.rstrip() for line in lines)


def test_that_nobody_knew_is_said_plainly(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/who"] = [who()]
    assert "Nobody is recorded as knowing of item:x." in run("who", "item:x").stdout


def test_that_nothing_was_known_is_said_plainly(asker: FakeAsker) -> None:
    nothing = {**BOUNDS, "party": "public", "items": [], "same_as": [], "next": None}
    asker.answers["/v1/programmes/beta/knowledge/what"] = [nothing]
    result = run("what", "public", "--events")
    assert "The public is not recorded as knowing anything." in result.stdout
    assert asker.asked_of("/v1/programmes/beta/knowledge/what")[-1]["events"] == "true"


def test_a_path_is_numbered_from_its_origin(asker: FakeAsker) -> None:
    origin = a_hop(party="staff:lena", basis="took-part", **{"from": None})
    asker.answers["/v1/programmes/beta/knowledge/how"] = [a_path(origin, a_hop())]
    lines = run("how", "tester:ana", "item:x").stdout.splitlines()
    assert lines[2:] == [
        "1. staff:lena was a party to it, on 26 Nov at 17:01 UTC.",
        "2. staff:lena told tester:ana, on 26 Nov at 17:01 UTC.",
        "The path is complete.",
    ]


def test_a_path_of_a_rumour_says_that_more_was_known(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/how"] = [a_path(a_hop(extent="rumour"))]
    asker.answers["/v1/programmes/beta/knowledge/what"] = [
        {**BOUNDS, "party": "tester:ana", "items": [a_knower()], "same_as": [], "next": None}
    ]
    lines = run("how", "tester:ana", "item:launch-date").stdout.splitlines()
    assert lines[-1].startswith("This is how it first came to tester:ana, by rumour.")
    (bounds,) = asker.asked_of("/v1/programmes/beta/knowledge/what")
    assert (bounds["as_of"], bounds["as_recorded"]) == (BOUNDS["as_of"], "55")


def test_an_event_about_one_that_is_not_shown_looks_it_up(asker: FakeAsker) -> None:
    gone = a_recorded_event(30, effective=None)
    about = {"event": gone["id"], "reason": "entered twice"}
    retraction = a_timeline_entry(31, type="event-retracted", data=about)
    asker.answers[f"/v1/events/{gone['id']}"] = [gone]
    asker.answers["/v1/programmes/beta/timeline"] = [
        {**BOUNDS, "events": [retraction], "next": None}
    ]
    said = "retracted #30 “staff:lena told tester:ana of item:launch-date”: entered twice"
    assert said in run("timeline").stdout
    assert asker.asked_of(f"/v1/events/{gone['id']}") == [{"as_recorded": 55}]


def test_events_that_a_party_knew_of_are_said_and_not_called_by_their_ids(asker: FakeAsker) -> None:
    event = a_recorded_event(30)
    asker.answers[f"/v1/events/{event['id']}"] = [event]
    items = [a_knower(item=f"event:{event['id']}"), a_knower(item="item:x")]
    found = {**BOUNDS, "party": "tester:ana", "items": items, "same_as": [], "next": None}
    asker.answers["/v1/programmes/beta/knowledge/what"] = [found]
    said = run("what", "tester:ana", "--events").stdout
    assert "\n#30 “staff:lena told tester:ana of item:launch-date”  in full" in said
    assert event["id"] not in said
    assert event["id"] in run("what", "tester:ana", "--events", "--json").stdout


def test_a_party_of_events_that_are_not_visible_is_told_from_none(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/timeline"] = [{**BOUNDS, "events": [], "next": None}]
    hidden = [a_recorded_event(number, effective=None) for number in (1, 2, 3)]
    asker.answers["/v1/events"] = [{**EVENTS, "events": [*hidden, a_recorded_event(4)]}]
    result = run("timeline", "--party", "tester:ana")
    assert "3 events that name tester:ana are not visible" in result.stdout
    assert result.stderr == ""


def test_a_name_that_no_event_gives_is_doubted(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/what"] = [
        {**BOUNDS, "party": "tester:anna", "items": [], "same_as": [], "next": None}
    ]
    asker.answers["/v1/events"] = [NO_EVENTS, EVENTS]
    result = run("what", "tester:anna")
    assert result.stderr == "No event names tester:anna. Did you mean tester:ana?\n"
    assert asker.asked_of("/v1/events")[0] == {
        "programme": "beta",
        "party": "tester:anna",
        "limit": 1,
    }


def test_only_names_of_the_same_kind_and_alike_are_offered(asker: FakeAsker) -> None:
    asker.answers["/v1/programmes/beta/knowledge/who"] = [who()]
    for doubted, said in (
        ("item:lunch-date", " Did you mean item:launch-date?"),
        ("concern:launch-date", ""),
        ("item:x", ""),
    ):
        asker.answers["/v1/events"] = [NO_EVENTS, EVENTS]
        assert run("who", doubted).stderr == f"No event names {doubted}.{said}\n"


def test_the_roster_has_a_line_for_each_tester(
    asker: FakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    facet = {"state": "invited", "since": A_DAY, "possibly": None}
    row = {
        "tester": "tester:ana",
        "membership": facet,
        "nda": {"state": "none", "since": None, "possibly": None, "terms": None},
        "access": {"state": "granted", "since": A_DAY, "possibly": "cut"},
        "counts": dict.fromkeys(
            ("feedback_given", "feedback_open", "concerns_open", "rewards_agreed", "rewards_paid"),
            0,
        ),
    }
    asker.answers["/v1/programmes/beta/roster"] = [{**BOUNDS, "testers": [row], "next": None}]
    line = run("roster").stdout.splitlines()[-1]
    assert line.split("  ") == [
        "tester:ana",
        "invited on 26 Nov",
        "none",
        "granted on 26 Nov, perhaps cut",
        "nothing open",
    ]
    console = Console(force_terminal=True, width=80, no_color=True, record=True)
    monkeypatch.setattr(showing, "paper", lambda: console)
    run("roster")
    assert "- tester:ana: membership invited on 26 Nov; NDA none; " in console.export_text()


def test_where_there_is_no_room_for_a_table_events_are_sentences(
    asker: FakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = a_timeline_entry(31, asserted_by="press:ars")
    asker.answers["/v1/programmes/beta/timeline"] = [{**BOUNDS, "events": [entry], "next": None}]
    console = Console(force_terminal=True, width=80, no_color=True, record=True)
    monkeypatch.setattr(showing, "paper", lambda: console)
    run("timeline")
    shown = " ".join(console.export_text().split())
    assert "#31, on 26 Nov 2024: staff:lena told tester:ana of item:launch-date (on" in shown
    assert "What happened" not in shown


def test_what_stands_in_the_ledger_cannot_steer_the_terminal(asker: FakeAsker) -> None:
    known = a_knower(channel="a\x1b[2J call\nand more [red]text[/red]")
    asker.answers["/v1/programmes/beta/knowledge/who"] = [who(known)]
    output = run("who", "item:x").stdout
    assert "\x1b" not in output
    assert "call and more [red]text[/red]" in output


def test_a_problem_is_told_on_standard_error(asker: FakeAsker) -> None:
    asker.refusal = Refused(404, {"detail": "There is no programme x."})
    result = run("who", "item:x", "--programme", "x")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "Error: There is no programme x.\n"


def test_a_database_and_a_service_are_not_asked_at_once() -> None:
    result = run("who", "item:x", "--url", "http://127.0.0.1:1", "--database", "sqlite:///x.db")
    assert result.exit_code == 2
    assert "not both" in result.stderr
