"""The made programme can be imported whole, and is the same for the same seed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.given import AService
from tests.made_programme import Course, Plan, told


@pytest.mark.parametrize("course", Course)
def test_an_archivist_can_import_all_of_it(ledger: AService, course: Course) -> None:
    lines = list(told(Plan(seed=7, testers=40, months=3, course=course)))
    ledger.role = "archivist"
    assert ledger.post_lines(*lines) == [
        {"done": True, "lines": len(lines), "recorded": len(lines), "already": 0, "refused": 0}
    ]


def test_the_same_seed_makes_the_same_and_another_another() -> None:
    plan = Plan(testers=20, months=2)
    assert list(told(plan)) == list(told(plan))
    assert list(told(plan)) != list(told(Plan(seed=2, testers=20, months=2)))


def test_only_a_letter_is_followed_by_a_cut() -> None:
    types = {
        course: {line["type"] for line in told(Plan(testers=20, months=2, course=course))}
        for course in Course
    }
    assert {"open-letter-published", "item-leaked", "access-cut"} <= types[Course.LETTER]
    assert not {"open-letter-published", "access-cut"} & (
        types[Course.SILENCE] | types[Course.CALM]
    )


def test_by_default_it_has_some_ten_thousand_events() -> None:
    assert 9_000 < len(list(told(Plan()))) < 12_000


def test_it_is_written_to_standard_output() -> None:
    command = [sys.executable, "-m", "tests.made_programme", "--testers", "5", "--months", "1"]
    root = Path(__file__).parent.parent
    done = subprocess.run(command, capture_output=True, cwd=root, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines == list(told(Plan(testers=5, months=1)))
