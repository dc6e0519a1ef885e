"""Stepping through history at a terminal: pages as they are looked at, forward and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from service.cli import showing, stepping
from service.cli.main import main
from tests.builders import PROGRAMME, an_event
from tests.given import AService, an_id


@pytest.fixture
def story(tmp_path: Path) -> str:
    """A ledger of 25 disclosures; its database."""
    with AService(tmp_path / "ledger.db") as service:
        for number in range(1, 26):
            service.recorded(an_event("item-disclosed", id=an_id(number)))
    return f"sqlite:///{tmp_path / 'ledger.db'}"


def run(database: str, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["step", "--database", database, *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def numbers(shown: str) -> list[int]:
    return [int(line[1:].split()[0]) for line in shown.splitlines() if line.startswith("#")]


def test_all_steps_are_told_where_nobody_sits(story: str) -> None:
    shown = run(story)
    assert numbers(shown) == list(range(1, 26))
    assert "press:ars, of item:sora: nothing → " in shown
    assert sum(line.startswith("Recorded ") for line in shown.splitlines()) == 25
    assert numbers(run(story, "--limit", "3")) == [1, 2, 3]
    assert numbers(run(story, "--from", "24")) == [24, 25]


def test_for_machines_it_is_the_answer(story: str) -> None:
    answer = json.loads(run(story, "--json", "--by", "occurred"))
    assert (answer["by"], len(answer["steps"])) == ("occurred", 25)
    assert answer["steps"][0]["event"]["programme"] == PROGRAMME


def test_keys_go_forward_and_back_over_pages(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["n"] * 21 + ["p"] * 3 + ["n"] * 40 + ["q"])
    monkeypatch.setattr(stepping.click, "getchar", lambda: next(keys))
    console = Console(force_terminal=True, width=200, no_color=True, record=True)
    monkeypatch.setattr(showing, "paper", lambda: console)
    run(story)
    shown = console.export_text()
    expected = [*range(1, 23), 21, 20, 19, *range(20, 26)]
    assert numbers(shown) == expected
    assert "There is no further step." in shown


def test_what_changed_alike_for_a_party_is_said_once(tmp_path: Path) -> None:
    with AService(tmp_path / "ledger.db") as service:
        service.recorded(an_event("item-disclosed", data={"items": ["item:a", "item:b"]}))
    shown = run(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert "- press:ars, of item:a and item:b: nothing → " in shown


def test_what_is_known_as_well_as_before_but_otherwise_is_said_so(tmp_path: Path) -> None:
    with AService(tmp_path / "ledger.db") as service:
        for day, teller in (("2024-11-20", "staff:lena"), ("2024-11-19", "org:acme")):
            told = {"items": ["item:a"], "by": teller, "to": ["tester:ana"]}
            service.recorded(an_event("item-disclosed", occurred_at=day, data=told))
    shown = " ".join(run(f"sqlite:///{tmp_path / 'ledger.db'}").split())
    assert "tester:ana, of item:a: in full → in full" not in shown
    assert "tester:ana, of item:a: in full as before, on 19 Nov 2024" in shown
    assert "; told by org:acme" in shown
    assert "(was: told by staff:lena" in shown


def test_what_a_step_takes_back_is_said_and_not_called_by_its_id(tmp_path: Path) -> None:
    with AService(tmp_path / "ledger.db") as service:
        service.recorded(
            an_event("item-disclosed", id=an_id(1), data={"items": ["item:a"], "to": ["org:acme"]}),
            an_event("event-retracted", data={"event": an_id(1), "reason": "a mistake"}),
        )
    database = f"sqlite:///{tmp_path / 'ledger.db'}"
    for by in ("recorded", "occurred"):
        shown = " ".join(run(database, "--by", by).split())
        assert "Retracted #1 “" in shown
        assert an_id(1) not in shown
