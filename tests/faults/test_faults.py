"""A short form of `make faults`, and that the harness catches what it is there to catch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import clocks, disks, network
from tests.faults.bench import Outcome
from tests.faults.counting import Count
from tests.faults.databases import SQLiteFile
from tests.faults.killing import kill_rounds
from tests.faults.serving import Service

SEED = 20241126
KILLED = 2
PATIENT_ROUNDS = 8
"""In so many rounds a planted bug is caught; mostly it is in the first."""


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    rounds = kill_rounds("sqlite", KILLED, SEED, tmp_path, victims=("service", "worker"))
    outcomes = [outcome for _, _, outcome in rounds]
    assert [outcome.count for outcome in outcomes if not outcome.passed] == []
    assert sum(outcome.acknowledged for outcome in outcomes) > 0


@pytest.mark.parametrize("fault", [disks.disk_full, disks.read_only])
def test_a_disk_that_fails_is_said_and_survived(
    tmp_path: Path, fault: Callable[[Path, int], Outcome]
) -> None:
    outcome = fault(tmp_path, SEED)
    if outcome.skipped:
        pytest.skip(outcome.how)
    assert (outcome.count, outcome.problems) == (Count(), [])


def test_a_clock_that_is_set_back_is_said_and_survived(tmp_path: Path) -> None:
    outcome = clocks.clock_set_back("sqlite", tmp_path, SEED)
    assert (outcome.count, outcome.problems) == (Count(), [])


def test_an_event_whose_answer_was_lost_and_that_is_posted_again_is_there_once(
    tmp_path: Path,
) -> None:
    with Service(SQLiteFile(tmp_path).url, tmp_path) as service:
        assert network.one_lost_answer(service) == (200, 1)


def test_answers_lost_under_load_double_nothing(tmp_path: Path) -> None:
    outcome = network.lost_answers("sqlite", tmp_path, SEED, seconds=1)
    assert (outcome.count, outcome.problems) == (Count(), [])


@pytest.mark.parametrize(
    ("planted", "symptom"),
    [
        (("append-without-the-lock", "no-unique-positions"), "gaps"),
        (("append-without-the-lock",), "wrong"),
        (("checkpoint-before-rows",), "differences"),
        (("answer-before-commit",), "missing"),
    ],
)
def test_a_planted_bug_is_caught(tmp_path: Path, planted: tuple[str, ...], symptom: str) -> None:
    rounds = kill_rounds(
        "sqlite",
        PATIENT_ROUNDS,
        SEED,
        tmp_path,
        planted=planted,
        victims=("service",),
        until_caught=True,
    )
    *_, (_, _, last) = rounds
    assert getattr(last.count, symptom) > 0, last.count
