"""The pen: what happened, when it was written down, and what was said about it afterwards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from domain.instant import DAY, SECOND, Instant, format_instant

Line = dict[str, Any]
HOUR: Final = DAY // 24
LATEST: Final = 90 * DAY
"""Nothing is written down later than this after it happened, or after the word before it."""


@dataclass
class Pen:
    """Writes the lines of one programme."""

    programme: str
    chance: random.Random
    _lines: list[tuple[Instant, int, Line]] = field(default_factory=list)

    def write(
        self,
        type_: str,
        at: Instant,
        data: dict[str, Any],
        *,
        recorded: Instant | None = None,
        plainly: bool = False,
    ) -> str:
        """What happened at an instant; the id of the event.

        It is written down by `recorded`, or after a while as it comes. Unless it is to be written
        `plainly`, some of it is uncertain in time, and some is amended, withdrawn or disputed.
        """
        written = recorded or self._after(at)
        text = format_instant(at)
        fate = 1.0 if plainly else self.chance.random()
        if fate < 0.025:
            text = format_instant(Instant(at - self.chance.randrange(DAY, 6 * DAY)))
        elif not plainly:
            text = self._uncertain(at)
        event_id = self._line(type_, written, text, data)
        if fate < 0.025:
            changed = {"occurred_at": format_instant(at), "reason": "the day was mistaken"}
            self._about("event-corrected", event_id, written, changed)
        elif fate < 0.032:
            self._about("event-retracted", event_id, written, {"reason": "of somebody else"})
        elif fate < 0.042:
            self._dispute(event_id, written)
        return event_id

    def soon(self, at: Instant, days: float) -> Instant:
        """An instant after another, so many days later on average."""
        return Instant(at + int(self.chance.expovariate(1 / (days * DAY))))

    def lines(self) -> Iterator[Line]:
        """All that was written, in the order of its recording, no two at the same instant."""
        last = Instant(0)
        for recorded, _, line in sorted(self._lines, key=lambda each: each[:2]):
            last = Instant(max(recorded, last + 1))
            yield {**line, "recorded_at": format_instant(last)}

    def _after(self, at: Instant) -> Instant:
        """Four of five things are written down within the hour, the others when there is time."""
        kind = self.chance.random()
        mean = next(
            mean
            for share, mean in ((0.80, HOUR / 3), (0.92, 8 * HOUR), (0.98, 6 * DAY), (1, 30 * DAY))
            if kind < share
        )
        return Instant(at + SECOND + min(int(self.chance.expovariate(1 / mean)), LATEST))

    def _uncertain(self, at: Instant) -> str:
        kind, text = self.chance.random(), format_instant(at)
        if kind < 0.86:
            return text
        if kind < 0.96:
            return text[:10]
        if kind < 0.98:
            return f"{format_instant(Instant(at - DAY))}/{format_instant(Instant(at + DAY))}"
        return f"../{text[:10]}"

    def _dispute(self, event_id: str, written: Instant) -> None:
        said = {"by": "staff:legal", "grounds": "the minutes say otherwise"}
        disputed = self._about("event-disputed", event_id, written, said)
        if self.chance.random() < 0.7:
            outcome = "upheld" if self.chance.random() < 0.4 else "dismissed"
            settled = {"outcome": outcome, "reason": "both were heard"}
            self._about("dispute-settled", event_id, disputed, settled)

    def _about(self, type_: str, event_id: str, after: Instant, data: Line) -> Instant:
        """What is said about an event some days after another word; when it is written down."""
        written = Instant(after + SECOND + min(int(self.chance.expovariate(1 / (9 * DAY))), LATEST))
        self._line(type_, written, format_instant(written), {"event": event_id, **data})
        return written

    def _line(self, type_: str, written: Instant, text: str, data: Line) -> str:
        event_id = str(UUID(int=self.chance.getrandbits(128), version=4))
        line = {
            "id": event_id,
            "type": type_,
            "programme": self.programme,
            "occurred_at": text,
            "data": data,
        }
        self._lines.append((written, len(self._lines), line))
        return event_id
