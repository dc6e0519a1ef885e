"""`testigo access-log`: who asked who knew, at a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from tests.builders import an_event


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, str]:
    """A ledger in which one event is recorded."""
    (tmp_path / "story.ndjson").write_text(
        json.dumps(an_event("feedback-given", programme="beta")) + "\n", encoding="utf-8"
    )
    where = ("--database", f"sqlite:///{tmp_path}/ledger.db")
    assert run("import", str(tmp_path / "story.ndjson"), *where).exit_code == 0
    return where


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_shows_who_asked_what_within_which_bounds_and_the_latest_first(at: tuple[str, str]) -> None:
    assert run("access-log", *at).stdout == "Nobody is noted as having asked.\n"
    asked = ("--as-of", "2025-01-01T00:00:00Z", "--as-recorded", "1", *at)
    assert run("who", "item:price", *asked).exit_code == 0
    assert run("what", "tester:ana", *asked).exit_code == 0
    head, latest, first = run("access-log", *at).stdout.splitlines()
    assert head.split() == ["When", "Who", "Asked", "As", "of", "As", "recorded"]
    assert "beta knowledge/what party=tester:ana" in latest
    assert "beta knowledge/who item=item:price" in first
    assert "1 Jan 2025 00:00 UTC" in first
    assert first.endswith(" 1")


def test_is_whole_as_json_and_can_be_narrowed(at: tuple[str, str]) -> None:
    for item in ("item:price", "item:launch-date"):
        assert run("who", item, *at).exit_code == 0
    reads = json.loads(run("access-log", "--json", *at).stdout)["reads"]
    assert [each["parameters"]["item"] for each in reads] == ["item:launch-date", "item:price"]
    principal = reads[0]["caller"]["principal"]
    assert len(run("access-log", "--caller", principal, *at).stdout.splitlines()) == 3
    assert "Nobody" in run("access-log", "--caller", "nobody", *at).stdout
    since = run("access-log", "--since", reads[0]["at"], *at).stdout
    assert "item:launch-date" in since
    assert "item:price" not in since
    assert "There is more" in run("access-log", "--limit", "1", *at).stdout
