"""The worker: a connection takes a thread only when its request has arrived.

gunicorn's own threads wait for what a client sends: as many clients as there are threads, that send
nothing, or a byte a second, keep everybody else out. Here the thread that polls gathers it.

| a connection that | is kept by | at most |
|---|---|---|
| sends its head, and a body of up to 64 KiB | the poller | `seconds` in all |
| sends a longer body, or one of unknown length | a thread (a quarter may) | `seconds` of silence |
| takes its answer in | the poller (`leaving`); of a longer body a thread | `seconds` of silence |
| was answered, and is to be closed | the poller | `LINGER_SECONDS` |

A long body must not come more slowly than `SLOWEST` either. `seconds` is what the service was told
by `TESTIGO_REQUEST_TIMEOUT`. Where there are too many connections, those go that have said nothing
for longest.
"""

from __future__ import annotations

import errno
import logging
import selectors
import signal
import socket
import threading
import time
from functools import partial
from types import FrameType
from typing import Any, Final

from gunicorn import util
from gunicorn.http.errors import (
    ExpectationFailed,
    ForbiddenProxyRequest,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import TConn

from service.cli.arriving import BODY_BYTES, HEAD_BYTES, Connection, LongBody, is_long, refusal
from service.cli.leaving import UnhurriedWorker

log = logging.getLogger("testigo.server")

LINGER_SECONDS: Final = 2.0
"""How long a client that was answered is given to close."""

_FULL: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_STATUSES: Final[dict[type[Exception], int]] = {
    LimitRequestLine: 414,
    LimitRequestHeaders: 431,
    UnsupportedTransferCoding: 501,
    ExpectationFailed: 417,
    ForbiddenProxyRequest: 403,
}


class PatientWorker(UnhurriedWorker):
    """Waits for many clients at once, and lets requests end when it is told to stop."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.seconds: int = self.app.config.request_timeout  # type: ignore[attr-defined]
        self._arriving: dict[Connection, None] = {}
        self._lingering: dict[Connection, None] = {}
        self._too_many = 0
        self._long_bodies = threading.Semaphore(max(1, self.cfg.threads // 4))

    def init_signals(self) -> None:
        """As gunicorn asks for it. A terminal sends Ctrl-C to every process."""
        super().init_signals()
        signal.signal(signal.SIGINT, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.handle_exit(number, frame)

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """As gunicorn asks for it. Who has come before it stops is let in, and answered."""
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                while self._accepted(listener):
                    pass
                listener.close()

    def accept(self, listener: socket.socket) -> None:
        """As gunicorn asks for it."""
        self._accepted(listener)

    def _accepted(self, listener: socket.socket) -> bool:
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in _FULL:
                self._too_many += 1
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EINVAL):
                raise
            return False
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections:
            self._too_many += 1
        self._park(Connection(self, sock, client, listener.getsockname()))
        return True

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        """As gunicorn asks for it."""
        super().wait_for_and_dispatch_events(timeout)
        while self._too_many:
            self._too_many -= 1
            self._make_room()

    def _make_room(self) -> None:
        """Let go whoever is kept for longest without a request."""
        kept = (self._lingering, self._arriving, self._leaving)
        longest = [next(iter(each)) for each in kept if each]
        if longest:
            self._drop(min(longest, key=lambda conn: conn.deadline))
        elif self.keepalived_conns:
            self.keepalived_conns[0].timeout = 0.0
            self.murder_keepalived()

    def enqueue_req(self, conn: TConn) -> None:
        """As gunicorn asks for it, where there may be another request after one."""
        assert isinstance(conn, Connection)
        conn.take_back()
        if not conn.has_arrived:
            conn.sock.setblocking(False)
            conn.gather(_at_hand(conn.sock))
        if conn.has_arrived:
            super().enqueue_req(conn)
        else:
            self._park(conn)

    def _park(self, conn: Connection) -> None:
        conn.sock.setblocking(False)
        conn.deadline = time.monotonic() + self.seconds
        self._arriving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._gather, conn))

    def _gather(self, conn: Connection, sock: socket.socket) -> None:
        try:
            data = sock.recv(HEAD_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
            return
        conn.gather(data)
        if conn.has_arrived:
            self._forget(conn)
            super().enqueue_req(conn)
        elif conn.is_too_long:
            self._refuse(conn, 431 if b"\n" in conn.gathered else 414)

    def _refuse(self, conn: Connection, status: int) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.tell(status)
        self.linger(conn)

    def linger(self, conn: Connection) -> None:
        """Close it when its client has, which has read its answer then, or soon."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            util.close(conn.sock)
            return
        self.nr_conns += 1
        conn.deadline = time.monotonic() + LINGER_SECONDS
        self._lingering[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: Connection, sock: socket.socket) -> None:
        try:
            read = len(sock.recv(HEAD_BYTES))
        except BlockingIOError:
            return
        except OSError:
            read = 0
        conn.drained += read
        if not read or conn.drained > BODY_BYTES:
            self._drop(conn)

    def murder_pending(self) -> None:
        """As gunicorn asks for it: end what has waited for too long."""
        super().murder_pending()
        now = time.monotonic()
        while (conn := next(iter(self._arriving), None)) and self._deadline(conn) <= now:
            if conn.gathered:
                self._refuse(conn, 408)
            else:
                self._drop(conn)
        while (conn := next(iter(self._lingering), None)) and conn.deadline <= now:
            self._drop(conn)

    def _deadline(self, conn: Connection) -> float:
        """Whoever says nothing while we stop is waited for as long as kept connections are."""
        early = 0.0 if self.alive or conn.gathered else self.seconds - LINGER_SECONDS
        return conn.deadline - early

    def _forget(self, conn: Connection) -> None:
        super()._forget(conn)
        self._arriving.pop(conn, None)
        self._lingering.pop(conn, None)

    def handle(self, conn: TConn) -> bool:
        """As gunicorn asks for it, on a thread."""
        assert isinstance(conn, Connection)
        conn.hand_over()
        return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """As gunicorn asks for it. Of long bodies, no more are read at once than may be."""
        assert isinstance(conn, Connection)
        unreader = conn.unreader
        try:
            if not is_long(req, unreader):
                return self.answer(req, conn, waits=False)
            if not self._long_bodies.acquire(blocking=False):
                conn.sock.sendall(refusal(503))
                return False
            try:
                unreader.sock = LongBody(conn.sock, self.seconds)
                return self.answer(req, conn, waits=True)
            finally:
                unreader.sock = conn.sock
                self._long_bodies.release()
        except (BlockingIOError, TimeoutError):
            log.info("a client was cut off: it stood still for too long")
            return False

    def handle_error(
        self,
        req: Any,  # noqa: ARG002 (gunicorn passes it)
        client: socket.socket,
        addr: Any,  # noqa: ARG002
        exc: BaseException,
    ) -> None:
        """As gunicorn asks for it. What was sent is not repeated: it may hold secrets."""
        ours = type(exc).__name__.startswith("InvalidResponse")  # an answer that cannot be sent
        if isinstance(exc, ParseException) and not ours:
            status = _STATUSES.get(type(exc), 400)
            log.info("a request could not be read: %s", type(exc).__name__)
        else:
            status = 500
            log.error("a request failed", exc_info=exc)
        try:
            client.send(refusal(status), socket.MSG_DONTWAIT)
        except OSError:
            log.debug("a client was gone before it could be refused")


def _at_hand(sock: socket.socket) -> bytes:
    """What has arrived by now. That nothing more will, the poller sees, too."""
    try:
        return sock.recv(HEAD_BYTES)
    except OSError:
        return b""
