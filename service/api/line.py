"""The connection to a client that is answered for long: whether it is there, and takes more."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
from typing import Final

BUFFER_BYTES: Final = 128 * 1024
"""How much the system keeps for a client that does not read (Linux doubles it)."""
PIECE_BYTES: Final = 16 * 1024
"""How much is written at once: when there is room at all, then for so much."""
UNHEARD_SECONDS: Final = 20.0
"""How long a client's machine may not confirm what was sent."""
_GONE: Final = select.POLLERR | select.POLLHUP | select.POLLNVAL


class Line:
    """One client's connection.

    A client that shuts down its writing side (a half-duplex one, which has said all it has to say)
    looks at first like one that closed; only what is sent to it tells: one that closed answers it
    with a reset. So whoever `may_be_gone` is to be sent something, however small.
    """

    def __init__(self, connection: socket.socket, stuck_seconds: float) -> None:
        """`stuck_seconds`: how long one write may take."""
        self._connection = connection
        self._watched = select.poll()
        self._watched.register(connection, select.POLLRDHUP)
        self._room = select.poll()
        self._room.register(connection, select.POLLOUT)
        connection.settimeout(stuck_seconds)
        with contextlib.suppress(OSError):  # it is gone already: that shows soon enough
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
            if connection.family in (socket.AF_INET, socket.AF_INET6):
                milliseconds = int(UNHEARD_SECONDS * 1000)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)

    @property
    def is_gone(self) -> bool:
        """Whether nobody is there any more."""
        return bool(self._seen() & _GONE)

    @property
    def may_be_gone(self) -> bool:
        """Whether the other side sends nothing more; perhaps it does not listen either."""
        return bool(self._seen() & select.POLLRDHUP)

    def has_room(self, seconds: float) -> bool:
        """Whether a piece can be written, waiting so long for that."""
        return bool(self._room.poll(int(seconds * 1000)))

    def cut(self) -> None:
        """Drop it, with all that was not read."""
        with contextlib.suppress(OSError):
            at_once = struct.pack("ii", 1, 0)
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self._connection.shutdown(socket.SHUT_RDWR)

    def _seen(self) -> int:
        return next((flags for _, flags in self._watched.poll(0)), 0)
