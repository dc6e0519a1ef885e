"""Signals at a terminal: a line for each, and what is asked to draw it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result

from domain.signals.series import SIGNALS
from service.cli import options
from service.cli.main import main
from service.pictures.bars import drawn

BOUNDS = {
    "as_of": "2025-05-04T12:00:00Z",
    "as_recorded": {"position": 7, "recorded_at": "2025-05-03T09:00:00Z"},
    "rules": 1,
}
POINTS = ["2025-05-03T00:00:00Z", "2025-05-04T00:00:00Z", "2025-05-04T12:00:00Z"]


def an_answer(points: list[str], more: str | None = None, **values: Any) -> dict[str, Any]:
    """A page on which all signals are 0, but for those that are given."""
    signals = {name: values.get(name, [0] * len(points)) for name in SIGNALS}
    about = {"step": "day", "hindsight": False, "points": points}
    return {**BOUNDS, **about, "signals": signals, "next": more}


class Asker:
    """Answers one page after the other, and keeps what it was asked."""

    def __init__(self) -> None:
        self.pages = [an_answer(POINTS)]
        self.asked: list[dict[str, Any]] = []

    def get(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The next page."""
        if path == "/v1/programmes":
            return {"programmes": [{"programme": "beta"}], "next": None}
        assert path == "/v1/programmes/beta/signals"
        self.asked.append(dict(params))
        return self.pages.pop(0)


@pytest.fixture
def asker(monkeypatch: pytest.MonkeyPatch) -> Asker:
    fake = Asker()

    @contextmanager
    def database(url: str, *, writes: bool) -> Iterator[Asker]:
        yield fake

    monkeypatch.setattr(options, "database_in_process", database)
    return fake


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, ["signals", *arguments])
    assert done.exit_code == 0, done.output
    return done


def line(output: str, signal: str) -> list[str]:
    """The words of a signal's line."""
    (found,) = (each for each in output.splitlines() if each.startswith(signal))
    return found.split()[1:]


def test_each_signal_has_a_line_with_its_last_and_its_highest_value(asker: Asker) -> None:
    asker.pages = [an_answer(POINTS, feedback_open=[1, 8, 4], answer_days_median=[None, 2.5, 2.5])]
    output = run().output
    assert line(output, "feedback_open") == ["▂█▅", "4", "8", "4", "May", "2025"]
    assert line(output, "answer_days_median") == ["██", "2.5", "2.5", "4", "May", "2025"]
    assert line(output, "concerns_open") == ["▁▁▁", "0"]
    for name in SIGNALS:
        assert line(output, name)


def test_says_between_which_points_and_by_what_was_recorded(asker: Asker) -> None:
    output = run().output
    assert "by position 7" in output
    assert "3 points from 3 May 2025 to 4 May 2025 12:00 UTC" in output
    assert "as it was recorded by then" in output
    asker.pages = [{**an_answer(POINTS), "hindsight": True}]
    assert "with hindsight" in run("--hindsight").output
    assert [each.get("hindsight") for each in asker.asked] == [None, "true"]


def test_asks_for_the_step_and_the_bounds(asker: Asker) -> None:
    run("--step", "hour", "--as-of", "2025-05-04T12:00:00Z", "--as-recorded", "7")
    assert asker.asked == [
        {"step": "hour", "as_of": "2025-05-04T12:00:00Z", "as_recorded": "7", "limit": 2000}
    ]


def test_all_pages_are_one_series(asker: Asker) -> None:
    asker.pages = [
        an_answer(POINTS[:2], "more", feedback_open=[1, 2]),
        an_answer(POINTS[2:], feedback_open=[3]),
    ]
    answer = json.loads(run("--json").output)
    assert answer["points"] == POINTS
    assert answer["signals"]["feedback_open"] == [1, 2, 3]
    assert answer["next"] is None
    assert [each.get("cursor") for each in asker.asked] == [None, "more"]


def test_a_limit_ends_it_and_says_so(asker: Asker) -> None:
    asker.pages = [an_answer(POINTS[:2], "more")]
    assert "There is more" in run("--limit", "2").output
    assert asker.asked[0]["limit"] == 2


def test_what_was_typed_in_afterwards_is_seen_with_hindsight(asker: Asker) -> None:
    asker.pages = [an_answer(POINTS), an_answer(POINTS, feedback_open=[0, 0, 1])]
    assert "see --hindsight" in run().output
    assert "see --hindsight" not in run().output
    asker.pages = [{**an_answer(POINTS), "hindsight": True}]
    assert "see --hindsight" not in run("--hindsight").output


def test_where_nothing_happened_it_says_so(asker: Asker) -> None:
    asker.pages = [an_answer([])]
    assert "Nothing is recorded as having happened." in run().output


def test_explains_what_each_signal_counts_if_asked(asker: Asker) -> None:
    assert "- concerns_open: How many concerns" in run("--explain").output


def test_a_bar_is_the_highest_of_its_points_and_a_gap_is_where_there_is_none() -> None:
    assert drawn([0, 1, 2, 3, 4, 5, 6, 7], 8) == "▁▂▃▄▅▆▇█"
    assert drawn([0, 8, 0, 0, None, None, None, 1], 4) == "█▁ ▂"
    assert drawn([None, None], 2) == "  "
    assert drawn([0, 0, 0], 2) == "▁▁"
    assert len(drawn(list(range(1999)), 60)) == 60
