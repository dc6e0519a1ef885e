"""A disk that is full, and a database that cannot be written: with real ENOSPC and EPERM.

Most of it takes root: a file system of its own is mounted, or a file is made immutable. Where that
is not allowed, the outcome says so.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.bench import Bench, Outcome
from tests.faults.databases import DATABASES, Database, PostgresServer, SQLiteFile
from tests.faults.serving import A_MOMENT

SIZE = "400m"
LEFT_BYTES = {"sqlite": 4 << 20, "postgres": 24 << 20}
"""What the other files leave free: more than the load writes at first, soon less than it needs."""
BLOCK = 1 << 16
BALLAST = "other-files"
UNDER_FAULT_SECONDS = 1.0
UNTIL_FELT_SECONDS = 60.0


class NotAllowed(Exception):
    """This machine does not let us make the fault."""


def disk_full(kind: str, folder: Path, seed: int) -> Outcome:
    """Other files fill the file system of the ledger; the service is killed; they are removed."""
    how = "on a tmpfs that is filled up, ENOSPC; restarted; other files removed"
    outcome = Outcome(f"disk full, {kind}", how, 1)
    room = folder / "small"
    room.mkdir()
    try:
        with _mounted(room), _heavy(DATABASES[kind](room), folder, seed) as bench:
            bench.load.start()
            _fill(room, LEFT_BYTES[kind])
            until_refused(bench, outcome)
            time.sleep(UNDER_FAULT_SECONDS)
            _refuses_to_start_or_starts(bench, outcome)
            (room / BALLAST).unlink()
            _recovers(bench, outcome)
    except NotAllowed as reason:
        return Outcome(outcome.fault, str(reason), skipped=True)
    return outcome


def read_only_server(folder: Path, seed: int) -> Outcome:
    """The server takes no writes any more, as one that became a standby; then it does."""
    outcome = Outcome("read-only, postgres", "default_transaction_read_only set, and reset", 1)
    database = PostgresServer(folder)
    with _heavy(database, folder, seed) as bench:
        bench.load.start()
        time.sleep(UNDER_FAULT_SECONDS / 2)
        database.set_read_only(True)
        until_refused(bench, outcome)
        time.sleep(UNDER_FAULT_SECONDS)
        database.set_read_only(False)
        _recovers(bench, outcome)
    return outcome


def read_only(folder: Path, seed: int) -> Outcome:
    """The files of the ledger take no writes any more, while they are open; then they do."""
    outcome = Outcome("read-only, sqlite", "chattr +i on its files, EPERM; then -i", 1)
    room = folder / "immutable"
    room.mkdir()
    database = SQLiteFile(room)
    try:
        with _heavy(database, room, seed) as bench:
            bench.load.start()
            time.sleep(UNDER_FAULT_SECONDS / 2)
            with _immutable(database.path, Path(f"{database.path}-wal")):
                until_refused(bench, outcome)
                time.sleep(UNDER_FAULT_SECONDS)
            _recovers(bench, outcome)
    except NotAllowed as reason:
        return Outcome(outcome.fault, str(reason), skipped=True)
    return outcome


def read_only_at_start(folder: Path, seed: int) -> Outcome:
    """A service that is started over a file system that is mounted read-only."""
    outcome = Outcome("read-only at start, sqlite", "on a tmpfs remounted ro; then rw", 1)
    room = folder / "readonly"
    room.mkdir()
    try:
        with _mounted(room), _heavy(SQLiteFile(room), folder, seed) as bench:
            bench.load.start()
            time.sleep(UNDER_FAULT_SECONDS / 2)
            bench.load.stop()
            bench.service.kill()
            _mount("-o", "remount,ro", str(room))
            _says_why(bench, outcome)
            _mount("-o", "remount,rw", str(room))
            bench.load.start()
            outcome.recovered_seconds = bench.recover()
            bench.load.stop()
            bench.load.settle()
            bench.tell(outcome)
    except NotAllowed as reason:
        return Outcome(outcome.fault, str(reason), skipped=True)
    return outcome


def until_refused(bench: Bench, outcome: Outcome) -> None:
    """Wait until a client was answered with a 503 as it should be."""
    deadline = time.monotonic() + UNTIL_FELT_SECONDS
    while bench.load.seen["later"] == 0:
        if time.monotonic() > deadline:
            outcome.problems.append("the fault was not felt: no 503")
            return
        time.sleep(A_MOMENT)


def _refuses_to_start_or_starts(bench: Bench, outcome: Outcome) -> None:
    """Killed and started while the disk is full: it serves, or it says why it does not."""
    bench.service.kill()
    process = bench.service.spawn()
    deadline = time.monotonic() + UNTIL_FELT_SECONDS
    while process.poll() is None and not bench.service.ready():
        if time.monotonic() > deadline:
            outcome.problems.append("with its disk full it neither starts nor says why")
            return
        time.sleep(A_MOMENT)
    if process.poll() is not None:
        _has_said_why(bench, outcome)


def _says_why(bench: Bench, outcome: Outcome) -> None:
    code = bench.service.spawn().wait(UNTIL_FELT_SECONDS)
    if code != 1:
        outcome.problems.append(f"it ended with {code}, not 1")
    _has_said_why(bench, outcome)


def _has_said_why(bench: Bench, outcome: Outcome) -> None:
    last = bench.service.log.read_text().strip().splitlines()[-1]
    if not last.startswith("Error: ") or "Traceback" in last:
        outcome.problems.append(f"it did not say why it cannot start: {last}")


def _recovers(bench: Bench, outcome: Outcome) -> None:
    """Without hands: what runs goes on, what does not is started by its supervisor."""
    before, began = bench.notebook.lines, time.monotonic()
    bench.recover()
    while bench.notebook.lines == before:
        if time.monotonic() - began > UNTIL_FELT_SECONDS:
            outcome.problems.append("it did not recover within a minute")
            break
        time.sleep(A_MOMENT)
    outcome.recovered_seconds = time.monotonic() - began
    time.sleep(UNDER_FAULT_SECONDS / 2)
    bench.load.stop()
    bench.load.settle()
    bench.tell(outcome)


def _heavy(database: Database, folder: Path, seed: int) -> Bench:
    """A bench with large batches; its log and notebook may be elsewhere than its database."""
    return Bench(database, folder, seed, heavy=True)


def _fill(room: Path, left: int) -> None:
    """Fill a file system with a file, so that so many bytes of it are left."""
    with (room / BALLAST).open("wb", buffering=0) as ballast, suppress(OSError):
        while shutil.disk_usage(room).free > left:
            ballast.write(b"\0" * BLOCK)


@contextmanager
def _mounted(room: Path) -> Iterator[None]:
    _mount("-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(room))
    try:
        yield
    finally:
        unmount(room)


def _mount(*arguments: str) -> None:
    as_root("mount", *arguments)


def unmount(room: Path) -> None:
    """Take a file system away, if there is one."""
    subprocess.run(["umount", str(room)], check=False, capture_output=True)


@contextmanager
def _immutable(*files: Path) -> Iterator[None]:
    names = [str(each) for each in files]
    try:
        as_root("chattr", "+i", *names)
        _refuses_writes(files[0])
        yield
    finally:
        subprocess.run(["chattr", "-i", *names], check=False, capture_output=True)


def _refuses_writes(file: Path) -> None:
    try:
        with file.open("ab"):
            pass
    except OSError:
        return
    raise NotAllowed(f"not exercised: immutable files of {file.parent} can be written")


def as_root(*command: str) -> None:
    """Run a command that may not be allowed. Raises `NotAllowed`."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise NotAllowed(f"not exercised: there is no {command[0]}") from error
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"{command[0]} is not allowed"]
        raise NotAllowed(f"not exercised: {said[0]}")
