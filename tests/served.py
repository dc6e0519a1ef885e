"""A service as its users start it: `testigo serve` in a process of its own, on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import requests

TESTIGO = Path(sys.executable).with_name("testigo")
TOKEN = "testigo_for-the-tests-only"
PATIENCE_SECONDS = 20.0


def a_free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_testigo(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [TESTIGO, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment() -> dict[str, str]:
    """That of the tests, with a token and without colour."""
    return {**os.environ, "TESTIGO_ADMIN_TOKEN": TOKEN, "TESTIGO_TOKEN": TOKEN, "NO_COLOR": "1"}


class Served:
    """A running service over a database file in a folder, unless `options` name another."""

    def __init__(
        self, folder: Path, port: int | None = None, options: tuple[str, ...] = ()
    ) -> None:
        self.folder = folder
        self._options = options
        self.port = port or a_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {TOKEN}"

    def __enter__(self) -> Served:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self.session.close()

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self._log = (self.folder / "serve.log").open("ab")
        self._process = subprocess.Popen(
            [TESTIGO, "serve", "--bind", f"127.0.0.1:{self.port}", *self._options],
            cwd=self.folder,
            env=environment(),
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self.folder / "serve.log").read_text())
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Whether it answers that it is."""
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except (requests.ConnectionError, requests.Timeout):
            return False

    @property
    def pid(self) -> int:
        """The process that its workers are children of."""
        return self._process.pid

    def terminate(self) -> None:
        """Ask it to stop, without waiting."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once, with all its processes, as `kill -9` does."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE_SECONDS)
        self._log.close()
