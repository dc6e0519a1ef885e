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
WITHOUT = (
    "no browser: Chromium is neither here nor could it be installed (python -m tests.browsers)"
)


def browser() -> str | None:
    """The program; None if there is none."""
    found = next((each for name in NAMES if (each := shutil.which(name))), None)
    return found or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def set_up() -> str | None:
    """Install one if there is none."""
    found = browser()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Installing Chromium, for the tests in a browser")
        _run("apt-get", "-qq", "update")
        _run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *NAMES[:1])
        found = browser()
    if found is None:
        _say("Installing Playwright's Chromium, for the tests in a browser")
        _run(sys.executable, "-m", "playwright", "install", "chromium")
        found = browser()
    return found


def _run(*command: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=INSTALLING_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"{command[0]} did not do it: {error}")


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__" and set_up() is None:
    _say(f"THE TESTS IN A BROWSER ARE SKIPPED: {WITHOUT}")
