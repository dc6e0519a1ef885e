"""Behind nginx as deploy/nginx.conf has it: TLS, streams, imports, and who is believed."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_minimal_event
from tests.served import TOKEN, Served, a_free_port

SITE = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PATIENCE_SECONDS = 60.0
FAILURES = 3
TEXT = 10_000
LONG = 4 * 2**20
"""More bytes than nginx takes unless it is told to, than it holds, and than wait to be recorded."""
AROUND = """
{user}daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""

pytestmark = pytest.mark.skipif(
    NGINX is None or shutil.which("openssl") is None, reason="nginx is not installed"
)


class Named(ThreadingHTTPServer):
    """A service that answers with its name."""

    daemon_threads = True

    def __init__(self, name: str, statuses: Mapping[str, int]) -> None:
        """`statuses`: of the paths that it does not answer with 200."""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(statuses.get(self.path.partition("?")[0], 200))
                self.send_header("Content-Length", str(len(name)))
                self.end_headers()
                self.wfile.write(name.encode())

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_port
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Proxy:
    """nginx before a service, on ports of the loopback, with a certificate of its own."""

    def __init__(self, folder: Path, served: Served | Named, replica: Named | None = None) -> None:
        self.folder, self.served, self._replica = folder, served, replica
        self.port, self.plain_port = a_free_port(), a_free_port()
        self._log = folder / "error.log"
        self.key, self.certificate = folder / "key.pem", folder / "cert.pem"

    def __enter__(self) -> Proxy:
        made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        named = ["-addext", "subjectAltName=DNS:localhost"]
        files = ["-keyout", self.key, "-out", self.certificate]
        subprocess.run(["openssl", *made.split(), *named, *files], check=True, capture_output=True)
        (self.folder / "site.conf").write_text(self._site(), encoding="utf-8")
        user = "user root;\n" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user))
        assert NGINX is not None
        with (self.folder / "nginx.log").open("wb") as log:
            self._process = subprocess.Popen(
                [NGINX, "-p", self.folder, "-c", "nginx.conf", "-e", self._log],
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self.folder / "nginx.log").read_text())
            time.sleep(0.02)
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)

    def _site(self) -> str:
        """The site, with the ports and the certificate that are here."""
        site = re.sub(r"^ *listen \[::\].*\n", "", SITE, flags=re.MULTILINE)
        if self._replica is not None:
            site = site.replace("#r ", "").replace(":8081", f":{self._replica.port}")
        for given, here in (
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ", f"listen 127.0.0.1:{self.port} "),
            ("server 127.0.0.1:8080;", f"server 127.0.0.1:{self.served.port};"),
            ("/etc/testigo/tls/cert.pem", str(self.certificate)),
            ("/etc/testigo/tls/key.pem", str(self.key)),
            ("server_name ledger.example.org;", "server_name localhost;"),
        ):
            assert given in site
            site = site.replace(given, here)
        return site

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def connection(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        """A connection through TLS from an address of the loopback."""
        connection = http.client.HTTPSConnection(
            "localhost",
            self.port,
            timeout=PATIENCE_SECONDS,
            context=ssl.create_default_context(cafile=str(self.certificate)),
            source_address=(source, 0),
        )
        connection.connect()
        return connection

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        token: str = TOKEN,
        source: str = "127.0.0.1",
        **headers: str,
    ) -> http.client.HTTPResponse:
        """The answer to a question; its body is read."""
        connection = self.connection(source)
        known = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Authorization": f"Bearer {token}", **known})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TESTIGO_PROXIES", "1")
        environment.setenv("TESTIGO_RATE_LIMIT_FAILURES", f"{FAILURES}/hour")
        with Served(folder) as served, Proxy(folder, served) as running:
            yield running


def a_line(number: int) -> bytes:
    said = a_minimal_event("commitment-made")
    said["data"] |= {"commitment": f"c{number}", "text": "x" * TEXT}
    return json.dumps(said).encode() + b"\n"


def head_of(served: Served) -> int:
    details: dict[str, Any] = served.session.get(f"{served.url}/readyz", timeout=60).json()
    return int(details["head"])


