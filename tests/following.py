"""A client that follows a running service over a socket of its own, which can be maltreated."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.served import TOKEN

PATIENCE_SECONDS = 20.0


class Frame(NamedTuple):
    """What stands between two blank lines."""

    id: int | None = None
    event: str | None = None
    data: Any = None
    comment: str | None = None


class Following:
    """One stream of server-sent events, read as it comes."""

    def __init__(
        self,
        port: int,
        *,
        token: str = TOKEN,
        last: str | None = None,
        buffer: int | None = None,
        **query: Any,
    ) -> None:
        """`buffer`: how much its system takes in for it, at most, in bytes."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.socket = socket.socket()
        if buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(PATIENCE_SECONDS)
        self.socket.connect(("127.0.0.1", port))
        self.connection.sock = self.socket
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = last
        self.connection.request("GET", f"/v1/events/stream?{urlencode(query)}", headers=headers)
        self.response = self.connection.getresponse()
        self.status = self.response.status

    def __enter__(self) -> Following:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Go, without a word."""
        self.response.close()
        self.connection.close()

    def problem(self) -> dict[str, Any]:
        """Why it was refused."""
        document: dict[str, Any] = json.loads(self.response.read())
        return document

    def frames(self) -> Iterator[Frame]:
        """Whatever is sent, until it ends."""
        found: dict[str, Any] = {}
        while line := self.response.readline():
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "" and value:
                found["comment"] = value
            elif name:
                found[name] = value
            elif found.keys() - {"retry"}:
                yield Frame(
                    id=int(found["id"]) if "id" in found else None,
                    event=found.get("event"),
                    data=json.loads(found["data"]) if "data" in found else None,
                    comment=found.get("comment"),
                )
                found = {}
            else:
                found = {}

    def events(self, number: int) -> list[Frame]:
        """The next so many events."""
        found: list[Frame] = []
        for frame in self.frames():
            if frame.data is not None and frame.event != "caught-up":
                found.append(frame)
            if len(found) == number:
                break
        return found

    def until_caught_up(self) -> list[Frame]:
        """The events up to where it has caught up, and that frame."""
        found = []
        for frame in self.frames():
            if frame.data is not None:
                found.append(frame)
            if frame.event == "caught-up":
                break
        return found


def seconds_until_followed(port: int, **how: Any) -> float:
    """How long it takes until one more may follow."""
    start = time.monotonic()
    while True:
        with Following(port, **how) as following:
            if following.status == 200:
                return time.monotonic() - start
        assert time.monotonic() - start < PATIENCE_SECONDS
        time.sleep(0.05)
