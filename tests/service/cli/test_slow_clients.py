"""Clients that are slow, silent or wrong keep nobody from being answered, and are cut off."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator

import pytest
import requests

from tests.served import TOKEN, Served

SECONDS = 1
"""How long the service waits for a client, here."""
CLIENTS = 80
"""More than it has threads."""
POST = f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
JSON = "Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TESTIGO_REQUEST_TIMEOUT", str(SECONDS))
        with Served(tmp_path_factory.mktemp("served")) as service:
            yield service


def connected(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=20)


def rest_of(client: socket.socket) -> bytes:
    """All that it is still sent."""
    read = b""
    try:
        while more := client.recv(65536):
            read += more
    except ConnectionResetError:
        pass
    return read


def problem(answer: bytes, status: int) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status), answer
    assert b"Content-Type: application/problem+json" in head
    document: dict[str, object] = json.loads(body)
    assert document["status"] == status
    assert document["type"] == f"/problems/{document['code']}"
    return document


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("GET /healthz HTT", 408, id="half a head"),
        pytest.param(f"{POST}{JSON}Content-Length: 900\r\n\r\n{{", 408, id="half a body"),
    ],
)
def test_who_sends_too_little_waits_outside(served: Served, sent: str, told: int | None) -> None:
    clients = [connected(served) for _ in range(CLIENTS)]
    for client in clients:
        client.sendall(sent.encode())
    began = time.monotonic()
    assert requests.get(f"{served.url}/healthz", timeout=20).status_code == 200
    assert served.session.get(f"{served.url}/v1/programmes", timeout=20).status_code == 200
    assert time.monotonic() - began < 2
    for client in clients:
        answer = rest_of(client)
        assert answer == b"" if told is None else problem(answer, told)
        client.close()
    assert time.monotonic() - began < SECONDS + 3


def test_who_sends_a_byte_now_and_then_is_cut_off_too(served: Served) -> None:
    with connected(served) as client:
        began = time.monotonic()
        client.settimeout(0.2)
        client.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
        answer = b""
        while not answer:
            assert time.monotonic() - began < SECONDS + 3
            client.sendall(b"x")
            try:
                answer = client.recv(65536)
            except TimeoutError:
                continue
        problem(answer, 408)


def test_long_bodies_take_a_quarter_of_the_threads_at_most(served: Served) -> None:
    clients = [connected(served) for _ in range(CLIENTS)]
    for client in clients:
        client.sendall(f"{POST}{JSON}Content-Length: 1000000\r\n\r\n{{".encode())
    began = time.monotonic()
    assert served.session.get(f"{served.url}/v1/programmes", timeout=20).status_code == 200
    assert time.monotonic() - began < 2
    answers = [rest_of(client) for client in clients]
    for client in clients:
        client.close()
    statuses = [int(each.split(b" ")[1]) for each in answers]
    assert statuses.count(408) == 16, "of 64 threads"
    assert statuses.count(503) == CLIENTS - 16
    assert all(b"Retry-After" in each for each in answers if b" 503 " in each.splitlines()[0])


def test_who_does_not_close_holds_nobody_up(served: Served) -> None:
    clients = [connected(served) for _ in range(CLIENTS)]
    for client in clients:
        client.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
    began = time.monotonic()
    assert requests.get(f"{served.url}/healthz", timeout=20).status_code == 200
    assert time.monotonic() - began < 2
    assert all(b"200 OK" in rest_of(client) for client in clients)
    for client in clients:
        client.close()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: x\n\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nSecret Name: s3cret\r\n\r\n", 400),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /" + b"x" * 70000, 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20000, 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: brotli\r\n\r\n", 501),
    ],
)
def test_what_is_no_request_is_told_so_in_a_problem_document(
    served: Served, sent: bytes, status: int
) -> None:
    with connected(served) as client:
        client.sendall(sent)
        assert problem(rest_of(client), status)
    assert "s3cret" not in (served.folder / "serve.log").read_text()


def test_requests_that_arrive_in_pieces_or_at_once_are_each_answered(served: Served) -> None:
    with connected(served) as client:
        for piece in (b"\r\nGET /hea", b"lthz HTTP/1.1\r\nHost: x\r", b"\n\r", b"\n"):
            client.sendall(piece)
            time.sleep(0.05)
        assert b"200 OK" in client.recv(65536)
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 3 + b"GET /health")
        client.sendall(b"z HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert rest_of(client).count(b"HTTP/1.1 200 OK") == 4


def test_a_client_that_asks_whether_to_go_on_is_told_to(served: Served) -> None:
    with connected(served) as client:
        client.sendall(f"{POST}{JSON}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n".encode())
        assert client.recv(65536).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(b"{}")
        assert b" 422 " in client.recv(65536)


def test_no_answer_names_a_version(served: Served) -> None:
    answer = requests.get(f"{served.url}/healthz", timeout=20)
    assert not any(each.isdigit() for each in answer.headers.get("Server", ""))


def test_who_takes_nothing_in_is_cut_off(served: Served) -> None:
    log = served.folder / "serve.log"
    asks = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n" * 8
    with connected(served) as client:
        client.sendall(asks)
        deadline = time.monotonic() + 60
        while "it took in nothing for too long" not in log.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert 0 < rest_of(client).count(b"HTTP/1.1 200 OK") < 8
