"""Durable posts a second, at 1 and at 16 keep-alive clients, beside what one would write instead.

    .venv/bin/python -m tests.bench.posts [--database URL] [--seconds 5] [--workers N]

Loads with `wrk` (Debian's package). Prints a table, ratios first, and writes JSON with --json.
What it posts stays in a PostgreSQL database: name one that is made for it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from service.bootstrap import migrate
from tests.served import TOKEN, a_free_port

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent.parent
EVENT = {
    "type": "item-disclosed",
    "programme": "bench",
    "occurred_at": "2024-11-20T10:00:00+01:00",
    "data": {"items": ["item:launch-date"], "by": "staff:lena", "to": ["tester:ana"]},
}
SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {token}"
wrk.body = [==[{body}]==]
"""


@contextmanager
def running(command: list[str], port: int, folder: Path, **environment: str) -> Iterator[None]:
    """A server in a process group of its own, until the block ends."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=2).ok:
                    break
            except (requests.ConnectionError, requests.Timeout):
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit((folder / "server.log").read_text())
            time.sleep(0.05)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def posts_a_second(port: int, clients: int, seconds: int, folder: Path) -> float:
    """The rate of posts that were answered with 201."""
    script = folder / "post.lua"
    script.write_text(SCRIPT.format(token=TOKEN, body=json.dumps(EVENT)))
    address = f"http://127.0.0.1:{port}/v1/events"
    told = subprocess.run(
        [*f"wrk -t1 -c{clients} -d{seconds}s".split(), "-s", script, address],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if told.returncode or "Non-2xx" in told.stdout:
        raise SystemExit(told.stdout + (folder / "server.log").read_text())
    return float(re.findall(r"Requests/sec:\s+([0-9.]+)", told.stdout)[0])


def measured(name: str, database: str, seconds: int, workers: int) -> dict[int, float]:
    """The rates of one server at 1 and 16 clients."""
    with tempfile.TemporaryDirectory() as room:
        folder, port = Path(room), a_free_port()
        bind = f"127.0.0.1:{port}"
        address = database.format(folder=folder)
        environment = {"PYTHONPATH": str(ROOT)}
        if name == "testigo":
            command = [str(BIN / "testigo"), "serve", "--bind", bind, "--database", address]
            if address.startswith("postgres"):
                migrate(address)
                command += ["--workers", str(workers)]
            environment["TESTIGO_ADMIN_TOKEN"] = TOKEN
        else:
            command = [str(BIN / "gunicorn"), "-b", bind, "-w", str(workers), "--threads", "16"]
            command += ["--worker-class", "gthread", "tests.bench.plain:application()"]
            environment["PLAIN_DATABASE"] = "" if name == "echo" else address
        with running(command, port, folder, **environment):
            posts_a_second(port, 4, 1, folder)
            return {clients: posts_a_second(port, clients, seconds, folder) for clients in (1, 16)}


def main() -> None:
    """Measure in turn, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", default="sqlite:///{folder}/bench.db")
    asked.add_argument("--seconds", type=int, default=5)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is needed: install the package wrk.")
    rates = {
        name: measured(name, given.database, given.seconds, given.workers)
        for name in ("testigo", "plain", "echo")
    }
    for clients in (1, 16):
        ours = rates["testigo"][clients]
        beside = {name: rates[name][clients] for name in ("plain", "echo")}
        ratios = "  ".join(f"{ours / rate:5.2f} x {name}" for name, rate in beside.items())
        print(f"{clients:2} clients: {ratios}   testigo {ours:7.0f}/s", end="")  # noqa: T201
        print("".join(f"  {name} {rate:7.0f}/s" for name, rate in beside.items()))  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps(rates, indent=2))


if __name__ == "__main__":
    main()
