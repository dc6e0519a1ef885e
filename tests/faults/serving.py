"""The service as the harness runs it: started, killed, and started again as a supervisor would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import requests

from tests.served import TESTIGO, a_free_port, environment

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
A_MOMENT = 0.02


class NotServing(AssertionError):
    """The service did not become ready in time."""


class Service:
    """`testigo serve` in a process group of its own, over one database, on a port of loopback."""

    def __init__(
        self, database: str, folder: Path, *, planted: tuple[str, ...] = (), workers: int = 1
    ) -> None:
        """`planted`: what `tests.faults.planted` is to change in the served process."""
        self.database = database
        self.folder = folder
        self.log = folder / "serve.log"
        self.port = a_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.starts = 0
        serve = [TESTIGO, "serve"]
        if planted:
            serve = [sys.executable, "-m", "tests.faults.planted", *planted]
        self._command = [*serve, "--bind", f"127.0.0.1:{self.port}", "--database", database]
        if workers > 1:
            self._command += ["--workers", str(workers)]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Service:
        self.serve()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start its processes, and wait for nothing."""
        self.starts += 1
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.folder,
                env={**environment(), "PYTHONPATH": str(REPOSITORY)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self._process

    def serve(self) -> float:
        """Wait until it is ready, starting it whenever it does not run; how long that took."""
        began = time.monotonic()
        while not self.ready():
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise NotServing(self.log.read_text()[-3000:])
            if not self.running:
                self.spawn()
            time.sleep(A_MOMENT)
        return time.monotonic() - began

    @property
    def running(self) -> bool:
        """Whether its first process runs."""
        return self._process is not None and self._process.poll() is None

    def ready(self) -> bool:
        """Whether it says that it is."""
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        return children_of(self._process.pid) if self._process is not None else []

    def kill(self) -> None:
        """`kill -9` of every process of it."""
        if self._process is None:
            return
        workers = self.workers()
        # The group may live on when its leader is dead.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        wait_until_gone(workers)

    def freeze(self) -> None:
        """Let none of its processes do anything any more; they can only be killed."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def kill_arbiter(self) -> None:
        """`kill -9` of its first process alone; the others are to notice, and to give way."""
        assert self._process is not None
        orphans = self.workers()
        self._process.kill()
        self._process.wait()
        wait_until_gone(orphans)

    def kill_worker(self, pid: int | None = None) -> None:
        """`kill -9` of one process that answers requests; its arbiter is to start another."""
        workers = [pid] if pid is not None else self.workers()[:1]
        for each in workers:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        wait_until_gone(workers)

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)
        self._process = None


def children_of(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def wait_until_gone(pids: list[int]) -> None:
    """Wait until no thread of these processes runs, and so holds nothing open any more."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(_runs(pid) for pid in pids):
        if time.monotonic() > deadline:
            raise NotServing(f"of the processes {pids} one lives on")
        time.sleep(A_MOMENT)


def _runs(pid: int) -> bool:
    """Whether any thread of a process runs; its first one may be dead before the others are."""
    with suppress(FileNotFoundError, ProcessLookupError):
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" or len(threads) > 1
    return False
