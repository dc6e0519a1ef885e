"""The service under gunicorn: workers with threads, and all its settings in one place.

A SQLite file has one worker; a PostgreSQL database is shared by as many as are asked for.
"""

from __future__ import annotations

import gc
import logging
import os
import resource
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final, NoReturn, cast

import click
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from service.cli.worker import PatientWorker
from service.config import DEFAULT_BIND, Config, is_postgres, without_password
from service.logs import formatter, set_up

log = logging.getLogger("testigo")

METERS_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
GRACE_SECONDS: Final = 30
"""How long requests may go on after the service was told to stop."""
AGAIN_SECONDS: Final = 1.0
"""How often a worker tries to open a ledger whose database is away."""
FILES: Final = 4096
"""How many files a worker may have open, where the system allows it."""
CONNECTIONS: Final = 1000
"""How many connections a worker keeps; each is a file, and there are others."""


def run(config: Config, threads: int, workers: int) -> None:
    """Serve until told to stop. Exits 1 if the ledger cannot be opened or the address is taken."""
    set_up(config.log_level)
    config = replace(config, bind=with_port(config.bind))
    _refuse_taken(config.bind)
    _allow_many_files()
    with shared_folder() as folder:
        _run(Server(config, threads, workers, folder))


def _run(server: Server) -> None:
    config = server.config
    arbiter = LedgerArbiter(server) if server.shared else OneWorker(server)
    if server.shared:
        _refuse_unfit(config.replica or config.database)
    try:
        arbiter.run()
    except SystemExit as stopped:
        sys.exit(1 if arbiter.unopened else stopped.code)


def settings(config: Config, threads: int, workers: int) -> dict[str, Any]:
    """How gunicorn runs."""
    return {
        "bind": config.bind,
        "workers": workers,
        "worker_class": PatientWorker,
        "threads": threads,
        # Opening a ledger may take as long as rebuilding its views; threads cannot hang the loop.
        "timeout": 0,
        "graceful_timeout": GRACE_SECONDS,
        "worker_connections": CONNECTIONS,
        "limit_request_line": 8190,
        # What proxies tell of the client is believed in one place (TESTIGO_PROXIES), and not here,
        # where whoever comes from this machine would be.
        "secure_scheme_headers": {},
        "forwarder_headers": "",
        "loglevel": "debug" if config.log_level.lower() == "debug" else "warning",
        "logger_class": ServerLog,
        "proc_name": "testigo",
        "control_socket_disable": True,
        "post_fork": _remember_worker,
        "post_worker_init": _say_where,
        "worker_exit": _close,
        "child_exit": _forget_worker,
        "on_exit": _say_that_it_stopped,
    }


