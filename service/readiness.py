"""Whether the service is ready: whether its store answers, and its views keep up.

Asked in bounded time, also of a database that hangs: one thread asks, and whoever wants to know
waits for it only so long.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from service.errors import StoreUnavailable

log = logging.getLogger("testigo")

ANSWER_SECONDS: Final = 2.0
"""How long the store may take to answer."""
STUCK_SECONDS: Final = 30.0
"""How long the views may be behind without coming nearer."""

Stuck = Literal["database", "projections"]


@dataclass(frozen=True, slots=True)
class Condition:
    """How it stands with the service."""

    stuck: tuple[Stuck, ...] = ()
    """What does not answer, or does not go on."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What the store says of itself: `database`, `head`, `projections`."""


class Readiness:
    """Looks how it stands. Any thread may ask."""

    def __init__(
        self,
        look: Callable[[], Mapping[str, Any]],
        tended: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`look` reads `Views.lag`; `tended`: whether somebody projects, if anybody is to."""
        self._look = look
        self._tended = tended
        self._clock = clock
        self._lock = threading.Lock()
        self._looking: _Looking | None = None
        self._behind: dict[str, tuple[int, float]] = {}

    def condition(self, seconds: float = ANSWER_SECONDS) -> Condition:
        """How it stands, as far as that can be told within so many seconds."""
        with self._lock:
            looking = self._looking
            if looking is None or looking.done.is_set():
                looking = self._looking = _Looking(self._look)
        if not looking.done.wait(seconds) or looking.found is None:
            return Condition(stuck=("database",))
        stuck: tuple[Stuck, ...] = ("projections",) if self._is_stuck(looking.found) else ()
        return Condition(stuck, looking.found)

    def _is_stuck(self, found: Mapping[str, Any]) -> bool:
        """Whether nobody projects, or a view is behind and was no nearer long ago."""
        now, head = self._clock(), found["head"]
        with self._lock:
            behind = {}
            for name, position in found["projections"].items():
                if position < head:
                    before, since = self._behind.get(name, (position, now))
                    behind[name] = (position, since if before == position else now)
            self._behind = behind
            late = any(now - since >= STUCK_SECONDS for _, since in behind.values())
        return late or not self._tended()


class _Looking:
    """One look at the store, on a thread of its own; it may never end."""

    def __init__(self, look: Callable[[], Mapping[str, Any]]) -> None:
        self._look = look
        self.found: Mapping[str, Any] | None = None
        self.done = threading.Event()
        threading.Thread(target=self._run, name="looking", daemon=True).start()

    def _run(self) -> None:
        try:
            self.found = self._look()
        except StoreUnavailable as error:
            log.warning("not ready: %s", error)
        except Exception:  # a look that fails has an answer, too
            log.exception("not ready")
        finally:
            self.done.set()
