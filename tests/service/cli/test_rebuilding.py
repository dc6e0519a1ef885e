"""`testigo replay` ends with what became of the replay; how far it is, is said on the way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from service.cli import progress, rebuilding
from service.cli.main import main
from service.projections.replay import ReplayCancelled
from service.projections.replaying import Course
from service.prose import words

BEGUN = {"id": "one", "outcome": "running", "reason": None, "done": 0, "of": 90}
HALF_WAY = {**BEGUN, "done": 45}


class AService:
    """A running service that tells this of a replay, look after look."""

    def __init__(self, *told: dict[str, Any]) -> None:
        self._told = iter(told)

    def begin(self, _path: str, _params: object) -> dict[str, Any]:
        return {"replay": BEGUN}

    def get(self, _path: str, _params: object) -> dict[str, Any]:
        return {"replay": next(self._told)}


def replayed(monkeypatch: pytest.MonkeyPatch, *told: dict[str, Any]) -> Result:
    @contextmanager
    def asked(*_: object) -> Iterator[AService]:
        yield AService(*told)

    monkeypatch.setattr(rebuilding, "running_service", asked)
    monkeypatch.setattr(rebuilding, "LOOK_SECONDS", 0)
    return CliRunner().invoke(main, ["replay", "terms", "--url", "http://ledger.internal"])


def test_a_replay_that_is_done_is_watched_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    done = {**BEGUN, "outcome": "done", "done": 91, "of": 91}
    result = replayed(monkeypatch, BEGUN, HALF_WAY, done)
    assert (result.exit_code, result.stdout) == (0, "Rebuilt terms from 91 events.\n")
    assert "Rebuilding: 45 of 90 events, " in result.stderr


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (
            {"outcome": "cancelled", "reason": "It was asked to stop."},
            "The replay was cancelled: It was asked to stop. The views are as they were.",
        ),
        (
            {"outcome": "failed", "reason": "There is no room."},
            "The replay failed: There is no room. The views are as they were.",
        ),
        ({"id": "two"}, "Another replay has begun since"),
    ],
)
def test_a_replay_that_was_not_done_is_not_said_to_be(
    monkeypatch: pytest.MonkeyPatch, ended: dict[str, Any], said: str
) -> None:
    result = replayed(monkeypatch, HALF_WAY, {**BEGUN, **ended})
    assert result.exit_code == 1
    assert result.stdout == ""
    assert said in result.stderr


def test_whoever_stops_watching_is_told_that_the_service_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuilding.time, "sleep", interrupted)
    result = replayed(monkeypatch)
    assert result.exit_code == 1
    assert "http://ledger.internal goes on rebuilding." in result.stderr


def test_a_replay_of_a_database_that_is_cancelled_from_elsewhere_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def cancelled(*_: object) -> None:
        raise ReplayCancelled("It was asked to stop.")

    where = ("--database", f"sqlite:///{tmp_path / 'new.db'}")
    story = Path(__file__).parents[3] / "deploy" / "demo" / "sora.ndjson"
    CliRunner().invoke(main, ["import", str(story), *where])
    monkeypatch.setattr(Course, "report", cancelled)
    result = CliRunner().invoke(main, ["replay", *where])
    assert result.exit_code == 1
    assert "The replay was cancelled: It was asked to stop." in result.stderr


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (0, 92_000, 1.0, "0 of 92,000 events"),
        (9_200, 92_000, 6.0, "9,200 of 92,000 events, 1,533 a second, 54 s left"),
        (1_000, 92_000, 10.0, "1,000 of 92,000 events, 100 a second, 15 min 10 s left"),
        (1, 1, 2.0, "1 of 1 event, 0.5 a second"),
        (92_000, 92_000, 60.0, "92,000 of 92,000 events, 1,533 a second"),
    ],
)
def test_how_far_it_is_is_said_with_rate_and_time_left(
    done: int, total: int, seconds: float, said: str
) -> None:
    assert words.progress(done, total, seconds) == said


def test_without_a_terminal_a_line_comes_at_each_tenth_and_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 1.0, 2.0, 3.0, 14.0, 15.0, 16.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with progress.reporting("Rebuilding") as report:
        for done in (500, 1_000, 2_000, 2_500, 3_000, 100_000):
            report(done, 100_000)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[1] for line in lines] == ["500", "2,500", "100,000"]
    assert lines[1] == "Rebuilding: 2,500 of 100,000 events, 179 a second, 9 min 6 s left"


def test_at_a_terminal_the_bar_shows_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    monkeypatch.setattr(progress.showing, "margin", lambda: console)
    with progress.reporting("Rebuilding") as report:
        for done in range(0, 1001, 100):
            report(done, 1_000)
    assert "1000/1000" in screen.getvalue()
    assert "a second" in screen.getvalue()
