"""`make demo`: from nothing to a running service with a story in it, and what it answers.

It restores `sora.ndjson` over HTTP as an archivist does, event by event with its recorded time, and
asks the questions of README.md.
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
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import afterwards
import click
import questions
import requests
from afterwards import ARTISTS, TWO_WEEKS_LATER
from page import ABOUT, Ledger, Page, short
from questions import LEAK

from service.cli.asking import running_service
from service.config import DEFAULT_BIND, without_password
from service.prose import words

STORY = Path(__file__).with_name("sora.ndjson")
QUESTIONS = (
    questions.who_knew,
    questions.what_changed,
    questions.how_the_press,
    questions.what_the_company_knew,
    afterwards.what_was_irregular,
    afterwards.who_could_have_known,
    afterwards.what_was_promised,
    afterwards.what_stays_disputed,
    afterwards.what_could_be_seen_coming,
)
INVENTED = ("1006", "1007", "2103")
"""The events that nobody tells: read into the facts."""
THEN = "0901"
"""The last event recorded before anybody told of the cut."""
DAYS = ("1001", "0107")
"""The first and the last that were recorded on the days of the letter."""
KEPT = "sqlite:///sora.db"
REVIEW = "/review/sora-early-access"


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
    """Restore the events one by one, in order; answers the position of each."""
    positions = {}
    with requests.Session() as session, STORY.open("rb") as lines:
        session.headers["Authorization"] = f"Bearer {token}"
        for line in lines:
            answer = session.post(f"{url}/v1/events", json=json.loads(line), timeout=30)
            if not answer.ok:
                raise click.ClickException(
                    f"{words.problem(answer.json())} The demo restores its story into an empty"
                    " database, or one that it made."
                )
            positions[short(answer.json()["id"])] = int(answer.json()["position"])
    return positions


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="URL", help="Keep the ledger here, not in a temporary folder.")
@click.option("--port", type=int, help="Listen here; else on 8080 if it is free.")
def demo(database: str | None, port: int | None) -> None:
    """Start a service, tell it the story of the Sora leak, and ask who knew what when."""
    for ending in (signal.SIGTERM, signal.SIGHUP):  # the latter where a terminal is closed
        signal.signal(ending, _stop)
    page, token = Page(), f"demo_{secrets.token_urlsafe(24)}"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="testigo-demo-")))
        where = database or f"sqlite:///{folder}/demo.db"
        url = stack.enter_context(served(where, port or free_port(), token, folder / "log"))
        page.title("The Sora leak, November 2024, as the public record tells it")
        positions = post_story(url, token)
        _introduce(page, positions)
        asker = stack.enter_context(running_service(url, token))
        ledger = Ledger(asker, positions)
        for question in QUESTIONS:
            question(page, ledger)
        if page.is_live:
            _go_on(page, positions, url, token)
    if not page.is_live:
        _keep(page, positions, database)


def _introduce(page: Page, positions: Mapping[str, int]) -> None:
    """What the ledger holds, and what of it is invented."""
    invented = words.listed([f"#{positions[each]}" for each in INVENTED])
    page.line(
        f"{len(positions)} events, restored over HTTP by an archivist: with the times at which"
        " somebody would have recorded them who followed the programme and wrote down each"
        " account soon after it came out. These times are invented; every event also says when"
        f" and by whom it was really entered. Invented, too: {invented}, for want of contacts"
        " on record. All else is read from the public record: see deploy/demo/README.md."
    )
    page.line("#29 is the event at position 29: look it up with testigo timeline.")
    page.line("Every line says whose account it is. Which are true the ledger does not say.")


def _commands(page: Page, positions: Mapping[str, int], where: str = "") -> None:
    """What to ask next, of the database or the service at `where`."""
    then, first, last = (str(positions[each]) for each in (THEN, *DAYS))
    for command in (
        ("who", LEAK, "--as-recorded", then),
        ("diff", "--item", LEAK, "--then", then, "--as-recorded", last),
        ("tester", ARTISTS),
        ("step", "--from", first, "--to", last),
        ("signals", "--as-of", TWO_WEEKS_LATER),
    ):
        page.command(f".venv/bin/testigo {shlex.join(command)}{where}")
    page.line("And all of it as one document, to be read, printed, and made again byte for byte:")
    page.command(f".venv/bin/testigo review sora-leak --format html{where} > sora-leak.html")


def _keep(page: Page, positions: Mapping[str, int], database: str | None) -> None:
    """How to have its ledger, and what to ask of it."""
    page.title("To go on")
    page.line("The service that the demo started was stopped; at a terminal it would go on.")
    if database is None:
        page.line("To keep its ledger, and to ask it yourself:")
        page.command(f"make demo ARGS='--database {KEPT}'")
    else:
        page.line("Its ledger is kept. To ask it yourself:")
    page.command(f"export TESTIGO_DATABASE={shlex.quote(without_password(database or KEPT))}")
    _commands(page, positions)
    page.line("To look at it in a browser, serve it, and sign in with that token:")
    page.command("TESTIGO_ADMIN_TOKEN=let-me-look .venv/bin/testigo serve")
    page.line(f"http://{DEFAULT_BIND}{REVIEW}")


def _stop(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)


def _go_on(page: Page, positions: Mapping[str, int], url: str, token: str) -> None:
    """Leave the service running until somebody has seen enough."""
    question = f"{url}{ABOUT}/knowledge/who?item={LEAK}&as_recorded={positions[THEN]}"
    page.title(f"The service goes on at {url} until you press Ctrl-C. Try elsewhere:")
    page.command(f"export TESTIGO_TOKEN={token}")
    page.command(f'curl -H "Authorization: Bearer $TESTIGO_TOKEN" \\\n  {shlex.quote(question)}')
    _commands(page, positions, f" --url {url}")
    page.line(f"And look at it in a browser; the form takes the same token: {url}{REVIEW}")
    try:
        signal.pause()
    except KeyboardInterrupt:
        page.line()


if __name__ == "__main__":
    demo()
