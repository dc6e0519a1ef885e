"""`testigo tester`: what is asked of one tester, and how it is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import tester
from service.cli.main import main
from tests.given import AService
from tests.service.prose.answers import A_DAY
from tests.service.views.test_tester import an_act, invited, promised


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A ledger in which something was promised to a tester."""
    path = tmp_path / "ledger.db"
    with AService(path) as service:
        service.recorded(
            invited(1),
            an_act(2, "access-granted", "2024-05-02", tester="tester:ana", items=["item:sora"]),
            promised(3, "pay", "tester:ana", occurred_at="2024-05-03"),
            an_act(4, "commitment-broken", "2024-07-01", commitment="pay"),
        )
    return path


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["tester", *arguments, "--database", f"sqlite:///{path}"])


def test_says_where_it_stood_what_was_promised_and_what_happened(ledger_file: Path) -> None:
    said = run(ledger_file, "tester:ana").stdout
    for part in (
        "\ntester:ana\n",
        "- Membership: invited on 1 May",
        "- Access: granted on 2 May",
        "for item:sora.",
        "Promised to it (1):",
        "commitment:pay",
        "staff:kim promised tester:ana: We will.",
    ):
        assert part in said
    row = next(line for line in said.splitlines() if line.startswith("commitment:pay"))
    assert "by name" in row
    assert "broken" in row


def test_gives_the_whole_answer_to_machines(ledger_file: Path) -> None:
    answer = json.loads(run(ledger_file, "tester:ana", "--json").stdout)
    assert [each["commitment"] for each in answer["commitments"]] == ["pay"]
    assert len(answer["events"]) == 3


def test_doubts_a_tester_that_nobody_named(ledger_file: Path) -> None:
    result = run(ledger_file, "tester:anna")
    assert result.exit_code == 1
    assert "No event names tester:anna. Did you mean tester:ana?" in result.stderr


def test_says_that_a_party_is_no_tester_and_what_else_to_ask(ledger_file: Path) -> None:
    result = run(ledger_file, "staff:kim")
    assert result.exit_code == 1
    assert "staff:kim is named, but no event that is asked about has it" in result.stderr
    assert "testigo what staff:kim" in result.stderr


def a_commitment(**overrides: Any) -> dict[str, Any]:
    return {
        "commitment": "pay",
        "by": "staff:kim",
        "to": ["tester:ana"],
        "text": "We will.",
        "due_at": None,
        "made": A_DAY,
        "via": "00000000-0000-4000-8000-000000000001",
        "certainty": "certain",
        "basis": "told",
        "state": "open",
        "settled": None,
        **overrides,
    }


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({}, "on 26 Nov, by name: staff:kim promised “We will.”; open, neither kept nor broken"),
        ({"basis": "member", "certainty": "possible"}, "perhaps as a member of a group: staff"),
        ({"basis": "public", "state": "kept"}, "as to all: staff:kim promised “We will.”; kept"),
        ({"state": "overdue", "due_at": "2024-12-01T00:00:00Z"}, "overdue, due 1 Dec 00:00 UTC"),
    ],
)
def test_a_promise_is_said_in_one_sentence(overrides: dict[str, Any], sentence: str) -> None:
    assert sentence in tester.commitment(a_commitment(**overrides), 2024)