def test_what_is_asked_without_tls_is_sent_to_tls(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=60)
    connection.request("POST", "/v1/events", headers={"Host": "localhost"})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.getheader("Location")) == (308, "https://localhost/v1/events")


def test_the_service_knows_that_it_is_asked_through_tls(proxy: Proxy) -> None:
    assert proxy.ask("/healthz").getheader("Strict-Transport-Security") is not None
    direct = proxy.served.session.get(f"{proxy.served.url}/healthz", timeout=60)
    assert "Strict-Transport-Security" not in direct.headers


def test_an_event_that_is_posted_through_it_is_followed_through_it(proxy: Proxy) -> None:
    after = head_of(proxy.served)
    following, posting = proxy.connection(), proxy.connection()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    following.request("GET", f"/v1/events/stream?after={after}", headers=headers)
    stream = following.getresponse()
    lines = iter(stream.readline, b"")
    assert next(line for line in lines if line == b"event: caught-up\n")
    posting.request("POST", "/v1/events", json.dumps(a_minimal_event("item-disclosed")), headers)
    posted = posting.getresponse()
    position = json.loads(posted.read())["position"]
    assert posted.status == 201
    assert next(line for line in lines if line == f"id: {position}\n".encode())
    assert next(line for line in lines if line.startswith(b"data: "))
    stream.close()
    following.close()
    posting.close()


def test_a_long_import_is_recorded_while_it_still_arrives(proxy: Proxy) -> None:
    before = head_of(proxy.served)
    lines = [a_line(number) for number in range(LONG // TEXT)]
    recorded: list[int] = []

    def body() -> Iterator[bytes]:
        yield from lines[:-1]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while head_of(proxy.served) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        recorded.append(head_of(proxy.served) - before)
        yield lines[-1]

    connection = proxy.connection()
    kind = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/x-ndjson"}
    connection.request("POST", "/v1/events", body(), kind, encode_chunked=True)
    told = json.loads(connection.getresponse().read())
    connection.close()
    assert (told["done"], told["recorded"], told["refused"]) == (True, len(lines), 0)
    assert recorded[0] > 0


def test_a_client_cannot_say_who_it_is(proxy: Proxy) -> None:
    """Each failure is counted for the address that came, whatever its headers said of it."""

    def fail(number: int, source: str) -> int:
        forged = {"X_Forwarded_For": f"203.0.113.{number}", "X_Real_IP": f"203.0.113.{number}"}
        forged |= {"Forwarded": f"for=203.0.113.{number}"}
        return proxy.ask("/v1/programmes", token="wrong", source=source, **forged).status

    assert [fail(each, "127.0.0.2") for each in range(FAILURES + 1)] == [401] * FAILURES + [429]
    assert fail(0, "127.0.0.3") == 401


def test_a_replica_answers_what_is_within_bounds_and_the_primary_all_else(tmp_path: Path) -> None:
    within = "?as_of=2025-01-01T00:00:00Z&as_recorded=5"
    by_primary, by_replica = (200, b"primary"), (200, b"replica")
    with (
        Named("primary", {}) as primary,
        Named("replica", {"/v1/new": 421, "/v1/late": 503}) as replica,
        Proxy(tmp_path, primary, replica) as proxy,
    ):

        def answer(path: str, method: str = "GET") -> tuple[int, bytes]:
            told = proxy.ask(path, method=method)
            return told.status, told.body  # type: ignore[attr-defined]

        assert answer(f"/v1/events{within}") == by_replica
        assert answer("/v1/programmes?limit=5&cursor=abc") == by_replica
        assert answer("/v1/events?as_of=2025-01-01T00:00:00Z") == by_primary
        assert answer(f"/review/beta{within}") == by_primary
        assert answer(f"/v1/events{within}", "POST") == by_primary
        for refused in ("/v1/new", "/v1/late"):
            assert answer(f"{refused}{within}") == by_primary
        replica.shutdown()
        replica.server_close()
        assert answer(f"/v1/events{within}") == by_primary
