"""What goes over the wire: HEAD, OPTIONS and gzip as gunicorn sends them, and who reads slowly."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
import requests

from tests.builders import a_minimal_event
from tests.served import TOKEN, Served

THREADS = 4
SECONDS = 30
"""How long a client may stand still: longer than whatever is measured here takes."""
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
LARGE = "/docs/swagger-ui-bundle.js"
AT_ONCE = 8
"""So many large answers at once are more than the system takes from us for one client."""
ASKS = f"GET {LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * AT_ONCE


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TESTIGO_REQUEST_TIMEOUT", str(SECONDS))
        folder = tmp_path_factory.mktemp("wire")
        with Served(folder, options=("--threads", str(THREADS))) as service:
            events = [a_minimal_event("item-disclosed")] * 10
            assert service.session.post(f"{service.url}/v1/events", json=events, timeout=60).ok
            yield service


@pytest.fixture
def connection(served: Served) -> Iterator[http.client.HTTPConnection]:
    """One that is kept: what is sent too much, or too little, spoils the next answer."""
    kept = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    yield kept
    kept.close()


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={**KNOWN, **named})
    answer = connection.getresponse()
    assert answer.getheader("Connection") == "keep-alive"
    return answer, answer.read()


LIST = "/v1/events?as_recorded=10"


def test_head_is_get_without_its_body(connection: http.client.HTTPConnection) -> None:
    for encoding in ("gzip", "identity"):
        whole, body = ask(connection, "GET", LIST, Accept_Encoding=encoding)
        bare, nothing = ask(connection, "HEAD", LIST, Accept_Encoding=encoding)
        assert nothing == b""
        for name in ("Content-Type", "Content-Encoding", "ETag", "Vary", "Cache-Control"):
            assert bare.getheader(name) == whole.getheader(name)
        assert bare.getheader("Content-Length") == str(len(body))
    assert ask(connection, "HEAD", "/v1/events/stream")[0].status == 200
    assert ask(connection, "HEAD", "/v1/nowhere")[0].status == 404
    assert ask(connection, "GET", "/healthz")[1] == b'{"status":"ok"}'


def test_options_says_what_there_is(connection: http.client.HTTPConnection) -> None:
    for path, allowed in {
        "/v1/events": "GET, HEAD, OPTIONS, POST",
        "/v1/programmes": "GET, HEAD, OPTIONS",
        "/v1/projections/replay": "DELETE, OPTIONS, POST",
    }.items():
        answer, nothing = ask(connection, "OPTIONS", path)
        assert (answer.status, answer.getheader("Allow"), nothing) == (204, allowed, b"")
        assert answer.getheader("Content-Type") is None
        assert answer.getheader("Content-Length") is None


def test_what_is_compressed_says_the_same(connection: http.client.HTTPConnection) -> None:
    plain, whole = ask(connection, "GET", LIST, Accept_Encoding="identity")
    small, zipped = ask(connection, "GET", LIST, Accept_Encoding="gzip, br")
    assert small.getheader("Content-Encoding") == "gzip"
    assert len(zipped) < len(whole)
    assert gzip.decompress(zipped) == whole
    tags = [each.getheader("ETag") for each in (plain, small)]
    assert tags[0] != tags[1]
    for tag, encoding in zip(tags, ("identity", "gzip"), strict=True):
        assert tag is not None
        again, nothing = ask(connection, "GET", LIST, Accept_Encoding=encoding, If_None_Match=tag)
        assert (again.status, nothing, again.getheader("ETag")) == (304, b"", tag)


def a_reader(served: Served) -> socket.socket:
    """One who has asked for much, and reads none of it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(60)
    client.connect(("127.0.0.1", served.port))
    client.sendall(ASKS)
    assert client.recv(1, socket.MSG_PEEK), "it is being answered"
    return client


def test_who_does_not_read_takes_no_thread(served: Served) -> None:
    readers = [a_reader(served) for _ in range(2 * THREADS)]
    began = time.monotonic()
    assert requests.get(f"{served.url}/healthz", timeout=60).ok
    assert served.session.get(f"{served.url}/v1/programmes", timeout=60).ok
    assert time.monotonic() - began < SECONDS / 2
    for each in readers:
        each.close()


def test_who_reads_slowly_is_told_everything_and_may_ask_again(served: Served) -> None:
    whole = requests.get(f"{served.url}{LARGE}", headers={"Accept-Encoding": "identity"}).content
    with a_reader(served) as reader, reader.makefile("rb") as told:
        assert requests.get(f"{served.url}/healthz", timeout=60).ok
        for _ in range(AT_ONCE):
            assert next_answer(told) == whole
        reader.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert next_answer(told) == b'{"status":"ok"}'
        assert told.read() == b""


def next_answer(told: BinaryIO) -> bytes:
    assert told.readline() == b"HTTP/1.1 200 OK\r\n"
    return told.read(int(http.client.parse_headers(told)["Content-Length"]))


def test_a_worker_that_ends_is_followed_by_another(served: Served) -> None:
    children = Path(f"/proc/{served.pid}/task/{served.pid}/children")
    (gone,) = children.read_text().split()
    os.kill(int(gone), signal.SIGTERM)
    deadline = time.monotonic() + 60
    while gone in children.read_text().split() or not served.is_ready():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert served.session.get(f"{served.url}/metrics", timeout=60).ok


def test_where_no_proxy_is_said_to_be_nothing_that_one_would_say_is_believed(
    connection: http.client.HTTPConnection,
) -> None:
    forged = {"X_Forwarded_Proto": "https", "X_Forwarded_Ssl": "on", "X_Forwarded_Protocol": "ssl"}
    answer, _ = ask(connection, "GET", "/healthz", **forged)
    assert answer.status == 200
    assert answer.getheader("Strict-Transport-Security") is None