class Server(BaseApplication):
    """What gunicorn serves; the ledger is opened in each worker, after the fork."""

    def __init__(self, config: Config, threads: int, workers: int, folder: Path) -> None:
        """`folder`: where the workers count together."""
        self.config = config
        self._folder = folder
        self.shared = is_postgres(config.database)
        """Whether several processes may have the ledger open."""
        self._settings = settings(config, threads, workers)
        self.worker: Worker | None = None
        self.close = _nothing
        super().__init__()

    def load_config(self) -> None:
        """As gunicorn asks for it."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Open the ledger; one that cannot be opened stops the server for good.

        A PostgreSQL server that is away is waited for: that it was there, `run` has seen.
        """
        from service.errors import LedgerHeld, StoreUnavailable, WrongSchema

        shown = without_password(self.config.replica or self.config.database)
        while self.worker is None or self.worker.alive:
            try:
                return self._opened()
            except LedgerHeld:
                self._give_up(f"Another process holds {shown}: a ledger has one service at a time.")
            except (StoreUnavailable, OSError) as error:
                if not self.shared or isinstance(error, WrongSchema):
                    self._give_up(f"{shown} cannot be opened: {error}")
                log.warning("%s cannot be opened, and is tried again: %s", shown, error)
                time.sleep(AGAIN_SECONDS)
        sys.exit(0)

    def _opened(self) -> Any:
        from service.bootstrap import open_service
        from service.rates import Limits

        threads: int = self._settings["threads"]
        service = open_service(
            self.config.database,
            replica=self.config.replica,
            waiting_most=max(1, threads * 3 // 4),
            followers_most=threads // 2,
            stopping=lambda: self.worker is not None and not self.worker.alive,
            access_log_days=self.config.access_log_days,
            openid=self.config.openid,
            limits=Limits(
                per_token=self.config.rate_limit,
                failures=self.config.failure_limit,
                shared=self._folder / "rates",
                proxies=self.config.proxies,
            ),
        )
        self.close = service.close
        try:
            service.admit(self.config.admin_token)
        except BaseException:
            service.close()
            raise
        service.start_projecting()
        gc.freeze()  # what there is by now stays: it is not looked through again and again
        return service.app

    def _give_up(self, why: str) -> NoReturn:
        click.echo(f"Error: {why}", err=True)
        os.kill(os.getppid(), signal.SIGUSR2)
        sys.exit(0)


class ServerLog(Logger):
    """gunicorn's own lines, in the form of ours."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn asks for it."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter())


class LedgerArbiter(Arbiter):
    """Starts workers, and stops for good when one could not open the ledger."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.unopened = False

    def handle_term(self) -> None:
        """Stop, and say so first."""
        log.info("told to stop; what was accepted is answered, within %d s", GRACE_SECONDS)
        super().handle_term()

    def handle_int(self) -> None:
        """Stop as gracefully as for SIGTERM."""
        self.handle_term()

    def handle_usr2(self) -> None:
        """The worker could not open the ledger, and has said so."""
        self.unopened = True
        raise StopIteration


class OneWorker(LedgerArbiter):
    """Never has two workers, not even for a moment: the second could not open the ledger."""

    def handle_hup(self) -> None:
        """Not followed: it would start a second worker."""

    def handle_ttin(self) -> None:
        """Not followed: it would start a second worker."""

    def handle_ttou(self) -> None:
        """Not followed, as SIGTTIN is not."""


def _nothing() -> None:
    """There is nothing to close."""


def _remember_worker(_arbiter: Arbiter, worker: Worker) -> None:
    cast(Server, worker.app).worker = worker


def _say_where(worker: Worker) -> None:
    server = cast(Server, worker.app)
    if server.shared and worker.age > 1:
        return  # the first has said it
    where = " and ".join(str(each) for each in worker.sockets)
    shown = without_password(server.config.database)
    if server.config.replica is not None:
        shown += f", which it answers from {without_password(server.config.replica)}"
    if sys.stderr.isatty():
        click.echo(f"Testigo listens on {where}; its ledger is {shown}.", err=True)
    else:
        log.info("Testigo listens on %s; its ledger is %s", where, shown)


def _say_that_it_stopped(arbiter: LedgerArbiter) -> None:
    if not arbiter.unopened:
        log.info("Testigo has stopped")


def _forget_worker(_arbiter: Arbiter, worker: Worker) -> None:
    """What it had open is open no more; what it counted stays counted."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A new folder for our eyes only, where the workers count together; removed in the end.

    The environment names it to what measures, which must not be imported before. A worker that ends
    comes by here too, and leaves it to those that go on.
    """
    ours, name = os.getpid(), mkdtemp(prefix="testigo-")
    os.environ[METERS_FOLDER] = name
    try:
        yield Path(name)
    finally:
        del os.environ[METERS_FOLDER]
        if os.getpid() == ours:
            shutil.rmtree(name, ignore_errors=True)


def _allow_many_files() -> None:
    """Up to what the system allows; what waits for its client is a file each."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _close(_arbiter: Arbiter, worker: Worker) -> None:
    cast(Server, worker.app).close()


def _refuse_unfit(database: str) -> None:
    """Say once, and not in every worker, what keeps a ledger from being opened."""
    from service.bootstrap import check
    from service.errors import StoreUnavailable

    try:
        check(database)
    except StoreUnavailable as error:
        shown = without_password(database)
        raise click.ClickException(f"{shown} cannot be opened: {error}") from error


def with_port(bind: str) -> str:
    """An address with a port: if none is said with that of our default; gunicorn's is another.

    Raises `ClickException` for what is no port.
    """
    _, _, ours = DEFAULT_BIND.rpartition(":")
    try:
        address = util.parse_address(bind, ours)
    except RuntimeError as error:
        raise _cannot_listen(bind, error) from error
    if not isinstance(address, tuple):
        return bind
    host, port = address
    return f"[{host}]:{port}" if util.is_ipv6(host) else f"{host}:{port}"


def _refuse_taken(bind: str) -> None:
    """Say at once that an address is taken; gunicorn would try for five seconds first."""
    try:
        address = util.parse_address(bind)
        if not isinstance(address, tuple):
            return
        family = socket.AF_INET6 if util.is_ipv6(address[0]) else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, RuntimeError, OverflowError) as error:
        raise _cannot_listen(bind, error) from error


def _cannot_listen(bind: str, error: Exception) -> click.ClickException:
    reason = getattr(error, "strerror", None) or str(error).rstrip(".")
    return click.ClickException(f"Cannot listen on {bind}: {reason}.")
