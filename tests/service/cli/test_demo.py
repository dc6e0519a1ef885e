"""`make demo`, as it runs where nobody sits before it."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from service.cli.main import main
from tests.builders import an_event
from tests.given import AService

DEMO = Path(__file__).parents[3] / "deploy" / "demo" / "demo.py"
STORY = DEMO.with_name("sora.ndjson")
COMMAND = ".venv/bin/testigo "
WIDEST = 96


def run_demo(database: str) -> subprocess.CompletedProcess[str]:
    """Run it where nobody sits before it."""
    return subprocess.run(
        [sys.executable, DEMO, "--database", database],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def told(database: str) -> str:
    """What it says."""
    done = run_demo(database)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_demo_tells_the_story_and_ends_by_itself(tmp_path: Path) -> None:
    for _ in range(2):  # the second time over the same database: nothing is recorded twice
        shown = told(f"sqlite:///{tmp_path}/demo.db")
        text = " ".join(shown.split())
        for sentence in (
            "95 events, restored over HTTP by an archivist",
            "Invented, too: #32, #33 and #65",
            "by position 24: By then, whatever the exact times: - Nobody is recorded as knowing.",
            "org:openai is recorded as knowing in full, between 26 Nov 13:30 and 17:01 UTC",
            "From what was recorded by 26 Nov 16:52 UTC to what was recorded by 27 Nov 20:02 UTC.",
            "Because of #31, recorded 27 Nov 00:31 UTC: corrected #14",
            "Because of #37, recorded 27 Nov 00:37 UTC: org:openai detected the leak",
            "press:x-account made it public",
            "how staff:openai-spokesperson came to know is not recorded.",
            "item:artistwashing-accusation, in full, about Mar 2024",
            "“The artists serve to make the product look good: art washing”",
            "through staff:openai-spokesperson, one of its people.",
            "concern-unanswered (3):",
            "recorded-late (11): - Only on 27 Nov 2024: #62 (in May 2024).",
            "tester:token-holder and tester:defender in group:sora-alpha-artists",
            "An opportunity is no knowledge",
            "Promised (2): - commitment:early-tester-role",
            "Three hours passed",
            "three hours and thirty-one minutes",
            "The manifesto bears the signatures of 19 artists",
            "Also disputed: #3, #37, #72 and #76.",
            "Before the day of the letter: all at nothing, every day.",
            "The service that the demo started was stopped",
            "/review/sora-early-access",
        ):
            assert sentence in text
        lines = [line for line in shown.splitlines() if not line.startswith("export ")]
        assert max(map(len, lines)) <= WIDEST
        for sentence in shown_in_the_readme():
            assert sentence in text


def test_its_commands_go_on_with_its_ledger(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/demo.db"
    commands = [line for line in told(database).splitlines() if line.startswith(COMMAND)]
    assert len(commands) == 6
    for command in commands:
        arguments = shlex.split(command.removeprefix(COMMAND).partition(" > ")[0])
        answer = CliRunner().invoke(main, [*arguments, "--database", database])
        assert (answer.exit_code, answer.stderr) == (0, "")


def test_it_does_not_mix_its_story_into_another_ledger(tmp_path: Path) -> None:
    with AService(tmp_path / "other.db") as other:
        other.recorded(an_event("item-disclosed"))
    done = run_demo(f"sqlite:///{tmp_path}/other.db")
    assert done.returncode == 1
    assert "into an empty database, or one that it made" in done.stderr


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGHUP])
def test_at_a_terminal_it_goes_on_until_it_is_stopped(end: signal.Signals) -> None:
    here, there = os.openpty()
    with ExitStack() as stack:
        demo = stack.enter_context(
            subprocess.Popen([sys.executable, DEMO], stdin=there, stdout=there, stderr=there)
        )
        stack.callback(demo.kill)
        os.close(there)
        shown = b""
        while b"/review/sora-early-access" not in shown:
            shown += os.read(here, 65536)
        (url,) = re.findall(rb"The service goes on at (http://[0-9.:]+)", shown)
        page = requests.get(f"{url.decode()}/review/sora-early-access", timeout=10)
        assert page.url.startswith(f"{url.decode()}/sign-in?")
        assert page.ok
        demo.send_signal(end)
        assert demo.wait(timeout=20) == 0
    os.close(here)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url.decode()}/healthz", timeout=10)


def test_its_story_has_the_recorded_times_that_its_notes_give() -> None:
    story = [json.loads(line) for line in STORY.read_bytes().splitlines()]
    recorded = [event["recorded_at"] for event in story]
    assert recorded == sorted(set(recorded))
    for event in story:  # an account is not written down before it came out
        assert event["recorded_at"] >= event.get("reported_at", "")
    notes = DEMO.with_name("README.md").read_text(encoding="utf-8")
    for day in dict.fromkeys(each[:10] for each in recorded):
        assert f"| {day} " in notes


def shown_in_the_readme() -> list[str]:
    """What the README's first screen shows of the demo, in the parts between what it leaves out."""
    readme = (DEMO.parents[2] / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", readme.split("\n## ")[0], re.DOTALL)
    return [" ".join(part.split()) for part in re.split(r"\n\n|\n *…\n", shown)]
