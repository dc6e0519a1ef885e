"""How much is measured: a short form, and a long one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.databases import KINDS

NAMES: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


@dataclass(frozen=True)
class Settings:
    """Sizes are numbers of events, times are seconds."""

    rounds: int
    """How often both sides of a comparison take their turns."""
    load_seconds: int
    """How long each turn of a load lasts."""
    lines: int
    """How long the import is."""
    replayed: int
    """How large the ledger is that is replayed and verified."""
    sizes: tuple[int, ...]
    """How large the ledgers are that questions are asked of."""
    asked: int
    """How often each question is asked of each."""
    freshness_seconds: int
    item_seconds: int
    """How long one item of the benchmark may take, before it is given up."""
    kinds: tuple[str, ...] = field(default=KINDS)
    """The databases."""
    ledgers: Path | None = None
    """Where big ledgers are kept from one run to the next; None: nowhere."""


SHORT: Final = Settings(
    rounds=2,
    load_seconds=2,
    lines=20_000,
    replayed=6_000,
    sizes=(2_000, 6_000),
    asked=50,
    freshness_seconds=10,
    item_seconds=900,
)
"""Under five minutes on two cores that have nothing else to do; a busy machine may take longer."""
LONG: Final = Settings(
    rounds=5,
    load_seconds=10,
    lines=1_000_000,
    replayed=100_000,
    sizes=(10_000, 100_000, 1_000_000),
    asked=1_000,
    freshness_seconds=60,
    item_seconds=8 * 3600,
)
"""Hours; most of them go into the making of the big ledgers."""
