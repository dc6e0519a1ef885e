"""Who asked who knew: every such read that was answered is itself kept."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from domain.events.envelope import Principal
from domain.instant import BEGINNING, DAY, END, SECOND, Instant
from service.clock import Clock
from service.errors import StoreUnavailable

log = logging.getLogger("testigo.access")

TIDY_EACH: Final = 3600 * SECOND
SLICE: Final = 1_000
"""How many reads are written, or forgotten, in one transaction at most."""


@dataclass(frozen=True, slots=True)
class Read:
    """Who asked what, when, and within which bounds it was answered.

    `question` is the route's template and `parameters` are what was asked of it, names and choices:
    none of them holds personal text. The bounds are as they were resolved.
    """

    at: Instant
    caller: Principal
    question: str
    parameters: Mapping[str, str]
    as_of: Instant
    position: int
    recorded_at: Instant | None


class Noted(NamedTuple):
    """A read, and its number."""

    number: int
    read: Read


class Span(NamedTuple):
    """Which reads are asked for: from an instant on, before another, of a caller (its principal,
    or its name)."""

    since: Instant = BEGINNING
    until: Instant = END
    caller: str | None = None


class AccessStore(Protocol):
    """Where reads are kept, apart from the ledger, whose appends they never wait for or hold up."""

    def add(self, reads: Sequence[Read]) -> None:
        """Keep these: when it returns, they outlive the process."""

    def listed(self, span: Span, after: tuple[int, int] | None, limit: int) -> Sequence[Noted]:
        """Reads, the latest first, after the (at, number) of one."""
        ...

    def forget(self, before: Instant, most: int) -> int:
        """Remove reads of before an instant, so many at most: how many were."""
        ...


class _Waiting:
    """A read that waits to be kept."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.done = False


class AccessLog:
    """Keeps each read before it is answered: reads that wait at the same time share a transaction.

    So a `kill -9` loses no read that was answered. A power cut (on PostgreSQL, a crash of the
    server) may lose those of the last moment, since nobody waits for the disk. A read that cannot
    be kept, because the disk is full or takes no writes, is answered all the same, and goes as a
    whole into the service's log, which is a record too, only kept elsewhere: questions are asked
    when something went wrong, and were they refused, all of them would wait for room on a disk that
    reading does not need. On PostgreSQL the views are away when it is, and nothing is answered. A
    process that has a SQLite file open only to read along keeps
    nothing: who may open the file needs no door.
    """

    def __init__(self, store: AccessStore, clock: Clock, *, kept: bool, days: int | None) -> None:
        """`days`: how long reads are kept; None: for ever."""
        self._store = store
        self._clock = clock
        self._kept = kept
        self._days = days
        self._look_again = BEGINNING
        self._waiting: deque[_Waiting] = deque()
        self._queue = threading.Lock()
        self._turn = threading.Lock()

    def note(self, read: Read) -> None:
        """Keep a read."""
        if not self._kept:
            return
        waiting = _Waiting(read)
        with self._queue:
            self._waiting.append(waiting)
        while not waiting.done:
            with self._turn:
                if not waiting.done:
                    self._write_next()

    def _write_next(self) -> None:
        with self._queue:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), SLICE))]
        kept = False
        try:
            self._store.add([each.read for each in group])
            kept = True
        except StoreUnavailable as error:
            log.warning("the access log cannot be written: %s", error)
        finally:
            for each in group:
                if not kept:
                    log.warning("a read that is not kept in the access log: %r", each.read)
                each.done = True

    def listed(self, span: Span, after: tuple[int, int] | None, limit: int) -> Sequence[Noted]:
        """The latest reads first, after the (at, number) of one."""
        return self._store.listed(span, after, limit)

    def tidy(self) -> bool:
        """Forget a slice of what is older than it is kept, each hour; whether there may be more."""
        if self._days is None or not self._kept:
            return False
        now = self._clock()
        if now < self._look_again:
            return False
        self._look_again = Instant(now + TIDY_EACH)
        more = self._store.forget(Instant(now - self._days * DAY), SLICE) == SLICE
        if more:
            self._look_again = now
        return more
