"""Three PostgreSQL servers under Patroni, one of them a synchronous standby, and the etcd they ask.

All on the loopback of this machine, in processes of our own. `etcd` is from Debian (`etcd-server`).
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psutil
import psycopg

from service.bootstrap import migrate
from tests.faults.databases import _wheel_over
from tests.faults.serving import A_MOMENT, NotServing
from tests.served import a_free_port

NODES: Final = ("ana", "ben", "cleo")
PATIENCE_SECONDS: Final = 180.0
TTL_SECONDS: Final = 20
"""For how long a primary that is silent is still believed to be there; Patroni takes no less."""


class NoPatroni(Exception):
    """What is needed is not installed."""


class Node:
    """A PostgreSQL server and its Patroni."""

    def __init__(self, name: str, folder: Path, wheel: Any) -> None:
        self.name = name
        self.port, self.asked_at = a_free_port(), a_free_port()
        self.folder = folder
        self._wheel = wheel
        self._process: subprocess.Popen[bytes] | None = None

    def settings(self, etcd: int, *, synchronous: bool) -> dict[str, Any]:
        """As Patroni takes them: what deploy/RUNBOOK.md asks for, with short waits."""
        here = "127.0.0.1"
        return {
            "scope": "testigo",
            "name": self.name,
            "restapi": {
                "listen": f"{here}:{self.asked_at}",
                "connect_address": f"{here}:{self.asked_at}",
            },
            "etcd3": {"host": f"{here}:{etcd}"},
            "bootstrap": {
                "dcs": {
                    "ttl": TTL_SECONDS,
                    "loop_wait": 2,
                    "retry_timeout": 3,
                    "synchronous_mode": synchronous,
                    "synchronous_mode_strict": synchronous,
                    "postgresql": {"use_pg_rewind": True},
                },
                "initdb": [{"encoding": "UTF8"}, "data-checksums", {"auth": "trust"}],
            },
            "postgresql": {
                "listen": f"{here}:{self.port}",
                "connect_address": f"{here}:{self.port}",
                "data_dir": str(self.folder / "data"),
                "bin_dir": str(self._wheel.bin_path),
                "pgpass": str(self.folder / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres"},
                    "replication": {"username": "replicator"},
                },
                "parameters": {"unix_socket_directories": "", "max_connections": 100},
                "pg_hba": [f"host {which} all {here}/32 trust" for which in ("all", "replication")],
                "remove_data_directory_on_diverged_timelines": True,
                "remove_data_directory_on_rewind_failure": True,
            },
            "watchdog": {"mode": "off"},
        }

    def start(self, etcd: int, *, synchronous: bool) -> None:
        """Start it, unless it runs; wait for nothing."""
        if self._process is not None and self._process.poll() is None:
            return
        path = self.folder / "patroni.json"  # JSON is YAML
        path.write_text(json.dumps(self.settings(etcd, synchronous=synchronous)), encoding="utf-8")
        with (self.folder / "patroni.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._as_nobody(), sys.executable, "-m", "patroni", path],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _as_nobody(self) -> list[str]:
        """PostgreSQL does not run as root; who is not root may not read root's Python."""
        user = self._wheel.system_user
        if user is None:
            return []
        shutil.chown(self.folder, user)
        group, may = f"--regid={user}", "+dac_read_search"
        as_user = ["setpriv", f"--reuid={user}", group, "--clear-groups"]
        return [*as_user, f"--inh-caps={may}", f"--ambient-caps={may}"]

    def kill(self) -> None:
        """`kill -9` of Patroni, of the server, and of all of its processes: the machine is gone."""
        if self._process is None:
            return
        doomed = [self._process.pid]
        with suppress(OSError, ValueError):
            doomed.append(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]))
        processes: list[psutil.Process] = []
        for pid in doomed:
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                processes += [process, *process.children(recursive=True)]
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGKILL)
        self._process.wait()
        psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)
        self._process = None

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """What it answers; nothing, if it does not."""
        url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres?connect_timeout=2"
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                return connection.execute(question.encode()).fetchall()
        except psycopg.Error:
            return []

    @property
    def leads(self) -> bool:
        """Whether it takes what is written."""
        return self.ask("SELECT pg_is_in_recovery()") == [(False,)]

    def standbys(self, *, synchronous: bool) -> int:
        """How many follow it; `synchronous`: for how many its commits wait."""
        states = self.ask("SELECT state, sync_state FROM pg_stat_replication")
        waited_for = ("sync", "quorum") if synchronous else ("sync", "quorum", "potential", "async")
        return sum(state == "streaming" and how in waited_for for state, how in states)


