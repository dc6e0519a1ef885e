"""Named refusals, each with its code and what it is about; none knows of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what was posted: where (a JSON pointer into it), and what."""

    pointer: str
    detail: str


class Refusal(Exception):
    """The ledger does not accept this. `code` is stable; `detail` is for people."""

    code: ClassVar[str]

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Malformed(Refusal, ValueError):
    """A text that is not of the form it should have."""

    code = "malformed"


class Invalid(Refusal):
    """An event that is well formed but wrong; `faults` says where."""

    code = "invalid-event"

    def __init__(self, *faults: Fault, detail: str = "The event is not valid.") -> None:
        super().__init__(detail)
        self.faults = faults


class TooLarge(Refusal):
    """An event, or a batch of them, beyond the limits."""

    code = "too-large"


class IdTaken(Refusal):
    """The id belongs to another event."""

    code = "id-taken"


class VersionConflict(Refusal):
    """The stream is not at the version that the caller expected."""

    code = "version-conflict"


class NotVisible(Refusal):
    """A Ledger event about an event that is not visible at this moment."""

    code = "not-visible"


class NoOpenDispute(Refusal):
    """A settlement where there is no open dispute."""

    code = "no-open-dispute"


class LedgerEventsAreRetracted(Refusal):
    """A correction or a dispute of a Ledger event, which can only be retracted."""

    code = "ledger-event"


class ClockBehind(Refusal):
    """The clock is more than five seconds behind the last recorded time."""

    code = "clock-behind"
