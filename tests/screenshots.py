"""The screenshots of the README: `make screenshots` makes them again from the demo's story."""

from __future__ import annotations

import sys
from pathlib import Path

from tests import browsers, browsing
from tests.browsing import PHONE, REVIEW, Somebody

FOLDER = Path(__file__).parents[1] / "docs"
BOUNDS = "as_of=2024-11-26T17:01:00Z&as_recorded=40"
DESKTOP = {"width": 1100, "height": 760}


def main() -> int:
    """Take both; 1 if there is no browser."""
    program = browsers.browser()
    if program is None:
        sys.stderr.write(f"{browsers.WITHOUT}\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with browsing.the_story() as url, browsing.a_browser(program) as browser:
        desk = Somebody(browser, url, size=DESKTOP)
        desk.sign_in(f"{REVIEW}/lanes?{BOUNDS}&window=month&routine=hide")
        desk.page.screenshot(path=FOLDER / "review.png")
        phone = Somebody(browser, url, scheme="dark", size=PHONE)
        phone.sign_in(f"{REVIEW}?{BOUNDS}&sort=item:sora-leak&column=5")
        phone.page.screenshot(path=FOLDER / "review-phone.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
