"""The two bounds of every question, as resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain.instant import Instant, format_instant

RULES: Final = 1
"""Raised when the meaning or the shape of answers changes."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What had happened by `as_of`, as recorded by `position` (at `recorded_at`; None for 0)."""

    as_of: Instant
    position: int
    recorded_at: Instant | None

    def answer(self) -> dict[str, Any]:
        """The bounds as every answer repeats them."""
        return {"as_of": format_instant(self.as_of), **self.recorded()}

    def recorded(self) -> dict[str, Any]:
        """The recorded bound alone, for answers that know no `as_of`."""
        recorded_at = None if self.recorded_at is None else format_instant(self.recorded_at)
        return {
            "as_recorded": {"position": self.position, "recorded_at": recorded_at},
            "rules": RULES,
        }
