"""How much of something was counted lately, by all workers of one machine together.

A table in shared memory: a file that every worker maps, or memory of this process alone. It is as
large as it is; where too much is counted at once, what ends soonest is forgotten.
"""

from __future__ import annotations

import fcntl
import hashlib
import math
import mmap
import os
import re
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

_RATE: Final = re.compile(r"([0-9]+)/([0-9]*) ?(second|minute|hour|day)")
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
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


class Rate(NamedTuple):
    """So many in so many seconds."""

    amount: int
    seconds: int


class Window(NamedTuple):
    """How many were counted, and until when they count, by the clock that nobody sets."""

    counted: int
    ends: float


def rates_of(limits: str) -> list[Rate]:
    """Those that `Limits` name, the shortest window first."""
    found = [
        Rate(int(amount), int(times or 1) * _SECONDS[unit])
        for amount, times, unit in _RATE.findall(limits)
    ]
    return sorted(found, key=lambda each: each.seconds)


class SharedCounters:
    """Counters of fixed windows, each of which begins when the first is counted."""

    def __init__(self, shared: Path | None = None) -> None:
        """`shared`: the file; without one, it is memory of this process."""
        size = _SLOT.size * _SLOTS
        self._file: int | None = None  # kept open, as its lock
        if shared is not None:
            self._file = os.open(shared, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.truncate(self._file, size)
        self._table = mmap.mmap(-1 if self._file is None else self._file, size)
        self._lock = threading.Lock()

    def count(self, key: str, seconds: float) -> Window:
        """Count one more, in a window of so many seconds."""
        now, whose = time.monotonic(), _hash(key)
        with self._alone():
            place, window = self._find(whose, now)
            counted, ends = window or Window(0, now + seconds)
            _SLOT.pack_into(self._table, place, whose, ends, counted + 1)
            return Window(counted + 1, ends)

    def look(self, key: str) -> Window | None:
        """How it stands; None: nothing counts any more."""
        with self._alone():
            return self._find(_hash(key), time.monotonic())[1]

    def _find(self, whose: int, now: float) -> tuple[int, Window | None]:
        """Where it stands, or may be put; and how it stands, if it does."""
        soonest, room = math.inf, 0
        for n in range(_TRIED):
            place = (whose + n) % _SLOTS * _SLOT.size
            owner, ends, counted = _SLOT.unpack_from(self._table, place)
            if owner == whose:
                return place, Window(counted, ends) if ends > now else None
            if ends < soonest:
                soonest, room = ends, place
        return room, None

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
