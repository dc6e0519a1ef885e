"""Fixtures that many rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.given import AService

settings.register_profile(
    "ci", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=1500)
settings.load_profile("ci")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[AService]:
    """A service over a new SQLite file."""
    with AService(tmp_path / "ledger.db") as service:
        yield service
