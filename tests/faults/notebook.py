"""What was acknowledged, written down outside of the service."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple


class Acknowledged(NamedTuple):
    """An answer that promised an event, and what had been sent."""

    receipt: dict[str, Any]
    sent: dict[str, Any]


class Notebook:
    """A file with a line for each acknowledged event; each answer is synced before the next."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab")
        self._lock = threading.Lock()
        self.lines = 0

    def __enter__(self) -> Notebook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, *acknowledged: Acknowledged) -> None:
        """Keep what one answer acknowledged; on disk when it returns."""
        lines = "".join(json.dumps(each) + "\n" for each in acknowledged)
        with self._lock:
            self._file.write(lines.encode())
            self._file.flush()
            os.fsync(self._file.fileno())
            self.lines += len(acknowledged)

    def read(self) -> list[Acknowledged]:
        """All that was written, from the file."""
        with self._path.open(encoding="utf-8") as file:
            return [Acknowledged(*json.loads(line)) for line in file]
