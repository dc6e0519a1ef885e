"""The demo's review in a real browser: the service with its story, and somebody who looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from domain.instant import parse_instant
from tests.given import NOW, a_new_ledger, an_id

STORY = Path(__file__).parents[1] / "deploy" / "demo" / "sora.ndjson"
TOKEN = "somebody-who-looks"
REVIEW = "/review/sora-early-access"
PATIENCE = 60_000
"""How many milliseconds the browser may take for anything: it may share its machine."""
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

Scheme = Literal["light", "dark"]


@contextmanager
def the_story() -> Iterator[str]:
    """Where a service with the demo's story in it listens."""
    with a_new_ledger() as service:
        service.clock.now = parse_instant("2026-11-15T12:00:00Z")
        story = {"data": STORY.read_bytes(), "content_type": "application/x-ndjson"}
        told = service.send("POST", "/v1/events", role="archivist", **story)
        assert b'"refused":0' in told.data, told.data
        service.service.tokens.admit(TOKEN, "maria", "reader", an_id(1), NOW)
        server = make_server("127.0.0.1", 0, service.service.app, threaded=True)
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()
        server.server_close()


@contextmanager
def a_browser(program: str) -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        # --no-sandbox: as root, in a container, it has none
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Somebody:
    """Who looks at the pages, with a browser of their own and no cookies yet."""

    browser: Browser
    url: str
    scheme: Scheme = "light"
    size: dict[str, int] = field(default_factory=lambda: DESKTOP)
    scripts: bool = True
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    """What the browser said in its console, or could not load."""

    def __post_init__(self) -> None:
        context = self.browser.new_context(
            viewport=self.size,  # type: ignore[arg-type]
            color_scheme=self.scheme,
            java_script_enabled=self.scripts,
            timezone_id="Europe/Madrid",
        )
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path if path.startswith("http") else f"{self.url}{path}")

    def sign_in(self, path: str = REVIEW) -> None:
        """Ask for a page, and sign in where one is led."""
        self.go(path)
        self.page.get_by_label("Token").fill(TOKEN)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def settled(self) -> None:
        """Wait until what was asked for is shown."""
        self.page.wait_for_selector("#panel:not([aria-busy])")

    def leave(self) -> None:
        """Close it all."""
        self.page.context.close()
