"""`make demo`, as it runs where nobody sits before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DEMO = Path(__file__).parents[3] / "deploy" / "demo" / "demo.py"


def test_the_demo_tells_the_story_and_ends_by_itself(tmp_path: Path) -> None:
    for _ in range(2):  # the second time over the same database: nothing is recorded twice
        done = subprocess.run(
            [sys.executable, DEMO, "--database", f"sqlite:///{tmp_path}/demo.db"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        text = " ".join(done.stdout.split())
        for sentence in (
            "92 events recorded over HTTP",
            "As it was recorded then, by position 24: - Nobody knew for certain.",
            "org:openai certainly knew in full, between 26 Nov 13:30 and 17:01 UTC",
            "1005 corrected 1003: The commit log of the Space",
            "1504 tells it, recorded since.",
            "press:x-account made it public",
            "how staff:openai-spokesperson came to know is not recorded.",
            "Certainly item:artistwashing-accusation, in full, about Mar 2024",
            "Three hours passed",
            "three hours and thirty-one minutes",
            "The manifesto bears the signatures of 19 artists",
            "Also disputed: events 0103, 1504, 2801 and 2902.",
        ):
            assert sentence in text
