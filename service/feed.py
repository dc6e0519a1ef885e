"""What was appended last, put into words once for all who follow.

One thread looks for it (`look`), and any number of followers wait for what comes after a position.
What has gone by, and what was there before anybody followed, they read for themselves.
"""

from __future__ import annotations

import threading
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from domain.events.envelope import Recorded
from service.event_store import EventStore
from service.meters import FOLLOWERS

FOLLOWERS_MOST: Final = 32
"""How many may follow at once, unless it is said."""
KEPT_EVENTS: Final = 2_000
KEPT_BYTES: Final = 8 * 1024 * 1024
"""How much is kept for those who are a little behind."""
PAGE: Final = 100
"""How many events are read, or handed on, at once."""


class Told(NamedTuple):
    """An event as it is told to whoever follows."""

    position: int
    programme: str
    type: str
    text: bytes


class Feed:
    """The end of the ledger, as it grows. Positions are gapless, so a place in it is a number."""

    def __init__(
        self,
        store: EventStore,
        tell: Callable[[Recorded], bytes],
        wake: Callable[[], None],
        most: int = FOLLOWERS_MOST,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """`tell` words an event; `wake` makes the thread that looks do so at once.

        `most`: how many may follow at once. `stopping`: whether this process is about to end.
        """
        self._store = store
        self._tell = tell
        self._wake = wake
        self._most = most
        self._stopping = stopping
        self._closed = False
        self._changed = threading.Condition()  # its lock is reentrant: see Follower
        self._followers = 0
        self._told: deque[Told] = deque()
        self._bytes = 0
        self._end: int | None = None
        """The last position that is in it, or was; None: nobody has come to the end yet."""

    @property
    def followers(self) -> int:
        """How many follow now."""
        return self._followers

    @property
    def ends(self) -> bool:
        """Whether those who follow are to stop."""
        return self._closed or self._stopping()

    def join(self) -> Follower | None:
        """A place among the followers; None if all are taken."""
        with self._changed:
            if self._followers >= self._most:
                return None
            self._followers += 1
            FOLLOWERS.inc()
        return Follower(self)

    def leave(self) -> None:
        """Give a place back. With the last one goes what was kept."""
        with self._changed:
            self._followers -= 1
            FOLLOWERS.dec()
            if not self._followers:
                self._told.clear()
                self._bytes = 0
                self._end = None

    def look(self) -> None:
        """Read what was appended since, if anybody waits for it.

        For one thread. Raises `StoreUnavailable`; what was read by then stays.
        """
        while (end := self._end) is not None:
            with self._store.reading() as history:
                found = [self._worded(record) for record, _ in history.after(end, PAGE)]
            with self._changed:
                if found and self._end == end:
                    self._keep(found)
                    self._changed.notify_all()
            if len(found) < PAGE:
                return

    def after(self, position: int, seconds: float) -> Sequence[Told] | None:
        """What comes next after a position, waiting so long for it; perhaps nothing.

        None: that has gone by already, and has to be read.
        """
        with self._changed:
            if self._end is None:
                self._end = position
                self._wake()  # what was appended since the caller read may have been passed over
            if self._end <= position:
                self._changed.wait(seconds)
            skip = position - (self._end - len(self._told))
            return None if skip < 0 else list(islice(self._told, skip, skip + PAGE))

    def close(self) -> None:
        """Stop all who follow."""
        self._closed = True
        with self._changed:
            self._changed.notify_all()

    def _worded(self, record: Recorded) -> Told:
        event = record.event
        return Told(record.position, event.programme, event.type, self._tell(record))

    def _keep(self, found: Sequence[Told]) -> None:
        self._told += found
        self._bytes += sum(len(each.text) for each in found)
        self._end = found[-1].position
        while len(self._told) > KEPT_EVENTS or self._bytes > KEPT_BYTES:
            self._bytes -= len(self._told.popleft().text)


class Follower:
    """A place among the followers, which is given back once, at the latest when it is forgotten."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.leave = weakref.finalize(self, feed.leave)

    @property
    def ends(self) -> bool:
        """As `Feed.ends`."""
        return self._feed.ends

    def after(self, position: int, seconds: float) -> Sequence[Told] | None:
        """As `Feed.after`."""
        return self._feed.after(position, seconds)
