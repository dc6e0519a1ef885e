"""A connection while a request arrives on it, and what is told of one that does not."""

from __future__ import annotations

import json
import logging
import re
import socket
import struct
import time
from typing import Any, Final, Protocol

from gunicorn import util
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

log = logging.getLogger("testigo.server")

SLOWEST: Final = 500
"""How many bytes a second must come of a long body, once it was waited for so long."""
HEAD_BYTES: Final = 64 * 1024
BODY_BYTES: Final = 64 * 1024
"""How long a body is gathered before it takes a thread."""
RETRY_SECONDS: Final = 5

_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*([0-9]{1,9})[ \t]*\r?$")
_OPEN_ENDED: Final = re.compile(rb"(?im)^(transfer-encoding|expect|upgrade)[ \t]*:")

_TOLD: Final = {
    400: ("Bad Request", "That is no HTTP request."),
    403: ("Forbidden", "This server does not forward."),
    408: ("Request Timeout", "The request did not arrive in time."),
    414: ("URI Too Long", "The request line is too long."),
    417: ("Expectation Failed", "There is no such expectation."),
    431: ("Request Header Fields Too Large", "The header fields are too long, or too many."),
    500: ("Internal Server Error", "Something went wrong here; it was logged."),
    501: ("Not Implemented", "A body may be chunked, and coded in no other way."),
    503: ("Service Unavailable", "Too many long bodies are being read. Try again."),
}


def refusal(status: int) -> bytes:
    """The whole answer to what does not come as far as the application: a problem document."""
    title, detail = _TOLD[status]
    code = title.lower().replace(" ", "-")
    document = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    body = json.dumps(document, separators=(",", ":")).encode()
    retry = f"Retry-After: {RETRY_SECONDS}\r\n" if status == 503 else ""
    head = (
        f"HTTP/1.1 {status} {title}\r\nConnection: close\r\n"
        "Content-Type: application/problem+json\r\nX-Content-Type-Options: nosniff\r\n"
        f"Cache-Control: no-store\r\n{retry}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Keeper(Protocol):
    """Who keeps connections that nothing is done for at the moment."""

    cfg: Config
    seconds: int

    def linger(self, conn: Connection, /) -> None:
        """Close it when its client has."""


class Connection(TConn):
    """A connection, and what has arrived on it of the next request."""

    def __init__(self, worker: Keeper, sock: socket.socket, client: Any, server: Any):
        super().__init__(worker.cfg, sock, client, server)
        self.worker = worker
        self.gathered = bytearray()
        self.deadline = 0.0
        self.drained = 0
        self.outgoing: Any = None
        """What its last answer was written to."""
        self._searched = 0
        self._needed: int | None = None
        still = struct.pack("ll", worker.seconds, 0)  # the system's own: each call has so long
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, still)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, still)

    def gather(self, data: bytes) -> None:
        """What arrived. Empty lines before a request are nothing (RFC 9112, 2.2)."""
        self.gathered += data if self.gathered else data.lstrip(b"\r\n")

    @property
    def unreader(self) -> Any:
        """What reads from the socket, and keeps what was read too much."""
        return self.parser.unreader  # type: ignore[union-attr]

    @property
    def has_arrived(self) -> bool:
        """Whether the head is here, and the body unless that is long or of unknown length."""
        if self._needed is None:
            found = _HEAD_END.search(self.gathered, max(0, self._searched - 3))
            if found is None:
                self._searched = len(self.gathered)
                return False
            self._needed = found.end() + _gathered_length(bytes(self.gathered[: found.end()]))
        return len(self.gathered) >= self._needed

    @property
    def is_too_long(self) -> bool:
        """Whether the head is longer than any may be."""
        return self._needed is None and len(self.gathered) > HEAD_BYTES

    def hand_over(self) -> None:
        """Give what has arrived to the one who reads the request."""
        self.init()
        self.unreader.unread(bytes(self.gathered))
        self.gathered = bytearray()
        self._searched = 0
        self._needed = None
        self.data_ready = True

    def take_back(self) -> None:
        """What was read beyond the last request belongs to the next one."""
        if self.parser is not None:
            self.gather(self.unreader.take_buffered())

    def tell(self, status: int) -> None:
        """Say why it ends, as far as that can be said without waiting."""
        try:
            self.sock.send(refusal(status), socket.MSG_DONTWAIT)
        except OSError:
            log.debug("a client was gone before it could be refused")

    def close(self, graceful: bool = False) -> None:
        """As gunicorn asks for it; on the thread that polls, which must not wait."""
        if graceful:
            self.worker.linger(self)
        else:
            util.close(self.sock)


class LongBody:
    """A socket from which a long body is read, by a client that does not dawdle."""

    def __init__(self, sock: socket.socket, seconds: int) -> None:
        self._sock = sock
        self._seconds = seconds
        self._waited = 0.0
        self._read = 0

    def recv(self, size: int) -> bytes:
        """As the socket's. Raises `TimeoutError`; only waiting counts, not what we do ourselves."""
        began = time.monotonic()
        data = self._sock.recv(size)
        self._waited += time.monotonic() - began
        self._read += len(data)
        if self._waited > self._seconds and self._read < SLOWEST * self._waited:
            raise TimeoutError("the body comes too slowly")
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def _gathered_length(head: bytes) -> int:
    """How much of the body is gathered before it takes a thread: all of it, or nothing."""
    found = _LENGTH.search(head)
    if found is None or _OPEN_ENDED.search(head):
        return 0
    length = int(found[1])
    return length if length <= BODY_BYTES else 0


def is_long(req: Any, unreader: Any) -> bool:
    """Whether some of the body has not arrived."""
    reader = req.body.reader
    here = len(unreader.buf.getvalue())
    if hasattr(reader, "length"):
        return bool(reader.length > here)
    return (
        not unreader.buf.getvalue().endswith(b"0\r\n\r\n") if hasattr(reader, "parser") else False
    )
