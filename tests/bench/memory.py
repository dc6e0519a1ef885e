"""What a server has in memory over a while: how much, and whether it grows."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Final

from tests.bench.figures import Figure
from tests.bench.servers import megabytes

FLAT: Final = 1.1
"""What the second half of an import may take of memory at most, by the most of the first half."""
LOOK_SECONDS: Final = 0.2
SHOWN: Final = 50
"""So many looks of either half of an import stand in the JSON at most."""


class Memory:
    """What a server and its workers have in memory, looked at until the block ends."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.megabytes: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self.megabytes.append(megabytes(self.pid))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self.megabytes.append(megabytes(self.pid))

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.megabytes.append(megabytes(self.pid))

    def figure(self, what: str) -> Figure:
        """The most of its second half beside the most of its first."""
        half = (len(self.megabytes) + 1) // 2
        early, late = max(self.megabytes[:half]), max(self.megabytes[half:])
        more = {"at_rest": self.megabytes[0], "megabytes": self.megabytes}
        named = f"{what}: the most of its second half, beside the most of its first"
        return Figure(named, late, "MB", beside=early, better="less", goal=FLAT, more=more)
