"""`testigo diff`: what is asked, and how differences are said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import differing
from service.cli.main import main
from service.prose import changes
from tests.given import AService
from tests.service.prose.answers import A_DAY, BOUNDS, a_knower, who_only_asked
from tests.service.views.test_diff import retracted
from tests.service.views.test_imputation import told

SORA = "item:sora"


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A ledger in which something was added, something removed, something changed."""
    path = tmp_path / "ledger.db"
    with AService(path) as service:
        service.recorded(
            told(1, "tester:ana", "2024-05-10", extent="partial"),
            told(2, "tester:ben", "2024-05-10"),
            told(3, "tester:cai", "2024-05-11"),
            told(4, "tester:ana", "2024-05-12", by="staff:lee"),
            retracted(5, 2),
        )
    return path


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments, "--database", f"sqlite:///{path}"])


def test_says_what_was_added_removed_and_changed_and_why(ledger_file: Path) -> None:
    said = run(ledger_file, "--item", SORA, "--then", "2").stdout
    for part in (
        "Compared with what we had recorded by position 2 (",
        "\nAdded (2):\n- staff:lee is recorded as knowing in full",
        "\nRemoved (1):\n- No longer: tester:ben is recorded as knowing in full",
        "\nChanged (2):\n",
        "- tester:ana: in full (was: in part); ",
        "told by staff:lee (was: told by staff:kim)",
        "\n  because of #4 item-disclosed, on 12 May 2024",
        ": staff:lee told tester:ana of item:sora",
        "\n  because of #5 event-retracted, on 1 Jun 2024",
        ": retracted #2 “staff:kim told tester:ben of item:sora",
    ):
        assert part in said


def test_says_it_of_a_party(ledger_file: Path) -> None:
    said = run(ledger_file, "--party", "tester:cai", "--then", "2", "--events").stdout
    assert "\nAdded (2):\n- event:" in said
    assert "\n- item:sora, in full, on 11 May 2024" in said


def test_says_when_nothing_changed(ledger_file: Path) -> None:
    assert "Nothing changed." in run(ledger_file, "--item", SORA, "--then", "5").stdout
    said = run(ledger_file, "--item", SORA, "--then", "0", "--as-recorded", "0").stdout
    assert "Compared with before we had recorded anything." in said


def test_gives_the_whole_answer_to_machines_and_the_first_changes_if_limited(
    ledger_file: Path,
) -> None:
    answer = json.loads(run(ledger_file, "--item", SORA, "--then", "2", "--json").stdout)
    assert [len(answer[kind]) for kind in differing.KINDS] == [2, 1, 2]
    assert answer["next"] is None
    limited = ["--item", SORA, "--then", "2", "--limit", "3", "--json"]
    few = json.loads(run(ledger_file, *limited).stdout)
    assert sum(len(few[kind]) for kind in differing.KINDS) == 3
    assert few["next"]


def test_pages_are_put_together(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differing, "PAGE", 2)
    answer = json.loads(run(ledger_file, "--item", SORA, "--then", "2", "--json").stdout)
    assert [len(answer[kind]) for kind in differing.KINDS] == [2, 1, 2]
    assert answer["next"] is None


@pytest.mark.parametrize("named", [(), ("--item", SORA, "--party", "tester:ana")])
def test_is_about_an_item_or_a_party(ledger_file: Path, named: tuple[str, ...]) -> None:
    result = run(ledger_file, *named, "--then", "2")
    assert (result.exit_code, "Give --item or --party." in result.stderr) == (2, True)


def test_doubts_a_name_that_nobody_gave(ledger_file: Path) -> None:
    assert (
        "No event names item:soar" in run(ledger_file, "--item", "item:soar", "--then", "2").stderr
    )


def a_change(**after: Any) -> dict[str, Any]:
    return {"party": "tester:ana", "item": SORA, "before": a_knower(), "after": a_knower(**after)}


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        ({"state": "partial", "full_at": None}, "tester:ana: in part (was: in full); first heard"),
        ({"certainty": "possible"}, "tester:ana: perhaps by then (was: by then)"),
        ({"learned_at": A_DAY, "full_at": A_DAY}, "tester:ana: on 26 Nov (was: on 26 Nov at 17:01"),
        ({"from": "staff:lee"}, "tester:ana: told by staff:lee (was: told by staff:lena)"),
        ({"disputed": True}, "tester:ana: reported; disputed (was: reported)"),
        ({"via": "another"}, "tester:ana: by another event, else the same"),
    ],
)
def test_a_change_says_what_is_another_now(after: dict[str, Any], sentence: str) -> None:
    assert changes.changed(a_change(**after), "party", 2024).startswith(sentence)


def test_a_party_that_only_asked_has_nothing_to_say_of_how() -> None:
    change = {**a_change(), "before": who_only_asked()}
    said = changes.changed(change, "party", 2024)
    assert "in full (was: asked, not told)" in said
    assert "told by staff:lena (was: nothing said of how)" in said


def test_of_a_party_the_items_are_said() -> None:
    assert changes.changed(a_change(disputed=True), "item", 2024).startswith("item:sora: ")


def test_it_says_with_what_it_is_compared() -> None:
    then = {"position": 1200, "recorded_at": "2024-11-26T17:05:00Z"}
    assert changes.compared({**BOUNDS, "then": then}) == (
        "Compared with what we had recorded by position 1,200 (26 Nov 2024 17:05 UTC)."
    )
