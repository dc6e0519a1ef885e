"""The one place that asks what time it is, and the one that makes new ids."""

from __future__ import annotations

import time
from collections.abc import Callable

import uuid_utils

from domain.instant import Instant
from domain.names import EventId

Clock = Callable[[], Instant]


def system_clock() -> Instant:
    """The instant now, by this machine's clock."""
    return Instant(time.time_ns() // 1000)


def new_id(now: Instant) -> EventId:
    """A new UUIDv7 (RFC 9562) of the instant `now`."""
    return EventId(str(uuid_utils.uuid7(nanoseconds=now * 1000)))
