"""Group commit: requests that arrive while one commit is being synced share the next one.

There is no timer and no thread of its own. Whoever comes first commits for all who wait by then,
each within a savepoint, so that a refusal undoes only its own request; the others find their
outcome when it is their turn. Those who wait are served in the order in which they came.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, cast

from domain.names import EventId
from service.errors import Overloaded, StoreUnavailable
from service.event_store import Append, EventStore
from service.meters import APPEND_SECONDS, BATCH_REQUESTS, WAITING

GROUP_MOST: Final = 128
"""How many requests share a commit at most."""
WAITING_MOST: Final = 48
"""How many requests may wait for a commit, unless it is said."""

T = TypeVar("T")
Foreseen = Sequence[tuple[EventId, str]]
"""Ids of events, each with the stream that it would be in."""


class _Request:
    """A request that waits to be appended, and then its outcome."""

    def __init__(self, work: Callable[[Append], Any], foreseen: Foreseen) -> None:
        self._work = work
        self.foreseen = foreseen
        self._result: Any = None
        self._error: BaseException | None = None
        self.done = False

    def append(self, append: Append) -> None:
        """Do its work within a savepoint; what it raises is its own, unless the store failed."""
        try:
            with append.savepoint():
                self._result = self._work(append)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 (told to whoever asked)
            self._error = error

    def fail(self, error: BaseException) -> None:
        """The commit failed, and everybody's work with it."""
        self._error = error

    def outcome(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._result


class GroupCommit:
    """Runs work in shared transactions of one event store."""

    def __init__(self, store: EventStore, most: Callable[[], int]) -> None:
        """`most`: how many may wait now. Fewer than there are threads that nobody follows on, so
        that some still answer."""
        self._store = store
        self._most = most
        self._waiting: deque[_Request] = deque()
        self._queue = threading.Lock()
        self._turn = threading.Lock()

    def run(self, work: Callable[[Append], T], foreseen: Foreseen = ()) -> T:
        """Run `work` in a transaction and return what it returns, once that is durable.

        `foreseen` are ids and streams that it will look up, which is quicker for all at once.
        Raises what `work` raises, then having kept nothing of it; `Overloaded` if too many wait;
        `StoreUnavailable` if the transaction was not committed, as far as can be known.
        """
        request = _Request(work, foreseen)
        with self._queue:
            if len(self._waiting) >= self._most():
                raise Overloaded("Too many requests wait for their commit.")
            self._waiting.append(request)
            WAITING.inc()
        with APPEND_SECONDS.time():
            while not request.done:
                with self._turn:
                    if not request.done:
                        self._commit_next()
        return cast(T, request.outcome())

    def _commit_next(self) -> None:
        group: list[_Request] = []
        try:
            with self._store.appending() as append:
                group = self._next_group()
                foreseen = [each for request in group for each in request.foreseen]
                append.foresee({each[0] for each in foreseen}, {each[1] for each in foreseen})
                for request in group:
                    request.append(append)
        except BaseException as error:
            group = group or self._next_group()
            for request in group:
                request.fail(error)
            if not isinstance(error, Exception):
                raise
        finally:
            for request in group:
                request.done = True

    def _next_group(self) -> list[_Request]:
        """Those who wait by now: who came while others held the lock is among them."""
        with self._queue:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), GROUP_MOST))]
            WAITING.dec(len(group))
        BATCH_REQUESTS.observe(len(group))
        return group
