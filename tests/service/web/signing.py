"""People with a browser: what they send, and where they are led."""

from __future__ import annotations

from werkzeug.test import Client, TestResponse

from service.bootstrap import Service

HERE = {"Sec-Fetch-Site": "same-origin"}


def a_browser(service: Service) -> Client:
    """One that nobody is signed in with; it keeps cookies."""
    return service.app.test_client()


def sign_in(browser: Client, token: str, onward: str = "/review", **more: object) -> TestResponse:
    """Fill in the form, and send it."""
    form = {"token": token, "next": onward}
    return browser.post("/sign-in", data=form, headers={**HERE, **more.pop("headers", {})}, **more)  # type: ignore[arg-type, dict-item]
