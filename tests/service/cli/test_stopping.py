"""Told to stop under load, the service answers what it has accepted, and loses nothing."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from pathlib import Path
from typing import Any

from tests.builders import a_minimal_event
from tests.given import an_id
from tests.served import PATIENCE_SECONDS, TOKEN, Served

CLIENTS = 12


class Poster:
    """A client that posts over one connection at a time, and keeps account of what it was told."""

    def __init__(self, served: Served, first: int) -> None:
        self._served = served
        self._next = first
        self.acknowledged: list[str] = []
        self.broken: list[str] = []
        """What became of requests that were sent on a connection, and not answered."""

    def post_until_refused(self) -> None:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self._served.port, timeout=20)
            try:
                connection.connect()
            except OSError:
                return
            with contextlib.closing(connection):
                if not self._post_over(connection):
                    return

    def _post_over(self, connection: http.client.HTTPConnection) -> bool:
        """Whether it may be tried on another connection."""
        for _ in range(1000):
            event = a_minimal_event("item-disclosed", id=an_id(self._next))
            self._next += 1
            headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
            try:
                connection.request("POST", "/v1/events", json.dumps(event), headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.broken.append(type(error).__name__)
                return False
            if answer.status == 201:
                self.acknowledged.append(event["id"])
            if answer.will_close:
                return True
        return True


def ids_in(served: Served) -> set[str]:
    found: set[str] = set()
    path = "/v1/events?limit=1000"
    while True:
        page: dict[str, Any] = served.session.get(served.url + path, timeout=20).json()
        found |= {each["id"] for each in page["events"]}
        if page["next"] is None:
            return found
        path = f"/v1/events?limit=1000&cursor={page['next']}"


def test_what_was_accepted_is_answered_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.start()
    clients = [Poster(served, number * 100_000) for number in range(1, CLIENTS + 1)]
    threads = [threading.Thread(target=each.post_until_refused) for each in clients]
    for thread in threads:
        thread.start()
    while sum(len(each.acknowledged) for each in clients) < 100:
        time.sleep(0.01)
    half = socket.create_connection(("127.0.0.1", served.port), timeout=20)
    half.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
    time.sleep(0.1)
    served.terminate()
    time.sleep(0.3)
    half.sendall(b"\r\n")
    with half:
        assert half.recv(65536).startswith(b"HTTP/1.1 200 OK"), "it had begun to ask before"
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    served.stop()
    lines = (tmp_path / "serve.log").read_text().splitlines()
    said = [json.loads(each)["message"] for each in lines]  # each is JSON: it is no terminal
    assert any(each.startswith("Testigo listens on http://127.0.0.1:") for each in said)
    assert any(each.startswith("told to stop; ") for each in said)
    assert said[-1] == "Testigo has stopped"
    assert [each.broken for each in clients if each.broken] == []
    served.start()
    try:
        assert {each for client in clients for each in client.acknowledged} <= ids_in(served)
    finally:
        served.stop()
