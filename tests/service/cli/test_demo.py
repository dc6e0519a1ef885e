"""`make demo`, as it runs where nobody sits before it."""

from __future__ import annotations

import re
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
            "by position 24: By then, whatever the exact times: - Nobody is recorded as knowing.",
            "org:openai is recorded as knowing in full, between 26 Nov 13:30 and 17:01 UTC",
            "#31 corrected #14: The commit log of the Space",
            "#35 tells it, recorded since.",
            "item:signers-doubted, “That of the 16 listed signers only a couple",
            "press:x-account made it public",
            "how staff:openai-spokesperson came to know is not recorded.",
            "item:artistwashing-accusation, in full, about Mar 2024",
            "> “The artists serve to make the product look good: art washing”.",
            "Three hours passed",
            "three hours and thirty-one minutes",
            "The manifesto bears the signatures of 19 artists",
            "Also disputed: #3, #35, #69 and #73.",
            "The service that the demo started was stopped.",
        ):
            assert sentence in text
        for sentence in shown_in_the_readme():
            assert sentence in text


def shown_in_the_readme() -> list[str]:
    """What the README's first screen shows of the demo, in the parts between what it leaves out."""
    readme = (DEMO.parents[2] / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", readme.split("\n## ")[0], re.DOTALL)
    return [" ".join(part.split()) for part in re.split(r"\n\n|\n *…\n", shown)]
