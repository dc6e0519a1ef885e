"""How much of something was counted lately, by all workers of one machine together.

A table in shared memory: a file that every worker maps, or memory of this process alone. It is as
large as it is; where too much is counted at once, what ends soonest is forgotten.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from limits.storage import Storage

_SLOT: Final = struct.Struct("=QdQ")  # whose, until when, how many
_SLOTS: Final = 16_384
_TRIED: Final = 8
"""In how many places one may stand."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be asked. `off`, or such as `600/minute; 5000/hour`."""

    per_token: str = "off"
    failures: str = "off"
    """How often one address may fail to say who asks."""
    shared: Path | None = None
    """The file that all workers count in; None: each counts for itself."""
    proxies: int = 0
    """How many proxies stand before the service, and tell who asks."""


UNLIMITED: Final = Limits()


class SharedCounters(Storage):
    """Counters of fixed windows. Their ends are by the clock that nobody sets."""

    STORAGE_SCHEME = ["testigo"]  # noqa: RUF012 (as its base class has it)

    def __init__(self, uri: str | None = None, *, shared: str = "", **options: Any) -> None:
        """`shared`: the path of the file; without one, it is memory of this process."""
        super().__init__(uri, **options)
        size = _SLOT.size * _SLOTS
        self._file: int | None = None  # kept open, as its lock
        if shared:
            self._file = os.open(shared, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.truncate(self._file, size)
        self._table = mmap.mmap(-1 if self._file is None else self._file, size)
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """As `limits` asks for it."""
        return OSError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count; how many that makes in the window, which ends `expiry` seconds after it began."""
        now = time.monotonic()
        with self._alone():
            place, end, count = self._find(key, now)
            end, count = (end, count + amount) if count else (now + expiry, amount)
            _SLOT.pack_into(self._table, place, _hash(key), end, count)
            return count

    def get(self, key: str) -> int:
        """How many are counted."""
        with self._alone():
            return self._find(key, time.monotonic())[2]

    def get_expiry(self, key: str) -> float:
        """When the window ends, by `time.monotonic`."""
        with self._alone():
            return self._find(key, time.monotonic())[1]

    def check(self) -> bool:
        """It is always there."""
        return True

    def reset(self) -> None:
        """Forget all."""
        with self._alone():
            self._table[:] = bytes(len(self._table))

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._alone():
            place = self._find(key, time.monotonic())[0]
            _SLOT.pack_into(self._table, place, 0, 0.0, 0)

    def _find(self, key: str, now: float) -> tuple[int, float, int]:
        """Where it stands or may be put, until when it counts, and how many."""
        whose = _hash(key)
        places = [(whose + n) % _SLOTS * _SLOT.size for n in range(_TRIED)]
        found = [(*_SLOT.unpack_from(self._table, place), place) for place in places]
        for owner, end, count, place in found:
            if owner == whose:
                return (place, end, count) if end > now else (place, now, 0)
        return min(found, key=lambda each: each[1])[3], now, 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other thread counts, and no other process. The lock ends with whoever has it."""
        with self._lock:
            if self._file is None:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") or 1
