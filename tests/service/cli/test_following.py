"""`testigo follow`: read as it comes, one line for each event, resumed where it was lost."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.cli.following import Frame, frames
from tests.builders import a_minimal_event
from tests.served import TESTIGO, Served, environment, run_testigo

SENT = (
    b"retry: 1000\n\nid: 1\nevent: item-leaked\ndata: {}\n\n: position 4\nid: 4\n\n"
    b": nothing\r\n\r\nid:5\r\ndata: a\r\ndata:b\r\n\r\nid: 6\ndata: cut o"
)
READ = [
    Frame("", "", ""),
    Frame("1", "item-leaked", "{}"),
    Frame("4", "", ""),
    Frame("4", "", ""),
    Frame("5", "", "a\nb"),
]


@pytest.mark.parametrize("size", [1, 2, 7, len(SENT)])
def test_frames_are_read_however_they_are_cut(size: int) -> None:
    pieces = [SENT[start : start + size] for start in range(0, len(SENT), size)]
    assert list(frames(pieces)) == READ


@contextmanager
def following(served: Served, *options: str) -> Iterator[tuple[queue.Queue[str], Any]]:
    """The command, and the lines that it says."""
    with subprocess.Popen(
        [TESTIGO, "follow", "--url", served.url, *options],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        said: queue.Queue[str] = queue.Queue()
        assert command.stdout is not None

        def read(lines: Any = command.stdout) -> None:
            for line in lines:
                said.put(line)

        reading = threading.Thread(target=read)
        reading.start()
        try:
            yield said, command
        finally:
            command.send_signal(signal.SIGINT)
            try:
                command.wait(20)
            finally:
                command.kill()
            reading.join(20)


def test_each_event_is_one_line_also_after_the_service_was_away(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        event = a_minimal_event("feedback-given", data={"text": "Too\ndear."})
        served.session.post(f"{served.url}/v1/events", json=event, timeout=20)
        with following(served) as (said, command), following(served, "--json") as (lines, _):
            first = said.get(timeout=20)
            assert first.startswith("#1  sora-early-access, ")
            assert ": Too dear. Recorded " in first
            assert json.loads(lines.get(timeout=20))["position"] == 1
            served.stop()
            served.start()
            event = a_minimal_event("item-published")
            served.session.post(f"{served.url}/v1/events", json=event, timeout=20)
            assert said.get(timeout=20).startswith("#2  sora-early-access, ")
            assert json.loads(lines.get(timeout=20))["type"] == "item-published"
        assert said.empty()
        assert command.returncode == 130
        with following(served, "--programme", "sora-early-acess") as (_, command):
            assert command.stderr.readline() == (
                "There is no programme sora-early-acess yet. Did you mean sora-early-access?\n"
            )
            assert "waiting" in command.stderr.readline()
        refused = run_testigo("follow", "--url", served.url, "--after", "3", folder=tmp_path)
        assert refused.returncode == 1
        assert "--after: lies beyond the head, 2" in refused.stderr


def test_what_is_not_there_is_said_and_not_waited_for(tmp_path: Path) -> None:
    answer = run_testigo("follow", "--url", "http://127.0.0.1:1", folder=tmp_path)
    assert answer.returncode == 1
    assert "No answer from http://127.0.0.1:1" in answer.stderr