class Cluster:
    """The three of them. A `tests.faults.databases.Database`."""

    has_server = True

    def __init__(self, folder: Path, *, synchronous: bool = True) -> None:
        """Raises `NoPatroni` if etcd is not installed."""
        if shutil.which("etcd") is None:
            raise NoPatroni("etcd is not installed (on Debian the package etcd-server)")
        self._etcd_port = a_free_port()
        self._synchronous = synchronous
        self._folder = folder
        self.nodes = []
        for name in NODES:
            (folder / name).mkdir(parents=True)
            wheel = _wheel_over(folder / name / "unused")
            wheel.ensure_pgdata_inited()  # makes the user, and lets it come here
            shutil.rmtree(folder / name / "unused")
            self.nodes.append(Node(name, folder / name, wheel))
        hosts = ",".join(f"127.0.0.1:{each.port}" for each in self.nodes)
        only = "target_session_attrs=read-write"
        self.url = f"postgresql://postgres@{hosts}/postgres?{only}"
        self._etcd: subprocess.Popen[bytes] | None = None
        self._migrated = False

    def start(self) -> None:
        """Start what does not run, and wait until one leads and a standby is synchronous."""
        if self._etcd is None:
            self._start_etcd()
        for each in self.nodes:
            each.start(self._etcd_port, synchronous=self._synchronous)
        self.await_leader(standbys=1)
        if not self._migrated:
            migrate(self.url)
            self._migrated = True

    def _start_etcd(self) -> None:
        client, peer = f"http://127.0.0.1:{self._etcd_port}", f"http://127.0.0.1:{a_free_port()}"
        with (self._folder / "etcd.log").open("ab") as log:
            self._etcd = subprocess.Popen(
                [
                    "etcd",
                    f"--data-dir={self._folder / 'etcd'}",
                    f"--listen-client-urls={client}",
                    f"--advertise-client-urls={client}",
                    f"--listen-peer-urls={peer}",
                    f"--initial-advertise-peer-urls={peer}",
                    f"--initial-cluster=default={peer}",
                ],
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )

    def leader(self) -> Node | None:
        """Who takes what is written; None if nobody does."""
        return next((each for each in self.nodes if each.leads), None)

    def await_leader(self, standbys: int) -> Node:
        """Wait for one that leads, with so many standbys that it waits for, at least."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = self.leader()
            if found is not None and found.standbys(synchronous=self._synchronous) >= standbys:
                return found
            time.sleep(5 * A_MOMENT)
        logs = [(each.folder / "patroni.log").read_text()[-1500:] for each in self.nodes]
        raise NotServing("nobody leads:\n" + "\n\n".join(logs))

    def await_all(self) -> None:
        """Wait until each node follows the one that leads, or is it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            leader = self.leader()
            others = len(self.nodes) - 1
            if leader is not None and leader.standbys(synchronous=False) == others:
                return
            time.sleep(5 * A_MOMENT)
        raise NotServing("a node did not come back")

    def kill(self) -> None:
        for each in self.nodes:
            each.kill()
        if self._etcd is not None:
            self._etcd.kill()
            self._etcd.wait()
            self._etcd = None

    def freeze(self) -> None:
        """Only a cut of the power freezes, and that is of one machine: refused."""
        raise TypeError("the power of a cluster of several machines is not cut at once")

    def stop(self) -> None:
        self.kill()

    def faults(self) -> list[str]:
        return []
