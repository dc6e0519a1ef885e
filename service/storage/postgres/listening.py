"""Waiting for appends, by whichever process: PostgreSQL notifies, and a time-out makes sure."""

from __future__ import annotations

import contextlib
import selectors
import socket
from typing import Final

import psycopg

from service.storage.postgres.connections import Connection, connected

LISTEN: Final = """
LISTEN testigo_appended
"""


class Listener:
    """One connection that listens. It is for one thread to wait on, and for any to wake.

    A notification that was missed costs no more than the time-out: it says only that it is worth
    looking.
    """

    def __init__(self, address: str) -> None:
        """`address` as `complete` gives it. It is connected at the first wait."""
        self._address = address
        self._connection: Connection | None = None
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)

    def wake(self) -> None:
        """End a wait."""
        with contextlib.suppress(OSError):  # it is full of bells already, or closed
            self._bell.send(b"!")

    def wait(self, seconds: float) -> None:
        """Wait until something was appended, or so long. Whoever waits looks for itself then.

        The first wait, and one after a lost connection, ends as soon as it listens: what was
        appended before that is only found by looking.
        """
        try:
            if self._connection is None:
                self._connection = _listening(self._address)
                return
            self._sleep(seconds, self._connection.fileno())
            for _ in self._connection.notifies(timeout=0):
                pass
        except psycopg.Error:
            self._drop()
            self._sleep(seconds)

    def close(self) -> None:
        """Stop listening."""
        self._drop()
        self._ear.close()
        self._bell.close()

    def _sleep(self, seconds: float, *also: int) -> None:
        """Until the bell rings, or one of these descriptors can be read."""
        with selectors.DefaultSelector() as selector:
            for each in (self._ear.fileno(), *also):
                selector.register(each, selectors.EVENT_READ)
            selector.select(seconds)
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(1024)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _listening(address: str) -> Connection:
    connection = connected(address)
    try:
        connection.execute(LISTEN)
    except BaseException:
        connection.close()
        raise
    return connection
