"""The one place that asks what time it is, and the one that makes new ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import uuid_utils

from domain.instant import Instant, instant_from
from domain.names import EventId

Clock = Callable[[], Instant]


def system_clock() -> Instant:
    """The instant now, by this machine's clock."""
    return instant_from(datetime.now(UTC))


def new_id(now: Instant) -> EventId:
    """A new UUIDv7 (RFC 9562) of the instant `now`."""
    return EventId(str(uuid_utils.uuid7(nanoseconds=now * 1000)))
