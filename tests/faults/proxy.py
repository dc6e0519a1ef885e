"""A network between a client and the service that loses answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

CHUNK = 65536


class Proxy:
    """Passes bytes on in both directions; what the service says is lost when `loses` says so.

    With an answer its connection is lost, too: the client cannot know whether it was heard.
    """

    def __init__(self, port: int, loses: Callable[[], bool]) -> None:
        self.lost = 0
        self._to = ("127.0.0.1", port)
        self._loses = loses
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._to)
            except OSError:
                client.close()
                continue
            pair = [
                threading.Thread(target=self._pass_on, args=(client, server)),
                threading.Thread(target=self._pass_back, args=(server, client)),
            ]
            self._threads += pair
            for thread in pair:
                thread.start()

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while sent := client.recv(CHUNK):
                server.sendall(sent)
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)

    def _pass_back(self, server: socket.socket, client: socket.socket) -> None:
        with server, client:
            with suppress(OSError):
                while said := server.recv(CHUNK):
                    if self._loses():
                        self.lost += 1
                        break
                    client.sendall(said)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
