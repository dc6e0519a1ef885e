"""The servers that are measured: ours, and the plain ones beside it, each as its users start it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

import psutil

from tests.served import TESTIGO, TOKEN, a_free_port

ROOT: Final = Path(__file__).parents[2]
BIN: Final = Path(sys.executable).parent
PATIENCE_SECONDS: Final = 60.0
SETTLING_SECONDS: Final = 3600.0
LOOK_SECONDS: Final = 0.005
WORKERS: Final = {"sqlite": 1, "postgres": 2}
"""Of ours, and of the plain server beside it."""
THREADS: Final = 16
"""Of each worker of a plain server; so many clients post at once."""
MEGA: Final = 1_000_000


class Server:
    """A server on loopback in a process group of its own, until the block ends."""

    def __init__(
        self, command: list[str], folder: Path, port: int, path: str, **environment: str
    ) -> None:
        """`path`: what it must answer with success to be ready."""
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.started_seconds = 0.0
        """How long it took from its start to its first answer."""
        self._command = command
        self._path = path
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        # Users start what is installed, which is compiled: only the first start compiles it here.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def __enter__(self) -> Server:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._log = self.folder / "server.log"
        began = time.monotonic()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.folder,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            while not self._answers():
                if self._process.poll() is not None or time.monotonic() > began + PATIENCE_SECONDS:
                    raise RuntimeError(f"{self._command[0]} did not start: {self.said()}")
                time.sleep(LOOK_SECONDS)
        except BaseException:
            self._end()
            raise
        self.started_seconds = time.monotonic() - began
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _answers(self) -> bool:
        try:
            return self.get(self._path).status == 200
        except (OSError, http.client.HTTPException):
            return False

    def get(self, path: str, seconds: float = PATIENCE_SECONDS) -> http.client.HTTPResponse:
        """What it answers, within so long; over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def settle(self) -> None:
        """Wait until its views are up to what was posted, as a read of ours does."""
        self.get("/v1/programmes", SETTLING_SECONDS)

    def said(self) -> str:
        """The end of its log."""
        return self._log.read_text(errors="replace")[-3000:]

    @property
    def pid(self) -> int:
        """Its first process, of which its workers are children."""
        return self._process.pid

    def workers(self) -> list[int]:
        """Its processes that answer."""
        return [each.pid for each in psutil.Process(self.pid).children()]

    def _end(self) -> None:
        """Ask it to stop, and wait; what then still runs is killed."""
        with suppress(subprocess.TimeoutExpired):
            self._process.terminate()
            self._process.wait(PATIENCE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def testigo(folder: Path, database: str, kind: str) -> Server:
    """Ours. Its limit of requests is one that no load here comes up to."""
    port = a_free_port()
    command = [str(TESTIGO), "serve", "--bind", f"127.0.0.1:{port}", "--database", database]
    command += ["--workers", str(WORKERS[kind])] if kind == "postgres" else []
    own = {"TESTIGO_ADMIN_TOKEN": TOKEN, "TESTIGO_RATE_LIMIT": "1000000/second"}
    return Server(command, folder, port, "/v1/programmes", **own)


def plain(folder: Path, database: str, kind: str) -> Server:
    """Flask with one INSERT and COMMIT per request; without a `database` it echoes."""
    port = a_free_port()
    command = [str(BIN / "gunicorn"), "-b", f"127.0.0.1:{port}", "-w", str(WORKERS[kind])]
    command += ["--threads", str(THREADS), "--worker-class", "gthread"]
    command += ["tests.bench.plain:application()"]
    return Server(command, folder, port, "/readyz", PLAIN_DATABASE=database)


def processes(pid: int) -> list[psutil.Process]:
    """A process and all that descend from it."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def cpu_seconds(*pids: int) -> float:
    """What these processes and those below them, ended ones too, have used of the processors."""
    used = 0.0
    for pid in pids:
        for each in processes(pid):
            with suppress(psutil.NoSuchProcess):
                used += sum(each.cpu_times()[:4])
    return used


def megabytes(pid: int) -> float:
    """What a process and those below it have in memory; what they share is counted once."""
    held = 0
    for each in processes(pid):
        with suppress(psutil.NoSuchProcess):
            held += each.memory_full_info().pss
    return held / MEGA
