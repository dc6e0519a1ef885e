"""Answers on their way out: what a client has no room for waits, and takes no thread.

A thread that wrote an answer would wait until its client has taken it in: as many clients as there
are threads, that ask for something large and do not read, would keep everybody else out. Here it
writes what there is room for; the thread that polls writes the rest, as it is taken in.

Who takes nothing in for `seconds`, or less than `SLOWEST` from then on, is cut off. Where more than
`WAITING_BYTES` wait in all, those go that have taken nothing for longest.
"""

from __future__ import annotations

import logging
import selectors
import socket
import time
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import Any, Final, cast

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

from service.cli.arriving import SLOWEST, Connection

log = logging.getLogger("testigo.server")

WAITING_BYTES: Final = 64 * 1024 * 1024
"""How much waits at most to be taken in, by all clients of a process together."""


class Outgoing:
    """A socket as it is written to. Besides, it is what it was."""

    def __init__(self, sock: socket.socket, *, waits: bool) -> None:
        """`waits`: whether who writes waits until it is taken in, as a socket has it."""
        self._sock = sock
        self._waits = waits
        self._waiting: deque[memoryview] = deque()
        self.size = 0
        """How many bytes wait."""
        self._taken = 0
        self._since = 0.0

    def sendall(self, data: bytes) -> None:
        """As the socket's; but what it has no room for may wait here."""
        if self._waits:
            self._sock.sendall(data)
            return
        self._waiting.append(memoryview(data))
        self.size += len(data)
        self.push()

    def push(self) -> None:
        """Write what there is room for. Raises `OSError` if nobody is there any more."""
        try:
            while self._waiting:
                sent = self._sock.send(self._waiting[0], socket.MSG_DONTWAIT)
                self.size -= sent
                self._taken += sent
                rest = self._waiting.popleft()[sent:]
                if rest:
                    self._waiting.appendleft(rest)
        except BlockingIOError:
            return

    def start(self, now: float) -> None:
        """From now on it is looked at how fast it is taken in."""
        self._taken, self._since = 0, now

    def is_too_slow(self, now: float, seconds: int) -> bool:
        """Whether less than `SLOWEST` was taken in since, for so many seconds."""
        waited = now - self._since
        return waited > seconds and self._taken < SLOWEST * waited

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class UnhurriedWorker(ThreadWorker):
    """Lets each client take in its answer at its own pace."""

    seconds: int
    """How long a client may stand still."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._leaving: dict[Connection, Future[bool]] = {}

    def answer(self, req: Any, conn: Connection, *, waits: bool) -> bool:
        """Handle a request; whether another may follow it. `waits`: as of `Outgoing`."""
        sock = conn.sock
        conn.outgoing = Outgoing(sock, waits=waits)
        conn.sock = cast(socket.socket, conn.outgoing)
        try:
            return bool(super().handle_request(req, conn))
        finally:
            conn.sock = sock

    def finish_request(self, conn: TConn, fs: Future[bool]) -> None:
        """As gunicorn asks for it: a request is finished when its answer has left."""
        assert isinstance(conn, Connection)
        if conn.outgoing is None or not conn.outgoing.size:
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._go_on, conn))
        except (OSError, ValueError):  # it is closed already
            self.nr_conns -= 1
            util.close(conn.sock)
            return
        conn.outgoing.start(time.monotonic())
        self._keep(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        """As gunicorn asks for it. Who is let go for the sake of others goes when all that happened
        was looked at, and not before: something may have happened with it, too."""
        super().wait_for_and_dispatch_events(timeout)
        while len(self._leaving) > 1 and self._waiting_bytes() > WAITING_BYTES:
            self._drop(next(iter(self._leaving)))

    def _waiting_bytes(self) -> int:
        return sum(each.outgoing.size for each in self._leaving)

    def _go_on(self, conn: Connection, _sock: socket.socket) -> None:
        """There is room for more of it."""
        now = time.monotonic()
        before = conn.outgoing.size
        try:
            conn.outgoing.push()
        except OSError:
            self._drop(conn)
            return
        if not conn.outgoing.size:
            fs = self._leaving[conn]
            self._forget(conn)
            super().finish_request(conn, fs)
        elif conn.outgoing.is_too_slow(now, self.seconds):
            self._drop(conn)
        elif conn.outgoing.size < before:
            self._keep(conn, self._leaving.pop(conn))

    def _keep(self, conn: Connection, fs: Future[bool]) -> None:
        conn.deadline = time.monotonic() + self.seconds
        self._leaving[conn] = fs

    def murder_pending(self) -> None:
        """As gunicorn asks for it: end what has stood still for too long."""
        now = time.monotonic()
        while (conn := next(iter(self._leaving), None)) and conn.deadline <= now:
            log.info("a client was cut off: it took in nothing for too long")
            self._drop(conn)

    def _drop(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        util.close(conn.sock)

    def _forget(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self._leaving.pop(conn, None)
