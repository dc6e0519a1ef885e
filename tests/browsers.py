"""A real browser for tests: where one is, and how one is set up.

    python -m tests.browsers

takes the Chromium that there is; else Debian's, where packages may be installed; else Playwright's
own. Where none of that can be had it says so, and the tests in a browser are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALLING_SECONDS = 600
STARTING_SECONDS = 60
WITHOUT = (
    "no browser: Chromium is neither here nor could it be installed (python -m tests.browsers)"
)


def browser() -> str | None:
    """The program, which was seen to start; None if there is none."""
    found = (each for name in NAMES if (each := shutil.which(name)))
    return next((each for each in (*found, *_playwrights()) if _starts(each)), None)


def _playwrights() -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return [str(path)] if path.exists() else []


def _starts(program: str) -> bool:
    """Whether it does: what only leads to a snap, or lacks its libraries, does not."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, timeout=STARTING_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and b"Chrom" in said.stdout


def set_up() -> str | None:
    """Install one if there is none."""
    may_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    found = browser()
    if found is None and may_install:
        _say("Installing Chromium, for the tests in a browser")
        _run("apt-get", "-qq", "update")
        _run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *NAMES[:1])
        found = browser()
    if found is None:
        _say("Installing Playwright's Chromium, for the tests in a browser")
        if may_install:
            _run(sys.executable, "-m", "playwright", "install-deps", "chromium")
        _run(sys.executable, "-m", "playwright", "install", "chromium")
        found = browser()
    return found


def _run(*command: str) -> None:
    """Run a command; if it fails, say so, with the last that it said."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=INSTALLING_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"{command[0]} did not do it: {error}")
        return
    if done.returncode:
        said = [each for each in done.stdout.splitlines() if each and not each.startswith(" ")]
        _say(f"{' '.join(command)} failed: {said[-1] if said else done.returncode}")


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__" and set_up() is None:
    _say(f"THE TESTS IN A BROWSER ARE SKIPPED: {WITHOUT}")
