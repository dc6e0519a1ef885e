"""What the ledger has, against what it acknowledged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import requests

from tests.faults.notebook import Acknowledged
from tests.served import TOKEN, run_testigo

EXAMPLES = 5


@dataclass
class Count:
    """What must be nought."""

    missing: int = 0
    """Acknowledged, and not in the ledger as it was acknowledged."""
    doubled: int = 0
    """Events that stand in the ledger more than once, or were acknowledged at two places."""
    gaps: int = 0
    """Positions, and versions of a stream, that nothing has or that two events have."""
    disorder: int = 0
    """Recorded times that do not rise with the position."""
    differences: int = 0
    """What `testigo verify` found between views and events."""
    wrong: int = 0
    """Answers that no client should get."""
    examples: list[str] = field(default_factory=list)

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "missing",
        "doubled",
        "gaps",
        "disorder",
        "differences",
        "wrong",
    )

    @property
    def clean(self) -> bool:
        """Whether there is nothing to complain of."""
        return not any(getattr(self, name) for name in self.NUMBERS)

    def __add__(self, other: Count) -> Count:
        numbers = {name: getattr(self, name) + getattr(other, name) for name in self.NUMBERS}
        return Count(**numbers, examples=self.examples + other.examples)

    def __str__(self) -> str:
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return ", ".join(f"{name}: {value}" for name, value in found.items() if value) or "clean"


def count(
    url: str, database: str, acknowledged: Sequence[Acknowledged], wrong: Sequence[str]
) -> Count:
    """Ask a running service for everything, and compare."""
    try:
        found = compare(list(everything_at(url)), acknowledged)
    except requests.RequestException as error:
        found = Count(wrong=1, examples=[f"what was recorded cannot be read: {error}"])
    found.wrong += len(wrong)
    found.examples += wrong[:EXAMPLES]
    return found + verified(database)


def everything_at(url: str) -> Iterator[dict[str, Any]]:
    """Every event of a running service, by position."""
    after = 0
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        while True:
            answer = session.get(
                f"{url}/v1/events", params={"after": after, "limit": 1000}, timeout=60
            )
            answer.raise_for_status()
            page = answer.json()
            yield from page["events"]
            if page["next"] is None:
                return
            after = page["events"][-1]["position"]


def compare(events: Sequence[dict[str, Any]], acknowledged: Sequence[Acknowledged]) -> Count:
    """What of the acknowledged is not among the events, and what is wrong with the events."""
    found = Count()
    by_id = {each["id"]: each for each in events}
    for each in acknowledged:
        kept = by_id.get(each.receipt["id"])
        if kept is None or not _as_promised(kept, each):
            found.missing += 1
            found.examples.append(f"missing: {each.receipt}; there is {_receipt_of(kept)}")
    places: dict[str, set[int]] = {}
    for each in acknowledged:
        places.setdefault(each.receipt["id"], set()).add(each.receipt["position"])
    twice = [event_id for event_id, at in places.items() if len(at) > 1]
    twice += [event_id for event_id, n in Counter(e["id"] for e in events).items() if n > 1]
    found.doubled = len(twice)
    found.examples += [f"doubled: {event_id}" for event_id in twice[:EXAMPLES]]
    found.gaps = _gaps([each["position"] for each in events])
    streams: dict[str, list[int]] = {}
    for each in events:
        streams.setdefault(each["stream"], []).append(each["version"])
    found.gaps += sum(_gaps(versions) for versions in streams.values())
    times = [datetime.fromisoformat(each["recorded_at"]) for each in events]
    found.disorder = sum(later <= earlier for earlier, later in pairwise(times))
    found.examples = found.examples[:EXAMPLES]
    return found


def verified(database: str) -> Count:
    """What `testigo verify` says of the live views."""
    done = run_testigo("verify", "--database", database, folder=Path("/"))
    if done.returncode == 0:
        return Count()
    said = (done.stdout + done.stderr).strip()
    return Count(differences=max(1, done.stdout.count("  ")), examples=[said[-600:]])


def _gaps(numbers: Sequence[int]) -> int:
    """How many of 1, 2, 3, … are not there, and how many stand there again."""
    distinct = set(numbers)
    return max(distinct, default=0) - len(distinct) + len(numbers) - len(distinct)


def _as_promised(kept: dict[str, Any], promise: Acknowledged) -> bool:
    return _receipt_of(kept) == promise.receipt and all(
        kept[name] == promise.sent[name] for name in ("type", "data")
    )


def _receipt_of(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    names = ("id", "position", "stream", "version", "recorded_at")
    return None if kept is None else {name: kept[name] for name in names}
