"""The service under gunicorn: one worker with threads, and all its settings in one place."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from types import FrameType
from typing import Any, Final, NoReturn, cast

import click
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import ThreadWorker

from service.config import Config

GRACE_SECONDS: Final = 30
"""How long requests may go on after the service was told to stop."""
LOG_LINE: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def run(config: Config, threads: int) -> None:
    """Serve until told to stop. Exits 1 if the ledger cannot be opened or the address is taken."""
    logging.basicConfig(level=config.log_level.upper(), format=LOG_LINE)
    _refuse_taken(config.bind)
    arbiter = OneWorker(Server(config, threads))
    try:
        arbiter.run()
    except SystemExit as stopped:
        sys.exit(1 if arbiter.unopened else stopped.code)


def settings(config: Config, threads: int) -> dict[str, Any]:
    """How gunicorn runs."""
    return {
        "bind": config.bind,
        # One connection of one process writes to SQLite.
        "workers": 1,
        "worker_class": GracefulWorker,
        "threads": threads,
        # Opening a ledger may take as long as rebuilding its views; threads cannot hang the loop.
        "timeout": 0,
        "graceful_timeout": GRACE_SECONDS,
        "limit_request_line": 8190,
        "loglevel": "debug" if config.log_level.lower() == "debug" else "warning",
        "proc_name": "testigo",
        "control_socket_disable": True,
        "post_worker_init": _say_where,
        "worker_exit": _close,
    }


class Server(BaseApplication):
    """What gunicorn serves; the ledger is opened in the worker, after the fork."""

    def __init__(self, config: Config, threads: int) -> None:
        self.config = config
        self._threads = threads
        self.close = _nothing
        super().__init__()

    def load_config(self) -> None:
        """As gunicorn asks for it."""
        for name, value in settings(self.config, self._threads).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Open the ledger; one that cannot be opened stops the server for good."""
        from service.bootstrap import open_service
        from service.errors import LedgerHeld, StoreUnavailable

        database = self.config.database
        try:
            service = open_service(database)
        except LedgerHeld:
            self._give_up(f"Another process holds {database}: a ledger has one service at a time.")
        except (StoreUnavailable, OSError) as error:
            self._give_up(f"{database} cannot be opened: {error}")
        self.close = service.close
        service.admit(self.config.admin_token)
        service.start_projecting()
        return service.app

    def _give_up(self, why: str) -> NoReturn:
        click.echo(f"Error: {why}", err=True)
        os.kill(os.getppid(), signal.SIGUSR2)
        sys.exit(0)


class GracefulWorker(ThreadWorker):
    """Lets requests end on Ctrl-C, too, which a terminal sends to every process."""

    def init_signals(self) -> None:
        """As gunicorn asks for it."""
        super().init_signals()
        signal.signal(signal.SIGINT, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.handle_exit(number, frame)


class OneWorker(Arbiter):
    """Never has two workers, not even for a moment: the second could not open the ledger."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.unopened = False

    def handle_int(self) -> None:
        """Stop as gracefully as for SIGTERM."""
        self.handle_term()

    def handle_usr2(self) -> None:
        """The worker could not open the ledger, and has said so."""
        self.unopened = True
        raise StopIteration

    def handle_hup(self) -> None:
        """Not followed: it would start a second worker."""

    def handle_ttin(self) -> None:
        """Not followed: it would start a second worker."""

    def handle_ttou(self) -> None:
        """Not followed, as SIGTTIN is not."""


def _nothing() -> None:
    """There is nothing to close."""


def _say_where(worker: Worker) -> None:
    server = cast(Server, worker.app)
    where = " and ".join(str(each) for each in worker.sockets)
    click.echo(f"Testigo listens on {where}; its ledger is {server.config.database}.", err=True)


def _close(_arbiter: Arbiter, worker: Worker) -> None:
    cast(Server, worker.app).close()


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
        reason = getattr(error, "strerror", None) or error
        raise click.ClickException(f"Cannot listen on {bind}: {reason}.") from error
