"""`make demo`: from nothing to a running service with a story in it, and what it answers.

It posts `sora.ndjson` over HTTP, event by event, and asks the questions of README.md.
"""

from __future__ import annotations

import json
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import click
import requests
from questions import ABOUT, EVENING, LEAK, NOON, QUESTIONS, Ledger, Page, short

from service.cli import words
from service.cli.asking import running_service

STORY = Path(__file__).with_name("sora.ndjson")


@contextmanager
def served(database: str, port: int, token: str, log: Path) -> Iterator[str]:
    """Run the service as a process of its own, as long as it is needed."""
    url = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("testigo")), "serve"]
    command += ["--database", database, "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            env={**os.environ, "TESTIGO_ADMIN_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        _wait_until_ready(url, process, log)
        yield url
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"{url}/readyz", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise click.ClickException(f"The service did not start.\n{log.read_text()}")


def free_port() -> int:
    """8080 if it is free, else one that is."""
    for port in (8080, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise click.ClickException("No port is free on 127.0.0.1.")


def post_story(url: str, token: str) -> dict[str, int]:
    """Record the events one by one, in order; answers the position of each."""
    positions = {}
    with requests.Session() as session, STORY.open("rb") as lines:
        session.headers["Authorization"] = f"Bearer {token}"
        for line in lines:
            answer = session.post(f"{url}/v1/events", json=json.loads(line), timeout=30)
            if not answer.ok:
                raise click.ClickException(words.problem(answer.json()))
            positions[short(answer.json()["id"])] = int(answer.json()["position"])
    return positions


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="URL", help="Keep the ledger here, not in a temporary folder.")
@click.option("--port", type=int, help="Listen here; else on 8080 if it is free.")
def demo(database: str | None, port: int | None) -> None:
    """Start a service, tell it the story of the Sora leak, and ask who knew what when."""
    signal.signal(signal.SIGTERM, _stop)
    page, token = Page(), f"demo_{secrets.token_urlsafe(24)}"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="testigo-demo-")))
        where = database or f"sqlite:///{folder}/demo.db"
        url = stack.enter_context(served(where, port or free_port(), token, folder / "log"))
        page.title("The Sora leak, November 2024, as the public record tells it")
        positions = post_story(url, token)
        page.line(f"{len(positions)} events recorded over HTTP, in the order of their reporting.")
        page.line("#29 is the event at position 29: look it up with testigo timeline.")
        page.line("Every line says whose account it is. Which are true the ledger does not say.")
        asker = stack.enter_context(running_service(url, token))
        ledger = Ledger(asker, positions)
        for question in QUESTIONS:
            question(page, ledger)
        if page.is_live:
            _go_on(page, url, token)
    if not page.is_live:
        page.line()
        page.line(f"The service that the demo started was stopped. {_how_to_keep(database)}")


def _how_to_keep(database: str | None) -> str:
    """How to have a service that goes on."""
    if database is None:
        return (
            "To keep one, run make demo at a terminal; to keep the ledger, "
            "make demo ARGS='--database sqlite:///sora.db'."
        )
    return f"To go on with its ledger: .venv/bin/testigo serve --database {database}"


def _stop(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)


def _go_on(page: Page, url: str, token: str) -> None:
    """Leave the service running until somebody has seen enough."""
    question = f"{url}{ABOUT}/knowledge/who?item={LEAK}&as_of={NOON}"
    page.title(f"The service goes on at {url} until you press Ctrl-C. Try:")
    page.line(f"export TESTIGO_TOKEN={token}", indent=0)
    click.echo(f'curl -H "Authorization: Bearer $TESTIGO_TOKEN" {shlex.quote(question)}')
    click.echo(f".venv/bin/testigo how press:techcrunch {LEAK} --as-of {EVENING} --url {url}")
    try:
        signal.pause()
    except KeyboardInterrupt:
        page.line()


if __name__ == "__main__":
    demo()
