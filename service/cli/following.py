"""`testigo follow`: events as a running service records them, for as long as one stays."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any, Final, NamedTuple

import click

from service.cli import showing
from service.cli.asking import (
    Refused,
    RemoteAsker,
    Unreachable,
    programmes,
    running_service,
)
from service.cli.inquiry import near
from service.prose import deeds, words
from service.prose.times import instant, when

STREAM: Final = "/v1/events/stream"
AGAIN_SECONDS: Final = (1.0, 2.0, 5.0, 10.0)
"""How long is waited before each further try; then as long as the last time."""
PASSING: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""Refusals that may be none soon."""
INTERRUPTED: Final = 130


class Frame(NamedTuple):
    """What was sent between two blank lines."""

    id: str
    event: str
    data: str


def frames(pieces: Iterable[bytes]) -> Iterator[Frame]:
    """Server-sent events (WHATWG HTML, 9.2.6) out of what comes, cut wherever it may be.

    Also those without data: their `id` counts. What is not ended by a blank line does not.
    """
    rest, last, event, data = b"", "", "", list[str]()
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            name, _, value = line.decode(errors="replace").removesuffix("\r").partition(":")
            value = value.removeprefix(" ")
            if name == "id":
                last = value
            elif name == "event":
                event = value
            elif name == "data":
                data.append(value)
            elif not name and not line.startswith(b":"):
                yield Frame(last, event, "\n".join(data))
                event, data = "", []


@click.command(short_help="Events as they are recorded.")
@click.option("--programme", metavar="NAME", help="Only events of this programme.")
@click.option("--type", "type_", metavar="TYPE", help="Only events of this type.")
@click.option(
    "--after", metavar="POSITION", type=click.IntRange(min=0), help="Only events after this one."
)
@click.option("--json", "as_json", is_flag=True, help="Each event as a line of JSON.")
@click.option("--url", metavar="URL", required=True, help="The running service.")
@click.option(
    "--token", metavar="TOKEN", envvar="TESTIGO_TOKEN", help="Its token, else $TESTIGO_TOKEN."
)
def follow(
    programme: str | None,
    type_: str | None,
    after: int | None,
    as_json: bool,
    url: str,
    token: str | None,
) -> None:
    """Follow what a running service records, one line for each event, until Ctrl-C.

    First what is there already, unless --after says where to begin. A lost connection is made
    again, and goes on where it was lost.
    """
    wanted = {"programme": programme, "type": type_, "after": after}
    asked = {name: value for name, value in wanted.items() if value is not None}
    with running_service(url, token) as asker:
        try:
            _follow(asker, asked, as_json)
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None


def _follow(asker: RemoteAsker, asked: dict[str, Any], as_json: bool) -> None:
    last, tries, known, said = "", 0, False, ""
    sought: str | None = asked.get("programme")
    while True:
        try:
            for frame in frames(asker.listen(STREAM, asked, last)):
                last, tries, known, said = frame.id or last, 0, True, ""
                if frame.event == "caught-up":
                    if sought is not None:
                        _doubt(asker, sought)
                        sought = None
                    _say(f"Nothing more is recorded by position {last}; waiting.")
                elif frame.data:
                    _tell(frame.data, as_json)
            reason = ""
        except Refused as refused:
            if refused.status not in PASSING:
                raise
            reason = refused.message
        except Unreachable as unreachable:
            if not known:
                raise
            reason = unreachable.message
        if reason not in ("", said):
            _say(f"{reason} It is tried again.")
        said = reason
        time.sleep(AGAIN_SECONDS[min(tries, len(AGAIN_SECONDS) - 1)])
        tries += 1


def _doubt(asker: RemoteAsker, programme: str) -> None:
    """Say that a programme is not there, where it is not: it is perhaps misspelt."""
    names = programmes(asker)
    if programme not in names:
        _say(words.unopened(programme, near(programme, names)))


def _tell(data: str, as_json: bool) -> None:
    """One event in one line, at once."""
    if as_json:
        click.echo(data)
        return
    event = json.loads(data)
    says = words.capital(deeds.deed(event["type"], event["data"]))
    line = (
        f"#{event['position']}  {event['programme']}, {when(event['occurred_at'])}:"
        f" {words.ended(says)} Recorded {instant(event['recorded_at'])}."
    )
    showing.say(showing.paper(), " ".join(line.split("\n")))


def _say(sentence: str) -> None:
    showing.say(showing.margin(), sentence, "dim")
