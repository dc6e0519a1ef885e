"""Imports that break off: what is certain, and whether to send again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import options
from service.cli.asking import Refused, Unreachable
from service.cli.main import main

NAMED = b'{"id": "00000000-0000-4000-8000-000000000001"}\n'
NAMELESS = b'{"type": "programme-opened"}\n'


class FlakyAsker:
    """Records a few slices, then fails."""

    def __init__(self, slices: int, failure: BaseException) -> None:
        self.posted: list[bytes] = []
        self._slices = slices
        self._failure = failure

    def get(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Not for imports."""
        raise AssertionError(path, params)

    def post(self, lines: bytes, *, dry_run: bool = False) -> list[dict[str, Any]]:
        """Record everything, while it lasts."""
        if len(self.posted) == self._slices:
            raise self._failure
        self.posted.append(lines)
        number = lines.count(b"\n")
        return [{"done": True, "lines": number, "recorded": number, "already": 0, "refused": 0}]


def imported(
    monkeypatch: pytest.MonkeyPatch, file: Path, asker: FlakyAsker, content: bytes
) -> Result:
    """Import through an asker that fails."""

    @contextmanager
    def database(url: str, *, writes: bool) -> Iterator[FlakyAsker]:
        assert writes
        yield asker

    monkeypatch.setattr(options, "database_in_process", database)
    file.write_bytes(content)
    return CliRunner().invoke(main, ["import", str(file)])


@pytest.mark.parametrize("failure", [Unreachable("No answer."), KeyboardInterrupt()])
def test_a_lost_connection_says_what_is_confirmed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: BaseException
) -> None:
    asker = FlakyAsker(2, failure)
    result = imported(monkeypatch, tmp_path / "events", asker, NAMED * 2_500)
    assert result.exit_code == 1
    assert "Confirmed are 2,000 lines: 2,000 recorded" in result.stderr
    assert "Lines 2001 to 2500 may have been recorded or not." in result.stderr
    assert "can be sent again" in result.stderr


def test_lines_without_an_id_are_warned_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asker = FlakyAsker(0, Unreachable("No answer."))
    result = imported(monkeypatch, tmp_path / "events", asker, NAMED + NAMELESS + b"\n")
    assert "1 line without an id would be recorded twice." in result.stderr
    assert "Confirmed" not in result.stderr


def test_lines_without_an_id_are_counted_when_all_is_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asker = FlakyAsker(1, Unreachable("No answer."))
    result = imported(monkeypatch, tmp_path / "events", asker, NAMED + NAMELESS * 4)
    assert result.exit_code == 0
    assert result.stderr == "4 lines without an id would be recorded twice if sent again.\n"


def test_a_refusal_of_everything_says_that_nothing_was_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asker = FlakyAsker(0, Refused(403, {"detail": "This takes the role recorder."}))
    result = imported(monkeypatch, tmp_path / "events", asker, NAMED)
    assert "This takes the role recorder." in result.stderr
    assert "Nothing was recorded from line 1 on." in result.stderr


def test_a_slice_is_small_in_lines_and_in_bytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asker = FlakyAsker(100, Unreachable("No answer."))
    long = b'{"id": "' + b"x" * 300_000 + b'"}\n'
    result = imported(monkeypatch, tmp_path / "events", asker, long * 10 + NAMED * 1_500)
    assert result.exit_code == 0
    assert all(len(each) <= 1 << 20 and each.count(b"\n") <= 1_000 for each in asker.posted)
    assert b"".join(asker.posted) == long * 10 + NAMED * 1_500


def test_a_dry_run_that_breaks_off_has_recorded_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(options, "database_to_try", lambda _: nullcontext(broken))
    broken = FlakyAsker(0, Unreachable("No answer."))
    (tmp_path / "events").write_bytes(NAMED)
    result = CliRunner().invoke(main, ["import", str(tmp_path / "events"), "--dry-run"])
    assert result.stderr == "Error: No answer. Nothing was recorded.\n"


def test_an_empty_file_is_no_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asker = FlakyAsker(0, Unreachable("No answer."))
    result = imported(monkeypatch, tmp_path / "events", asker, b"")
    assert result.stdout == "0 lines: 0 recorded, 0 recorded already, 0 refused.\n"
