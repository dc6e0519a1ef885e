"""The worker by itself: what happens to it at one and the same moment."""

from __future__ import annotations

import os
import selectors
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from service.cli.worker import PatientWorker

CONNECTIONS = 2


@pytest.fixture
def worker() -> Iterator[PatientWorker]:
    """One that has room for two connections, and listens."""
    settings = Config()
    settings.set("worker_connections", CONNECTIONS)
    settings.set("threads", 1)
    app = cast(BaseApplication, SimpleNamespace(config=SimpleNamespace(request_timeout=60)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = PatientWorker(1, os.getppid(), [listener], app, 0, settings, Logger(settings))
        with selectors.DefaultSelector() as found.poller:
            found.set_accept_enabled(True)
            yield found
        found.tmp.close()


def connected(worker: PatientWorker) -> socket.socket:
    return socket.create_connection(worker.sockets[0].getsockname(), timeout=60)


def test_who_speaks_as_it_is_let_go_for_another_does_no_harm(worker: PatientWorker) -> None:
    with connected(worker) as first:
        worker.wait_for_and_dispatch_events(60)
        with connected(worker):
            first.sendall(b"GET /")
            worker.wait_for_and_dispatch_events(60)
            assert worker.nr_conns == CONNECTIONS - 1
            assert first.recv(1) == b""
        worker.wait_for_and_dispatch_events(60)
    assert worker.nr_conns == 0
