"""A short form of `make faults`, and that the harness catches what it is there to catch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import clocks, disks, network, power
from tests.faults.__main__ import WORKERS, Fault
from tests.faults.counting import Count
from tests.faults.databases import SQLiteFile
from tests.faults.killing import kill_rounds
from tests.faults.serving import Service

SEED = 20241126
PATIENT_ROUNDS = 8
"""In so many rounds a planted bug is caught; mostly it is in the first."""


@pytest.mark.parametrize(
    ("kind", "victims"),
    [("sqlite", ("service", "worker")), ("postgres", ("database",))],
    ids=["sqlite", "postgres"],
)
def test_nothing_acknowledged_is_lost_by_kill_9(
    tmp_path: Path, kind: str, victims: tuple[str, ...]
) -> None:
    rounds = kill_rounds(
        kind,
        len(victims),
        SEED,
        tmp_path,
        victims=victims,
        workers=WORKERS[kind],
        dies_again=0,
    )
    outcomes = [outcome for _, _, outcome in rounds]
    assert [outcome.count for outcome in outcomes if not outcome.passed] == []
    assert sum(outcome.acknowledged for outcome in outcomes) > 0


@pytest.mark.parametrize(
    "fault",
    [
        lambda folder, seed: disks.disk_full("sqlite", folder, seed),
        disks.read_only,
        lambda folder, seed: clocks.clock_set_back("sqlite", folder, seed),
    ],
    ids=["disk full", "read-only", "clock set back"],
)
def test_a_fault_is_said_and_survived(tmp_path: Path, fault: Fault) -> None:
    outcome = fault(tmp_path, SEED)
    if outcome.skipped:
        pytest.skip(outcome.how)
    assert (outcome.count, outcome.problems) == (Count(), [])


def test_an_event_whose_answer_was_lost_and_that_is_posted_again_is_there_once(
    tmp_path: Path,
) -> None:
    with Service(SQLiteFile(tmp_path).url, tmp_path) as service:
        assert network.one_lost_answer(service) == (200, 1)


@pytest.mark.parametrize(
    ("planted", "symptom"),
    [
        (("append-without-the-lock", "no-unique-positions"), "gaps"),
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
        dies_again=0,
        until_caught=True,
    )
    *_, (_, _, last) = rounds
    assert getattr(last.count, symptom) > 0, last.count


def test_a_commit_that_is_not_synced_is_caught(tmp_path: Path) -> None:
    outcome = power.power_cuts("sqlite", tmp_path, SEED, cuts=1, planted=("commit-without-sync",))
    if outcome.skipped:
        pytest.skip(outcome.how)
    assert outcome.count.missing > 0
